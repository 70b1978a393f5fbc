// A browser with several shops: one record of people, a history and a digest a shop, and workers
// that store and catch up as the host does (wasm/src/worker).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/engine.h"

namespace hearth {

// A record as it is stored: a base, and the segments since.
struct StoredRecord {
  size_t generation = 0;  // of the base; 0: nothing is stored
  std::vector<uint8_t> base;
  std::vector<std::vector<uint8_t>> segments;
};

struct StoredShops {
  StoredRecord people;
  std::map<std::string, StoredRecord> shops;            // by name
  std::map<std::string, std::vector<uint8_t>> digests;  // by name

  bool Holds(std::string_view text) const;
};

// One shop's worker.
class ShopWorker {
 public:
  ShopWorker(StoredShops& store, std::string name, std::vector<uint8_t> pack, bool gpc = false);

  // Catches up, asks and stores. The answer.
  std::string Ask(std::string_view request);
  // Catches up, and stores what that alone brings.
  void CatchUp();
  // Writes new bases of both records.
  void Compact();
  Engine& engine() { return engine_; }

 private:
  using Place = std::pair<size_t, size_t>;  // generation, and segments read of it

  StoredRecord& Stored(Record record);
  void Read(Record record);
  void Keep();

  StoredShops& store_;
  std::string name_;
  Engine engine_;
  std::array<Place, kRecords.size()> read_{};
};

}  // namespace hearth
