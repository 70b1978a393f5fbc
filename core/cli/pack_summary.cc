#include "cli/pack_summary.h"

#include <cinttypes>
#include <cstdio>
#include <string>

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

void PrintStatistics(const StatisticsReport& report, uint32_t k) {
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
  std::printf("neighbours  %zu (the best %zu of each item's pairs)\n", report.neighbours,
              kMaxNeighbours);
}

void PrintSensitive(const SensitiveReport& report) {
  const auto of = [&](Tier tier) { return report.by_tier[static_cast<size_t>(tier)]; };
  std::printf(
      "sensitive   %zu never, %zu on the own screen only, %zu often presents; "
      "%zu marked for what they are bought with",
      of(Tier::kNever), of(Tier::kOwnScreen), of(Tier::kQuiet), report.revealing);
  if (report.named) std::printf("; %zu of all by this shop's own list", *report.named);
  std::printf("\n");
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

void PrintSections(const PackSummary& summary) {
  std::printf("bytes       %zu\n", summary.bytes);
  for (const SectionBytes& section : summary.sections) {
    std::printf("  %9zu %s\n", section.bytes, std::string(section.name).c_str());
  }
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

}  // namespace

void PrintPackSummary(const PackSummary& summary, const std::optional<LineCounts>& lines) {
  std::printf("items       %zu in %zu categories, %zu brands\n", summary.items, summary.categories,
              summary.brands);
  if (lines) PrintLineCounts(*lines);
  PrintBatches("order lines", summary.orders_batches, summary.k);
  PrintBatches("views", summary.views_batches, summary.k);
  if (summary.statistics) PrintStatistics(*summary.statistics, summary.k);
  if (summary.counts) PrintCounts(*summary.counts, summary);
  if (summary.attribution) PrintAttribution(*summary.attribution);
  if (summary.trained) PrintTraining(*summary.trained);
  if (summary.views) PrintViews(*summary.views);
  PrintSensitive(summary.sensitive);
  PrintSections(summary);
}

}  // namespace hearth
