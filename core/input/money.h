// Prices as shops write them: "12,90 EUR", "€8.50", "1.299,00", "1 299,00 €", "from 1'299.–".
//
// Which mark is the decimal one is decided by the text where it can be read in one way only, else
// by the other prices of the file, else by the currency's digits. What may still be two prices
// ("1.299 EUR") is refused with both. Nothing is read as a double.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/feed_values.h"

namespace hearth {

class MoneyReader {
 public:
  // `decimal_mark`: '.' or ',', where the shop says which it is; 0 otherwise.
  explicit MoneyReader(MoneyFormat money, char decimal_mark = 0)
      : money_(std::move(money)), decimal_mark_(decimal_mark) {}

  const MoneyFormat& money() const { return money_; }

  // Takes a price of the file as evidence of how its others are meant.
  void Observe(std::string_view text);

  // In minor units, halves up. `currency`: what another column says, or "". Errors: malformed,
  // saying what was expected or which prices it could be.
  Result<int32_t> Read(std::string_view text, std::string_view currency = "") const;

  // Whether the text or `currency` names another currency than the reader's.
  bool NamesAnother(std::string_view text, std::string_view currency = "") const;

 private:
  // How many texts could only be read with the mark before the minor unit.
  struct Evidence {
    size_t decimal = 0;
    size_t three_digits = 0;  // of those: with three digits behind it
  };

  enum class Meaning { kDecimal, kThousands, kEither };
  Meaning MeaningOf(char mark) const;

  MoneyFormat money_;
  char decimal_mark_;
  Evidence point_, comma_;
};

}  // namespace hearth
