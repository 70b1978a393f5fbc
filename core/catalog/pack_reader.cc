// Catalog::FromPack. Nothing in the bytes is believed before it was checked: the header, the hash,
// FlatBuffers' own structure (its Verifier), then every column's length, range, order and text. The
// hash finds damage but no forgery, so the checks after it do not rely on it.
#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "base/hash.h"
#include "base/utf8.h"
#include "catalog/builder.h"
#include "catalog/catalog.h"
#include "catalog/feed_values.h"
#include "catalog/pack_format.h"
#include "catalog/pack_generated.h"

namespace hearth {
namespace {

static_assert(std::endian::native == std::endian::little, "pack columns are used in place");

constexpr int kMaxTableDepth = 4;
constexpr int kMaxTables = 16;
constexpr uint8_t kMaxMinorDigits = 4;

Error BadColumn(std::string_view name, std::string_view problem) {
  return Malformed("pack: " + std::string(name) + ": " + std::string(problem));
}

template <typename T>
T ReadAt(std::span<const uint8_t> bytes, size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(value));
  return value;
}

Status CheckHeader(std::span<const uint8_t> bytes) {
  if (bytes.size() > kMaxPackBytes) return TooLarge("pack: expected at most 512 MiB");
  if (bytes.size() < kPackHeaderBytes) {
    return Malformed("pack: truncated, " + std::to_string(bytes.size()) +
                     " bytes are less than a header");
  }
  if (std::memcmp(bytes.data(), kPackMagic.data(), kPackMagic.size()) != 0) {
    return Malformed("pack: expected a file that begins with HEARTHPK");
  }
  const auto version = ReadAt<uint32_t>(bytes, kPackVersionAt);
  if (version != kPackFormatVersion) {
    return Error{ErrorCode::kUnsupportedVersion, "pack: format version " + std::to_string(version) +
                                                     ", this build reads " +
                                                     std::to_string(kPackFormatVersion)};
  }
  if (ReadAt<uint32_t>(bytes, kPackReservedAt) != 0) {
    return Malformed("pack: expected zero in the reserved bytes");
  }
  const auto length = ReadAt<uint64_t>(bytes, kPackLengthAt);
  const uint64_t present = bytes.size() - kPackHeaderBytes;
  if (length == present) return {};
  return Malformed("pack: " + std::string(length > present ? "truncated" : "too long") + ", " +
                   std::to_string(length) + " bytes announced, " + std::to_string(present) +
                   " present");
}

// Hands out columns in place and remembers the first thing that was wrong.
class ColumnReader {
 public:
  template <typename T>
  std::span<const T> Column(const flatbuffers::Vector<T>* vector, size_t count, const char* name) {
    const size_t present = vector == nullptr ? 0 : vector->size();
    if (present == count) return Any(vector, name);
    FailCount(name, "expected ", count, present);
    return {};
  }

  // As long as it is.
  template <typename T>
  std::span<const T> Any(const flatbuffers::Vector<T>* vector, const char* name) {
    if (vector == nullptr || vector->size() == 0) return {};
    const uint8_t* data = vector->Data();
    if (reinterpret_cast<uintptr_t>(data) % alignof(T) != 0) {
      Fail(name, "not aligned");
      return {};
    }
    return {reinterpret_cast<const T*>(data), vector->size()};
  }

  template <typename T>
  std::span<const T> AtMost(const flatbuffers::Vector<T>* vector, size_t most, const char* name) {
    const size_t present = vector == nullptr ? 0 : vector->size();
    if (present <= most) return Any(vector, name);
    FailCount(name, "expected at most ", most, present);
    return {};
  }

  template <typename T, typename Accept>
  std::span<const T> Checked(const flatbuffers::Vector<T>* vector, size_t count, const char* name,
                             Accept accept) {
    const std::span<const T> column = Column(vector, count, name);
    const auto bad = std::find_if_not(column.begin(), column.end(), accept);
    if (bad != column.end()) {
      FailAt(name, static_cast<size_t>(bad - column.begin()), "is out of range");
    }
    return column;
  }

