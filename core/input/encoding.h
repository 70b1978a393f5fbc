// Text of any usual encoding as UTF-8. By iconv, where common_encodings.h does not know it.
//
// A byte order mark decides; then, of text that begins as XML does, what it declares; then what the
// bytes are: UTF-16 where every second byte is 0, UTF-8 where they are that, Windows-1252 where
// none of them could be UTF-8. Text that is mostly UTF-8 is left as it is, so that whoever reads
// it can say where it is broken.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "input/common_encodings.h"

namespace hearth {

// `encoding`: the one to take ("windows-1250"), or "" to find out. Errors: malformed, where the
// bytes are not of the encoding that was said or declared; invalid_argument, when iconv does not
// know it.
Result<DecodedText> DecodeText(std::string bytes, std::string_view encoding);

}  // namespace hearth
