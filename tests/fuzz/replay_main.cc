// Runs a fuzz target without libFuzzer: every file of a corpus, and of each some mutations, always
// the same ones. Usage: fuzz_<target> <file or folder> [<file for the current input>]
//
// tests/numbers.json says how many mutations. With the second argument each input is written there
// before it runs, so that the one that ended the program is left behind.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/random.h"
#include "support/numbers.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

using Bytes = std::vector<uint8_t>;

constexpr std::string_view kTokens[] = {"{",
                                        "}",
                                        "[",
                                        "]",
                                        ",",
                                        ":",
                                        "\"\"",
                                        "null",
                                        "true",
                                        "-1",
                                        "0",
                                        "1e999",
                                        "1.5",
                                        "65536",
                                        "\\u0000",
                                        "\\ud800",
                                        "\xFF",
                                        "\xC0",
                                        "\n",
                                        "\r\n",
                                        "\"",
                                        "\t",
                                        "4294967296",
                                        "9223372036854775808",
                                        "\xEF\xBB\xBF",
                                        " > ",
                                        "\"op\":",
                                        "\"now\":",
                                        "\"sku\":",
                                        "2200-01-01"};

constexpr uint64_t kNumbers[] = {0,
                                 1,
                                 0x7F,
                                 0xFF,
                                 0x7FFF,
                                 0xFFFF,
                                 0x7FFFFFFF,
                                 0x80000000,
                                 0xFFFFFFFF,
                                 0x20000001,
                                 0x7FFFFFFFFFFFFFFF,
                                 0x8000000000000000,
                                 0xFFFFFFFFFFFFFFFF};

void Insert(Bytes& bytes, size_t at, const uint8_t* piece, size_t size) {
  bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), piece, piece + size);
}

void Erase(Bytes& bytes, size_t at, size_t size) {
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
  bytes.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(size, bytes.size() - at)));
}

void MutateOnce(Bytes& bytes, const Bytes& other, hearth::Random& random) {
  const size_t at = random.Below(bytes.size() + 1);
  const size_t size = 1 + random.Below(random.Chance(80) ? 8 : 256);
  const bool inside = at < bytes.size();
  switch (random.Below(9)) {
    case 0:
      if (inside) bytes[at] ^= static_cast<uint8_t>(1u << random.Below(8));
      return;
    case 1:
      if (inside) bytes[at] = static_cast<uint8_t>(random.Next());
      return;
    case 2:
      return Erase(bytes, at, size);
    case 3: {
      const Bytes piece(
          bytes.begin() + static_cast<std::ptrdiff_t>(at),
          bytes.begin() + static_cast<std::ptrdiff_t>(std::min(at + size, bytes.size())));
      return Insert(bytes, random.Below(bytes.size() + 1), piece.data(), piece.size());
    }
    case 4:
    case 5: {
      const uint64_t number = kNumbers[random.Below(std::size(kNumbers))];
      const size_t width = size_t{1} << random.Below(4);
      if (at + width <= bytes.size()) std::memcpy(bytes.data() + at, &number, width);
      return;
    }
    case 6: {
      const std::string_view token = kTokens[random.Below(std::size(kTokens))];
      if (random.Chance(50)) Erase(bytes, at, size);
      return Insert(bytes, at, reinterpret_cast<const uint8_t*>(token.data()), token.size());
    }
    case 7:
      if (random.Chance(20)) bytes.resize(at);
      return;
    default: {
      const size_t from = random.Below(other.size() + 1);
      const size_t length = std::min<size_t>(other.size() - from, random.Below(200));
      if (random.Chance(50)) Erase(bytes, at, length);
      return Insert(bytes, at, other.data() + from, length);
    }
  }
}

std::vector<std::filesystem::path> FilesOf(const std::filesystem::path& place) {
  if (!std::filesystem::is_directory(place)) return {place};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(place)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Bytes Read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

void Run(const Bytes& input, const char* keep) {
  if (keep != nullptr) {
    std::ofstream(keep, std::ios::binary)
        .write(reinterpret_cast<const char*>(input.data()),
               static_cast<std::streamsize>(input.size()));
  }
  // A copy of exactly this size: one byte too far is one byte outside.
  const auto exact = std::make_unique<uint8_t[]>(input.size());
  std::copy(input.begin(), input.end(), exact.get());
  LLVMFuzzerTestOneInput(exact.get(), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s <file or folder> [<current input>]\n", argv[0]);
    return 2;
  }
  const unsigned long mutations = hearth::NumberOf("fuzz_mutations");
  const char* keep = argc > 2 ? argv[2] : nullptr;
  std::vector<Bytes> corpus;
  const auto files = FilesOf(argv[1]);
  for (const auto& file : files) corpus.push_back(Read(file));
  for (size_t i = 0; i < corpus.size(); ++i) {
    std::printf("%s\n", files[i].filename().c_str());
    std::fflush(stdout);
    Run(corpus[i], keep);
    hearth::Random random(hearth::Hash64(corpus[i]));
    for (unsigned long m = 0; m < mutations; ++m) {
      Bytes input = corpus[i];
      const size_t edits = 1 + random.Below(4);
      for (size_t edit = 0; edit < edits; ++edit) {
        MutateOnce(input, corpus[random.Below(corpus.size())], random);
      }
      Run(input, keep);
    }
  }
  std::printf("%zu files, %lu mutations each\n", corpus.size(), mutations);
  return corpus.empty() ? 1 : 0;
}
