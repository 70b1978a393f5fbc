// Shared by the operations: what answers are made of and what requests have in common.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.h"
#include "base/json.h"
#include "engine/engine.h"
#include "engine/fields_json.h"
#include "engine/guard.h"
#include "engine/viewers.h"

namespace hearth {

inline constexpr size_t kMaxListed = 10'000;  // items named in one request
inline constexpr int64_t kMaxLimit = 10'000;

// Sixteen hexadecimal digits, or nothing.
std::optional<uint64_t> ParseHex(std::string_view text);

template <size_t n>
Json Names(const std::array<std::string_view, n>& names) {
  Json array = Json::array();
  for (std::string_view name : names) array.push_back(name);
  return array;
}

Json CatalogJson(const Catalog& catalog);
// As the variant given; kNoVariant: as that which stands for all, where there are any.
Json ItemJson(const Catalog& catalog, ItemIndex i, VariantIndex variant = kNoVariant);
// Each of its variants, the one that stands for all first; empty where there are none.
Json VariantsJson(const Catalog& catalog, ItemIndex i);
// With `every_days` the reason says how often, too.
Json ReasonJson(ReasonCode code, uint16_t every_days = 0);
Json EventJson(const Engine& engine, const VisibleEvent& event);
Json GiftJson(const GiftTerms& gift);
Json MemberIdJson(MemberId id);  // null for nobody

// What a request gets for a SKU that is not sold, or not to this viewer.
Error NoSuchItem();

Time ReadNow(Fields& fields);
// Where only a household that guesses needs it.
Time ReadNowOr(Fields& fields, Time fallback);
// `viewer`: a member's id; null: nobody in particular; absent: nothing was said.
Named ReadNamed(Fields& fields);
// ViewerOf() and AnsweredViewer() of that.
Result<Viewer> ReadViewer(Engine& engine, Fields& fields, Time now);
Result<Viewer> ReadAnswered(Engine& engine, Fields& fields, Time now);
// `events`: ids, 16 hexadecimal digits each; absent: none.
std::set<EventId> ReadEventIds(Fields& fields);
// A member's id under `name`, not checked to exist; kNobody where it is null or absent.
MemberId ReadMemberId(Fields& fields, std::string_view name);
Result<GiftTerms> ReadGift(const Json& json, std::string place);
// `grownUp`: {"asked": true} or {"code": 64 hexadecimal digits}; absent: neither.
Result<GrownUp> ReadGrownUp(Fields& fields);
std::string HexText(std::span<const uint8_t> bytes);
// Exactly `bytes.size()` bytes of hexadecimal digits; false else.
bool ParseHexText(std::string_view text, std::span<uint8_t> bytes);

// Indexes of the named items, without repeats, in the order given; names the catalog does not hold
// go to `unknown`.
std::vector<ItemIndex> FindAll(const Catalog& catalog, const std::vector<std::string>& skus,
                               Json& unknown);
Result<CategoryId> ReadCategory(const Catalog& catalog, const std::string& path);

}  // namespace hearth
