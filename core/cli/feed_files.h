// The product files of `hearth pack`: reading them, and saying what they were.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "pack/feed/feed.h"

namespace hearth {

// As on the command line.
struct FeedArguments {
  std::vector<std::string> paths;  // "-": standard input
  std::string encoding, columns;   // a file of ReadOwnColumns
  std::string decimal_mark;        // "." or ",", or ""
  bool allow_shrink = false;
};

// Errors: those of ReadFeed and of the files; invalid_argument.
// '.', ',' or 0.
char DecimalMark(const FeedArguments& arguments);

// `rules`: what does not come from `arguments`.
Result<Feed> ReadFeedFiles(const FeedArguments& arguments, FeedOptions rules);

// An export that failed must not empty a shop: a feed without items is refused, and one with less
// than half of the rows that the pack at `out` was made of, unless --allow-shrink says that it is
// meant. `items`: rows of the feed. What --top leaves out, now or then, is a row like others.
Status CheckShrink(const FeedArguments& arguments, size_t items, const std::string& out);

void PrintFeed(const Feed& feed);

}  // namespace hearth