  // Entries from `min_bytes` to `max_bytes`, clean UTF-8.
  TextColumn Text(const fb::TextColumn* table, size_t count, size_t min_bytes, size_t max_bytes,
                  const char* name) {
    if (table == nullptr) {
      if (count > 0) Fail(name, "missing");
      return {};
    }
    const TextColumn text = {Any(table->bytes(), name), Column(table->end(), count, name)};
    if (!ok() || !EndsAreGood(text, min_bytes, max_bytes, name)) return {};
    for (size_t i = 0; i < text.size(); ++i) {
      if (IsCleanUtf8(text[i])) continue;
      FailAt(name, i, "is not valid UTF-8");
      return {};
    }
    return text;
  }

  void Fail(std::string_view name, std::string_view problem) {
    if (status_.ok()) status_ = BadColumn(name, problem);
  }
  // "entry 7 is out of range"
  void FailAt(std::string_view name, size_t entry, std::string_view problem) {
    Fail(name, "entry " + std::to_string(entry) + " " + std::string(problem));
  }
  bool ok() const { return status_.ok(); }
  const Status& status() const { return status_; }

 private:
  void FailCount(const char* name, const char* expected, size_t entries, size_t present) {
    Fail(name, expected + std::to_string(entries) + " entries, got " + std::to_string(present));
  }

  bool EndsAreGood(const TextColumn& text, size_t min_bytes, size_t max_bytes, const char* name) {
    uint32_t begin = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      const uint32_t end = text.end[i];
      if (end < begin || end > text.bytes.size() || end - begin < min_bytes ||
          end - begin > max_bytes) {
        FailAt(name, i, "is too short or too long");
        return false;
      }
      begin = end;
    }
    if (begin != text.bytes.size()) Fail(name, "bytes after the last entry");
    return ok();
  }

  Status status_;
};

std::string_view TextOf(const flatbuffers::String* text) {
  return text == nullptr ? std::string_view() : std::string_view(text->c_str(), text->size());
}

void ReadHead(const fb::Pack& pack, ColumnReader* reader, CatalogColumns* columns) {
  columns->shop = TextOf(pack.shop());
  columns->currency = TextOf(pack.currency());
  columns->minor_digits = pack.minor_digits();
  columns->as_of = pack.as_of_ms();
  columns->k = pack.k();
  columns->customers = pack.customers();
  columns->left_out_rows = pack.left_out_rows();
  if (columns->shop.empty() || columns->shop.size() > kMaxShopBytes ||
      !IsCleanUtf8(columns->shop)) {
    reader->Fail("shop", "expected a name of 1 to 64 bytes");
  }
  if (!MoneyFormatOf(columns->currency).ok()) reader->Fail("currency", "expected ISO 4217");
  if (columns->minor_digits > kMaxMinorDigits) reader->Fail("minor_digits", "out of range");
  if (columns->as_of != 0 && !IsPlausible(columns->as_of)) {
    reader->Fail("as_of_ms", "out of range");
  }
}

void ReadTexts(const fb::Pack& pack, size_t n, ColumnReader* reader, CatalogColumns* columns) {
  columns->sku = reader->Text(pack.item_sku(), n, 1, kMaxSkuBytes, "item_sku");
  columns->title = reader->Text(pack.item_title(), n, 1, kMaxTitleBytes, "item_title");
  columns->link = reader->Text(pack.item_link(), n, 0, kMaxLinkBytes, "item_link");
  columns->image = reader->Text(pack.item_image(), n, 0, kMaxLinkBytes, "item_image");
  if (!reader->ok()) return;
  for (size_t i = 0; i < n; ++i) {
    if (!IsSafeLink(columns->link[i])) reader->Fail("item_link", "not an http address or a path");
    if (!IsSafeImage(columns->image[i])) reader->Fail("item_image", "not an image's address");
  }
}

void CheckKeys(ColumnReader* reader, const CatalogColumns& columns) {
  if (!reader->ok()) return;
  for (size_t i = 0; i < columns.key.size(); ++i) {
    if (i > 0 && columns.key[i - 1] >= columns.key[i]) {
      return reader->Fail("item_key", "entries do not ascend");
    }
    if (columns.key[i] != KeyOf(columns.sku[i])) {
      return reader->FailAt("item_key", i, "is not the key of its SKU");
    }
  }
}

