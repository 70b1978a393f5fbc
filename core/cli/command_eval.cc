// hearth eval: how good is the ranker on shoppers that the pack has never seen?
#include <cstdio>

#include "cli/commands.h"
#include "cli/engine_files.h"
#include "cli/files.h"
#include "cli/histories_json.h"
#include "cli/progress.h"
#include "eval/eval.h"

namespace hearth {
namespace {

void PrintRow(const char* name, const TripFigures& figures) {
  std::printf("  %-44s %.4f    %.4f\n", name, figures.recall, figures.ndcg_std);
}

void Print(const NextTripReport& report, size_t n) {
  std::printf("%zu returning shoppers, last trip hidden: %zu items, of which the catalog has %zu\n",
              report.shoppers, report.hidden_items, report.hidden_known);
  std::printf("  %-44s Recall@%-3zu NDCG@%zu\n", "", n, n);
  PrintRow("popular", report.popular);
  PrintRow("personal frequency, then popular", report.personal_then_popular);
  PrintRow("Hearth, order of the whole catalog", report.order);
  PrintRow("Hearth, home slate as shown (caps, filters)", report.home);
}

}  // namespace

Status Run(const EvalCommand& command) {
  if (command.histories.empty()) return InvalidArgument("expected --histories FILE");
  Result<std::unique_ptr<Engine>> engine = LoadEngine(command.engine);
  if (!engine.ok()) return engine.error();
  Result<std::string> text = ReadTextFile(command.histories);
  if (!text.ok()) return text.error();
  Result<std::vector<Shopper>> shoppers = ReadHistories(*text, command.histories);
  if (!shoppers.ok()) return shoppers.error();
  Result<NextTripReport> report = [&] {
    ProgressBar bar;
    return MeasureNextTrip(**engine, *shoppers, command.at, command.min_trips, bar.AsProgress());
  }();
  if (!report.ok()) return report.error();
  Print(*report, command.at);
  return {};
}

}  // namespace hearth
