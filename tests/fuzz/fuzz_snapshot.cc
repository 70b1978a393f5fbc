// Snapshots. Each input is tried as it is and then with magic, version and checksum that fit.
// Whatever is accepted has that very snapshot, and is used.
#include <cstring>
#include <vector>

#include "base/hash.h"
#include "fuzz/oracles.h"

namespace hearth::fuzz {
namespace {

constexpr char kMagicAndVersion[] = "HEARTHSN\x05\0\0";  // the literal ends in a zero
constexpr size_t kChecksumBytes = 8;

std::vector<uint8_t> WithFittingEnds(std::span<const uint8_t> input) {
  std::vector<uint8_t> bytes(input.begin(), input.end());
  if (bytes.size() < 16 + kChecksumBytes) bytes.resize(16 + kChecksumBytes);
  std::memcpy(bytes.data(), kMagicAndVersion, sizeof(kMagicAndVersion));
  const size_t body = bytes.size() - kChecksumBytes;
  const uint64_t checksum = Hash64(std::span<const uint8_t>(bytes).first(body));
  std::memcpy(bytes.data() + body, &checksum, sizeof(checksum));
  return bytes;
}

bool Restore(const std::vector<uint8_t>& bytes) {
  // Kept from input to input as long as nothing was accepted: then nothing may have changed.
  static Engine engine = EngineWithHistory();
  static const std::vector<uint8_t> before = engine.Snapshot();
  if (!ReadEnvelope(engine.Restore(bytes)).ok) {
    Must(engine.Snapshot() == before, "a refused snapshot changes nothing");
    return false;
  }
  const Result<Household> read = Household::FromSnapshot(bytes);
  Must(read.ok() && (bytes[8] != 5 || read->Snapshot() == bytes),
       "what is accepted re-encodes to the same bytes");
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
    engine.Commit({WithheldEnded{engine.household().withheld().front().id}});
  }
  Must(engine.Snapshot() == Engine().Snapshot(), "an erased household leaves no trace");
  engine = EngineWithHistory();
  return true;
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hearth::fuzz;
  const auto input = BytesOf(data, size);
  if (!Restore({input.begin(), input.end()})) Restore(WithFittingEnds(input));
  return 0;
}
