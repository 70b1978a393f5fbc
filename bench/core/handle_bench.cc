// The whole way: a request as JSON in, an answer as JSON out.
#include <string>
#include <string_view>
#include <vector>

#include "bench_world.h"

namespace hearth {
namespace {

// The SKUs of an answer, in order.
std::vector<std::string> SkusIn(std::string_view answer) {
  constexpr std::string_view kMark = R"("sku":")";
  std::vector<std::string> skus;
  for (size_t at = answer.find(kMark); at != std::string_view::npos; at = answer.find(kMark, at)) {
    at += kMark.size();
    skus.emplace_back(answer.substr(at, answer.find('"', at) - at));
  }
  return skus;
}

// The answer names the slate that RankAt gives, item for item.
bool IsRight(Engine& engine, Time now, const std::string& answer) {
  const std::vector<std::string> skus = SkusIn(answer);
  const Slate slate = engine.RankAt(HomeSlate(), now);
  if (!answer.starts_with(R"({"ok":)") || skus.size() != slate.size()) return false;
  for (size_t i = 0; i < skus.size(); ++i) {
    if (skus[i] != engine.catalog()->Sku(slate[i].item)) return false;
  }
  return skus.size() == kHomeSlots;
}

void HandleHome(benchmark::State& state, Time step) {
  Engine engine = EngineOf(static_cast<size_t>(state.range(0)), kMemberEvents);
  Time now = kSyntheticNow;
  const bool right = IsRight(engine, now, engine.Handle(HomeRequest(now)));
  if (!Check(state, right, "the answer is not the slate")) return;
  for (auto _ : state) {
    now += step;
    benchmark::DoNotOptimize(engine.Handle(HomeRequest(now)));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// The profile is there from the call before.
void BM_HandleHome(benchmark::State& state) { HandleHome(state, 0); }
// A new minute for each call: the history is folded anew.
void BM_HandleHomeCold(benchmark::State& state) { HandleHome(state, kMsPerMinute); }

BENCHMARK(BM_HandleHome)->RangeMultiplier(10)->Range(1'000, 100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_HandleHomeCold)
    ->RangeMultiplier(10)
    ->Range(1'000, 100'000)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace hearth
