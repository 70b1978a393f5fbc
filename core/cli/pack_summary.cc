#include "cli/pack_summary.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "cli/feed_files.h"
#include "eval/as_of.h"

namespace hearth {
namespace {

void PrintLineCounts(const LineCounts& counts) {
  std::printf(
      "lines       %zu: %zu ordinary, %zu without a customer, %zu cancelled, "
      "%zu not goods, %zu without quantity, %zu without price, %zu adjustments\n",
      counts.total(), counts.ordinary, counts.without_customer, counts.cancelled, counts.not_goods,
      counts.quantity_not_positive, counts.price_not_positive, counts.adjustments);
}

// Lines left out by reason, and what was joined.
void PrintOrderLines(const OrdersReport& report) {
  if (!report.layout.empty()) std::printf("read as     %s\n", report.layout.c_str());
  const std::string reasons = report.LeftOutInWords();
  if (!reasons.empty()) std::printf("left out    %s\n", reasons.c_str());
  if (report.orders_of_most > 0) {
    std::printf(
        "            %zu orders are under one customer id that has a tenth of all: guests\n",
        report.orders_of_most);
  }
  for (const std::string& date : report.odd_dates) std::printf("            %s\n", date.c_str());
  std::printf("%s", report.skipped_rows.c_str());
  if (report.joined_by_id > 0) {
    std::string examples;
    for (const std::string& joined : report.joined) examples += ", " + joined;
    std::printf(
        "joined      %zu order lines whose ids differ from the feed's in capitals, blanks or\n"
        "            zeros in front%s\n",
        report.joined_by_id, examples.c_str());
  }
  if (report.joined_by_name > 0) {
    std::printf("joined      %zu order lines without an id by the item's name\n",
                report.joined_by_name);
  }
}

// `lines`: "order lines" or "views".
void PrintBatches(const char* lines, const std::optional<BatchReport>& batches, uint32_t k) {
  if (!batches || batches->waiting == 0) return;
  if (batches->end == 0) {
    std::printf("batches     no %s are counted yet: fewer than %" PRIu32
                " customers in whole weeks, so that\n"
                "            none of their numbers may be said\n",
                lines, k);
    return;
  }
  std::printf("batches     %s are counted until %s; %zu later ones wait for whole weeks\n", lines,
              DateOf(DayOf(batches->end)).c_str(), batches->waiting);
}

void PrintDisclosure(const char* name, const Disclosure& disclosure) {
  std::printf("  %-24s %9zu written %9zu withheld\n", name, disclosure.written,
              disclosure.withheld);
}

void PrintStatistics(const StatisticsReport& report, const PackSummary& summary) {
  const uint32_t k = summary.k;
  std::printf("orders      %zu lines, %zu orders, %zu customers", report.lines, report.orders,
              report.customers);
  if (report.unknown_lines > 0) {
    std::printf("; %zu lines of items that the feed does not have", report.unknown_lines);
  }
  std::printf("\nwith k = %" PRIu32 " or more customers behind each number\n", k);
  PrintDisclosure("customers of an item", report.item_customers);
  PrintDisclosure("recent customers", report.recent_customers);
  PrintDisclosure("repeat share", report.repeat_share);
  PrintDisclosure("days between purchases", report.gap_days);
  PrintDisclosure("on sale since", report.since_day);
  PrintDisclosure("pairs of items", report.pairs);
  std::printf("neighbours  %zu (the best %zu of each item's pairs)\n", summary.neighbours,
              kMaxNeighbours);
}

// A title, cut to fit three in a line.
std::string Short(std::string_view title) {
  constexpr size_t kMost = 28;
  if (title.size() <= kMost) return std::string(title);
  size_t end = kMost - 3;
  while (end > 0 && (static_cast<uint8_t>(title[end]) & 0xC0) == 0x80) --end;  // whole characters
  return std::string(title.substr(0, end)) + "...";
}

// Groups that may be collections, with examples, and what to do.
void PrintOddGroups(const OddGroups& odd) {
  if (odd.count == 0) return;
  std::printf(
      "CHECK       groups of variants with no word in all their titles: %zu. Each is one tile, "
      "and\n"
      "            its numbers count all of it: right for sizes and colours, wrong for "
      "collections\n",
      odd.count);
  for (const OddGroup& group : odd.examples) {
    std::printf("  %s: %s; %s\n", Short(group.group).c_str(), Short(group.title).c_str(),
                Short(group.another).c_str());
  }
  std::printf(
      "            If they are not one thing, leave the column of their group empty\n"
      "            (item_group_id, or what the platform calls it)\n");
}

void PrintUnknownNumbers(const UnknownGoogleNumbers& unknown) {
  if (unknown.items == 0) return;
  std::string examples;
  for (const uint32_t number : unknown.examples) {
    examples += (examples.empty() ? "" : ", ") + std::to_string(number);
  }
  std::printf(
      "CHECK       items whose number of Google's category is not known here: %zu (such as %s).\n"
      "            It says neither what they are nor whether they are sensitive; %zu of them have "
      "no\n"
      "            category at all. Give Google's path in its place, like \"Media > Books\"\n",
      unknown.items, examples.c_str(), unknown.without_category);
}

// A line for each topic and rule, so that a mistake is seen.
void PrintFlagged(const FlaggedItems& flagged) {
  constexpr const char* kBy[] = {"this shop's list", "Google's category", "category",
                                 "title words"};
  const Topic& topic = SensitiveList::Default().topics()[flagged.topic];
  std::string examples;
  for (const std::string& title : flagged.examples) {
    examples += (examples.empty() ? "" : "; ") + Short(title);
  }
  std::printf("  %-20s %6zu by %s: %s\n", topic.id.c_str(), flagged.items,
              kBy[static_cast<size_t>(flagged.by)], examples.c_str());
}

void PrintSensitive(const SensitiveReport& report) {
  const auto of = [&](Tier tier) { return report.by_tier[static_cast<size_t>(tier)]; };
  std::printf(
      "sensitive   %zu never, %zu on the own screen only, %zu often presents; "
      "%zu marked for what they are bought with",
      of(Tier::kNever), of(Tier::kOwnScreen), of(Tier::kQuiet), report.revealing);
  if (report.named) std::printf("; %zu of all by this shop's own list", *report.named);
  std::printf("\n");
  for (const FlaggedItems& flagged : report.flagged) PrintFlagged(flagged);
}

void PrintCounts(const CountsReport& counts, const PackSummary& summary) {
  std::printf("counts      some %" PRIu32 " customers; with k = %" PRIu32
              " or more behind each number: %zu items, %zu pairs\n"
              "neighbours  %zu (the best %zu of each item's pairs)\n",
              counts.customers, summary.k, counts.items, counts.pairs, summary.neighbours,
              kMaxNeighbours);
}

void PrintAttribution(const AttributionReport& report) {
  std::printf("who it was  %zu items placed by taste; ", report.items_placed);
  if (report.households == 0) {
    std::printf("too few customers to fit weights on, Hearth's own apply\n");
    return;
  }
  std::printf("of %zu unsigned visits in %zu simulated households %.1f %% right\n", report.visits,
              report.households, static_cast<double>(report.right_permille) / 10);
}

void PrintTraining(const TrainingReport& report) {
  std::printf("ranker      ");
  if (report.quality.ndcg == 0) {
    std::printf("%zu hidden trips are too few to learn from, no trees\n", report.trips);
    return;
  }
  std::printf("%zu trees, %zu nodes, from %zu hidden trips, %zu rows\n", report.trees.root.size(),
              report.trees.feature.size(), report.trips, report.rows);
  const auto row = [](const char* name, const TrainingQuality& quality) {
    std::printf("  %-28s Recall@10 %.4f  NDCG@10 %.4f\n", name, quality.recall, quality.ndcg);
  };
  std::printf("  on %zu trips that no tree has seen, among what is proposed:\n",
              report.trips_apart);
  row(report.is_better ? "trees" : "trees (left out: not surely better among the first 50)",
      report.quality);
  row("weights set by hand", report.linear);
  constexpr const char* kWithout[] = {"without own repeats", "without own taste",
                                      "without neighbours", "without public numbers",
                                      "without context"};
  if (report.basket.ndcg > 0) {
    std::printf("  one item missing from each of their baskets:\n");
    row(report.basket_trees > 0 ? "trees of their own" : "trees (left out)", report.basket);
    row("weights set by hand", report.basket_linear);
  }
  for (size_t g = 0; g < report.without.size(); ++g) row(kWithout[g], report.without[g]);
}

// "12.3 MB".
std::string Megabytes(size_t bytes) {
  const size_t tenths = (bytes + 50'000) / 100'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

void PrintTop(const TopReport& top, const PackSummary& summary) {
  std::printf("            left out by --top: %zu of %zu items", top.items, top.of);
  if (top.by_customers) {
    std::printf(", %zu of them with %" PRIu32 " customers or more", top.with_customers, summary.k);
  } else {
    std::printf("; no customers are known: %s went first,\n            then the last of the feed",
                top.by_views ? "the least viewed" : "what is out of stock");
  }
  std::printf(
      ".\n            What is sensitive always stays. Orders, views, doubts and what is sensitive "
      "are\n"
      "            counted of all %zu\n",
      top.of);
}

void PrintSections(const PackSummary& summary, size_t compressed) {
  constexpr size_t kShownSections = 5;
  std::printf("bytes       %zu; compressed %zu (%s): what a shopper's browser downloads\n",
              summary.bytes, compressed, Megabytes(compressed).c_str());
  std::vector<SectionBytes> sections = summary.sections;
  std::stable_sort(sections.begin(), sections.end(),
                   [](const auto& a, const auto& b) { return a.bytes > b.bytes; });
  size_t others = 0;
  for (size_t i = 0; i < sections.size(); ++i) {
    if (i >= kShownSections) {
      others += sections[i].bytes;
      continue;
    }
    std::printf("  %9zu %s\n", sections[i].bytes, std::string(sections[i].name).c_str());
  }
  if (others > 0) std::printf("  %9zu all others\n", others);
}

void PrintViews(const ViewsReport& views) {
  std::printf("views       %zu views, %zu visits, %zu visitors; %zu co-viewed items\n",
              views.counted.views, views.counted.visits, views.counted.visitors,
              views.counted.co_viewed);
  PrintDisclosure("visitors of an item", views.counted.viewers);
  PrintDisclosure("pairs looked at", views.counted.pairs);
  const ClickTrainingReport& trained = views.trained;
  if (trained.trees == 0) return;
  std::printf(
      "next view   %zu trees, %zu nodes, from %zu hidden views; of %zu that no tree has "
      "seen: Recall@10 %.4f  NDCG@10 %.4f\n",
      trained.trees, trained.nodes, trained.views, trained.views_apart, trained.recall,
      trained.ndcg);
}

// How many items a lower k would show, where that is many more.
std::string AdviceOn(const StatisticsReport& report, uint32_t k) {
  const size_t shown = report.item_customers.written;
  for (size_t l = 0; l < kLowerKs.size(); ++l) {
    const size_t items = report.items_at_lower_k[l];
    const bool is_last = l + 1 == kLowerKs.size();
    if (kLowerKs[l] >= k || (items < 2 * shown + 1 && !is_last) || items <= shown) continue;
    return "; --k " + std::to_string(kLowerKs[l]) + " would show " + std::to_string(items);
  }
  return "";
}

std::string ShownOf(const StatisticsReport& report, uint32_t k) {
  const size_t shown = report.item_customers.written;
  const size_t bought = shown + report.item_customers.withheld;
  if (bought == 0) return "No item of the feed was bought in the order lines that count.\n";
  if (bought == shown) {
    return "All " + std::to_string(shown) + " items that were bought have " + std::to_string(k) +
           " buyers or more: their numbers are in the pack.\n";
  }
  return std::to_string(bought - shown) + " of " + std::to_string(bought) +
         " items that were bought have fewer than " + std::to_string(k) +
         " buyers: their numbers stay\nprivate" + AdviceOn(report, k) + ".\n";
}

}  // namespace

std::string VerdictOn(const PackSummary& summary) {
  if (!summary.statistics && !summary.counts) {
    return "No orders: items are ranked by what a shopper looks at and buys, and in the order of "
           "the\n"
           "feed.\n";
  }
  std::string verdict;
  if (summary.statistics) verdict = ShownOf(*summary.statistics, summary.k);
  if (summary.orders_say_too_little) {
    verdict +=
        "THE ORDERS CHANGE NOTHING YET: too few numbers may be said, so this pack ranks as one\n"
        "without orders, by what a shopper looks at and buys, and in the order of the feed.\n";
  }
  return verdict;
}

std::string AdviceOnSize(const DownloadSize& size) {
  if (size.compressed <= kLargePack) return "";
  return "THE PACK IS LARGE: " + Megabytes(size.compressed) +
         " compressed, which every shopper's browser downloads. To come to\n" +
         Megabytes(kLargePack) + ", keep the items that matter most: --top " +
         std::to_string(size.items_that_fit) + " (an estimate).\n";
}

void PrintPackSummary(const PackSummary& summary, const std::optional<Feed>& feed,
                      const std::optional<LineCounts>& lines, const DownloadSize& size) {
  const std::string verdict = VerdictOn(summary) + AdviceOnSize(size);
  std::printf("%s", verdict.c_str());
  if (feed) PrintFeed(*feed);
  std::printf("items       %zu in %zu categories, %zu brands\n", summary.items, summary.categories,
              summary.brands);
  if (summary.variants > 0) {
    std::printf("            %zu variants (sizes, colours) are shown as one tile of each product\n",
                summary.variants);
  }
  PrintOddGroups(summary.doubts.groups);
  PrintUnknownNumbers(summary.doubts.google_numbers);
  if (summary.top) PrintTop(*summary.top, summary);
  if (lines) PrintLineCounts(*lines);
  if (summary.order_lines) PrintOrderLines(*summary.order_lines);
  PrintBatches("order lines", summary.orders_batches, summary.k);
  PrintBatches("views", summary.views_batches, summary.k);
  if (summary.statistics) PrintStatistics(*summary.statistics, summary);
  if (summary.counts) PrintCounts(*summary.counts, summary);
  if (summary.attribution) PrintAttribution(*summary.attribution);
  if (summary.trained) PrintTraining(*summary.trained);
  if (summary.views) PrintViews(*summary.views);
  PrintSensitive(summary.sensitive);
  PrintSections(summary, size.compressed);
  if (summary.orders_say_too_little) std::printf("%s", verdict.c_str());
}

}  // namespace hearth
