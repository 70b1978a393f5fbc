// The ranker's features and trees on their own, as WebAssembly in the browser (page.mjs).
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "candidate_rows.h"
#include "synthetic_shop.h"

namespace {

using emscripten::typed_memory_view;
using emscripten::val;
using namespace hearth;  // NOLINT: one file, no header

class RankerBench {
 public:
  RankerBench(const val& pack, const val& history) {
    const std::string answer = engine_.LoadPack(CopyIn(pack));
    if (engine_.catalog() == nullptr || !engine_.model().trees(Surface::kHome)) {
      trouble_ = "expected a pack with trees: " + answer;
      return;
    }
    const std::string restored = engine_.Restore(CopyIn(history));
    if (restored.find("\"ok\"") == std::string::npos) {
      trouble_ = restored;
      return;
    }
    rows_.emplace(engine_, kSyntheticNow);
  }

  std::string Trouble() const { return trouble_; }
  std::string ScoreAll() const { return std::to_string(rows_->ScoreAll()); }

 private:
  static std::vector<uint8_t> CopyIn(const val& source) {
    std::vector<uint8_t> bytes(source["byteLength"].as<size_t>());
    val(typed_memory_view(bytes.size(), bytes.data())).call<void>("set", source);
    return bytes;
  }

  Engine engine_;
  std::optional<CandidateRows> rows_;
  std::string trouble_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(ranker_bench) {
  emscripten::class_<RankerBench>("RankerBench")
      .constructor<val, val>()
      .function("trouble", &RankerBench::Trouble)
      .function("scoreAll", &RankerBench::ScoreAll);
}
