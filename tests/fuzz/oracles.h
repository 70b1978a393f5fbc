// What the fuzz targets ask of the engine, beyond not crashing. A claim that does not hold ends the
// program, so that libFuzzer keeps the input and the replay test fails.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/builder.h"
#include "engine/engine.h"

namespace hearth::fuzz {

inline constexpr Time kNow = 1732230000000;
inline constexpr Time kLastMoment = kMaxTime - 1;

void Must(bool holds, std::string_view claim);

inline std::span<const uint8_t> BytesOf(const uint8_t* data, size_t size) { return {data, size}; }
inline std::string_view TextOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}
// At most `most` lines; the last one may lack its line end.
std::vector<std::string_view> LinesOf(std::string_view text, size_t most);

// Must be {"ok": ...}, or {"error": {"code", "message"}} with a code of the API and a message.
struct Envelope {
  bool ok = false;
  std::vector<std::string> ids;  // ok.ids of a `record`
};
Envelope ReadEnvelope(const std::string& answer);

// An engine with the shop of small_shop.h and, in the second, a history of a dozen events.
Engine EngineWithShop();
Engine EngineWithHistory();

// Every surface, list, search, why and export answer, and slates keep their promises: nothing
// twice, nothing excluded, not longer than asked, a listing complete.
void UseEverything(Engine& engine, Time now);

// Asks for what can be undone and for the members, and undoes all that can be.
void UseWithheld(Engine& engine, Time now);

// Records events about the first items of the loaded catalog, then UseEverything.
void UseCatalog(Engine& engine);

// Every rule the pack reader knows holds for `catalog`: written as a pack it loads, and that pack
// written again has the same bytes.
void MustBeAPack(const Catalog& catalog);

// Snapshot, Restore, Snapshot: the same bytes.
void MustRestoreToItself(const Engine& engine);
// Without the events of `ids` nothing is left that was not there `before`.
void MustForget(const Engine& engine, const std::vector<std::string>& ids,
                std::span<const uint8_t> before);
// The exported events, recorded by an engine without a catalog, are the same history.
void MustExportWhole(Engine& engine);

}  // namespace hearth::fuzz
