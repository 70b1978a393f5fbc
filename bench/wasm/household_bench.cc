// The household's parts on their own, as WebAssembly in the browser (page.mjs): what `handle` does
// between two pieces of JSON. Linked as the product is, from the same objects.
#include <emscripten/bind.h>
#include <emscripten/val.h>
#include <malloc.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "family.h"

namespace {

using emscripten::typed_memory_view;
using emscripten::val;
using namespace hearth;  // NOLINT: one file, no header

std::vector<uint8_t> CopyIn(const val& source) {
  std::vector<uint8_t> bytes(source["byteLength"].as<size_t>());
  val(typed_memory_view(bytes.size(), bytes.data())).call<void>("set", source);
  return bytes;
}

double BytesInUse() { return static_cast<double>(mallinfo().uordblks); }

class HouseholdBench {
 public:
  HouseholdBench(const val& pack, unsigned members) {
    const std::string answer = engine_.LoadPack(CopyIn(pack));
    if (engine_.catalog() == nullptr) {
      trouble_ = answer;
      return;
    }
    snapshot_ = FamilyOf(*engine_.catalog(), members).Snapshot();
    model_.emplace(*engine_.catalog());
    const double before = BytesInUse();
    trouble_ = engine_.Restore(snapshot_);
    if (trouble_.find("\"ok\"") != std::string::npos) trouble_.clear();
    log_bytes_ = BytesInUse() - before;
    visits_ = engine_.household().VisitsAt(kFamilyNow).open;
    Replay();
    for (const OpenVisit& each : visits_.visits) {
      for (uint32_t i = 0; i < each.item_count; ++i) {
        items_.push_back(visits_.items[each.first_item + i]);
      }
    }
  }

  std::string Trouble() const { return trouble_; }
  unsigned Visits() const { return static_cast<unsigned>(visits_.visits.size()); }
  unsigned Events() const {
    return static_cast<unsigned>(engine_.household().open_log().events().size());
  }
  unsigned SnapshotBytes() const { return static_cast<unsigned>(snapshot_.size()); }
  double LogBytes() const { return log_bytes_; }
  unsigned TableBytes() const { return static_cast<unsigned>(attributor_->MemoryBytes()); }

  // Everything anew from the log's visits.
  void Replay() { attributor_.emplace(visits_, *model_); }
  std::string Beliefs() const { return std::to_string(HashOf(*attributor_, Visits())); }

  // `count` events, one by one: each of a visit that runs, and after each what is believed of it.
  unsigned Attribute(unsigned count) {
    unsigned sum = 0;
    std::unique_ptr<RunningVisit> visit;
    for (unsigned i = 0; i < count; ++i) {
      if (i % kVisitEvents == 0)
        visit = std::make_unique<RunningVisit>(attributor_->Begin(kFamilyNow));
      visit->Add(items_[i % items_.size()]);
      sum += visit->Current().p_q15[0];
    }
    return sum;
  }
  // The same sum, each visit scored from its beginning.
  unsigned AttributePlainly(unsigned count) const {
    unsigned sum = 0;
    std::vector<ItemKey> visit;
    for (unsigned i = 0; i < count; ++i) {
      if (i % kVisitEvents == 0) visit.clear();
      visit.push_back(items_[i % items_.size()]);
      sum += attributor_->ScoreRunning(visit, kFamilyNow).p_q15[0];
    }
    return sum;
  }

 private:
  Engine engine_;
  std::optional<AttributionModel> model_;
  std::vector<uint8_t> snapshot_;
  OpenVisits visits_;
  std::optional<Attributor> attributor_;
  std::vector<ItemKey> items_;
  std::string trouble_;
  double log_bytes_ = 0;
};

}  // namespace

EMSCRIPTEN_BINDINGS(household_bench) {
  emscripten::class_<HouseholdBench>("HouseholdBench")
      .constructor<val, unsigned>()
      .function("trouble", &HouseholdBench::Trouble)
      .function("visits", &HouseholdBench::Visits)
      .function("events", &HouseholdBench::Events)
      .function("snapshotBytes", &HouseholdBench::SnapshotBytes)
      .function("logBytes", &HouseholdBench::LogBytes)
      .function("tableBytes", &HouseholdBench::TableBytes)
      .function("replay", &HouseholdBench::Replay)
      .function("beliefs", &HouseholdBench::Beliefs)
      .function("attribute", &HouseholdBench::Attribute)
      .function("attributePlainly", &HouseholdBench::AttributePlainly);
}
