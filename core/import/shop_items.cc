#include "import/shop_items.h"

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "base/hash.h"
#include "base/json.h"
#include "base/sort.h"
#include "catalog/pack_format.h"
#include "catalog/pack_generated.h"
#include "input/gtin.h"
#include "input/order_words.h"

namespace hearth {
namespace {

Error BadPack(const char* problem) { return Malformed(std::string("pack: ") + problem); }

Status CheckHeader(std::span<const uint8_t> bytes) {
  if (bytes.size() > kMaxPackBytes) return TooLarge("pack: expected at most 512 MiB");
  const bool has_magic = bytes.size() >= kPackHeaderBytes &&
                         std::memcmp(bytes.data(), kPackMagic.data(), kPackMagic.size()) == 0;
  if (!has_magic) return BadPack("expected a file that begins with HEARTHPK");
  uint32_t version = 0;
  uint64_t length = 0;
  std::memcpy(&version, bytes.data() + kPackVersionAt, sizeof version);
  std::memcpy(&length, bytes.data() + kPackLengthAt, sizeof length);
  if (version != kPackFormatVersion) {
    return Error{ErrorCode::kUnsupportedVersion, "pack: of another format version"};
  }
  if (length != bytes.size() - kPackHeaderBytes) return BadPack("it is truncated");
  return {};
}

// What ShopItems reads of a pack, and nothing else: the engine checks all of it, and FlatBuffers'
// own check of every field is 2 KB of the download.
struct ReadFields : flatbuffers::Table {
  bool Verify(flatbuffers::Verifier& verifier) const {
    using fb::Pack;
    bool is_sound =
        VerifyTableStart(verifier) && VerifyOffset(verifier, Pack::VT_CURRENCY) &&
        verifier.VerifyString(GetPointer<const flatbuffers::String*>(Pack::VT_CURRENCY)) &&
        VerifyField<uint8_t>(verifier, Pack::VT_MINOR_DIGITS, 1);
    for (const auto field : {Pack::VT_ITEM_SKU, Pack::VT_ITEM_TITLE, Pack::VT_CATEGORY_NAME,
                             Pack::VT_BRAND_NAME, Pack::VT_VARIANT_TEXT}) {
      is_sound = is_sound && VerifyOffset(verifier, field) &&
                 verifier.VerifyTable(GetPointer<const fb::TextColumn*>(field));
    }
    return is_sound && IsVector<uint64_t>(verifier, Pack::VT_ITEM_KEY) &&
           IsVector<uint64_t>(verifier, Pack::VT_ITEM_GTIN) &&
           IsVector<uint32_t>(verifier, Pack::VT_VARIANT_START) &&
           IsVector<uint16_t>(verifier, Pack::VT_CATEGORY_PARENT) && verifier.EndTable();
  }

 private:
  template <typename Value>
  bool IsVector(flatbuffers::Verifier& verifier, flatbuffers::voffset_t field) const {
    return VerifyOffset(verifier, field) &&
           verifier.VerifyVector(GetPointer<const flatbuffers::Vector<Value>*>(field));
  }
};

// Of `count` texts; an empty column where it does not hold them.
TextColumn TextsOf(const fb::TextColumn* column, size_t count) {
  if (column == nullptr || column->end() == nullptr || column->bytes() == nullptr) return {};
  const TextColumn texts = {{column->bytes()->data(), column->bytes()->size()},
                            {column->end()->data(), column->end()->size()}};
  if (texts.end.size() != count) return {};
  uint32_t before = 0;
  for (const uint32_t end : texts.end) {
    if (end < before || end > texts.bytes.size()) return {};
    before = end;
  }
  return texts;
}

// Of names in preorder, each below its parent.
Result<std::vector<std::string>> PathsOf(const fb::Pack& pack) {
  const auto* parents = pack.category_parent();
  const size_t count = parents == nullptr ? 0 : parents->size();
  const TextColumn names = TextsOf(pack.category_name(), count);
  if (count > kMaxCategories || names.size() != count) return BadPack("its categories are damaged");
  std::vector<std::string> paths;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t parent = parents->Get(i);
    if (i > 0 && parent >= i) return BadPack("its categories are damaged");
    std::string path = i == 0 || parent == 0 ? "" : paths[parent] + " > ";
    if (path.size() > kMaxPackBytes / kMaxCategories) return BadPack("its categories are too deep");
    if (i > 0 && SplitCategoryPath(names[i]) != std::vector<std::string>{std::string(names[i])}) {
      return BadPack("its categories are damaged");
    }
    paths.push_back(i == 0 ? "" : path + std::string(names[i]));
  }
  return paths;
}

std::string TextOf(const Json& item, std::string_view name) {
  for (const Json::Entry& entry : item.entries()) {
    if (FoldedColumn(entry.name) != name) continue;
    if (entry.value.is_string()) return std::string(Trim(entry.value.string()));
    if (entry.value.is_number()) return entry.value.number_text();
  }
  return "";
}

void AddNew(std::string text, std::vector<std::string>* texts) {
  if (!text.empty()) texts->push_back(std::move(text));
}

}  // namespace

