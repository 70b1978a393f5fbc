// Writes the binary seeds of corpus/fuzz_pack, fuzz_snapshot and fuzz_changes; with --check,
// compares them with what is there, so that a change of a format is followed by new seeds.
// Usage: fuzz_seeds [--check] <tests/fuzz/corpus>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

#include "base/random.h"
#include "catalog/pack_format.h"
#include "catalog/small_shop.h"
#include "fuzz/busy_household.h"
#include "fuzz/oracles.h"
#include "pack/writer/pack_writer.h"

namespace hearth::fuzz {
namespace {

using Bytes = std::vector<uint8_t>;
using Files = std::map<std::string, Bytes>;  // by name within the corpus

Bytes Encoded(const OwnedColumns& columns) {
  auto bytes = EncodePack(columns);
  Must(bytes.ok(), "a seed is a pack");
  return *std::move(bytes);
}

// `count` items in one category; no statistics.
std::unique_ptr<OwnedColumns> PlainShop(int count) {
  CatalogBuilder builder("Plain Shop", {"JPY", 0});
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    Must(builder.Add(MakeItem("P" + number, "Thing " + number, i, "Things")).ok(), "an item");
  }
  auto columns = builder.Build();
  Must(columns.ok(), "a shop");
  return *std::move(columns);
}

// Enough items for the scan to leave some out: all statistics, and embeddings of any length.
std::unique_ptr<OwnedColumns> RichShop() {
  CatalogBuilder builder("Rich Shop", {"GBP", 2});
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    FeedItem item = MakeItem("R" + number, "Thing", 100 * i, "All > " + std::to_string(i % 5),
                             "Brand " + std::to_string(i % 3));
    Must(builder.Add(std::move(item)).ok(), "an item");
  }
  auto built = builder.Build();
  Must(built.ok(), "a shop");
  std::unique_ptr<OwnedColumns> columns = *std::move(built);
  Random random(1);
  columns->as_of = kNow;
  for (size_t i = 0; i < columns->item_count(); ++i) {
    columns->item_customers[i] = static_cast<uint32_t>(1u << random.Below(12));
    columns->recent_customers[i] = static_cast<uint32_t>(random.Below(50));
    columns->since_day[i] = random.Chance(20) ? DayOf(kNow) - 3 : 0;
    const int64_t reach = random.Between(0, 127);
    for (size_t d = 0; d < kEmbeddingDims; ++d) {
      columns->embedding.push_back(static_cast<int8_t>(random.Between(-reach, reach)));
    }
  }
  return columns;
}

// Three products in two sizes, and one in one.
std::unique_ptr<OwnedColumns> ShopWithVariants() {
  CatalogBuilder builder("Shop of Sizes", {"EUR", 2});
  for (int i = 0; i < 8; ++i) {
    FeedItem item =
        MakeItem("V" + std::to_string(i), "Thing, size " + std::to_string(i % 2), i, "Things");
    item.link = "/things?size=" + std::to_string(i % 2);
    if (i % 3 == 0) item.regular_minor = i + 1;
    if (i < 7) item.group = "G" + std::to_string(i / 2);
    Must(builder.Add(std::move(item)).ok(), "an item");
  }
  auto columns = builder.Build();
  Must(columns.ok(), "a shop");
  (*columns)->regular_price_minor = builder.RegularPrices();
  return *std::move(columns);
}

std::unique_ptr<OwnedColumns> RevealingShop() {
  std::unique_ptr<OwnedColumns> columns = PlainShop(9);
  for (const char* topic : {"alcohol", "of_another_list"}) columns->reveals_topic.Append(topic);
  columns->reveals = {0, 1, 2, 0, 0, 1, 0, 0, 2};
  return columns;
}

// Trees that do not change when the features do: there is a seed to compare.
std::unique_ptr<OwnedColumns> ShopWithTrees() {
  std::unique_ptr<OwnedColumns> columns = PlainShop(9);
  TreeArrays trees;
  trees.feature_names = {"views", "log_popularity", "times_bought"};
  trees.feature = {2, 0, kLeafFeature, 1, kLeafFeature, kLeafFeature, kLeafFeature, kLeafFeature};
  trees.threshold = {1, 256, 0, -3, 0, 0, 0, 0};
  trees.child = {1, 3, 0, 5, 1, 2, 3, 1};
  trees.value = {-70000, 0, 500, 123456789};
  trees.root = {0, 7};
  trees.surfaces = {19, 8};
  trees.base = -9;
  PutModel(trees, columns.get());
  return columns;
}

