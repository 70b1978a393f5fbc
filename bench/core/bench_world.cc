#include "bench_world.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <utility>

#include "pack/writer/pack_writer.h"
#include "support/random_trees.h"

namespace hearth {
namespace {

[[noreturn]] void Stop(const std::string& why) {
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::abort();
}

}  // namespace

const std::vector<uint8_t>& PackOf(size_t items) {
  static std::map<size_t, std::vector<uint8_t>> packs;
  auto [at, added] = packs.try_emplace(items);
  if (added) {
    Random random(1);
    const std::unique_ptr<OwnedColumns> columns = SyntheticShopColumns(items);
    PutModel(RandomTrees(random, 60, 5, 0), columns.get());
    Result<std::vector<uint8_t>> bytes = EncodePack(*columns);
    if (!bytes.ok()) Stop(bytes.error().message);
    at->second = *std::move(bytes);
  }
  return at->second;
}

const Catalog& CatalogOf(size_t items) {
  static std::map<size_t, Catalog> catalogs;
  auto at = catalogs.find(items);
  if (at == catalogs.end()) {
    Result<Catalog> catalog = Catalog::FromPack(PackOf(items));
    if (!catalog.ok()) Stop(catalog.error().message);
    at = catalogs.emplace(items, *std::move(catalog)).first;
  }
  return at->second;
}

const Household& HouseholdOf(size_t items, size_t events) {
  static std::map<std::pair<size_t, size_t>, Household> households;
  auto [at, added] = households.try_emplace({items, events});
  if (added) at->second = SyntheticHousehold(CatalogOf(items), events);
  return at->second;
}

Engine EngineOf(size_t items, size_t events, Trees trees) {
  Engine engine;
  engine.LoadPack(trees == Trees::kYes ? PackOf(items) : SyntheticShopPack(items));
  engine.Become(HouseholdOf(items, events));
  if (engine.catalog() == nullptr) Stop("the pack was refused");
  return engine;
}

std::string HomeRequest(Time now, size_t limit) {
  return R"({"op":"rank","now":)" + std::to_string(now) + R"(,"surface":"home","limit":)" +
         std::to_string(limit) + "}";
}

RankRequest HomeSlate() {
  RankRequest request;
  request.surface = Surface::kHome;
  request.limit = kHomeSlots;
  return request;
}

bool Check(benchmark::State& state, bool right, const char* what) {
  if (!right) state.SkipWithError(what);
  return right;
}

}  // namespace hearth
