#include "pack/training/training_world.h"

#include <utility>
#include <vector>

#include "base/hash.h"
#include "pack/writer/pack_writer.h"

namespace hearth {

uint32_t PartOf(uint32_t who, size_t parts, size_t last_percent, uint64_t seed) {
  const uint64_t mixed = Mix64(who + seed * 0x9E3779B97F4A7C15ULL);
  if (mixed % 100 < last_percent) return static_cast<uint32_t>(parts);
  return static_cast<uint32_t>((mixed / 100) % parts);
}

Result<TrainingWorld> MakeTrainingWorld(const OwnedColumns& columns) {
  const Result<std::vector<uint8_t>> bytes = EncodePack(columns);
  if (!bytes.ok()) return bytes.error();
  Result<Catalog> catalog = Catalog::FromPack(*bytes);
  if (!catalog.ok()) return catalog.error();
  PublicColumns publics = ComputePublicColumns(*catalog);
  return TrainingWorld{*std::move(catalog), std::move(publics)};
}

}  // namespace hearth
