// Prints core/base/fold_tables.inc: make_fold_tables > core/base/fold_tables.inc
// fold.cc says what the numbers mean.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/fold_library.h"

namespace hearth {
namespace {

// What a code point is folded to, as one number (fold.cc).
using Targets = std::map<int, int>;

struct Run {
  int first, count;
  int step;    // 0: all to one
  int target;  // or how far away
};

std::string Utf8(const std::u32string& text) {
  std::string utf8;
  for (const char32_t code : text) {
    utf8proc_uint8_t bytes[4];
    const auto count = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code), bytes);
    utf8.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(count));
  }
  return utf8;
}

int TargetOf(const std::u32string& folded, const std::set<std::u32string>& strings) {
  if (folded.empty()) return 0;
  if (folded.size() == 1) return static_cast<int>(folded[0]);
  if (folded[1] == 0x3099) return static_cast<int>(folded[0]) + 0x4000;
  if (folded[1] == 0x309A) return static_cast<int>(folded[0]) + 0x8000;
  return static_cast<int>(std::distance(strings.begin(), strings.find(folded))) + 1;
}

bool IsWritten(const std::u32string& folded) {
  return folded.size() > 1 && folded[1] != 0x3099 && folded[1] != 0x309A;
}

// The longest run that begins at the first code point left.
Run Longest(const Targets& left) {
  const auto target = [&left](int code) {
    const auto at = left.find(code);
    return at == left.end() ? -1 : at->second;
  };
  const auto [first, to] = *left.begin();
  Run best{first, 0, 0, to};
  while (target(first + best.count) == to) ++best.count;
  for (int step = 1; step <= 3; ++step) {
    Run run{first, 0, step, to - first};
    while (target(first + step * run.count) == to + step * run.count) ++run.count;
    if (step > 1 && run.count < 2 && to != first + 1) continue;
    if (run.count > best.count) best = run;
  }
  return best;
}

std::vector<Run> RunsOf(Targets left) {
  std::vector<Run> runs;
  while (!left.empty()) {
    runs.push_back(Longest(left));
    const Run& run = runs.back();
    for (int i = 0; i < run.count; ++i) left.erase(run.first + i * std::max(run.step, 1));
  }
  return runs;
}

class Numbers {
 public:
  explicit Numbers(const char* name) : name_(name) {}

  void Put(unsigned number) {
    for (; number >= 0x80; number >>= 7) bytes_.push_back((number & 0x7F) | 0x80);
    bytes_.push_back(number);
  }
  void PutSigned(int number) {
    Put(number < 0 ? static_cast<unsigned>(-number) * 2 - 1 : static_cast<unsigned>(number) * 2);
  }
  void Print() const {
    std::printf("constexpr uint8_t %s[] = {", name_);
    for (size_t i = 0; i < bytes_.size(); ++i) {
      std::printf("%s%u,", i % 24 == 0 ? "\n  " : " ", bytes_[i]);
    }
    std::printf("\n};\n");
  }

 private:
  const char* name_;
  std::vector<unsigned> bytes_;
};

int Distance(int a, int b) { return a < b ? b - a : a - b; }

void PrintRuns(const std::vector<Run>& all) {
  Numbers gaps("kGaps"), runs("kRuns"), targets("kTargets");
  int code = 0, fixed = 0, shift = 0;
  for (Run run : all) {
    if (run.count == 1) {  // it is both: what differs less from the last takes fewer bytes
      const int to = run.step == 0 ? run.target : run.first + run.target;
      const bool is_fixed = Distance(to, fixed) <= Distance(to - run.first, shift);
      run = {run.first, 1,
             is_fixed              ? 0
             : to == run.first + 1 ? 2
                                   : 1,
             is_fixed ? to : to - run.first};
    }
    const unsigned has_gap = run.first != code;
    runs.Put(static_cast<unsigned>(run.count) << 3 | static_cast<unsigned>(run.step) << 1 |
             has_gap);
    if (has_gap) gaps.PutSigned(run.first - code);
    int& last = run.step == 0 ? fixed : shift;
    targets.PutSigned(run.target - last);
    last = run.target;
    code = run.step < 2 ? run.first + run.count : run.first + 1;
  }
  runs.Put(0);
  runs.Print();
  gaps.Print();
  targets.Print();
}

void Print() {
  std::map<int, std::u32string> folds;
  std::set<std::u32string> strings;
  for (uint32_t code = 0x80; code < kFoldCompared; ++code) {
    if (IsSurrogate(code) || (code >= 0xAC00 && code < 0xD7A4)) continue;
    const std::u32string folded = LibraryFolded(code);
    if (folded == std::u32string{code}) continue;
    folds[static_cast<int>(code)] = folded;
    if (IsWritten(folded)) strings.insert(folded);
  }
  Targets targets;
  for (const auto& [code, folded] : folds) targets[code] = TargetOf(folded, strings);
  std::printf("// Unicode %s, by utf8proc. Written by tests/corpus/make_fold_tables.cc.\n",
              LibraryVersion().c_str());
  std::printf("constexpr uint32_t kFoldEnd = 0x%X;\n", targets.rbegin()->first + 1);
  std::printf("constexpr char kStrings[][5] = {");
  const char* comma = "";
  for (const std::u32string& text : strings) {
    std::printf("%s\"%s\"", comma, Utf8(text).c_str());
    comma = ", ";
  }
  std::printf("};\n");
  PrintRuns(RunsOf(targets));
}

}  // namespace
}  // namespace hearth

int main() { hearth::Print(); }
