// Rules that give an item its category by the words of its description, for shops whose records
// have no categories.
//
//     # a comment
//     [Home & Garden > Decor > Clocks]
//     ALARM CLOCK          all words must be there, as whole words
//     CLOCK -NECKLACE      "-": must not be there
//     TIME* HOUR           "*": begins a word
//
// The first rule of the file that fits wins; nothing fits: "Other". A description is upper-cased
// and split at everything but A-Z and 0-9. A category may have several sections. O(rules) a match.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hearth {

class CategoryRules {
 public:
  // Errors: malformed, with file and line.
  static Result<CategoryRules> Parse(std::string_view text, const std::string& file_name);

  // The category's path; "Other" when no rule fits.
  std::string_view CategoryOf(std::string_view description) const;

  size_t rule_count() const { return rules_.size(); }

 private:
  struct Term {
    std::string word;
    bool excluded, prefix;
  };
  struct Rule {
    std::vector<Term> terms;
    size_t category;  // in categories_
  };

  static Result<Term> ParseTerm(std::string_view text);
  Status AddCategory(std::string_view line);
  Status AddRule(std::string_view line);

  std::vector<std::string> categories_;
  std::vector<Rule> rules_;
};

}  // namespace hearth