void AddPacks(Files& files) {
  const Bytes small = SmallShopPack();
  files["fuzz_pack/small_shop"] = small;
  files["fuzz_pack/empty_shop"] = Encoded(*PlainShop(0));
  files["fuzz_pack/one_item"] = Encoded(*PlainShop(1));
  files["fuzz_pack/plain_shop"] = Encoded(*PlainShop(9));
  files["fuzz_pack/rich_shop"] = Encoded(*RichShop());
  files["fuzz_pack/revealing_shop"] = Encoded(*RevealingShop());
  files["fuzz_pack/shop_with_variants"] = Encoded(*ShopWithVariants());
  files["fuzz_pack/shop_with_trees"] = Encoded(*ShopWithTrees());
  files["fuzz_pack/truncated"] = Bytes(small.begin(), small.begin() + 200);
  Bytes newer = small;
  newer[kPackVersionAt] = 2;
  files["fuzz_pack/newer_version"] = newer;
}

void AddSnapshots(Files& files) {
  Engine engine;
  files["fuzz_snapshot/empty"] = engine.Snapshot(Record::kShop);
  engine = EngineWithHistory();
  files["fuzz_snapshot/dozen_events"] = engine.Snapshot(Record::kShop);
  engine.Handle(R"({"op":"controls.pause","paused":true})");
  files["fuzz_snapshot/paused"] = engine.Snapshot(Record::kShop);
  Engine odd;
  Must(ReadEnvelope(odd.Handle(
                        R"({"op": "record", "now": 7258118399999, "events": [
      {"type": "buy", "sku": "Z", "time": 946684800000, "quantity": 65535,
       "priceMinor": 2147483647, "session": 4294967295, "label": "sensitive",
       "item": {"title": "", "category": "Gone > Away", "brand": "B"}},
      {"type": "buy", "sku": "C1", "session": 1, "item": {"title": "T"}},
      {"type": "return", "sku": "C1", "session": 1, "quantity": 9, "item": {"title": "T"}},
      {"type": "search", "query": "caf\u00e9 clock", "session": 1},
      {"type": "search", "query": "C", "label": "private"},
      {"type": "view", "sku": "Caf\u00e9", "label": "private", "item": {"title": "U"}}]})"))
           .ok,
       "odd events are recorded");
  files["fuzz_snapshot/odd_events"] = odd.Snapshot(Record::kShop);
}

void AddChanges(Files& files) {
  for (const auto& [name, changes] : ChangesToIt()) {
    files["fuzz_changes/" + name] = Encode(changes);
  }
}

bool Holds(const std::filesystem::path& path, const Bytes& bytes) {
  std::ifstream in(path, std::ios::binary);
  return in && Bytes(std::istreambuf_iterator<char>(in), {}) == bytes;
}

int Main(bool check, const std::filesystem::path& corpus) {
  Files files;
  AddPacks(files);
  AddSnapshots(files);
  AddChanges(files);
  int stale = 0;
  for (const auto& [name, bytes] : files) {
    if (!check) {
      std::filesystem::create_directories((corpus / name).parent_path());
      std::ofstream(corpus / name, std::ios::binary)
          .write(reinterpret_cast<const char*>(bytes.data()),
                 static_cast<std::streamsize>(bytes.size()));
    } else if (!Holds(corpus / name, bytes)) {
      std::fprintf(stderr, "%s is stale: run fuzz_seeds %s\n", name.c_str(), corpus.c_str());
      stale = 1;
    }
  }
  return stale;
}

}  // namespace
}  // namespace hearth::fuzz

int main(int argc, char** argv) {
  const bool check = argc == 3 && std::strcmp(argv[1], "--check") == 0;
  if (argc != 2 && !check) {
    std::fprintf(stderr, "usage: %s [--check] <corpus>\n", argv[0]);
    return 2;
  }
  return hearth::fuzz::Main(check, argv[argc - 1]);
}
