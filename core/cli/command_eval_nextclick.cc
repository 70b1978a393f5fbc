// hearth eval nextclick: the next view of visits that no public number has seen.
#include "cli/command_eval_nextclick.h"

#include <cstdio>
#include <string_view>

#include "cli/files.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "eval/next_click.h"

namespace hearth {
namespace {

constexpr std::string_view kHelp =
    R"(hearth eval nextclick: data sets of visits whose next view is known

  hearth eval nextclick --cases C.jsonl --out PRED.jsonl

  --cases FILE     first a line {"train": [[item, ...], ...]}, oldest visit first; then a line each:
                   {"case": number, "prefix": [item, ...], "next": item}
  --out FILE       what Hearth predicts, 20 items a case: {"case", "items": [best first]}
  --on PART        test (default), or val: the last 10 percent of the training visits, and the pack
                   is counted from the others
  --train WHAT     yes (default): fit the ranker's trees to training visits; no: weights set by hand
  --nodes N        at most so many nodes of trees, default 4000: as many as a pack may have
  --k N            fewest distinct visits behind any number of the pack, default 20
  --peers WHAT     yes (default) or no: popularity, sequential rules and V-SKNN beside it

Example:
  echo '{"train": [[1, 2, 3], [1, 2], [2, 3]]}' > clicks.jsonl
  echo '{"case": 0, "prefix": [1], "next": 2}' >> clicks.jsonl
  hearth eval nextclick --cases clicks.jsonl --out predictions.jsonl --k 2
)";

constexpr std::string_view kOptionNames[] = {"cases", "out", "on", "train", "k", "peers", "nodes"};
constexpr size_t kValidationPercent = 10;

Result<bool> OneOf(const Options& options, const std::string& name, const char* yes,
                   const char* no) {
  const std::string word = options.Get(name, yes);
  if (word == yes) return true;
  if (word == no) return false;
  return InvalidArgument("--" + name + ": expected " + yes + " or " + no);
}

void Print(const std::string& name, const ClickScore& score) {
  std::printf("  %-18s %.4f  %.4f\n", name.c_str(), score.hr, score.mrr);
}

Status Measure(const Options& options) {
  if (!options.Has("cases") || !options.Has("out")) {
    return InvalidArgument("expected --cases FILE and --out FILE");
  }
  const Result<bool> on_test = OneOf(options, "on", "test", "val");
  if (!on_test.ok()) return on_test.error();
  const Result<bool> train = OneOf(options, "train", "yes", "no");
  if (!train.ok()) return train.error();
  const Result<bool> with_peers = OneOf(options, "peers", "yes", "no");
  if (!with_peers.ok()) return with_peers.error();
  // 1 keeps every pair: for data sets so thin that hardly a pair has a second visit.
  const Result<int64_t> k = options.Number("k", kDefaultK, 1, 1'000'000);
  if (!k.ok()) return k.error();
  const std::string path = options.Get("cases");
  const Result<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.error();
  Result<ClickCases> data = ReadClickCases(*text, path);
  if (!data.ok()) return data.error();
  if (!*on_test) data = ForValidation(*data, kValidationPercent);
  NextClickOptions click_options;
  click_options.k = static_cast<uint32_t>(*k);
  click_options.train = *train;
  const Result<int64_t> nodes = options.Number("nodes", kMaxModelNodes, 100, kMaxModelNodes);
  if (!nodes.ok()) return nodes.error();
  click_options.training.max_nodes = static_cast<size_t>(*nodes);
  std::vector<PeerClicks> peers;
  const Result<HearthClicks> hearth = [&] {
    ProgressBar bar;
    const Progress progress = bar.AsProgress();
    if (*with_peers) peers = PredictByPeers(*data, progress);
    return PredictNextClicks(*data, click_options, progress);
  }();
  if (!hearth.ok()) return hearth.error();
  std::printf("%zu visits to learn from, %zu cases, k = %lld; pack of %zu bytes",
              data->train.size(), data->cases.size(), static_cast<long long>(*k),
              hearth->pack_bytes);
  const ClickTrainingReport& trained = hearth->training;
  if (*train && trained.trees == 0) std::printf("; too few views for trees");
  if (trained.trees > 0) {
    std::printf("; %zu trees, %zu nodes, from %zu views", trained.trees, trained.nodes,
                trained.views);
  }
  std::printf("\n  %-18s HR@20   MRR@20\n", "");
  for (const PeerClicks& peer : peers) Print(peer.name, ScoreClicks(*data, peer.predictions));
  Print("Hearth", ScoreClicks(*data, hearth->predictions));
  return WriteFileAtomically(options.Get("out"), WriteClickPredictions(*data, hearth->predictions));
}

}  // namespace

int CommandEvalNextClick(std::span<const std::string> args) {
  return RunCommand("hearth eval nextclick", args, kHelp, kOptionNames, Measure);
}

}  // namespace hearth
