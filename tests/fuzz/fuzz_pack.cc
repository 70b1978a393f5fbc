// Packs. Each input is tried as it is and then with a header that fits, so that the checks behind
// length and content hash are reached. A pack that is accepted is used.
#include <cstring>
#include <vector>

#include "base/hash.h"
#include "catalog/pack_format.h"
#include "fuzz/oracles.h"

namespace hearth::fuzz {
namespace {

template <typename T>
void Write(std::vector<uint8_t>& bytes, size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof(value));
}

std::vector<uint8_t> WithFittingHeader(std::span<const uint8_t> input) {
  std::vector<uint8_t> bytes(input.begin(), input.end());
  if (bytes.size() < kPackHeaderBytes) bytes.resize(kPackHeaderBytes);
  const auto payload = std::span<const uint8_t>(bytes).subspan(kPackHeaderBytes);
  const uint64_t hash = Hash64(payload);
  std::memcpy(bytes.data(), kPackMagic.data(), kPackMagic.size());
  Write(bytes, kPackVersionAt, kPackFormatVersion);
  Write(bytes, kPackReservedAt, uint32_t{0});
  Write(bytes, kPackLengthAt, uint64_t{payload.size()});
  Write(bytes, kPackHashAt, hash);
  return bytes;
}

bool Load(std::vector<uint8_t> bytes) {
  // Kept from input to input as long as nothing was accepted: then nothing may have changed.
  static Engine engine = EngineWithHistory();
  static const uint64_t old_hash = engine.catalog()->content_hash();
  static const std::vector<uint8_t> old_history = engine.Snapshot();
  const bool ok = ReadEnvelope(engine.LoadPack(std::move(bytes))).ok;
  Must(engine.Snapshot() == old_history, "a pack does not touch the history");
  if (!ok) {
    Must(engine.catalog()->content_hash() == old_hash, "a refused pack changes nothing");
    return false;
  }
  UseEverything(engine, kNow);
  Must(ReadEnvelope(engine.Handle(R"({"op": "history.erase", "all": true})")).ok, "erases");
  UseCatalog(engine);
  MustBeAPack(*engine.catalog());
  engine = EngineWithHistory();
  return true;
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hearth::fuzz;
  const auto input = BytesOf(data, size);
  if (!Load({input.begin(), input.end()})) Load(WithFittingHeader(input));
  return 0;
}