bool IsPrice(int32_t price) { return price >= 0; }

bool IsAvailability(uint8_t a) { return a <= static_cast<uint8_t>(Availability::kBackorder); }

void ReadItems(const fb::Pack& pack, size_t n, ColumnReader* reader, CatalogColumns* columns) {
  const size_t categories = columns->category_parent.size();
  const size_t brands = columns->brand_name.size();
  const auto any = [](auto) { return true; };
  const auto known_day = [](int32_t day) {
    return day == 0 || (day >= DayOf(kMinTime) && day < DayOf(kMaxTime));
  };
  columns->category = reader->Checked(pack.item_category(), n, "item_category",
                                      [=](uint16_t c) { return c < categories; });
  columns->brand =
      reader->Checked(pack.item_brand(), n, "item_brand", [=](uint16_t b) { return b < brands; });
  columns->price_minor = reader->Checked(pack.item_price_minor(), n, "item_price_minor", IsPrice);
  columns->price_band = reader->Checked(pack.item_price_band(), n, "item_price_band",
                                        [](uint8_t b) { return b < kPriceBands; });
  columns->availability =
      reader->Checked(pack.item_availability(), n, "item_availability", IsAvailability);
  columns->since_day = reader->Checked(pack.item_since_day(), n, "item_since_day", known_day);
  columns->item_customers = reader->Checked(pack.item_customers(), n, "item_customers", any);
  columns->recent_customers =
      reader->Checked(pack.item_recent_customers(), n, "item_recent_customers", any);
  columns->repeat_permille = reader->Checked(pack.item_repeat_permille(), n, "item_repeat_permille",
                                             [](uint16_t share) { return share <= 1000; });
  columns->gap_days = reader->Checked(pack.item_gap_days(), n, "item_gap_days", any);
  if (pack.item_month_level() != nullptr) {
    columns->month_level = reader->Column(pack.item_month_level(), n * 12, "item_month_level");
  }
}

// Items beside each item: list i is [start[i], start[i + 1]) of `item`, and the strength of an
// entry is the sum of the two weights, of which the second may be empty.
struct ItemLists {
  std::span<const uint32_t> start, item;
  std::span<const uint16_t> weight, second;
  const char *start_name, *item_name, *weight_name;

  uint32_t Strength(size_t at) const {
    return uint32_t{weight[at]} + (second.empty() ? 0u : second[at]);
  }
};

// They span the items; each: at most `most`, best first, nobody twice, not the item itself.
void CheckLists(size_t n, size_t most, ColumnReader* reader, const ItemLists& lists) {
  if (!reader->ok()) return;
  if (lists.start[0] != 0 || lists.start[n] != lists.item.size()) {
    return reader->Fail(lists.start_name, "does not span the lists");
  }
  std::vector<ItemIndex> last_list(n, kNoItem);
  for (size_t i = 0; i < n; ++i) {
    const uint32_t begin = lists.start[i];
    const uint32_t end = lists.start[i + 1];
    if (end < begin || end - begin > most || end > lists.item.size()) {
      return reader->FailAt(lists.start_name, i, "is out of range");
    }
    for (uint32_t at = begin; at < end; ++at) {
      const ItemIndex other = lists.item[at];
      if (other >= n || other == i || last_list[other] == i) {
        return reader->FailAt(lists.item_name, at, "is out of range");
      }
      if (at > begin && lists.Strength(at) > lists.Strength(at - 1)) {
        return reader->FailAt(lists.weight_name, at, "is out of order");
      }
      last_list[other] = static_cast<ItemIndex>(i);
    }
  }
}

void ReadNeighbours(const fb::Pack& pack, size_t n, ColumnReader* reader, CatalogColumns* columns) {
  columns->neighbour_start = reader->Column(pack.neighbour_start(), n + 1, "neighbour_start");
  columns->neighbour_item = reader->Any(pack.neighbour_item(), "neighbour_item");
  columns->neighbour_weight =
      reader->Column(pack.neighbour_weight(), columns->neighbour_item.size(), "neighbour_weight");
  CheckLists(n, kMaxNeighbours, reader,
             {columns->neighbour_start,
              columns->neighbour_item,
              columns->neighbour_weight,
              {},
              "neighbour_start",
              "neighbour_item",
              "neighbour_weight"});
}

