#include "pack/counts/top_items.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>

#include "pack/counts/months.h"

namespace hearth {
namespace {

// Entries of `width` values for each item.
template <typename T>
void Keep(std::span<const uint32_t> kept, size_t width, std::vector<T>* column) {
  if (column->empty()) return;
  std::vector<T> values;
  values.reserve(kept.size() * width);
  for (const uint32_t i : kept) {
    const auto first = column->begin() + static_cast<std::ptrdiff_t>(i * width);
    values.insert(values.end(), first, first + static_cast<std::ptrdiff_t>(width));
  }
  *column = std::move(values);
}

void Keep(std::span<const uint32_t> kept, size_t width, OwnedText* texts) {
  const TextColumn before = texts->Column();
  OwnedText values;
  for (const uint32_t i : kept) {
    for (size_t text = 0; text < width; ++text) values.Append(before[i * width + text]);
  }
  *texts = std::move(values);
}

template <typename... Columns>
void KeepEach(std::span<const uint32_t> kept, Columns*... columns) {
  (Keep(kept, 1, columns), ...);
}

constexpr uint32_t kGone = 0xFFFFFFFF;

// The new number of each old one.
std::vector<uint32_t> NewNumbers(std::span<const uint32_t> kept, size_t before) {
  std::vector<uint32_t> numbers(before, kGone);
  for (size_t i = 0; i < kept.size(); ++i) numbers[kept[i]] = static_cast<uint32_t>(i);
  return numbers;
}

// Lists of items beside each item, with weights.
template <typename... Weights>
void KeepLists(std::span<const uint32_t> kept, std::span<const uint32_t> numbers,
               std::vector<uint32_t>* start, std::vector<uint32_t>* items, Weights*... weights) {
  if (start->empty()) return;
  std::vector<uint32_t> starts = {0}, entries;
  for (const uint32_t i : kept) {
    for (uint32_t at = (*start)[i]; at < (*start)[i + 1]; ++at) {
      if (numbers[(*items)[at]] != kGone) entries.push_back(at);
    }
    starts.push_back(static_cast<uint32_t>(entries.size()));
  }
  *start = std::move(starts);
  KeepEach(entries, items, weights...);
  for (uint32_t& item : *items) item = numbers[item];
}

// Of the items that stay.
std::vector<uint32_t> KeptVariants(std::span<const ItemIndex> kept, const CatalogColumns& columns) {
  std::vector<uint32_t> variants;
  for (const ItemIndex item : kept) {
    const auto [first, last] = columns.VariantsOf(item);
    for (VariantIndex v = first; v < last; ++v) variants.push_back(v);
  }
  return variants;
}

void KeepVariants(std::span<const ItemIndex> kept, std::span<const uint32_t> variants,
                  OwnedColumns* columns) {
  std::vector<uint32_t> starts = {0};
  for (const ItemIndex item : kept) {
    const auto [first, last] = columns->Columns().VariantsOf(item);
    starts.push_back(starts.back() + last - first);
  }
  const std::vector<uint32_t> numbers = NewNumbers(variants, columns->variant_price_minor.size());
  std::vector<uint32_t> by_key;
  for (const uint32_t variant : columns->variant_by_key) {
    if (numbers[variant] != kGone) by_key.push_back(numbers[variant]);
  }
  columns->variant_start = variants.empty() ? std::vector<uint32_t>() : std::move(starts);
  columns->variant_by_key = std::move(by_key);
  Keep(variants, kVariantTexts, &columns->variant_text);
  KeepEach(variants, &columns->variant_price_minor, &columns->variant_availability);
}

size_t RowsOf(const OwnedColumns& columns) {
  const CatalogColumns all = columns.Columns();
  size_t rows = 0;
  for (ItemIndex item = 0; item < columns.item_count(); ++item) rows += all.RowsOf(item);
  return rows;
}

// Bytes of what is known of an item besides its texts.
size_t BytesOfNumbers(const CatalogColumns& columns, ItemIndex item) {
  const auto has_vector = [&](std::span<const int8_t> vectors) {
    if (vectors.empty()) return false;
    const auto vector = vectors.subspan(item * kEmbeddingDims, kEmbeddingDims);
    return std::any_of(vector.begin(), vector.end(), [](int8_t value) { return value != 0; });
  };
  size_t bytes = 6 * size_t{columns.neighbour_start[item + 1] - columns.neighbour_start[item]};
  if (!columns.viewed_start.empty()) {
    bytes += 8 * size_t{columns.viewed_start[item + 1] - columns.viewed_start[item]};
  }
  if (has_vector(columns.embedding)) bytes += kEmbeddingDims;
  if (has_vector(columns.taste_vector)) bytes += kEmbeddingDims;
  return bytes;
}

size_t RoundedDown(size_t number) {
  size_t step = 1;
  while (number / step >= 100) step *= 10;
  return number / step * step;
}

}  // namespace

std::vector<ItemIndex> TopItems(const OwnedColumns& columns, std::span<const uint32_t> customers,
                                std::span<const uint32_t> feed_order, size_t count) {
  std::vector<ItemIndex> items(columns.item_count());
  std::iota(items.begin(), items.end(), 0);
  if (count >= items.size()) return items;
  const auto rank = [&](ItemIndex i) {
    const bool can_be_had =
        columns.availability[i] != static_cast<uint8_t>(Availability::kOutOfStock);
    return std::tuple(customers.empty() ? 0 : customers[i],
                      columns.viewers.empty() ? 0 : columns.viewers[i], can_be_had, feed_order[i]);
  };
  // What is sensitive is known by the pack alone, so it stays.
  const auto others = std::partition(items.begin(), items.end(), [&](ItemIndex i) {
    return (!columns.topic.empty() && columns.topic[i] != 0) ||
           (!columns.reveals.empty() && columns.reveals[i] != 0);
  });
  const auto sensitive = static_cast<size_t>(others - items.begin());
  const auto end = others + static_cast<std::ptrdiff_t>(count - std::min(count, sensitive));
  std::nth_element(others, end, items.end(),
                   [&](ItemIndex x, ItemIndex y) { return rank(x) > rank(y); });
  items.erase(end, items.end());
  std::sort(items.begin(), items.end());
  return items;
}

void KeepItems(std::span<const ItemIndex> kept, OwnedColumns* c) {
  const size_t before = c->item_count();
  const size_t rows_before = RowsOf(*c);
  const std::vector<uint32_t> numbers = NewNumbers(kept, before);
  const std::vector<uint32_t> variants = KeptVariants(kept, c->Columns());
  // Of columns that have the items first and then the variants.
  std::vector<uint32_t> both(kept.begin(), kept.end());
  for (const uint32_t v : variants) both.push_back(static_cast<uint32_t>(before) + v);
  KeepEach(both, &c->regular_price_minor, &c->gtin);
  KeepVariants(kept, variants, c);
  KeepLists(kept, numbers, &c->neighbour_start, &c->neighbour_item, &c->neighbour_weight);
  KeepLists(kept, numbers, &c->viewed_start, &c->viewed_item, &c->viewed_with, &c->viewed_after);
  KeepEach(kept, &c->key, &c->sku, &c->title, &c->link, &c->image, &c->category, &c->brand,
           &c->price_minor, &c->price_band, &c->availability, &c->since_day, &c->item_customers,
           &c->recent_customers, &c->repeat_permille, &c->gap_days, &c->also_under_of,
           &c->google_number, &c->reveals, &c->topic, &c->taste_group, &c->viewers);
  Keep(kept, kMonths, &c->month_level);
  Keep(kept, kEmbeddingDims, &c->embedding);
  Keep(kept, kEmbeddingDims, &c->taste_vector);
  c->left_out_rows += static_cast<uint32_t>(rows_before - RowsOf(*c));
}

size_t ItemsThatFit(const CatalogColumns& columns, size_t compressed, size_t budget) {
  constexpr size_t kNumbersPerItem = 40;  // price, category, counts
  constexpr double kTextCompresses = 3;   // so many times better than vectors and lists
  const size_t n = columns.key.size();
  if (n == 0) return 1;
  const size_t texts = columns.sku.bytes.size() + columns.title.bytes.size() +
                       columns.link.bytes.size() + columns.image.bytes.size() +
                       columns.variant_text.bytes.size() + n * kNumbersPerItem;
  const double of_each = static_cast<double>(texts) / static_cast<double>(n) / kTextCompresses;
  std::vector<size_t> numbers(n);
  for (ItemIndex i = 0; i < n; ++i) numbers[i] = BytesOfNumbers(columns, i);
  std::sort(numbers.begin(), numbers.end(), std::greater<>());
  double all = 0;
  for (const size_t bytes : numbers) all += of_each + static_cast<double>(bytes);
  const double most = all * static_cast<double>(budget) / static_cast<double>(compressed);
  size_t fit = 0;
  for (double taken = 0; fit < n; ++fit) {
    taken += of_each + static_cast<double>(numbers[fit]);
    if (taken > most) break;
  }
  return std::max<size_t>(RoundedDown(fit), 1);
}

}  // namespace hearth
