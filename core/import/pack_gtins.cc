#include "import/pack_gtins.h"

#include <flatbuffers/flatbuffers.h>

#include "catalog/pack_format.h"
#include "catalog/pack_generated.h"

namespace hearth {

std::vector<uint64_t> GtinsOf(std::span<const uint8_t> pack_bytes) {
  if (pack_bytes.size() < kPackHeaderBytes) return {};
  const auto payload = pack_bytes.subspan(kPackHeaderBytes);
  flatbuffers::Verifier verifier(payload.data(), payload.size());
  if (!fb::VerifyPackBuffer(verifier)) return {};
  const auto* gtins = fb::GetPack(payload.data())->item_gtin();
  const auto* keys = fb::GetPack(payload.data())->item_key();
  if (gtins == nullptr || keys == nullptr || gtins->size() != keys->size()) return {};
  return {gtins->begin(), gtins->end()};
}

}  // namespace hearth
