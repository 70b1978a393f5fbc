// hearth eval: how good is the ranker on shoppers that the pack has never seen?
#include <array>
#include <cstdio>

#include "cli/command_eval_basket.h"
#include "cli/command_eval_coldstart.h"
#include "cli/command_eval_household.h"
#include "cli/command_eval_nextbasket.h"
#include "cli/command_eval_nextclick.h"
#include "cli/command_eval_sources.h"
#include "cli/commands.h"
#include "cli/engine_files.h"
#include "cli/files.h"
#include "cli/histories_json.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "eval/eval.h"

namespace hearth {
namespace {

constexpr std::string_view kHelp =
    R"(hearth eval: measure the ranker on held-out shoppers, last trip hidden

  hearth eval --pack shop.hpack --histories held_out.jsonl
  hearth eval household ...      households instead: `hearth eval household --help`
  hearth eval nextbasket ...     data sets of next baskets: `hearth eval nextbasket --help`
  hearth eval coldstart ...      the same, of whom little is known: `hearth eval coldstart --help`
  hearth eval sources ...        whether candidates miss anything: `hearth eval sources --help`
  hearth eval basket ...         what is missing from a basket: `hearth eval basket --help`
  hearth eval nextclick ...      data sets of next looks: `hearth eval nextclick --help`

  --pack FILE        a pack that was built without these shoppers (hearth pack --hold-out)
  --histories FILE   their histories, as `hearth pack --hold-out` writes them
  --at N             length of the list that is judged; default 10
  --min-trips N      shoppers with fewer trips are left out; default 2 (one hidden, one known)

Example, after `make demo`:
  build/native/hearth eval --pack build/native/data/shop.hpack --histories build/native/data/held_out.jsonl
)";

constexpr std::array<std::string_view, 5> kOptions = {"pack", "catalog", "histories", "at",
                                                      "min-trips"};

void PrintRow(const char* name, const TripFigures& figures) {
  std::printf("  %-44s %.4f    %.4f\n", name, figures.recall, figures.ndcg_std);
}

void Print(const NextTripReport& report, long long n) {
  std::printf("%zu returning shoppers, last trip hidden: %zu items, of which the catalog has %zu\n",
              report.shoppers, report.hidden_items, report.hidden_known);
  std::printf("  %-44s Recall@%-3lld NDCG@%lld\n", "", n, n);
  PrintRow("popular", report.popular);
  PrintRow("personal frequency, then popular", report.personal_then_popular);
  PrintRow("Hearth, order of the whole catalog", report.order);
  PrintRow("Hearth, home slate as shown (caps, filters)", report.home);
}

Result<int> Measure(const Options& options, Engine& engine) {
  Result<int64_t> n = options.Number("at", 10, 1, 1000);
  if (!n.ok()) return n.error();
  Result<int64_t> min_trips = options.Number("min-trips", 2, 2, 1000);
  if (!min_trips.ok()) return min_trips.error();
  Result<std::string> text = ReadTextFile(options.Get("histories"));
  if (!text.ok()) return text.error();
  Result<std::vector<Shopper>> shoppers = ReadHistories(*text, options.Get("histories"));
  if (!shoppers.ok()) return shoppers.error();
  Result<NextTripReport> report = [&] {
    ProgressBar bar;
    return MeasureNextTrip(engine, *shoppers, static_cast<size_t>(*n),
                           static_cast<size_t>(*min_trips), bar.AsProgress());
  }();
  if (!report.ok()) return report.error();
  Print(*report, static_cast<long long>(*n));
  return 0;
}

}  // namespace

int CommandEval(std::span<const std::string> args) {
  if (!args.empty() && args[0] == "household") return CommandEvalHousehold(args.subspan(1));
  if (!args.empty() && args[0] == "basket") return CommandEvalBasket(args.subspan(1));
  if (!args.empty() && args[0] == "coldstart") return CommandEvalColdStart(args.subspan(1));
  if (!args.empty() && args[0] == "sources") return CommandEvalSources(args.subspan(1));
  if (!args.empty() && args[0] == "nextbasket") return CommandEvalNextBasket(args.subspan(1));
  if (!args.empty() && args[0] == "nextclick") return CommandEvalNextClick(args.subspan(1));
  return RunOnEngine(args, kHelp, kOptions, Measure);
}

}  // namespace hearth
