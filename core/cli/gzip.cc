#include "cli/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include "cli/files.h"

namespace hearth {
namespace {

constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr int kGzipWindow = 15 + 16;  // the largest window, and gzip's own frame
constexpr size_t kChunkBytes = size_t{1} << 20;
constexpr size_t kMaxBestBytes = size_t{16} << 20;
constexpr size_t kMaxTextBytes = size_t{4} << 30;

// zlib's stream, ended on every way out.
class Inflater {
 public:
  Inflater() : ok_(inflateInit2(&stream_, kGzipWindow) == Z_OK) {}
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() {
    if (ok_) inflateEnd(&stream_);
  }
  bool ok() const { return ok_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool ok_;
};

// A gzip file may have several members, one after the other.
Result<std::string> Unpack(std::string& packed, const std::string& path) {
  const Error damaged = Malformed(path + ": expected a whole gzip file");
  Inflater inflater;
  if (!inflater.ok()) return Error{ErrorCode::kInternal, path + ": zlib would not start"};
  z_stream& stream = inflater.stream();
  std::string text;
  size_t taken = 0;
  for (;;) {
    const size_t size = text.size();
    text.resize(size + kChunkBytes);
    const size_t given = std::min(packed.size() - taken, kChunkBytes);
    stream.next_in = reinterpret_cast<Bytef*>(packed.data() + taken);
    stream.avail_in = static_cast<uInt>(given);
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + size);
    stream.avail_out = static_cast<uInt>(kChunkBytes);
    const int state = inflate(&stream, Z_NO_FLUSH);
    taken += given - stream.avail_in;
    text.resize(text.size() - stream.avail_out);
    if (text.size() > kMaxTextBytes) return TooLarge(path + ": expected at most 4 GiB unpacked");
    if (state == Z_STREAM_END) {
      if (taken == packed.size()) return text;
      if (inflateReset(&stream) != Z_OK) return damaged;
    } else if (state != Z_OK) {
      return damaged;  // Z_BUF_ERROR, where it is cut short, too
    }
  }
}

}  // namespace

Result<std::string> ReadMaybeGzipped(const std::string& path) {
  Result<std::string> bytes = ReadTextFile(path);
  if (!bytes.ok() || !bytes->starts_with(kGzipMagic)) return bytes;
  return Unpack(*bytes, path);
}

size_t GzippedSize(std::span<const uint8_t> bytes) {
  constexpr int kMemory = 8;  // zlib's default
  z_stream stream{};
  const int level = bytes.size() > kMaxBestBytes ? 6 : 9;
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
    return bytes.size();
  }
  std::vector<uint8_t> packed(kChunkBytes);
  size_t size = 0;
  int state = Z_OK;
  while (state == Z_OK) {
    const size_t given = std::min(bytes.size(), kChunkBytes);
    if (stream.avail_in == 0) {
      stream.next_in = const_cast<Bytef*>(bytes.data());  // zlib only reads it
      stream.avail_in = static_cast<uInt>(given);
      bytes = bytes.subspan(given);
    }
    stream.next_out = packed.data();
    stream.avail_out = static_cast<uInt>(packed.size());
    state = deflate(&stream, bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
    size += packed.size() - stream.avail_out;
  }
  deflateEnd(&stream);
  return size;
}

std::string FindMaybeGzipped(const std::string& path) {
  for (const char* ending : {"", ".gz"}) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path + ending, ignored)) return path + ending;
  }
  return "";
}

}  // namespace hearth
