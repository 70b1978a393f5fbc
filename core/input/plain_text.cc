#include "input/plain_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <unordered_map>

#include "base/utf8.h"
#include "input/letters.h"
#include "input/unseen.h"

namespace hearth {
namespace {

// The named entities of HTML 4.01 (https://www.w3.org/TR/html401/sgml/entities.html), and "apos":
// a name and its code point in hexadecimal.
constexpr std::string_view kEntities =
    "apos 27 "
    "AElig C6 Aacute C1 Acirc C2 Agrave C0 Alpha 391 Aring C5 Atilde C3 Auml C4 Beta 392 "
    "Ccedil C7 Chi 3A7 Dagger 2021 Delta 394 ETH D0 Eacute C9 Ecirc CA Egrave C8 Epsilon 395 "
    "Eta 397 Euml CB Gamma 393 Iacute CD Icirc CE Igrave CC Iota 399 Iuml CF Kappa 39A "
    "Lambda 39B Mu 39C Ntilde D1 Nu 39D OElig 152 Oacute D3 Ocirc D4 Ograve D2 Omega 3A9 "
    "Omicron 39F Oslash D8 Otilde D5 Ouml D6 Phi 3A6 Pi 3A0 Prime 2033 Psi 3A8 Rho 3A1 "
    "Scaron 160 Sigma 3A3 THORN DE Tau 3A4 Theta 398 Uacute DA Ucirc DB Ugrave D9 Upsilon 3A5 "
    "Uuml DC Xi 39E Yacute DD Yuml 178 Zeta 396 aacute E1 acirc E2 acute B4 aelig E6 agrave E0 "
    "alefsym 2135 alpha 3B1 amp 26 and 2227 ang 2220 aring E5 asymp 2248 atilde E3 auml E4 "
    "bdquo 201E beta 3B2 brvbar A6 bull 2022 cap 2229 ccedil E7 cedil B8 cent A2 chi 3C7 "
    "circ 2C6 clubs 2663 cong 2245 copy A9 crarr 21B5 cup 222A curren A4 dArr 21D3 dagger 2020 "
    "darr 2193 deg B0 delta 3B4 diams 2666 divide F7 eacute E9 ecirc EA egrave E8 empty 2205 "
    "emsp 2003 ensp 2002 epsilon 3B5 equiv 2261 eta 3B7 eth F0 euml EB euro 20AC exist 2203 "
    "fnof 192 forall 2200 frac12 BD frac14 BC frac34 BE frasl 2044 gamma 3B3 ge 2265 gt 3E "
    "hArr 21D4 harr 2194 hearts 2665 hellip 2026 iacute ED icirc EE iexcl A1 igrave EC "
    "image 2111 infin 221E int 222B iota 3B9 iquest BF isin 2208 iuml EF kappa 3BA lArr 21D0 "
    "lambda 3BB lang 2329 laquo AB larr 2190 lceil 2308 ldquo 201C le 2264 lfloor 230A "
    "lowast 2217 loz 25CA lrm 200E lsaquo 2039 lsquo 2018 lt 3C macr AF mdash 2014 micro B5 "
    "middot B7 minus 2212 mu 3BC nabla 2207 nbsp A0 ndash 2013 ne 2260 ni 220B not AC notin 2209 "
    "nsub 2284 ntilde F1 nu 3BD oacute F3 ocirc F4 oelig 153 ograve F2 oline 203E omega 3C9 "
    "omicron 3BF oplus 2295 or 2228 ordf AA ordm BA oslash F8 otilde F5 otimes 2297 ouml F6 "
    "para B6 part 2202 permil 2030 perp 22A5 phi 3C6 pi 3C0 piv 3D6 plusmn B1 pound A3 "
    "prime 2032 prod 220F prop 221D psi 3C8 quot 22 rArr 21D2 radic 221A rang 232A raquo BB "
    "rarr 2192 rceil 2309 rdquo 201D real 211C reg AE rfloor 230B rho 3C1 rlm 200F rsaquo 203A "
    "rsquo 2019 sbquo 201A scaron 161 sdot 22C5 sect A7 shy AD sigma 3C3 sigmaf 3C2 sim 223C "
    "spades 2660 sub 2282 sube 2286 sum 2211 sup 2283 sup1 B9 sup2 B2 sup3 B3 supe 2287 szlig DF "
    "tau 3C4 there4 2234 theta 3B8 thetasym 3D1 thinsp 2009 thorn FE tilde 2DC times D7 "
    "trade 2122 uArr 21D1 uacute FA uarr 2191 ucirc FB ugrave F9 uml A8 upsih 3D2 upsilon 3C5 "
    "uuml FC weierp 2118 xi 3BE yacute FD yen A5 yuml FF zeta 3B6 zwj 200D zwnj 200C";

constexpr size_t kMaxEntityBytes = 10;  // between "&" and ";"
constexpr size_t kMaxTagBytes = 4096;   // between "<" and ">"

// Tags that stand in titles and categories of shops.
constexpr std::array<std::string_view, 28> kTags = {
    "a",      "b",   "big", "br", "div", "em", "font", "h1", "h2",    "h3",
    "h4",     "h5",  "hr",  "i",  "li",  "ol", "p",    "s",  "small", "span",
    "strong", "sub", "sup", "td", "tr",  "u",  "ul",   "img"};

void AppendUtf8(char32_t point, std::string* text) {
  std::array<utf8proc_uint8_t, 4> bytes;
  const utf8proc_ssize_t count =
      utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes.data());
  text->append(reinterpret_cast<const char*>(bytes.data()), static_cast<size_t>(count));
}

std::unordered_map<std::string_view, char32_t> ReadEntities() {
  std::unordered_map<std::string_view, char32_t> points;
  for (std::string_view rest = kEntities; !rest.empty();) {
    const auto take = [&rest] {
      const size_t end = std::min(rest.find(' '), rest.size());
      const std::string_view word = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      return word;
    };
    const std::string_view name = take();
    const std::string_view hex = take();
    uint32_t point = 0;
    std::from_chars(hex.data(), hex.data() + hex.size(), point, 16);
    points[name] = static_cast<char32_t>(point);
  }
  return points;
}

// What browsers make of &#128; to &#159;: the letters and signs of Windows-1252.
char32_t OfWindows1252(char32_t point) {
  constexpr std::array<char16_t, 32> kPoints = {
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  return point >= 0x80 && point < 0xA0 ? kPoints[point - 0x80] : point;
}

std::optional<char32_t> NumberedEntity(std::string_view name) {
  name.remove_prefix(1);  // "#"
  const bool hex = name.starts_with('x') || name.starts_with('X');
  if (hex) name.remove_prefix(1);
  uint32_t point = 0;
  const char* const end = name.data() + name.size();
  const auto [at, code] = std::from_chars(name.data(), end, point, hex ? 16 : 10);
  if (name.empty() || code != std::errc() || at != end) return std::nullopt;
  const auto read = OfWindows1252(static_cast<char32_t>(point));
  const bool valid = read != 0 && utf8proc_codepoint_valid(static_cast<utf8proc_int32_t>(read));
  return valid && read <= 0x10FFFF ? std::optional(read) : std::nullopt;
}

// `name`: between "&" and ";".
std::optional<char32_t> EntityOf(std::string_view name) {
  static const std::unordered_map<std::string_view, char32_t> points = ReadEntities();
  if (name.starts_with('#')) return NumberedEntity(name);
  const auto found = points.find(name);
  return found == points.end() ? std::nullopt : std::optional(found->second);
}

// The name of a tag, in small letters; `inside`: between "<" and ">".
std::string TagName(std::string_view inside) {
  if (inside.starts_with('/')) inside.remove_prefix(1);
  return SmallLetters(inside.substr(0, std::min<size_t>(inside.find_first_of(" \t\r\n/"), 16)));
}

// Behind the name nothing stands but attributes; a bare <S> or <a> is a size or a letter.
bool IsTag(std::string_view inside) {
  if (inside.starts_with("!--")) return true;
  const std::string name = TagName(inside);
  if (std::find(kTags.begin(), kTags.end(), name) == kTags.end()) return false;
  const bool has_attributes = inside.find('=') != std::string_view::npos;
  if (name == "s" || name == "a") return has_attributes || inside.starts_with('/');
  const size_t rest = name.size() + (inside.starts_with('/') ? 1 : 0);
  return has_attributes || inside.find_first_not_of(" \t\r\n/", rest) == std::string_view::npos;
}

bool SeparatesWords(std::string_view inside) {
  constexpr std::array<std::string_view, 14> kInline = {
      "a", "b", "big", "em", "font", "i", "s", "small", "span", "strong", "sub", "sup", "u", "!--"};
  return std::find(kInline.begin(), kInline.end(), TagName(inside)) == kInline.end();
}

// "one<br>two" are two words, "one<b>s</b>" is one.
std::string WithoutTags(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const size_t begin = std::min(text.find('<'), text.size());
    plain += text.substr(0, begin);
    text.remove_prefix(begin);
    const size_t end = text.substr(0, kMaxTagBytes).find('>');
    if (text.empty() || end == std::string_view::npos || !IsTag(text.substr(1, end - 1))) {
      plain += text.substr(0, 1);
      text.remove_prefix(std::min<size_t>(1, text.size()));
      continue;
    }
    if (SeparatesWords(text.substr(1, end - 1))) plain += ' ';
    text.remove_prefix(end + 1);
  }
  return plain;
}

bool IsBlank(char32_t point) {
  return point == ' ' || point == '\t' || point == '\n' || point == '\r' || point == 0xA0 ||
         point == 0x202F || (point >= 0x2000 && point <= 0x200A) || point == 0x3000;
}

std::string WithSingleBlanks(std::string_view text) {
  std::string plain;
  bool blank = false;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t size = utf8proc_iterate(at, left, &point);
    if (size <= 0) return std::string(text);  // checked before; never here
    if (IsBlank(static_cast<char32_t>(point))) {
      blank = !plain.empty();
    } else if (!IsUnseen(static_cast<uint32_t>(point))) {
      if (blank) plain += ' ';
      blank = false;
      plain.append(reinterpret_cast<const char*>(at), static_cast<size_t>(size));
    }
    at += size;
    left -= size;
  }
  return plain;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<int8_t>(c) >= 0; });
}

