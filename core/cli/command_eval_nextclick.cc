// hearth eval nextclick: the next view of visits that no public number has seen.
#include <cstdio>
#include <string>

#include "cli/commands.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "eval/next_click.h"

namespace hearth {
namespace {

constexpr size_t kValidationPercent = 10;

void Print(const std::string& name, const ClickScore& score) {
  std::printf("  %-18s %.4f  %.4f\n", name.c_str(), score.hr, score.mrr);
}

}  // namespace

Status Run(const EvalNextClickCommand& command) {
  const Result<std::string> text = ReadTextFile(command.cases);
  if (!text.ok()) return text.error();
  Result<ClickCases> data = ReadClickCases(*text, command.cases);
  if (!data.ok()) return data.error();
  if (command.on_validation) data = ForValidation(*data, kValidationPercent);
  std::vector<PeerClicks> peers;
  const Result<HearthClicks> hearth = [&] {
    ProgressBar bar;
    const Progress progress = bar.AsProgress();
    if (command.with_peers) peers = PredictByPeers(*data, progress);
    return PredictNextClicks(*data, command.options, progress);
  }();
  if (!hearth.ok()) return hearth.error();
  std::printf("%zu visits to learn from, %zu cases, k = %u; pack of %zu bytes", data->train.size(),
              data->cases.size(), command.options.k, hearth->pack_bytes);
  const ClickTrainingReport& trained = hearth->training;
  if (command.options.train && trained.trees == 0) std::printf("; too few views for trees");
  if (trained.trees > 0) {
    std::printf("; %zu trees, %zu nodes, from %zu views", trained.trees, trained.nodes,
                trained.views);
  }
  std::printf("\n  %-18s HR@20   MRR@20\n", "");
  for (const PeerClicks& peer : peers) Print(peer.name, ScoreClicks(*data, peer.predictions));
  Print("Hearth", ScoreClicks(*data, hearth->predictions));
  return WriteFileAtomically(command.out, WriteClickPredictions(*data, hearth->predictions));
}

}  // namespace hearth
