#include "pack/writer/pack_writer.h"

#include <flatbuffers/flatbuffers.h>

#include <cstring>
#include <string>

#include "base/hash.h"
#include "catalog/pack_format.h"
#include "catalog/pack_generated.h"
#include "rank/model.h"

namespace hearth {
namespace {

template <typename T>
size_t BytesOf(const std::vector<T>& column) {
  return column.size() * sizeof(T);
}

size_t BytesOf(const OwnedText& text) { return BytesOf(text.bytes) + BytesOf(text.end); }

template <typename... Columns>
size_t Sum(const Columns&... columns) {
  return (BytesOf(columns) + ...);
}

using TextOffset = flatbuffers::Offset<fb::TextColumn>;

TextOffset WriteText(const OwnedText& text, flatbuffers::FlatBufferBuilder* builder) {
  const auto bytes = builder->CreateVector(text.bytes);
  const auto end = builder->CreateVector(text.end);
  return fb::CreateTextColumn(*builder, bytes, end);
}

template <typename T>
flatbuffers::Offset<flatbuffers::Vector<T>> VectorUnlessEmpty(
    const std::vector<T>& column, flatbuffers::FlatBufferBuilder* builder) {
  if (column.empty()) return 0;
  return builder->CreateVector(column);
}

void WritePayload(const OwnedColumns& c, flatbuffers::FlatBufferBuilder* builder) {
  // FlatBuffers writes children before the table that holds them.
  const auto shop = builder->CreateString(c.shop);
  const auto currency = builder->CreateString(c.currency);
  const auto key = builder->CreateVector(c.key);
  const TextOffset sku = WriteText(c.sku, builder);
  const TextOffset title = WriteText(c.title, builder);
  const TextOffset link = WriteText(c.link, builder);
  const TextOffset image = WriteText(c.image, builder);
  const auto category = builder->CreateVector(c.category);
  const auto brand = builder->CreateVector(c.brand);
  const auto price_minor = builder->CreateVector(c.price_minor);
  const auto price_band = builder->CreateVector(c.price_band);
  const auto availability = builder->CreateVector(c.availability);
  const auto since_day = builder->CreateVector(c.since_day);
  const auto item_customers = builder->CreateVector(c.item_customers);
  const auto recent_customers = builder->CreateVector(c.recent_customers);
  const auto repeat_permille = builder->CreateVector(c.repeat_permille);
  const auto gap_days = builder->CreateVector(c.gap_days);
  const auto month_level = VectorUnlessEmpty(c.month_level, builder);
  const auto neighbour_start = builder->CreateVector(c.neighbour_start);
  const auto neighbour_item = builder->CreateVector(c.neighbour_item);
  const auto neighbour_weight = builder->CreateVector(c.neighbour_weight);
  const auto embedding = builder->CreateVector(c.embedding);
  const auto category_parent = builder->CreateVector(c.category_parent);
  const TextOffset category_name = WriteText(c.category_name, builder);
  const TextOffset brand_name = WriteText(c.brand_name, builder);
  const auto google_category = VectorUnlessEmpty(c.google_category, builder);
  const auto gtin = VectorUnlessEmpty(c.gtin, builder);
  // Left out where there is nothing to say.
  flatbuffers::Offset<flatbuffers::Vector<uint8_t>> reveals;
  TextOffset reveals_topic;
  if (!c.reveals.empty()) {
    reveals = builder->CreateVector(c.reveals);
    reveals_topic = WriteText(c.reveals_topic, builder);
  }
  flatbuffers::Offset<flatbuffers::Vector<uint8_t>> topic;
  TextOffset topic_id;
  if (!c.topic.empty()) {
    topic = builder->CreateVector(c.topic);
    topic_id = WriteText(c.topic_id, builder);
  }
  const auto variant_start = VectorUnlessEmpty(c.variant_start, builder);
  const auto variant_by_key = VectorUnlessEmpty(c.variant_by_key, builder);
  TextOffset variant_text;
  if (!c.variant_start.empty()) variant_text = WriteText(c.variant_text, builder);
  const auto variant_price_minor = VectorUnlessEmpty(c.variant_price_minor, builder);
  const auto variant_availability = VectorUnlessEmpty(c.variant_availability, builder);
  const auto regular_price_minor = VectorUnlessEmpty(c.regular_price_minor, builder);
  const auto taste_vector = VectorUnlessEmpty(c.taste_vector, builder);
  const auto taste_group = VectorUnlessEmpty(c.taste_group, builder);
  const auto attribution_weights = VectorUnlessEmpty(c.attribution_weights, builder);
  const auto item_viewers = VectorUnlessEmpty(c.viewers, builder);
  const auto viewed_start = VectorUnlessEmpty(c.viewed_start, builder);
  const auto viewed_item = VectorUnlessEmpty(c.viewed_item, builder);
  const auto viewed_with = VectorUnlessEmpty(c.viewed_with, builder);
  const auto viewed_after = VectorUnlessEmpty(c.viewed_after, builder);
  TextOffset model_feature_name;
  if (!c.model_feature_name.end.empty()) {
    model_feature_name = WriteText(c.model_feature_name, builder);
  }
  const auto model_feature = VectorUnlessEmpty(c.model_feature, builder);
  const auto model_threshold = VectorUnlessEmpty(c.model_threshold, builder);
  const auto model_child = VectorUnlessEmpty(c.model_child, builder);
  const auto model_value = VectorUnlessEmpty(c.model_value, builder);
  const auto model_root = VectorUnlessEmpty(c.model_root, builder);
  const auto model_surfaces = VectorUnlessEmpty(c.model_surfaces, builder);
  const auto model_hand = VectorUnlessEmpty(c.model_hand, builder);

  fb::PackBuilder pack(*builder);
  pack.add_shop(shop);
  pack.add_currency(currency);
  pack.add_minor_digits(c.minor_digits);
  pack.add_as_of_ms(c.as_of);
  pack.add_k(c.k);
  pack.add_customers(c.customers);
  pack.add_item_key(key);
  pack.add_item_sku(sku);
  pack.add_item_title(title);
  pack.add_item_link(link);
  pack.add_item_image(image);
  pack.add_item_category(category);
  pack.add_item_brand(brand);
  pack.add_item_price_minor(price_minor);
  pack.add_item_price_band(price_band);
  pack.add_item_availability(availability);
  pack.add_item_since_day(since_day);
  pack.add_item_customers(item_customers);
  pack.add_item_recent_customers(recent_customers);
  pack.add_item_repeat_permille(repeat_permille);
  pack.add_item_gap_days(gap_days);
  pack.add_item_month_level(month_level);
  pack.add_neighbour_start(neighbour_start);
  pack.add_neighbour_item(neighbour_item);
  pack.add_neighbour_weight(neighbour_weight);
  pack.add_embedding_dims(c.embedding.empty() ? 0 : kEmbeddingDims);
  pack.add_embedding(embedding);
  pack.add_category_parent(category_parent);
  pack.add_category_name(category_name);
  pack.add_brand_name(brand_name);
  pack.add_item_reveals(reveals);
  pack.add_reveals_topic(reveals_topic);
  pack.add_taste_vector(taste_vector);
  pack.add_taste_group(taste_group);
  pack.add_attribution_weights(attribution_weights);
  pack.add_item_viewers(item_viewers);
  pack.add_viewed_start(viewed_start);
  pack.add_viewed_item(viewed_item);
  pack.add_viewed_with(viewed_with);
  pack.add_viewed_after(viewed_after);
  pack.add_model_feature_name(model_feature_name);
  pack.add_model_feature(model_feature);
  pack.add_model_threshold(model_threshold);
  pack.add_model_child(model_child);
  pack.add_model_value(model_value);
  pack.add_model_root(model_root);
  pack.add_model_surfaces(model_surfaces);
  pack.add_model_base(c.model_base);
  pack.add_google_category(google_category);
  pack.add_model_hand(model_hand);
  pack.add_item_topic(topic);
  pack.add_topic_id(topic_id);
  pack.add_list_hash(c.list_hash);
  pack.add_variant_start(variant_start);
  pack.add_variant_by_key(variant_by_key);
  pack.add_variant_text(variant_text);
  pack.add_variant_price_minor(variant_price_minor);
  pack.add_variant_availability(variant_availability);
  pack.add_regular_price_minor(regular_price_minor);
  pack.add_item_gtin(gtin);
  pack.add_left_out_rows(c.left_out_rows);
  fb::FinishPackBuffer(*builder, pack.Finish());
}

std::vector<uint8_t> WithHeader(std::span<const uint8_t> payload) {
  std::vector<uint8_t> bytes(kPackHeaderBytes, 0);
  const uint32_t version = kPackFormatVersion;
  const uint64_t length = payload.size();
  const uint64_t hash = Hash64(payload);
  std::memcpy(bytes.data(), kPackMagic.data(), kPackMagic.size());
  std::memcpy(bytes.data() + kPackVersionAt, &version, sizeof(version));
  std::memcpy(bytes.data() + kPackLengthAt, &length, sizeof(length));
  std::memcpy(bytes.data() + kPackHashAt, &hash, sizeof(hash));
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return bytes;
}

}  // namespace

Result<std::vector<uint8_t>> EncodePack(const OwnedColumns& columns) {
  size_t expected = 0;
  for (const SectionBytes& section : MeasureSections(columns)) expected += section.bytes;
  if (expected > kMaxPackBytes) return TooLarge("expected a pack of at most 512 MiB");
  flatbuffers::FlatBufferBuilder builder(expected + 4096);
  WritePayload(columns, &builder);
  std::vector<uint8_t> bytes = WithHeader({builder.GetBufferPointer(), builder.GetSize()});
  const Result<Catalog> read_back = Catalog::FromPack(bytes);
  if (!read_back.ok()) return Error{ErrorCode::kInternal, read_back.error().message};
  const Result<Model> model = Model::FromCatalog(*read_back);
  if (!model.ok()) return Error{ErrorCode::kInternal, model.error().message};
  return bytes;
}

void PutModel(const TreeArrays& arrays, OwnedColumns* columns) {
  columns->model_feature_name = {};
  for (const std::string& name : arrays.feature_names) columns->model_feature_name.Append(name);
  columns->model_feature = arrays.feature;
  columns->model_threshold = arrays.threshold;
  columns->model_child = arrays.child;
  columns->model_value = arrays.value;
  columns->model_root = arrays.root;
  columns->model_surfaces = arrays.surfaces;
  columns->model_base = arrays.base;
  columns->model_hand = arrays.hand;
}

TreeArrays ModelOf(const OwnedColumns& columns) {
  TreeArrays arrays;
  const TextColumn names = columns.model_feature_name.Column();
  for (size_t i = 0; i < names.size(); ++i) arrays.feature_names.emplace_back(names[i]);
  arrays.feature = columns.model_feature;
  arrays.threshold = columns.model_threshold;
  arrays.child = columns.model_child;
  arrays.value = columns.model_value;
  arrays.root = columns.model_root;
  arrays.surfaces = columns.model_surfaces;
  arrays.base = columns.model_base;
  arrays.hand = columns.model_hand;
  return arrays;
}

std::vector<SectionBytes> MeasureSections(const OwnedColumns& c) {
  return {
      {"keys, SKUs and GTINs", Sum(c.key, c.sku, c.gtin)},
      {"titles", Sum(c.title)},
      {"links and images", Sum(c.link, c.image)},
      {"price, category, brand, availability",
       Sum(c.category, c.brand, c.price_minor, c.price_band, c.availability, c.since_day,
           c.regular_price_minor)},
      {"variants", Sum(c.variant_start, c.variant_by_key, c.variant_text, c.variant_price_minor,
                       c.variant_availability)},
      {"statistics",
       Sum(c.item_customers, c.recent_customers, c.repeat_permille, c.gap_days, c.month_level)},
      {"neighbours", Sum(c.neighbour_start, c.neighbour_item, c.neighbour_weight)},
      {"embeddings", Sum(c.embedding)},
      {"categories and brands",
       Sum(c.category_parent, c.category_name, c.brand_name, c.google_category)},
      {"what is sensitive", Sum(c.topic, c.topic_id, c.reveals, c.reveals_topic)},
      {"who is shopping", Sum(c.taste_vector, c.taste_group, c.attribution_weights)},
      {"what is looked at together",
       Sum(c.viewers, c.viewed_start, c.viewed_item, c.viewed_with, c.viewed_after)},
      {"the ranker's trees",
       Sum(c.model_feature_name, c.model_feature, c.model_threshold, c.model_child, c.model_value,
           c.model_root, c.model_surfaces, c.model_hand)},
  };
}

}  // namespace hearth
