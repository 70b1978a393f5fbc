// Snapshots. Each input is tried as it is and then with magic, version and checksum that fit.
// Whatever is accepted has that very snapshot, and is used.
#include <cstring>
#include <vector>

#include "base/hash.h"
#include "fuzz/oracles.h"

namespace hearth::fuzz {
namespace {

constexpr char kMagicAndVersion[] = "HEARTHSN\x01\0\0";  // household.h; the literal ends in a zero
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
  Must(engine.Snapshot() == bytes, "what is accepted re-encodes to the same bytes");
  for (const Event& event : engine.household().log().events()) {
    const ItemDescription& text = engine.household().log().Describe(event);
    Must(KeyOf(text.sku) == event.item && text.Hash() == event.description,
         "an event has its own text");
  }
  for (Time now : {kMinTime, kNow, kLastMoment}) UseEverything(engine, now);
  Must(ReadEnvelope(engine.Handle(R"({"op": "history.erase", "all": true})")).ok, "erases");
  Engine empty;
  empty.household().Pause(engine.household().paused());
  Must(engine.Snapshot() == empty.Snapshot(), "an erased history leaves no trace");
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
