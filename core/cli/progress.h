// Says on stderr how far a long task is: one bar that redraws itself on a terminal, a line each
// half minute anywhere else; nothing at all for what takes less than a second.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace hearth {

class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Show(std::string_view stage, size_t done, size_t total);
  // What shows on this bar, which must stay.
  std::function<void(std::string_view stage, size_t done, size_t total)> AsProgress() {
    return [this](std::string_view stage, size_t done, size_t total) { Show(stage, done, total); };
  }

 private:
  using Clock = std::chrono::steady_clock;

  bool terminal_;
  bool drawn_ = false;
  Clock::time_point begin_;
  Clock::time_point last_;
};

}  // namespace hearth
