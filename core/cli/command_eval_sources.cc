// hearth eval sources: do the candidates hold what a full scan would put on top?
#include <cstdio>
#include <string>
#include <utility>

#include "cli/case_options.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "eval/sources.h"

namespace hearth {
namespace {

Result<std::string> MeasureSet(const CaseOptions& options, const CaseSet& set) {
  ProgressBar bar;
  const Progress progress = bar.AsProgress();
  Result<std::vector<uint8_t>> pack =
      MakeCasesPack(*set.cases, set.learn_from, options.options, progress);
  if (!pack.ok()) return pack.error();
  Result<CaseShop> shop = CaseShop::Open(*set.cases, *std::move(pack));
  if (!shop.ok()) return shop.error();
  std::string lines;
  for (Surface surface : {Surface::kHome, Surface::kSimilar, Surface::kBasket}) {
    const Result<SourceQuality> quality =
        MeasureSources(*set.cases, set.tested, surface, &*shop, options.options, progress);
    if (!quality.ok()) return quality.error();
    const double requests = static_cast<double>(std::max<size_t>(quality->requests, 1));
    char line[200];
    std::snprintf(line, sizeof(line),
                  "%s  %-8s %zu requests: %.2f %% of the best, %.0f candidates, at most %zu\n",
                  set.name.c_str(), std::string(Name(surface)).c_str(), quality->requests,
                  quality->share() * 100, static_cast<double>(quality->candidates) / requests,
                  quality->most);
    lines += line;
  }
  return lines;
}

}  // namespace

Status Run(const EvalSourcesCommand& command) {
  const Result<CaseData> data = ReadCaseData(command.of_cases);
  if (!data.ok()) return data.error();
  std::string lines;
  for (const CaseSet& set : data->sets) {
    const Result<std::string> of_set = MeasureSet(command.of_cases, set);
    if (!of_set.ok()) return of_set.error();
    std::fputs(of_set->c_str(), stdout);
    lines += *of_set;
  }
  return WriteFileAtomically(command.of_cases.out, lines);
}

}  // namespace hearth
