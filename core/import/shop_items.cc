#include "import/shop_items.h"

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <cstring>
#include <utility>

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

// A path and all above it.
void AddPath(std::string_view category, std::vector<std::string>* paths) {
  std::string path;
  for (const std::string& name : SplitCategoryPath(category)) {
    path += (path.empty() ? "" : " > ") + name;
    AddNew(path, paths);
  }
}

// What an import needs of an item; a Catalog checks all that is said of it.
Result<FeedItem> ReadItem(const Json& object) {
  if (!object.is_object()) return Malformed("catalog: expected items");
  FeedItem item;
  item.sku = TextOf(object, "id");
  item.title = TextOf(object, "title");
  item.brand = TextOf(object, "brand");
  item.category = TextOf(object, "producttype");
  item.group = TextOf(object, "itemgroupid");
  item.gtin = ParseGtin(TextOf(object, "gtin"));
  const Status status = SetField(FeedField::kGoogleProductCategory,
                                 TextOf(object, "googleproductcategory"), {}, &item);
  if (!status.ok()) return status.error();
  return item;
}

}  // namespace

Result<ShopItems> ShopItems::FromPack(std::vector<uint8_t> bytes) {
  if (const Status status = CheckHeader(bytes); !status.ok()) return status.error();
  ShopItems shop;
  shop.pack_ = std::move(bytes);
  const auto payload = std::span<const uint8_t>(shop.pack_).subspan(kPackHeaderBytes);
  flatbuffers::Verifier verifier(payload.data(), payload.size());
  if (!fb::VerifyPackBuffer(verifier)) return BadPack("it is damaged");
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
  shop.categories_.emplace_back();
  FeedProducts products;
  for (const Json& item : items->elements()) {
    Result<FeedItem> read = ReadItem(item);
    if (!read.ok()) return read.error();
    AddNew(read->brand, &shop.brands_);
    if (const Status added = products.Add(*std::move(read)); !added.ok()) return added.error();
    AddPath(products.items().back().category, &shop.categories_);
  }
  for (std::vector<std::string>* texts : {&shop.categories_, &shop.brands_}) {
    Sort(*texts);
    texts->erase(std::unique(texts->begin(), texts->end()), texts->end());
  }
  shop.TakeProducts(products);
  shop.IndexSkus();
  return shop;
}

// The products, then the variants of each, as in a pack.
void ShopItems::TakeProducts(const FeedProducts& products) {
  std::vector<std::vector<size_t>> variants(products.size());
  for (size_t i = 0; i < products.items().size(); ++i) {
    const size_t product = products.ProductOf(i);
    if (products.HasVariants(product)) variants[product].push_back(i);
  }
  variant_start_ = {0};
  for (size_t product = 0; product < products.size(); ++product) {
    own_sku_.Append(products.SkuOf(product));
    own_title_.Append(products.First(product).title);
    gtins_.push_back(products.First(product).gtin);
    product_of_.push_back(static_cast<ItemIndex>(product));
    variant_start_.push_back(variant_start_.back() +
                             static_cast<uint32_t>(variants[product].size()));
  }
  for (size_t product = 0; product < products.size(); ++product) {
    for (const size_t i : variants[product]) {
      const FeedItem& item = products.items()[i];
      own_variant_text_.Append(item.sku);
      own_variant_text_.Append(item.title);
      for (size_t text = 2; text < kVariantTexts; ++text) own_variant_text_.Append("");
      gtins_.push_back(item.gtin);
      product_of_.push_back(static_cast<ItemIndex>(product));
    }
  }
  sku_ = own_sku_.Column();
  title_ = own_title_.Column();
  variant_text_ = own_variant_text_.Column();
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