void ReadViews(const fb::Pack& pack, size_t n, ColumnReader* reader, CatalogColumns* columns) {
  if (pack.item_viewers() == nullptr && pack.viewed_start() == nullptr &&
      pack.viewed_item() == nullptr && pack.viewed_with() == nullptr &&
      pack.viewed_after() == nullptr) {
    return;
  }
  columns->viewers = reader->Column(pack.item_viewers(), n, "item_viewers");
  columns->viewed_start = reader->Column(pack.viewed_start(), n + 1, "viewed_start");
  columns->viewed_item = reader->Any(pack.viewed_item(), "viewed_item");
  const size_t entries = columns->viewed_item.size();
  columns->viewed_with = reader->Column(pack.viewed_with(), entries, "viewed_with");
  columns->viewed_after = reader->Column(pack.viewed_after(), entries, "viewed_after");
  CheckLists(n, kMaxCoViewed, reader,
             {columns->viewed_start, columns->viewed_item, columns->viewed_with,
              columns->viewed_after, "viewed_start", "viewed_item", "viewed_with"});
}

void ReadEmbedding(const fb::Pack& pack, size_t n, ColumnReader* reader, CatalogColumns* columns) {
  const uint8_t dims = pack.embedding_dims();
  if (dims != 0 && dims != kEmbeddingDims) reader->Fail("embedding_dims", "expected 0 or 32");
  columns->embedding = reader->Checked(pack.embedding(), n * dims, "embedding",
                                       [](int8_t value) { return value != -128; });  // dot.h
}

// Preorder: the parent of each node is the node before it or one of that node's ancestors.
void CheckTree(ColumnReader* reader, const CatalogColumns& columns) {
  std::vector<CategoryId> open = {0};
  for (size_t node = 1; node < columns.category_parent.size(); ++node) {
    while (!open.empty() && open.back() != columns.category_parent[node]) open.pop_back();
    if (open.empty() || open.size() > kMaxCategoryDepth) {
      return reader->FailAt("category_parent", node, "is out of order or too deep");
    }
    const std::string_view name = columns.category_name[node];
    if (name.empty() || name.find('>') != std::string_view::npos || Trim(name) != name) {
      return reader->FailAt("category_name", node, "is not a name");
    }
    open.push_back(static_cast<CategoryId>(node));
  }
}

void ReadCategories(const fb::Pack& pack, ColumnReader* reader, CatalogColumns* columns) {
  columns->category_parent = reader->Any(pack.category_parent(), "category_parent");
  const size_t count = columns->category_parent.size();
  if (count == 0 || count > kMaxCategories || columns->category_parent[0] != 0) {
    return reader->Fail("category_parent", "expected a root and at most 20000 nodes");
  }
  columns->category_name =
      reader->Text(pack.category_name(), count, 0, kMaxNameBytes, "category_name");
  if (!reader->ok()) return;
  if (!columns->category_name[0].empty()) return reader->Fail("category_name", "root has a name");
  CheckTree(reader, *columns);
  if (pack.google_category() == nullptr) return;
  columns->google_category =
      reader->Checked(pack.google_category(), count, "google_category",
                      [](uint32_t number) { return number <= kMaxGoogleCategory; });
}

void ReadBrands(const fb::Pack& pack, ColumnReader* reader, CatalogColumns* columns) {
  const auto* end = pack.brand_name() == nullptr ? nullptr : pack.brand_name()->end();
  const size_t count = end == nullptr ? 0 : end->size();
  if (count == 0 || count > kMaxBrands) {
    return reader->Fail("brand_name", "expected 1 to 60000 entries");
  }
  columns->brand_name = reader->Text(pack.brand_name(), count, 0, kMaxNameBytes, "brand_name");
  if (reader->ok() && !columns->brand_name[0].empty()) {
    reader->Fail("brand_name", "expected \"\" as entry 0");
  }
}

TextColumn ReadTopicIds(const fb::TextColumn* ids, const char* name, ColumnReader* reader) {
  const size_t count = ids == nullptr || ids->end() == nullptr ? 0 : ids->end()->size();
  if (count > kMaxTopics) {
    reader->Fail(name, "expected at most 64 entries");
    return {};
  }
  return reader->Text(ids, count, 1, kMaxTopicIdBytes, name);
}

