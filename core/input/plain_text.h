// Text as people read it, of text as shops export it: entities of HTML and tags undone, what nobody
// sees (unseen.h) out, every run of blanks one blank, composed (Unicode NFC, by utf8proc).
//
//     "<b>Caf&eacute;</b> &amp;\tCr&#232;me"   ->   "Café & Crème"
//
// An entity that HTML does not have stays as it is written, and so does a "<" that begins no tag
// of HTML. Text that was escaped twice is undone twice. O(length).
#pragma once

#include <string>
#include <string_view>

namespace hearth {

// Bytes that are not UTF-8 stay as they are.
std::string PlainText(std::string_view text);

// Entities alone: for addresses, where "&amp;" stands for "&".
std::string UndoEntities(std::string_view text);

}  // namespace hearth
