// Writes the corpus of the same-answer test (promise P6): worlds, each a catalog and a file of
// requests.
//
//   make_corpus DIR SHOP.hpack
//
// DIR/<world>.hpack or DIR/<world>.json is the catalog, DIR/<world>.jsonl the requests, one a line.
// Requests of every operation and surface, sensible and senseless, seeded: the same files every
// time. Whoever replays them (hearth replay, Node, a browser) must give the same bytes.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/random.h"
#include "catalog/catalog.h"
#include "pack/writer/pack_writer.h"
#include "support/random_trees.h"
#include "support/synthetic_shop.h"

namespace hearth {
namespace {

constexpr Time kNow = 1'772'445'600'000;

// One request after another on a catalog, as a shopper, a page and a fool would send them.
class Writer {
 public:
  Writer(const Catalog& catalog, uint64_t seed) : catalog_(catalog), random_(seed) {}

  std::string Requests(size_t count) {
    std::string lines;
    for (size_t i = 0; i < count; ++i) {
      now_ += random_.Between(0, 3 * kMsPerHour);
      lines += "{" + Fields() + "}\n";
    }
    return lines;
  }

 private:
  std::string Fields() {
    const std::string now = ",\"now\":" + std::to_string(now_);
    switch (random_.Below(20)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        return "\"op\":\"record\"" + now + ",\"event\":" + Event();
      case 5:
        return "\"op\":\"record\"" + now + ",\"events\":[" + Event() + "," + Event() + "," +
               Event() + "]";
      case 6:
        return "\"op\":\"why\"" + now + ",\"sku\":" + Sku();
      case 7:
        return "\"op\":\"history.list\",\"limit\":5,\"offset\":" + std::to_string(Below(20));
      case 8:
        return "\"op\":\"history.erase\",\"sku\":" + Sku();
      case 9:
        return "\"op\":\"catalog.search\",\"limit\":5,\"query\":" +
               Text({"red", "bag c", "\xC3\xA9", "se of", "", "1 2"});
      case 10:
        return Chance(50) ? "\"op\":\"status\"" : "\"op\":\"history.export\"";
      case 11:
        return Chance(30) ? "\"op\":\"controls.pause\",\"paused\":true"
                          : "\"op\":\"controls.pause\",\"paused\":false";
      default:
        return "\"op\":\"rank\"" + now + Surface();
    }
  }

  std::string Surface() {
    const std::string limit =
        Chance(50) ? ",\"limit\":" + std::to_string(random_.Between(1, 40)) : "";
    const std::string basket = Chance(30) ? ",\"basket\":" + Skus(3) : "";
    const std::string exclude = Chance(20) ? ",\"exclude\":" + Skus(5) : "";
    const std::string rest = limit + basket + exclude;
    switch (Below(5)) {
      case 0:
        return ",\"surface\":\"home\"" + rest;
      case 1:
        return ",\"surface\":\"listing\"" + limit + ",\"candidates\":" + Skus(40);
      case 2:
        return ",\"surface\":\"similar\"" + rest + ",\"sku\":" + Sku();
      case 3:
        return ",\"surface\":\"basket\"" + limit + ",\"basket\":" + Skus(4);
      default:
        return ",\"surface\":\"buy_again\"" + rest;
    }
  }

  std::string Search() {
    const std::string words = Text({"red", "clock", "Bag ", "a", "no such thing", "\xC3\xA9", ""});
    std::string event = "{\"type\":\"search\",\"query\":" + words;
    if (Chance(50)) event += ",\"time\":" + std::to_string(now_ - random_.Between(0, kMsPerHour));
    if (Chance(20)) event += ",\"label\":" + Text({"personal", "private", "sensitive"});
    return event + "}";
  }

  std::string Event() {
    if (Chance(12)) return Search();
    std::string event = "{\"type\":" + Text({"view", "view", "buy", "buy", "basket_add", "wish",
                                             "like", "impression", "dismiss", "return", "bought"});
    event += ",\"sku\":" + Sku();
    if (Chance(70)) {
      event += ",\"time\":" + std::to_string(now_ - random_.Between(-kMsPerHour, 90 * kMsPerDay));
    }
    if (Chance(30)) event += ",\"quantity\":" + std::to_string(random_.Between(0, 12));
    if (Chance(20)) event += ",\"label\":" + Text({"personal", "private", "sensitive", "gift"});
    if (Chance(20)) event += ",\"session\":" + std::to_string(Below(50));
    return event + "}";
  }

  // Mostly the items of one corner of the shop, so that histories mean something.
  std::string Sku() {
    if (Chance(3)) return "\"no such item\"";
    const size_t n = catalog_.item_count();
    const size_t item = Chance(70) ? (corner_ + Below(30)) % n : Below(n);
    return "\"" + std::string(catalog_.Sku(static_cast<ItemIndex>(item))) + "\"";
  }
  std::string Skus(size_t most) {
    std::string list = "[";
    for (size_t i = 0, count = Below(most + 1); i < count; ++i) list += (i > 0 ? "," : "") + Sku();
    return list + "]";
  }
  std::string Text(const std::vector<std::string>& choices) {
    return "\"" + choices[Below(choices.size())] + "\"";
  }
  size_t Below(size_t bound) { return static_cast<size_t>(random_.Below(bound)); }
  bool Chance(int percent) { return random_.Chance(percent); }

