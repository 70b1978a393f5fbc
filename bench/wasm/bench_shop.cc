// bench_shop DIR: writes what the browser benches work on, and the answers they must come to.
//
//   shop_<items>.hpack                 a synthetic shop
//   shop_<items>.i8                    its embeddings alone, for the dot products in JavaScript
//   history_<items>_<events>.snapshot  a shopper of that shop
//   rank_<items>_<events>.txt          request, answer, request, answer, ... line by line: home,
//                                      24 slots, each a minute after the one before
//
//   scores_<items>.txt                 sum of the scores of 512 candidates (core/candidate_rows.h)
//   household_<items>.txt              members and beliefs of a family (core/family.h), line by
//   line
//
// bench_shop DIR --pack PACK: history_pack_2000.snapshot, rank_pack_2000.txt and household_pack.txt
// for that pack.
#include <cstdio>
#include <string>

#include "bench_world.h"
#include "candidate_rows.h"
#include "cli/files.h"
#include "family.h"

namespace hearth {
namespace {

constexpr size_t kMinutes = 120;  // rounds of the page, warm-up included
constexpr size_t kLongHistory = 100'000;

bool Write(const std::string& path, std::span<const uint8_t> bytes) {
  const Status status = WriteFileAtomically(path, bytes);
  if (!status.ok()) std::fprintf(stderr, "bench_shop: %s\n", status.error().message.c_str());
  return status.ok();
}

bool Write(const std::string& path, std::string_view text) {
  return Write(path, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

bool WriteMember(Engine& engine, const std::string& dir, const std::string& shop, size_t events,
                 size_t slots) {
  const std::string name = shop + "_" + std::to_string(events);
  engine.Restore(SyntheticHousehold(*engine.catalog(), events).Snapshot());  // as the page does
  std::string lines;
  for (size_t minute = 0; minute < kMinutes; ++minute) {
    const Time now = kSyntheticNow + static_cast<Time>(minute) * kMsPerMinute;
    const std::string request = HomeRequest(now, slots);
    lines += request + "\n" + engine.Handle(request) + "\n";
  }
  return Write(dir + "/history_" + name + ".snapshot", engine.Snapshot()) &&
         Write(dir + "/rank_" + name + ".txt", lines);
}

bool WriteFamilies(Engine& engine, const std::string& dir, const std::string& shop) {
  const AttributionModel model(*engine.catalog());
  std::string lines;
  for (const size_t members : {4, 8}) {
    engine.Restore(FamilyOf(*engine.catalog(), members).Snapshot());  // seals what is sensitive
    const OpenVisits visits = engine.household().VisitsAt(kFamilyNow).open;
    const uint64_t beliefs = HashOf(Attributor(visits, model), visits.visits.size());
    lines += std::to_string(members) + " " + std::to_string(beliefs) + "\n";
  }
  return Write(dir + "/household_" + shop + ".txt", lines);
}

bool WriteShop(const std::string& dir, size_t items) {
  const std::string name = std::to_string(items);
  Engine engine;
  engine.LoadPack(PackOf(items));
  const auto rows = engine.catalog()->columns().embedding;
  return Write(dir + "/shop_" + name + ".hpack", PackOf(items)) &&
         Write(dir + "/shop_" + name + ".i8",
               {reinterpret_cast<const uint8_t*>(rows.data()), rows.size()}) &&
         WriteFamilies(engine, dir, name) &&
         WriteMember(engine, dir, name, kMemberEvents, kHomeSlots) &&
         Write(dir + "/scores_" + name + ".txt",
               std::to_string(CandidateRows(engine, kSyntheticNow).ScoreAll()));
}

bool WriteAll(const std::string& dir) {
  for (size_t items : {1'000, 4'000, 10'000, 100'000}) {
    if (!WriteShop(dir, items)) return false;
  }
  Engine engine;
  engine.LoadPack(PackOf(10'000));
  return WriteMember(engine, dir, "10000", kLongHistory, kHomeSlots);
}

bool WriteForPack(const std::string& dir, const std::string& path) {
  Result<std::vector<uint8_t>> bytes = ReadBinaryFile(path);
  if (!bytes.ok()) return false;
  Engine engine;
  const std::string answer = engine.LoadPack(*std::move(bytes));
  if (engine.catalog() == nullptr) std::fprintf(stderr, "bench_shop: %s\n", answer.c_str());
  return engine.catalog() != nullptr && WriteFamilies(engine, dir, "pack") &&
         WriteMember(engine, dir, "pack", kMemberEvents, kHomeSlots);
}

}  // namespace
}  // namespace hearth

int main(int argc, char** argv) {
  const bool for_pack = argc == 4 && std::string(argv[2]) == "--pack";
  if (argc != 2 && !for_pack) {
    std::fprintf(stderr, "usage: bench_shop DIR [--pack PACK]\n");
    return 2;
  }
  const bool done = for_pack ? hearth::WriteForPack(argv[1], argv[3]) : hearth::WriteAll(argv[1]);
  return done ? 0 : 1;
}
