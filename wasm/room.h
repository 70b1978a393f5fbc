// How bytes cross: the host writes what a call takes into the module's room, right before the call
// (bytes.js), and reads bytes that a call answers from there. Embind's own way, a handle of each of
// JavaScript's objects, is 2 KB more of a download.
#pragma once

#include <emscripten/bind.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hearth {

inline std::vector<uint8_t>& TheRoom() {
  static std::vector<uint8_t>& room = *new std::vector<uint8_t>;
  return room;
}

// A view of the heap: it dies when memory grows, so that the host copies at once.
inline emscripten::memory_view<uint8_t> View(std::vector<uint8_t> bytes) {
  TheRoom() = std::move(bytes);
  return emscripten::memory_view<uint8_t>(TheRoom().size(), TheRoom().data());
}

inline emscripten::memory_view<uint8_t> Room(size_t bytes) {
  return View(std::vector<uint8_t>(bytes));
}

inline std::vector<uint8_t> Given() { return std::exchange(TheRoom(), {}); }

}  // namespace hearth
