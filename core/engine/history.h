// What the operations on the history decide: what a told event becomes, which events an erasure
// means, and which leave the device in an export.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/engine.h"
#include "household/decisions.h"

namespace hearth {

// What `record` takes in; the other types and labels are reserved or given by other operations.
inline constexpr std::array<std::string_view, 10> kRecordedTypes = {
    "impression", "view", "search", "basket_add", "basket_remove",
    "wish",       "buy",  "return", "dismiss",    "like"};
inline constexpr std::array<std::string_view, 4> kRecordedLabels = {"personal", "private", "gift",
                                                                    "sensitive"};

// An event as a host tells it.
struct ToldEvent {
  EventType type = EventType::kView;
  std::string sku;    // of an item; or
  std::string query;  // of a search; spaces around it do not count
  Time time = 0;
  SessionId session = kNoSession;
  std::optional<uint16_t> quantity;     // 1
  std::optional<int32_t> price_minor;   // the catalog's
  std::optional<ItemDescription> item;  // where the catalog may not carry it
  Label label = Label::kPersonal;
  std::optional<GiftTerms> gift;
  bool gift_cue = false;  // it looks like a present: wrapped, sent elsewhere, with a card
};

// The event that is recorded for whoever asks. An item that is neither described nor in the catalog
// (a page may be newer than the pack) is kept by its SKU, and sealed as sensitive: nobody can say
// that it is not. Nothing, where that or a gift cue comes from somebody who is not known: nobody
// could see or erase it; and nothing for such an item of a file, which was sold long ago. Errors:
// invalid_argument; not_ready where an item is not described and there is no catalog. The message
// begins with `place`.
Result<std::optional<NewEvent>> EventOf(const Catalog* catalog, const Viewer& viewer,
                                        const ToldEvent& told, Source source,
                                        const std::string& place);

// Catalog::ProductKey(); without a catalog every key stands for itself.
ItemKey ProductKey(const Catalog* catalog, ItemKey key);

// Whether prices in `currency` (ISO 4217; "" where it is not known) can stand beside the shop's
// own; without a catalog any can. Errors: invalid_argument.
Status CheckCurrency(const Catalog* catalog, std::string_view currency);

// What an erasure is about: one of these.
struct Erasure {
  std::set<EventId> events;
  std::optional<std::string> sku, category;   // with all variants; with everything below it
  std::optional<std::pair<Time, Time>> span;  // the end is excluded
  bool all = false;
};
// What the household was handed is erased piece by piece only: it is not one member's to clear.
// Errors, where none of `events` can be erased: not_found, or invalid_argument where somebody else
// shares one.
Result<Decision<Erased>> Erase(Engine& engine, const Viewer& viewer, Time now,
                               const Erasure& erasure);

// Whether an event is the viewer's to take away: what others share is theirs, and what the
// household was handed is nobody's.
bool IsExported(const Event& event, const Viewer& viewer);

}  // namespace hearth
