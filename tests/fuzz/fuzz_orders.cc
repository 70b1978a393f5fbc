// Order lines, as CSV, TSV and JSON lines. Those that are read are counted into a pack.
#include "catalog/small_shop.h"
#include "fuzz/oracles.h"
#include "pack/counts/statistics.h"
#include "pack/orders/orders.h"
#include "pack/writer/pack_writer.h"

namespace hearth::fuzz {
namespace {

void Read(std::string_view text, const std::string& file_name) {
  auto orders = ReadOrders(text, file_name, {"GBP", 2});
  if (!orders.ok()) {
    return Must(orders.error().message.starts_with(file_name + ":"), "an error names its place");
  }
  for (const OrderLine& line : orders->lines) {
    Must(line.quantity > 0 && line.price_minor >= 0 && IsPlausible(line.time),
         "what is read is valid");
  }
  const size_t lines = orders->lines.size();
  const Orders held_out = TakeHeldOut(&*orders);
  Must(orders->lines.size() + held_out.lines.size() == lines, "no line is lost");
  Must(WriteHistories(held_out).empty() == held_out.lines.empty(), "histories are written");

  const std::unique_ptr<OwnedColumns> columns = SmallShopColumns();
  for (uint32_t k : {1, 2}) {
    columns->neighbour_start.assign(columns->item_count() + 1, 0);
    columns->neighbour_item.clear();
    columns->neighbour_weight.clear();
    CountStatistics(
        *orders, k, [](std::string_view, size_t, size_t) {}, columns.get());
    Must(EncodePack(*columns).ok(), "what is counted makes a pack");
  }
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (const char* name : {"orders.csv", "orders.tsv", "orders.jsonl"}) {
    hearth::fuzz::Read(hearth::fuzz::TextOf(data, size), name);
  }
  return 0;
}