  const Catalog& catalog_;
  Random random_;
  Time now_ = kNow;
  size_t corner_ = 0;
};

bool Write(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return static_cast<bool>(file);
}

std::string_view AsText(const std::vector<uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool WritePackWorld(const std::string& path, std::vector<uint8_t> pack, uint64_t seed,
                    size_t requests) {
  if (!Write(path + ".hpack", AsText(pack))) return false;
  const Result<Catalog> catalog = Catalog::FromPack(std::move(pack));
  return catalog.ok() && Write(path + ".jsonl", Writer(*catalog, seed).Requests(requests));
}

// Who buys an item with another looks at the two together, half as often one after the other.
void LookAsTheyBuy(OwnedColumns* columns) {
  columns->viewers = columns->item_customers;
  columns->viewed_start = columns->neighbour_start;
  columns->viewed_item = columns->neighbour_item;
  columns->viewed_with = columns->neighbour_weight;
  for (const uint16_t weight : columns->neighbour_weight) {
    columns->viewed_after.push_back(static_cast<uint16_t>(weight / 2));
  }
}

// A shop whose pack brings random trees, and all that only trees ask for.
std::vector<uint8_t> PackWithTrees(size_t items, size_t trees, uint64_t seed) {
  Random random(seed);
  const auto columns = SyntheticShopColumns(items, seed);
  LookAsTheyBuy(columns.get());
  columns->taste_vector = columns->embedding;
  for (size_t i = 0; i < items * 12; ++i) {
    columns->month_level.push_back(static_cast<uint8_t>(random.Below(160)));
  }
  TreeArrays arrays = RandomTrees(random, trees, 6);
  // One in four counts everywhere, each of the others on two surfaces.
  for (size_t t = 0; t < arrays.root.size(); ++t) {
    arrays.surfaces.push_back(t % 4 == 0 ? 31 : static_cast<uint8_t>(5 << t % 3));
  }
  PutModel(arrays, columns.get());
  Result<std::vector<uint8_t>> bytes = EncodePack(*columns);
  return bytes.ok() ? *std::move(bytes) : std::vector<uint8_t>();
}

// A small shop's catalog as text: other reader, no statistics.
std::string JsonCatalog(uint64_t seed, size_t items) {
  Random random(seed);
  std::string text = R"({"shop":"Village","currency":"EUR","items":[)";
  const char* const kinds[] = {"Mug", "Bag", "Candle", "Caf\xC3\xA9 Set", "Clock"};
  for (size_t i = 0; i < items; ++i) {
    const size_t kind = static_cast<size_t>(random.Below(5));
    const std::string number = std::to_string(i);
    text += (i > 0 ? "," : "") + std::string(R"({"id":"v)") + number + R"(","title":")" +
            kinds[kind] + " " + number + R"(","price":")" + std::to_string(random.Between(0, 90)) +
            "." + std::to_string(random.Between(10, 99)) + R"( EUR","product_type":"Home > )" +
            kinds[kind] + R"(","brand":"B)" + std::to_string(random.Below(7)) + "\"}";
  }
  return text + "]}";
}

bool WriteJsonWorld(const std::string& path, uint64_t seed, size_t requests) {
  const std::string text = JsonCatalog(seed, 80);
  const Result<Catalog> catalog = Catalog::FromJson(text);
  return catalog.ok() && Write(path + ".json", text) &&
         Write(path + ".jsonl", Writer(*catalog, seed).Requests(requests));
}

std::vector<uint8_t> ReadAll(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool MakeCorpus(const std::string& folder, const char* shop_pack) {
  bool ok = WritePackWorld(folder + "/shop", ReadAll(shop_pack), 1, 900);
  constexpr size_t kSizes[] = {1, 30, 500, 5000};
  for (size_t world = 0; world < 4; ++world) {
    ok = ok && WritePackWorld(folder + "/random" + std::to_string(world),
                              SyntheticShopPack(kSizes[world], world + 7), world + 2, 300);
  }
  ok = ok && WritePackWorld(folder + "/few_trees", PackWithTrees(500, 40, 20), 22, 300);
  ok = ok && WritePackWorld(folder + "/many_trees", PackWithTrees(5000, 1000, 21), 23, 300);
  return ok && WriteJsonWorld(folder + "/village", 11, 300);
}

}  // namespace
}  // namespace hearth

int main(int argc, char** argv) {
  if (argc != 3 || !hearth::MakeCorpus(argv[1], argv[2])) {
    std::fputs("usage: make_corpus DIR SHOP.hpack (DIR must exist)\n", stderr);
    return 1;
  }
  return 0;
}
