// The words of the list that Hearth ships, in the program. The browser's module calls nothing here,
// so that nothing of this is in its download: it is handed the file.
#include <cassert>

#include "policy/sensitive.h"

namespace hearth {

std::string_view SensitiveList::DefaultWords() {
  return
#include "policy/sensitive_words.inc"
      ;
}

const SensitiveList& SensitiveList::Default() {
  static const SensitiveList list = [] {
    Result<SensitiveList> made = FromWords(DefaultWords());
    assert(made.ok());
    return *std::move(made);
  }();
  return list;
}

}  // namespace hearth