void ReadTopics(const fb::Pack& pack, size_t n, ColumnReader* reader, CatalogColumns* columns) {
  columns->reveals_topic = ReadTopicIds(pack.reveals_topic(), "reveals_topic", reader);
  if (pack.item_reveals() != nullptr) {
    columns->reveals = reader->Checked(pack.item_reveals(), n, "item_reveals", [&](uint8_t topic) {
      return topic <= columns->reveals_topic.size();
    });
  }
  columns->topic_id = ReadTopicIds(pack.topic_id(), "topic_id", reader);
  if (pack.item_topic() == nullptr) return;
  columns->topic = reader->Checked(pack.item_topic(), n, "item_topic", [&](uint8_t topic) {
    return (topic & ~kForAdults) <= static_cast<int>(columns->topic_id.size());
  });
  columns->list_hash = pack.list_hash();
}

bool IsVariantText(std::string_view text, size_t which) {
  switch (static_cast<VariantText>(which)) {
    case VariantText::kSku:
      return !text.empty() && text.size() <= kMaxSkuBytes;
    case VariantText::kTitle:
      return text.size() <= kMaxTitleBytes;
    case VariantText::kLink:
      return IsSafeLink(text);
    case VariantText::kImage:
      return IsSafeImage(text);
  }
  return false;
}

// They span the variants, keys ascend, and what an item is called is no variant of another.
void CheckVariants(size_t n, ColumnReader* reader, const CatalogColumns& columns) {
  const size_t count = columns.variant_by_key.size();
  const bool spans = columns.variant_start[0] == 0 && columns.variant_start[n] == count &&
                     std::is_sorted(columns.variant_start.begin(), columns.variant_start.end());
  if (!spans) return reader->Fail("variant_start", "does not span the variants");
  for (size_t i = 0; i < columns.variant_text.size(); ++i) {
    if (IsVariantText(columns.variant_text[i], i % kVariantTexts)) continue;
    return reader->FailAt("variant_text", i, "is out of range");
  }
  ItemKey before = 0;
  for (size_t i = 0; i < count; ++i) {
    const VariantIndex variant = columns.variant_by_key[i];
    const ItemKey key = variant < count ? KeyOf(columns.Text(variant, VariantText::kSku)) : 0;
    if (variant >= count || (i > 0 && key <= before)) {
      return reader->FailAt("variant_by_key", i, "is out of order");
    }
    before = key;
  }
  for (size_t i = 0; i < n; ++i) {
    if (columns.Match(columns.key[i]).item == i) continue;
    return reader->FailAt("item_key", i, "is a variant of another");
  }
}

void ReadVariants(const fb::Pack& pack, size_t n, ColumnReader* reader, CatalogColumns* columns) {
  if (pack.variant_start() == nullptr) return;
  columns->variant_start = reader->Column(pack.variant_start(), n + 1, "variant_start");
  columns->variant_by_key = reader->AtMost(pack.variant_by_key(), kMaxItems, "variant_by_key");
  const size_t count = columns->variant_by_key.size();
  columns->variant_text =
      reader->Text(pack.variant_text(), count * kVariantTexts, 0, kMaxLinkBytes, "variant_text");
  columns->variant_price_minor =
      reader->Checked(pack.variant_price_minor(), count, "variant_price_minor", IsPrice);
  columns->variant_availability =
      reader->Checked(pack.variant_availability(), count, "variant_availability", IsAvailability);
  if (reader->ok()) CheckVariants(n, reader, *columns);
}

// Weights are clamped where they are used (AttributionWeights::FromPack).
void ReadTaste(const fb::Pack& pack, size_t n, ColumnReader* reader, CatalogColumns* columns) {
  if (pack.taste_vector() != nullptr) {
    columns->taste_vector = reader->Checked(pack.taste_vector(), n * kEmbeddingDims, "taste_vector",
                                            [](int8_t value) { return value != -128; });
  }
  if (pack.taste_group() != nullptr) {
    columns->taste_group = reader->Column(pack.taste_group(), n, "taste_group");
  }
  columns->attribution_weights = reader->Any(pack.attribution_weights(), "attribution_weights");
}