Result<ShopItems> ShopItems::FromPack(std::vector<uint8_t> bytes) {
  if (const Status status = CheckHeader(bytes); !status.ok()) return status.error();
  ShopItems shop;
  shop.pack_ = std::move(bytes);
  const auto payload = std::span<const uint8_t>(shop.pack_).subspan(kPackHeaderBytes);
  shop.content_hash_ = Hash64(payload);
  flatbuffers::Verifier verifier(payload.data(), payload.size());
  if (!verifier.VerifyBuffer<ReadFields>(fb::PackIdentifier())) return BadPack("it is damaged");
  const fb::Pack& pack = *fb::GetPack(payload.data());
  const size_t count = pack.item_key() == nullptr ? 0 : pack.item_key()->size();
  shop.sku_ = TextsOf(pack.item_sku(), count);
  shop.title_ = TextsOf(pack.item_title(), count);
  if (shop.sku_.size() != count || shop.title_.size() != count) {
    return BadPack("its items are damaged");
  }
  if (pack.currency() != nullptr) shop.money_.currency = pack.currency()->str();
  shop.money_.minor_digits = pack.minor_digits();
  if (shop.money_.minor_digits > 4) return BadPack("its currency is damaged");
  const auto* gtins = pack.item_gtin();
  for (size_t i = 0; i < count; ++i) shop.product_of_.push_back(static_cast<ItemIndex>(i));
  if (const auto* start = pack.variant_start(); start != nullptr && start->size() == count + 1) {
    shop.variant_start_.assign(start->begin(), start->end());
    const auto* texts = pack.variant_text();
    const size_t of_variants =
        texts == nullptr || texts->end() == nullptr ? 0 : texts->end()->size();
    shop.variant_text_ = TextsOf(texts, of_variants);
    if (!shop.AddVariants()) return BadPack("its variants are damaged");
  }
  if (gtins != nullptr && gtins->size() == shop.size()) {
    shop.gtins_.assign(gtins->begin(), gtins->end());
  }
  Result<std::vector<std::string>> paths = PathsOf(pack);
  if (!paths.ok()) return paths.error();
  shop.categories_ = *std::move(paths);
  const auto* brands = pack.brand_name();
  const size_t brand_count =
      brands == nullptr || brands->end() == nullptr ? 0 : brands->end()->size();
  const TextColumn names = TextsOf(brands, brand_count);
  for (size_t i = 0; i < names.size(); ++i) AddNew(std::string(names[i]), &shop.brands_);
  shop.IndexSkus();
  return shop;
}

Result<ShopItems> ShopItems::FromJson(std::string_view text) {
  const Result<Json> root = Json::Parse(text);
  if (!root.ok()) return root.error();
  const Json* currency = root->find("currency");
  const Json* items = root->find("items");
  if (currency == nullptr || !currency->is_string() || items == nullptr || !items->is_array()) {
    return Malformed("catalog: expected a currency and items");
  }
  Result<MoneyFormat> money = MoneyFormatOf(currency->string());
  if (!money.ok()) return money.error();
  ShopItems shop;
  shop.money_ = *std::move(money);
  shop.content_hash_ = Hash64(text);
  shop.categories_.emplace_back();
  std::map<std::string, size_t> product_of_group;
  for (const Json& item : items->elements()) {
    if (!item.is_object()) return Malformed("catalog: expected items");
    size_t product = shop.product_of_.size();
    // One group that is filed alike is one product (catalog/feed_products.h).
    std::string filed;
    for (const char* name : {"itemgroupid", "producttype", "googleproductcategory"}) {
      filed += TextOf(item, name) + '\n';
    }
    if (filed[0] != '\n') product = product_of_group.emplace(filed, +product).first->second;
    shop.product_of_.push_back(static_cast<ItemIndex>(product));
    shop.own_sku_.Append(TextOf(item, "id"));
    shop.own_title_.Append(TextOf(item, "title"));
    shop.gtins_.push_back(ParseGtin(TextOf(item, "gtin")));
    AddNew(TextOf(item, "brand"), &shop.brands_);
    std::string path;
    for (const std::string& name : SplitCategoryPath(TextOf(item, "producttype"))) {
      path += (path.empty() ? "" : " > ") + name;
      AddNew(path, &shop.categories_);
    }
  }
  shop.sku_ = shop.own_sku_.Column();
  shop.title_ = shop.own_title_.Column();
  for (std::vector<std::string>* texts : {&shop.categories_, &shop.brands_}) {
    Sort(*texts);
    texts->erase(std::unique(texts->begin(), texts->end()), texts->end());
  }
  shop.IndexSkus();
  return shop;
}

// False where what the pack says of them does not fit together.
bool ShopItems::AddVariants() {
  const size_t variants = variant_text_.size() / kVariantTexts;
  for (size_t item = 0; item + 1 < variant_start_.size(); ++item) {
    if (variant_start_[item] > variant_start_[item + 1]) return false;
    if (variant_start_[item + 1] > variants) return false;
    product_of_.insert(product_of_.end(), variant_start_[item + 1] - variant_start_[item],
                       static_cast<ItemIndex>(item));
  }
  return variant_start_[0] == 0 && variant_start_.back() == variants;
}

std::string_view ShopItems::Title(size_t i) const {
  const std::string_view title = i < sku_.size() ? title_[i] : Variant(i, 1);
  return title.empty() ? title_[product_of_[i]] : title;
}

void ShopItems::IndexSkus() {
  for (uint32_t i = 0; i < size(); ++i) by_key_.emplace_back(KeyOf(Sku(i)), i);
  Sort(by_key_);
}

ItemIndex ShopItems::FindSku(std::string_view sku) const {
  const std::pair<ItemKey, uint32_t> key(KeyOf(sku), 0);
  const auto at = std::lower_bound(by_key_.begin(), by_key_.end(), key);
  return at != by_key_.end() && Sku(at->second) == sku ? at->second : kNoItem;
}

}  // namespace hearth
