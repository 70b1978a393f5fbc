// How bytes cross: the host writes what a call takes into the module's room, right before the call
// (bytes.js), and reads bytes that a call answers from there. Embind's own way, a handle of each of
// JavaScript's objects, is 2 KB more of a download.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hearth {

inline std::vector<uint8_t>& TheRoom() {
  static std::vector<uint8_t>& room = *new std::vector<uint8_t>;
  return room;
}

// Where it is: until memory grows or the next call.
inline size_t RoomAt() { return reinterpret_cast<size_t>(TheRoom().data()); }

// Makes it that large, to be written to; answers where it is.
inline size_t Room(size_t bytes) {
  TheRoom() = std::vector<uint8_t>(bytes);
  return RoomAt();
}

// Puts an answer there; answers how long it is.
inline size_t Put(std::vector<uint8_t> bytes) {
  TheRoom() = std::move(bytes);
  return TheRoom().size();
}

inline std::vector<uint8_t> Given() { return std::exchange(TheRoom(), {}); }

}  // namespace hearth
