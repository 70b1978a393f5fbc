// Sorting that is small to download: std::sort adds 2 to 4 KB for each type and order. Sort adds a
// hundred bytes and takes two to three times as long: it sorts positions, through one function for
// all types, and moves the values once. SortInlined adds half a kilobyte and is about as fast as
// std::sort. Both are stable, and take memory for another copy of the values.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace hearth {

// Merge sort, from runs of one value upwards.
template <typename Value, typename Less>
void MergeSort(std::vector<Value>& values, const Less& is_less) {
  const size_t count = values.size();
  std::vector<Value> merged(values);
  for (size_t run = 1; run < count; run *= 2) {
    for (size_t begin = 0; begin < count; begin += 2 * run) {
      const size_t middle = std::min(begin + run, count), end = std::min(begin + 2 * run, count);
      size_t left = begin, right = middle;
      const bool in_order = middle == end || !is_less(values[middle], values[middle - 1]);
      for (size_t at = begin; at < end; ++at) {
        const bool from_right =
            left == middle || (!in_order && right < end && is_less(values[right], values[left]));
        merged[at] = values[from_right ? right++ : left++];
      }
    }
    values.swap(merged);
  }
}

// The positions 0..count-1 in ascending order of their values, of which `is_less_at` says whether
// the one at `position` comes before the one at `other`.
using PositionLess = bool (*)(const void* context, uint32_t position, uint32_t other);
std::vector<uint32_t> SortedPositions(size_t count, PositionLess is_less_at, const void* context);

// Puts values of `value_bytes` each into the order of their `positions`.
void Reorder(void* values, size_t value_bytes, std::span<const uint32_t> positions);

template <typename Value>
void Reorder(std::span<Value> values, std::span<const uint32_t> positions) {
  if constexpr (std::is_trivially_copyable_v<Value>) {
    Reorder(values.data(), sizeof(Value), positions);
  } else {
    std::vector<Value> sorted;
    sorted.reserve(positions.size());
    for (uint32_t position : positions) sorted.push_back(std::move(values[position]));
    std::move(sorted.begin(), sorted.end(), values.begin());
  }
}

template <typename Values>
using ValueOf = std::remove_reference_t<decltype(*std::data(std::declval<Values&>()))>;

// `values` is a vector, an array or a span.
template <typename Values, typename Less = std::less<>>
void Sort(Values&& values, Less is_less = {}) {
  const std::span<ValueOf<Values>> all(values);
  struct Context {
    std::span<ValueOf<Values>> values;
    const Less& is_less;
  } const context{all, is_less};
  const auto is_less_at = [](const void* in, uint32_t position, uint32_t other) {
    const auto* c = static_cast<const Context*>(in);
    return bool(c->is_less(c->values[position], c->values[other]));
  };
  Reorder(all, SortedPositions(all.size(), is_less_at, &context));
}

template <typename Value, typename Less = std::less<>>
void SortInlined(std::vector<Value>& values, Less is_less = {}) {
  MergeSort(values, is_less);
}

}  // namespace hearth
