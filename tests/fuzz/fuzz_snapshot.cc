// Snapshots. Each input is tried as it is and then with magic, version and checksum that fit.
// Whatever is accepted has that very snapshot, and is used.
#include <cstring>
#include <vector>

#include "base/hash.h"
#include "fuzz/oracles.h"

namespace hearth::fuzz {
namespace {

constexpr char kMagicAndVersion[] = "HEARTHSN\x05\0\0";  // the literal ends in a zero
constexpr char kPeoplesMagicAndVersion[] = "HEARTHPE\x01\0\0";
constexpr size_t kChecksumBytes = 8;

std::vector<uint8_t> WithFittingEnds(std::span<const uint8_t> input, const char (&magic)[12]) {
  std::vector<uint8_t> bytes(input.begin(), input.end());
  if (bytes.size() < 24 + kChecksumBytes) bytes.resize(24 + kChecksumBytes);
  std::memcpy(bytes.data(), magic, sizeof(magic));
  const auto length = static_cast<uint32_t>(bytes.size());
  if (bytes[7] == 'E') std::memcpy(bytes.data() + 12, &length, sizeof(length));
  const size_t body = bytes.size() - kChecksumBytes;
  const uint64_t checksum = Hash64(std::span<const uint8_t>(bytes).first(body));
  std::memcpy(bytes.data() + body, &checksum, sizeof(checksum));
  return bytes;
}

bool Restore(Record record, const std::vector<uint8_t>& bytes) {
  // Kept from input to input as long as nothing was accepted: then nothing may have changed.
  static Engine engine = EngineWithHistory();
  static const std::vector<uint8_t> before = engine.Snapshot();
  if (!ReadEnvelope(engine.Restore(record, bytes)).ok) {
    Must(engine.Snapshot() == before, "a refused snapshot changes nothing");
    return false;
  }
  Must(engine.effect(record) != Effect::kNone || engine.Snapshot(record) == bytes,
       "what is accepted re-encodes to the same bytes, or it is told that it must be written anew");
  MustRestoreToItself(engine);
  const Household& household = engine.household();
  std::vector<const EventLog*> logs = {&household.open_log()};
  for (const Member& member : household.members()) {
    const SealedEvents& own = household.SealedOf(member.id);
    logs.insert(logs.end(), {&own.secrets, &own.locked});
  }
  for (const EventLog* log : logs) {
    for (const Event& event : log->events()) {
      const ItemDescription& text = log->Describe(event);
      Must(text.Key() == event.item && text.Hash() == event.description,
           "an event has its own text");
    }
  }
  for (Time now : {kMinTime, kNow, kLastMoment}) UseEverything(engine, now);
  // A code that the bytes carry would stand in the way; what is withheld has its ten minutes.
  HouseholdSettings settings = engine.household().settings();
  settings.code.reset();
  engine.Commit({SettingsChanged{settings}});
  Must(ReadEnvelope(engine.Handle(
                        R"({"op": "household.erase", "now": 1732230000000, "everything": true,
                            "grownUp": {"asked": true}})"))
           .ok,
       "erases");
  while (!engine.household().withheld().empty()) {
    engine.Commit({WithheldEnded{engine.household().withheld().front().id, false}});
  }
  Engine fresh;
  fresh.Commit({EverythingErased{engine.household().members().front().since}});
  Must(engine.Snapshot() == fresh.Snapshot(), "an erased household leaves no trace");
  engine = EngineWithHistory();
  return true;
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hearth::fuzz;
  const auto input = BytesOf(data, size);
  using hearth::Record;
  const std::vector<uint8_t> bytes(input.begin(), input.end());
  if (Restore(Record::kShop, bytes) || Restore(Record::kPeople, bytes)) return 0;
  Restore(Record::kShop, WithFittingEnds(input, kMagicAndVersion));
  Restore(Record::kPeople, WithFittingEnds(input, kPeoplesMagicAndVersion));
  return 0;
}
