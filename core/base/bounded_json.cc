#include "base/bounded_json.h"

#include <string>
#include <vector>

namespace hearth {
namespace {

// Goes through a text without keeping anything of it and stops at what would be too much.
class BoundsChecker : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool key(string_t&) override {
    return ++entries_.back() <= kMaxJsonEntries ||
           Fail("expected JSON of at most 256 entries an object");
  }
  bool start_object(size_t) override { return Enter(); }
  bool end_object() override { return Leave(); }
  bool start_array(size_t) override { return Enter(); }
  bool end_array() override { return Leave(); }
  bool parse_error(size_t position, const std::string&, const Json::exception&) override {
    return Fail("expected JSON, it breaks at byte " + std::to_string(position));
  }

  const std::string& problem() const { return problem_; }

 private:
  bool Enter() {
    entries_.push_back(0);
    return entries_.size() <= kMaxJsonDepth || Fail("expected JSON of at most 16 levels");
  }
  bool Leave() {
    entries_.pop_back();
    return true;
  }
  bool Fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }

  std::vector<size_t> entries_;  // seen so far of each open object (or array: none)
  std::string problem_;
};

}  // namespace

Result<Json> ParseBoundedJson(std::string_view text) {
  // The parser takes a NUL for the end and would not look at what follows.
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return Malformed("expected JSON, it breaks at byte " + std::to_string(nul + 1));
  }
  BoundsChecker checker;
  if (!Json::sax_parse(text, &checker)) return Malformed(checker.problem());
  Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) return Malformed("expected JSON");
  return value;
}

}  // namespace hearth
