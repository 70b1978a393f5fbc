#include "engine/undo.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "base/hash.h"
#include "household/decisions.h"

namespace hearth {
namespace {

constexpr size_t kMaxDeeds = 16;

}  // namespace

uint64_t UndoMemory::Remember(Changes undo, Time now) {
  Expire(now);
  if (deeds_.size() == kMaxDeeds) deeds_.erase(deeds_.begin());
  const uint64_t id = Hash64(Encode(undo), static_cast<uint64_t>(now));
  deeds_.push_back({id, now, std::move(undo)});
  return id;
}

std::optional<Changes> UndoMemory::Take(uint64_t id, Time now) {
  Expire(now);
  const auto found =
      std::find_if(deeds_.begin(), deeds_.end(), [id](const Deed& deed) { return deed.id == id; });
  if (found == deeds_.end()) return std::nullopt;
  Changes undo = std::move(found->undo);
  deeds_.erase(found);
  return undo;
}

void UndoMemory::Expire(Time now) {
  std::erase_if(deeds_, [now](const Deed& deed) { return IsUndoOver(deed.at, now); });
}

}  // namespace hearth