// ASCII in which there is nothing to undo: most texts.
bool IsPlain(std::string_view text) {
  char before = ' ';
  for (const char c : text) {
    if (c < ' ' || c > '~' || c == '&' || c == '<' || (c == ' ' && before == ' ')) return false;
    before = c;
  }
  return before != ' ' || text.empty();
}

std::string Composed(std::string text) {
  if (IsAscii(text)) return text;
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
  if (size < 0) return text;
  return {reinterpret_cast<const char*>(mapped), static_cast<size_t>(size)};
}

}  // namespace

std::string UndoEntities(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const size_t begin = std::min(text.find('&'), text.size());
    plain += text.substr(0, begin);
    text.remove_prefix(begin);
    if (text.empty()) break;
    const size_t end = text.substr(0, kMaxEntityBytes + 2).find(';');
    const auto point =
        end == std::string_view::npos ? std::nullopt : EntityOf(text.substr(1, end - 1));
    if (point) AppendUtf8(*point, &plain);
    if (!point) plain += '&';
    text.remove_prefix(point ? end + 1 : 1);
  }
  return plain;
}

std::string PlainText(std::string_view text) {
  if (IsPlain(text) || !IsCleanUtf8(text)) return std::string(text);
  std::string plain(text);
  for (int twice = 0; twice < 2; ++twice) {
    if (plain.find('<') != std::string::npos) plain = WithoutTags(plain);
    if (plain.find('&') != std::string::npos) plain = UndoEntities(plain);
  }
  if (plain.find('<') != std::string::npos) plain = WithoutTags(plain);
  return Composed(WithSingleBlanks(plain));
}

}  // namespace hearth
