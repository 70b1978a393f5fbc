// The four tables of counts in one text, each after a line `---`.
#include <array>

#include "catalog/small_shop.h"
#include "fuzz/oracles.h"
#include "pack/counts/counts.h"
#include "pack/counts/embedding.h"
#include "pack/counts/reveals.h"
#include "pack/writer/pack_writer.h"

namespace hearth::fuzz {
namespace {

constexpr uint32_t kK = 2;

CountFiles Split(std::string_view text) {
  constexpr std::string_view kEnd = "---\n";
  std::array<std::string_view, 4> parts;
  for (std::string_view& part : parts) {
    const size_t end = std::min(text.find(kEnd), text.size());
    part = text.substr(0, end);
    text.remove_prefix(std::min(end + kEnd.size(), text.size()));
  }
  const auto table = [&](const char* name, size_t i) {
    return TableFiles{{name, std::string(parts[i])}};
  };
  return {table("totals", 0), table("items", 1), table("pairs", 2), table("reveals", 3)};
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hearth;
  using namespace hearth::fuzz;
  const std::unique_ptr<OwnedColumns> columns = SmallShopColumns();
  columns->neighbour_start.assign(columns->item_count() + 1, 0);
  columns->neighbour_item.clear();
  columns->neighbour_weight.clear();
  const SensitiveList& list = SensitiveList::Default();
  const std::vector<TopicIndex> topics = list.ClassifyColumns(columns->Columns());
  const CountFiles files = Split(TextOf(data, size));
  const auto read = ReadCounts(files, kK, list, topics, *columns);
  if (!read.ok()) {
    bool named = false;
    for (const char* name : {"totals", "items", "pairs", "reveals"}) {
      named = named || read.error().message.starts_with(std::string(name) + ":");
    }
    Must(named, "an error names its table");
    return 0;
  }
  for (const ItemCount& item : read->counts.items) {
    for (const uint32_t count : {item.customers, item.recent, item.repeaters}) {
      Must(count == 0 || count >= kK, "nothing has fewer than k customers behind it");
      Must(count <= item.customers, "no part is more than the whole");
    }
  }
  for (const PairCount& pair : read->counts.pairs) {
    Must(pair.a < pair.b && pair.customers >= kK, "a pair is two items of k customers");
  }
  PutCounts(read->counts, columns.get());
  columns->embedding = MakeEmbedding(read->counts.pairs, columns->item_count());
  WriteTopics(list, read->revealed, columns.get());
  Must(EncodePack(*columns).ok(), "what is read makes a pack");
  return 0;
}
