#include "cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace hearth {
namespace {

constexpr size_t kMaxFileBytes = size_t{4} << 30;
constexpr size_t kChunkBytes = size_t{1} << 20;

Error Failed(const std::string& path) {
  const int code = errno;
  const std::string message = path + ": " + std::strerror(code);
  return code == ENOENT ? NotFound(message) : Error{ErrorCode::kInternal, message};
}

// Closes on every way out.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (ok()) close(descriptor_);
  }

  bool ok() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }
  bool Close() {
    const int closing = descriptor_;
    descriptor_ = -1;
    return close(closing) == 0;
  }

 private:
  int descriptor_;
};

// A read that a signal cut short is taken up again.
template <typename Bytes>
Result<Bytes> ReadFile(const std::string& path) {
  const File file(path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return Failed(path);
  Bytes bytes;
  for (;;) {
    const size_t size = bytes.size();
    bytes.resize(size + kChunkBytes);
    const ssize_t count = read(file.get(), bytes.data() + size, kChunkBytes);
    bytes.resize(size + (count > 0 ? static_cast<size_t>(count) : 0));
    if (count == 0) return bytes;
    if (count < 0 && errno != EINTR) return Failed(path);
    if (bytes.size() > kMaxFileBytes) return TooLarge(path + ": expected at most 4 GiB");
  }
}

bool WriteAll(const File& file, std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return true;
}

// Removes the file unless it was renamed away.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!renamed_) unlink(path_.c_str());
  }
  bool RenameTo(const std::string& path) {
    renamed_ = std::rename(path_.c_str(), path.c_str()) == 0;
    return renamed_;
  }

 private:
  std::string path_;
  bool renamed_ = false;
};

}  // namespace

Result<std::string> ReadTextFile(const std::string& path) { return ReadFile<std::string>(path); }

Result<std::vector<uint8_t>> ReadBinaryFile(const std::string& path) {
  return ReadFile<std::vector<uint8_t>>(path);
}

Status WriteFileAtomically(const std::string& path, std::span<const uint8_t> bytes) {
  struct stat there = {};
  if (lstat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode)) {
    return InvalidArgument(path +
                           ": expected a regular file or nothing there; a folder, a link or a "
                           "device is not replaced");
  }
  const std::string beside = path + ".part-" + std::to_string(getpid());
  File file(open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!file.ok()) return Failed(beside);
  TemporaryFile temporary(beside);
  const bool written = WriteAll(file, bytes) && fsync(file.get()) == 0 && file.Close();
  if (!written || !temporary.RenameTo(path)) return Failed(path);
  return {};
}

Status WriteFileAtomically(const std::string& path, std::string_view text) {
  return WriteFileAtomically(path,
                             std::span(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
}

}  // namespace hearth
