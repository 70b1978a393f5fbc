// Mails as programs of mail save them: one (.eml, RFC 5322), or many in an mbox. Their parts (MIME,
// RFC 2045 and 2046) are decoded: base64 and quoted-printable, and the charsets of
// common_encodings.h; another charset is guessed by its bytes. O(length) for each level of parts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hearth {

// By the lines of its head, which say whom it is from, or that it is MIME. A byte order mark and
// blank lines may stand before it.
bool IsMail(std::string_view bytes);

struct Mails {
  size_t count = 0;
  std::vector<size_t> encrypted;   // numbers of mails with parts that S/MIME or PGP hides
  bool is_saved_page = false;      // by a browser, as one file (.mht)
  std::vector<std::string> texts;  // pages and plain texts
  std::vector<size_t> numbers;     // of which mail each is, from 1
};

// Never fails: what a mail breaks off is read up to there, parts more than 8 deep are left out.
Mails ReadMails(std::string_view bytes);

}  // namespace hearth
