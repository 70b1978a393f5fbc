#include "cli/progress.h"

#include <unistd.h>

#include <cstdio>

namespace hearth {
namespace {

constexpr size_t kBarWidth = 30;
constexpr auto kQuietSpan = std::chrono::seconds(1);
constexpr auto kRedrawSpan = std::chrono::milliseconds(100);
constexpr auto kLineSpan = std::chrono::seconds(30);

}  // namespace

ProgressBar::ProgressBar()
    : terminal_(isatty(STDERR_FILENO) != 0), begin_(Clock::now()), last_(begin_) {}

ProgressBar::~ProgressBar() {
  if (drawn_ && terminal_) std::fputs("\r\033[K", stderr);
}

void ProgressBar::Show(std::string_view stage, size_t done, size_t total) {
  const auto now = Clock::now();
  if (now - begin_ < kQuietSpan || now - last_ < (terminal_ ? kRedrawSpan : kLineSpan)) return;
  last_ = now;
  drawn_ = true;
  const size_t percent = total == 0 ? 100 : done * 100 / total;
  const int name_width = static_cast<int>(stage.size());
  if (!terminal_) {
    std::fprintf(stderr, "%.*s: %zu %%\n", name_width, stage.data(), percent);
    return;
  }
  std::string bar(percent * kBarWidth / 100, '#');
  bar.resize(kBarWidth, '.');
  std::fprintf(stderr, "\r\033[K[%s] %3zu %%  %.*s", bar.c_str(), percent, name_width,
               stage.data());
}

}  // namespace hearth
