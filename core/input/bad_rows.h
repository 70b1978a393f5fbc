// Rows of a file that cannot be used, so that one run names them all: the first kShown in full, the
// others by kind and count. A kind is what was amiss, without the place and without the value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hearth {

class BadRows {
 public:
  static constexpr size_t kShown = 20;

  // `message` in full, with its place ("orders.csv:17:3: time: expected a time ..."); `kind` like
  // "time: expected a time". Both are said as they are: what must not be quoted is not to be in
  // them.
  void Add(const Error& error, std::string_view kind);

  size_t size() const { return count_; }

  // All is well where no row is bad, or at most `share` (0 to 1) of `rows`, the bad ones among
  // them. Else an error whose message is the report: of one bad row its message alone.
  Status Check(size_t rows, double share) const;

  // "3 rows: time: expected a time", a line each, most frequent first.
  std::string Kinds() const;

 private:
  ErrorCode code_ = ErrorCode::kMalformed;  // of the first
  size_t count_ = 0;
  std::vector<std::string> shown_;
  std::vector<std::pair<std::string, size_t>> kinds_;  // in the order they came
};

// "2%", "2 %" or "0.5%" as a share, 0.02 or 0.005. Errors: invalid_argument, over 100 % too.
Result<double> ParseShare(std::string_view text);

}  // namespace hearth