// Bounds what TreeModel will look at.
void ReadModel(const fb::Pack& pack, ColumnReader* reader, CatalogColumns* columns) {
  const auto* names = pack.model_feature_name();
  const size_t features = names == nullptr || names->end() == nullptr ? 0 : names->end()->size();
  if (features > kMaxModelFeatures) {
    return reader->Fail("model_feature_name", "more than 255 entries");
  }
  columns->model_feature_name =
      reader->Text(names, features, 1, kMaxFeatureNameBytes, "model_feature_name");
  columns->model_feature = reader->AtMost(pack.model_feature(), kMaxModelNodes, "model_feature");
  columns->model_threshold =
      reader->AtMost(pack.model_threshold(), kMaxModelNodes, "model_threshold");
  columns->model_child = reader->AtMost(pack.model_child(), kMaxModelNodes, "model_child");
  columns->model_value = reader->AtMost(pack.model_value(), kMaxModelNodes, "model_value");
  columns->model_root = reader->AtMost(pack.model_root(), kMaxModelNodes, "model_root");
  columns->model_surfaces = reader->AtMost(pack.model_surfaces(), kMaxModelNodes, "model_surfaces");
  columns->model_base = pack.model_base();
  columns->model_hand = reader->AtMost(pack.model_hand(), kMaxModelSurfaces, "model_hand");
}

Result<CatalogColumns> ReadColumns(const fb::Pack& pack) {
  ColumnReader reader;
  CatalogColumns columns;
  columns.key = reader.Any(pack.item_key(), "item_key");
  const size_t n = columns.key.size();
  if (n > kMaxItems) return TooLarge("pack: expected at most 4000000 items");
  ReadHead(pack, &reader, &columns);
  ReadCategories(pack, &reader, &columns);
  ReadBrands(pack, &reader, &columns);
  if (reader.ok()) ReadTexts(pack, n, &reader, &columns);
  CheckKeys(&reader, columns);
  if (reader.ok()) ReadItems(pack, n, &reader, &columns);
  if (reader.ok()) ReadNeighbours(pack, n, &reader, &columns);
  if (reader.ok()) ReadViews(pack, n, &reader, &columns);
  if (reader.ok()) ReadEmbedding(pack, n, &reader, &columns);
  if (reader.ok()) ReadTopics(pack, n, &reader, &columns);
  if (reader.ok()) ReadVariants(pack, n, &reader, &columns);
  if (reader.ok() && pack.regular_price_minor() != nullptr) {
    columns.regular_price_minor =
        reader.Checked(pack.regular_price_minor(), n + columns.variant_price_minor.size(),
                       "regular_price_minor", IsPrice);
  }
  if (reader.ok()) ReadTaste(pack, n, &reader, &columns);
  if (reader.ok()) ReadModel(pack, &reader, &columns);
  if (!reader.ok()) return reader.status().error();
  return columns;
}

}  // namespace

Result<Catalog> Catalog::FromPack(std::vector<uint8_t> bytes) {
  if (Status status = CheckHeader(bytes); !status.ok()) return status.error();
  const auto payload = std::span<const uint8_t>(bytes).subspan(kPackHeaderBytes);
  const uint64_t hash = Hash64(payload);
  if (hash != ReadAt<uint64_t>(bytes, kPackHashAt)) {
    return Malformed("pack: damaged, the content does not match its hash");
  }
  flatbuffers::Verifier verifier(payload.data(), payload.size(), kMaxTableDepth, kMaxTables);
  if (!fb::VerifyPackBuffer(verifier)) {
    return Malformed("pack: the content is not a FlatBuffers table of this format");
  }
  Result<CatalogColumns> columns = ReadColumns(*fb::GetPack(payload.data()));
  if (!columns.ok()) return columns.error();

  Catalog catalog;
  catalog.columns_ = *columns;
  catalog.pack_bytes_ = std::move(bytes);  // keeps its address: the columns point into it
  catalog.content_hash_ = hash;
  catalog.IndexCategories();
  return catalog;
}

}  // namespace hearth
