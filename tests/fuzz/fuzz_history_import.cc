// A chosen file of purchases: with the columns as its names say, and with the first two said to be
// time and title. What is read must be events that the engine takes, and of another reading nothing
// may be new.
#include <algorithm>

#include "catalog/small_shop.h"
#include "engine/engine.h"
#include "fuzz/oracles.h"
#include "import/history_import_json.h"
#include "import/history_reader.h"

namespace hearth::fuzz {
namespace {

constexpr Time kNow = 1'764'500'000'000;

void CheckEvents(const HistoryImport& import) {
  Engine engine;
  engine.LoadPack(SmallShopPack());
  const bool is_own = import.purchases().empty();  // whose events the engine judges
  for (size_t at = 0; at < import.event_count(); at += 100) {
    Json request = {{"op", "record"}, {"now", kNow}, {"viewer", 0}, {"skipKnown", true}};
    request["events"] = import.Events(at, 100);
    const std::string answer = engine.Handle(request.Write());
    Must(is_own || answer.starts_with("{\"ok\""), "what is read can be recorded");
  }
}

void Read(std::string_view text, const HistoryOptions& options) {
  static const ShopItems& shop = *new ShopItems(*ShopItems::FromPack(SmallShopPack()));
  HistoryImport import(shop);
  if (!import.Read(text, options, {}).ok()) return;
  const HistoryFile& file = import.file();
  // What is cancelled stands among the purchases too, with no pieces.
  const auto taken =
      static_cast<size_t>(std::count_if(file.purchases.begin(), file.purchases.end(),
                                        [](const BoughtLine& line) { return line.quantity > 0; }));
  const size_t left_later = import.counts().repeated + import.counts().cancelled;
  Must(file.unit == RowUnit::kEvent || file.skipped.size() - left_later + taken == file.rows,
       "every row is taken or skipped");
  Must(!OutcomeOf(import).Write().empty(), "the outcome is written");
  CheckEvents(import);
  std::vector<KnownPurchase> known;
  for (const ImportedPurchase& each : import.purchases()) known.push_back(each.event);
  Must(import.Read(text, options, known).ok() && import.purchases().empty(), "twice is once");
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = hearth::fuzz::TextOf(data, size);
  hearth::HistoryOptions options;
  options.now = hearth::fuzz::kNow;
  hearth::fuzz::Read(text, options);
  const auto file = hearth::ReadHistory(text, {"GBP", 2}, options);
  if (!file.ok() || file->columns.size() < 2) return 0;
  options.columns[static_cast<size_t>(hearth::HistoryField::kTime)] = file->columns[0];
  options.columns[static_cast<size_t>(hearth::HistoryField::kTitle)] = file->columns[1];
  options.times.dates = hearth::DateOrder::kDayFirst;
  hearth::fuzz::Read(text, options);
  return 0;
}
