// Prices as shops write them, a line each, which are evidence for each other. What is read has the
// digits that are written, and written plainly it reads as itself.
#include <algorithm>

#include "fuzz/oracles.h"
#include "input/money.h"
#include "pack/feed/feed.h"

namespace hearth::fuzz {
namespace {

// Whether some place of the decimal mark makes `minor` of the digits.
bool HasDigits(int32_t minor, const std::string& digits) {
  for (size_t part = 0; part <= digits.size(); ++part) {
    const std::string whole = digits.substr(0, digits.size() - part);
    const std::string text = (whole.empty() ? "0" : whole) +
                             (part == 0 ? "" : "." + digits.substr(digits.size() - part));
    const Result<int64_t> value = ParseDecimal(text, 2);
    if (value.ok() && *value == minor) return true;
  }
  return false;
}

void Check(const MoneyReader& reader, std::string_view text) {
  const Result<int32_t> price = reader.Read(text);
  if (!price.ok()) return;
  Must(*price >= 0, "no price is negative");
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  const bool is_ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<int8_t>(c) >= 0; });
  Must(!is_ascii || HasDigits(*price, digits), "a price has the digits that are written");
  const std::string cents = std::to_string(100 + *price % 100).substr(1);
  const Result<int32_t> again = reader.Read(std::to_string(*price / 100) + "." + cents + " GBP");
  Must(again.ok() && *again == *price, "a price written plainly reads as itself");
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace fuzz = hearth::fuzz;
  const std::string_view text = fuzz::TextOf(data, size);
  hearth::MoneyReader reader({"GBP", 2});
  for (const bool is_evidence : {true, false}) {
    for (std::string_view rest = text; !rest.empty();) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      if (is_evidence) reader.Observe(rest.substr(0, end));
      if (!is_evidence) fuzz::Check(reader, rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return 0;
}
