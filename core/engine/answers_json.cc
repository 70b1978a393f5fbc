#include "engine/answers_json.h"

#include <algorithm>
#include <charconv>

namespace hearth {
namespace {

constexpr std::array<std::string_view, 4> kAvailabilityNames = {"out_of_stock", "in_stock",
                                                                "preorder", "backorder"};

}  // namespace

std::optional<uint64_t> ParseHex(std::string_view text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (text.size() != 16 || error != std::errc{} || end != text.data() + 16) return std::nullopt;
  return value;
}

Json CatalogJson(const Catalog& catalog) {
  const CatalogColumns& columns = catalog.columns();
  return {{"shop", columns.shop},
          {"items", catalog.item_count()},
          {"asOf", columns.as_of},
          {"currency", columns.currency},
          {"minorDigits", columns.minor_digits},
          {"hash", Hex(catalog.content_hash())},
          {"k", columns.k}};
}

Json ItemJson(const Catalog& catalog, ItemIndex i, VariantIndex variant) {
  const CatalogColumns& columns = catalog.columns();
  const auto [first, last] = columns.VariantsOf(i);
  const bool has_variants = first < last;
  if (variant == kNoVariant && has_variants) variant = first;
  const ItemMatch shown = {i, variant};
  const auto availability =
      has_variants ? columns.variant_availability[variant] : columns.availability[i];
  Json json = {{"sku", columns.TextOf(shown, VariantText::kSku)},
               {"title", columns.TextOf(shown, VariantText::kTitle)},
               {"priceMinor", columns.PriceOf(shown)},
               {"category", catalog.CategoryPath(columns.category[i])},
               {"brand", columns.brand_name[columns.brand[i]]},
               {"availability", kAvailabilityNames[availability]},
               {"link", columns.TextOf(shown, VariantText::kLink)},
               {"image", columns.TextOf(shown, VariantText::kImage)}};
  if (has_variants) json["group"] = columns.sku[i];
  if (!columns.regular_price_minor.empty()) {
    const int32_t regular =
        columns.regular_price_minor[has_variants ? columns.key.size() + variant : i];
    if (regular > 0) json["regularPriceMinor"] = regular;
  }
  return json;
}

Json VariantsJson(const Catalog& catalog, ItemIndex i) {
  const auto [first, last] = catalog.columns().VariantsOf(i);
  Json variants = Json::array();
  for (VariantIndex variant = first; variant < last; ++variant) {
    variants.push_back(ItemJson(catalog, i, variant));
  }
  return variants;
}

Json ReasonJson(ReasonCode code, uint16_t every_days) {
  if (every_days == 0) return {{"code", Name(code)}, {"text", Text(code)}};
  return {{"code", Name(code)}, {"text", EveryText(every_days)}, {"everyDays", every_days}};
}

Json MemberIdJson(MemberId id) { return id == kNobody ? Json() : Json(id); }

Json GiftJson(const GiftTerms& gift) {
  return {{"until", gift.until},
          {"for", MemberIdJson(gift.recipient)},
          {"then", gift.forget ? "forget" : "reveal"},
          {"taste", gift.taste}};
}

Json EventJson(const Engine& engine, const VisibleEvent& visible) {
  const Event& event = *visible.event;
  const ItemDescription& text = *visible.text;
  const Catalog* catalog = engine.catalog();
  const Topic* topic = TopicOf(engine.sensitivity(), event, text);
  return {{"id", Hex(event.Id())},
          {"type", Name(event.type)},
          {"sku", text.sku},
          {"title", text.title},
          {"category", text.category},
          {"brand", text.brand},
          {"time", event.time},
          {"quantity", event.quantity},
          {"priceMinor", event.price_minor},
          {"session", event.session},
          {"label", Name(event.label)},
          {"gift", visible.gift != nullptr ? GiftJson(*visible.gift) : Json()},
          {"topic", topic != nullptr && !topic->id.empty() ? Json(topic->id) : Json()},
          {"member", MemberIdJson(event.owner)},
          {"own", visible.own},
          {"doubtful", engine.household().sittings().WasInDoubt(event.time)},
          {"inCatalog", catalog != nullptr && catalog->Find(event.item) != kNoItem}};
}

Error NoSuchItem() { return NotFound("sku: the catalog has no such item"); }

Time ReadNow(Fields& fields) { return fields.Integer("now", kMinTime, kMaxTime - 1); }

Time ReadNowOr(Fields& fields, Time fallback) {
  return fields.IntegerOr("now", kMinTime, kMaxTime - 1, fallback);
}

MemberId ReadMemberId(Fields& fields, std::string_view name) {
  if (fields.IsNull(name)) return kNobody;
  return static_cast<MemberId>(fields.IntegerOr(name, 0, kNobody - 1, kNobody));
}

Named ReadNamed(Fields& fields) {
  if (fields.IsNull("viewer")) return kNobody;
  const MemberId named = ReadMemberId(fields, "viewer");
  return named == kNobody ? Named() : Named(named);
}

std::set<EventId> ReadEventIds(Fields& fields) {
  std::set<EventId> ids;
  for (const std::string& text : fields.TextsOr("events", kMaxListed)) {
    const auto id = ParseHex(text);
    if (!id) fields.Fail("events", "expected 16 hexadecimal digits each");
    ids.insert(id.value_or(0));
  }
  return ids;
}

Result<Viewer> ReadViewer(Engine& engine, Fields& fields, Time now) {
  return ViewerOf(engine, ReadNamed(fields), now);
}

Result<Viewer> ReadAnswered(Engine& engine, Fields& fields, Time now) {
  return AnsweredViewer(engine, ReadNamed(fields), now);
}

Result<GiftTerms> ReadGift(const Json& json, std::string place) {
  constexpr std::array<std::string_view, 2> kThen = {"reveal", "forget"};
  Fields fields(json, std::move(place));
  GiftTerms gift;
  gift.until = fields.Integer("until", kMinTime, kMaxTime - 1);
  gift.recipient = ReadMemberId(fields, "for");
  gift.forget = fields.OneOfOr("then", kThen, 0) == 1;
  gift.taste = fields.Has("taste") && fields.Flag("taste");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return gift;
}

Result<GrownUp> ReadGrownUp(Fields& fields) {
  GrownUp proof;
  const Json* given = fields.Object("grownUp");
  if (given == nullptr) return proof;
  Fields of_proof(*given, "grownUp");
  proof.asked = of_proof.Has("asked") && of_proof.Flag("asked");
  const std::string code = of_proof.TextOr("code", "");
  if (of_proof.Has("code") && !ParseHexText(code, proof.code.emplace())) {
    of_proof.Fail("code", "expected 64 hexadecimal digits");
  }
  if (Status status = of_proof.Finish(); !status.ok()) return status.error();
  return proof;
}

std::string HexText(std::span<const uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

bool ParseHexText(std::string_view text, std::span<uint8_t> bytes) {
  if (text.size() != bytes.size() * 2) return false;
  const auto value = [](char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
  };
  for (size_t i = 0; i < bytes.size(); ++i) {
    const int high = value(text[2 * i]), low = value(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return true;
}

std::vector<ItemIndex> FindAll(const Catalog& catalog, const std::vector<std::string>& skus,
                               Json& unknown) {
  std::vector<ItemIndex> items;
  std::vector<uint8_t> seen(catalog.item_count(), false);
  for (const std::string& sku : skus) {
    const ItemIndex item = catalog.FindSku(sku);
    if (item == kNoItem) {
      unknown.push_back(sku);
    } else if (!seen[item]) {
      seen[item] = true;
      items.push_back(item);
    }
  }
  return items;
}

Result<CategoryId> ReadCategory(const Catalog& catalog, const std::string& path) {
  if (path.empty()) return CategoryId{0};
  const CategoryId category = catalog.FindCategory(path);
  if (category == 0) return NotFound("category: the catalog has no such path");
  return category;
}

}  // namespace hearth
