// Category paths as a shop's files write them, as "A > B > C".
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pack/feed/layouts.h"

namespace hearth {

class CategoryColumn {
 public:
  // `root`: a first name that every path has for the platform's own use; left out.
  CategoryColumn(CategoryStyle style, std::string_view root) : style_(style), root_(root) {}

  // Takes a value of the column as evidence of what stands between names: ">" where at least half
  // of those with a separator have it, else "»" or "|", else "/" where most values have it and few
  // names come before it (a shop has some departments, not one for each item: "TV/Video" is a
  // name), or blanks around it.
  void Observe(std::string_view value);

  // Of several paths the one that counts.
  std::string Read(std::string_view value) const;
  // All of them.
  std::vector<std::string> ReadAll(std::string_view value) const;

 private:
  std::string_view Separator() const;
  std::vector<std::string_view> PathsOf(std::string_view value) const;
  std::string ReadPath(std::string_view path) const;

  CategoryStyle style_;
  std::string_view root_;
  size_t values_ = 0, with_angle_ = 0, with_guillemet_ = 0, with_bar_ = 0, with_slash_ = 0,
         spaced_slash_ = 0, with_any_ = 0;
  std::set<std::string, std::less<>> before_slash_, whole_with_slash_;
};

}  // namespace hearth
