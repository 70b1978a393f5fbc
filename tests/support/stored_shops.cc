#include "support/stored_shops.h"

#include <algorithm>

namespace hearth {
namespace {

bool IsIn(std::string_view text, const std::vector<uint8_t>& bytes) {
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
}

bool IsIn(std::string_view text, const StoredRecord& record) {
  return IsIn(text, record.base) ||
         std::any_of(record.segments.begin(), record.segments.end(),
                     [&](const auto& segment) { return IsIn(text, segment); });
}

}  // namespace

bool StoredShops::Holds(std::string_view text) const {
  return IsIn(text, people) || std::any_of(shops.begin(), shops.end(), [&](const auto& shop) {
           return IsIn(text, shop.second);
         });
}

ShopWorker::ShopWorker(StoredShops& store, std::string name, std::vector<uint8_t> pack, bool gpc)
    : store_(store), name_(std::move(name)) {
  engine_.LoadPack(std::move(pack));
  engine_.EnterShop(name_, gpc);
  CatchUp();
}

StoredRecord& ShopWorker::Stored(Record record) {
  return record == Record::kPeople ? store_.people : store_.shops[name_];
}

void ShopWorker::Read(Record record) {
  const StoredRecord& stored = Stored(record);
  Place& read = read_[static_cast<size_t>(record)];
  if (stored.generation != read.first) {
    engine_.Restore(record, stored.base);
    read = {stored.generation, 0};
  }
  for (; read.second < stored.segments.size(); ++read.second) {
    engine_.Apply(record, stored.segments[read.second]);
  }
}

void ShopWorker::CatchUp() {
  for (const Record record : kRecords) Read(record);
  engine_.Reconcile();
  for (const auto& [shop, digest] : store_.digests) {
    if (shop != name_) engine_.AdoptDigests(shop, digest);
  }
  Keep();
}

void ShopWorker::Keep() {
  for (const Record record : kRecords) {
    const Effect effect = engine_.effect(record);
    if (effect == Effect::kNone) continue;
    StoredRecord& stored = Stored(record);
    std::vector<uint8_t> segment = engine_.TakeChangesInParts(record);
    if (effect == Effect::kAppended && stored.generation > 0) {
      stored.segments.push_back(std::move(segment));
    } else {
      stored = {stored.generation + 1, engine_.SnapshotInParts(record), {}};
    }
    read_[static_cast<size_t>(record)] = {stored.generation, stored.segments.size()};
  }
  store_.digests[name_] = engine_.DigestsForOthers();
}

void ShopWorker::Compact() {
  CatchUp();
  for (const Record record : kRecords) {
    StoredRecord& stored = Stored(record);
    stored = {stored.generation + 1, engine_.SnapshotInParts(record), {}};
    read_[static_cast<size_t>(record)] = {stored.generation, 0};
  }
}

std::string ShopWorker::Ask(std::string_view request) {
  CatchUp();
  std::string answer = engine_.Handle(request);
  Keep();
  return answer;
}

}  // namespace hearth
