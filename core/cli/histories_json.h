// Histories in files: JSON lines, one purchase or one event a line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "eval/eval.h"

namespace hearth {

// What `hearth pack --hold-out` writes: {"customer","order","time","sku","quantity","priceMinor"},
// grouped into shoppers in the order they come. Errors: malformed, with file and line.
Result<std::vector<Shopper>> ReadHistories(std::string_view text, const std::string& file_name);

// A request (engine/README.md) that records a shopper's purchases, all but those after `now`; items
// that the engine's catalog does not carry are left out.
std::string RecordRequest(const Shopper& shopper, const Catalog& catalog, Time now);

// A request that records events given as JSON lines in the form that engine/README.md describes.
// Errors: malformed, with file and line.
Result<std::string> RecordRequest(std::string_view lines, const std::string& file_name, Time now);

// A rank request from the words of the command line.
struct RankWords {
  std::string surface = "home", sku, category;
  std::vector<std::string> basket;
  int64_t limit = 12;
};
std::string RankRequestJson(const RankWords& words, Time now);

bool IsOk(const std::string& envelope);
// `envelope`, an answer to `rank` that is ok, as a table for people.
std::string SlateTable(const std::string& envelope);

}  // namespace hearth
