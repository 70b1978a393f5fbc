// Reading and writing little-endian bytes with bounds. A reader that ran past its end stays failed:
// check ok() once, after a group of reads.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace hearth {

static_assert(std::endian::native == std::endian::little, "formats are used in place");

class ByteWriter {
 public:
  template <typename T>
  void Put(T value) {
    Append(&value, sizeof(T));
  }
  void PutBytes(std::span<const uint8_t> bytes) { Append(bytes.data(), bytes.size()); }
  void PutText(std::string_view text) { Append(text.data(), text.size()); }
  std::vector<uint8_t> Take() { return std::move(bytes_); }
  std::span<const uint8_t> bytes() const { return bytes_; }

 private:
  void Append(const void* bytes, size_t count) {
    const size_t at = bytes_.size();
    bytes_.resize(at + count);
    if (count > 0) std::memcpy(bytes_.data() + at, bytes, count);
  }

  std::vector<uint8_t> bytes_;
};

class ByteReader {
 public:
  explicit ByteReader(std::span<const uint8_t> bytes) : rest_(bytes) {}

  template <typename T>
  T Get() {
    T value{};
    const auto bytes = GetBytes(sizeof(T));
    if (!bytes.empty()) std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
  }
  std::span<const uint8_t> GetBytes(size_t count) {
    if (!ok_ || count > rest_.size()) {
      ok_ = false;
      return {};
    }
    const auto bytes = rest_.first(count);
    rest_ = rest_.subspan(count);
    return bytes;
  }
  std::string_view GetText(size_t count) {
    const auto bytes = GetBytes(count);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  bool ok() const { return ok_; }
  size_t left() const { return rest_.size(); }
  bool AtEnd() const { return ok_ && rest_.empty(); }

 private:
  std::span<const uint8_t> rest_;
  bool ok_ = true;
};

}  // namespace hearth
