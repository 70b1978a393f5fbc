#include "input/mail.h"

#include <gtest/gtest.h>

#include "import/history_reader.h"

namespace hearth {
namespace {

std::string Order(std::string_view item) {
  return R"({"@type":"Order","orderDate":"2024-05-06","orderNumber":"7","orderedItem":{"name":")" +
         std::string(item) + "\"}}";
}

std::string Page(const std::string& json) {
  return "<html><script type=\"application/ld+json\">" + json + "</script></html>";
}

std::string Base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (i + k < bytes.size() ? static_cast<uint8_t>(bytes[i + k]) : 0);
    }
    for (size_t k = 0; k < 4; ++k) {
      text += i + k <= bytes.size() ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
    }
    if (i % 57 == 54) text += "\r\n";
  }
  return text;
}

std::string QuotedPrintable(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto byte = static_cast<uint8_t>(c);
    const bool is_plain = byte > ' ' && byte < 127 && c != '=';
    text += is_plain ? std::string(1, c) : std::string("=") + kHex[byte >> 4] + kHex[byte & 15];
    if (text.size() % 60 < 3) text += "=\r\n";
  }
  return text;
}

std::string Mail(std::string_view headers, std::string_view body) {
  std::string mail = "Received: by mx\r\nFrom: Shop <shop@example.com>\r\nSubject: Your order\r\n";
  return mail + std::string(headers) + "\r\n\r\n" + std::string(body) + "\r\n";
}

Result<HistoryFile> ReadMail(std::string_view mail) {
  HistoryOptions options;
  options.now = 1'764'500'000'000;
  return ReadHistory(mail, {"EUR", 2}, options);
}

std::vector<std::string> TitlesOf(std::string_view mail) {
  const Result<HistoryFile> file = ReadMail(mail);
  EXPECT_TRUE(file.ok()) << file.error().message;
  std::vector<std::string> titles;
  if (!file.ok()) return titles;
  for (const BoughtLine& each : file->purchases) titles.push_back(each.title);
  return titles;
}

using Titles = std::vector<std::string>;

TEST(Mail, IsReadInEveryTransferEncoding) {
  const std::string page = Page(Order("Caf\u00E9 = Mug"));
  EXPECT_EQ(TitlesOf(Mail("Content-Type: text/html; charset=utf-8\r\n"
                          "Content-Transfer-Encoding: base64",
                          Base64(page))),
            Titles{"Caf\u00E9 = Mug"});
  EXPECT_EQ(TitlesOf(Mail("content-type: TEXT/HTML;\r\n charset=\"UTF-8\"\r\n"
                          "content-transfer-encoding: Quoted-Printable",
                          QuotedPrintable(page))),
            Titles{"Caf\u00E9 = Mug"});
  EXPECT_EQ(TitlesOf(Mail("Content-Type: text/html", page)), Titles{"Caf\u00E9 = Mug"});
}

TEST(Mail, IsReadInItsCharset) {
  const std::string page = Page(Order("Caf\xC3\xA9 \xE9"));
  EXPECT_EQ(TitlesOf(Mail("Content-Type: text/html; charset=iso-8859-1\r\n"
                          "Content-Transfer-Encoding: quoted-printable",
                          QuotedPrintable(page))),
            Titles{"Caf\u00C3\u00A9 \u00E9"});
  EXPECT_EQ(TitlesOf(Mail("Content-Type: text/html; charset=x-unknown", Page(Order("Caf\xE9")))),
            Titles{"Caf\u00E9"});
}

TEST(Mail, IsReadInPartsWithinParts) {
  const std::string inner =
      "--in\r\nContent-Type: text/plain\r\n\r\nThank you.\r\n"
      "--in\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
      Base64(Page(Order("Mug"))) + "\r\n--in--\r\n";
  const std::string forwarded = Mail("Content-Type: text/html", Page(Order("Cup")));
  const std::string body =
      "This is a mail in parts.\r\n--out=1\r\nContent-Type: multipart/alternative; "
      "boundary=in\r\n\r\n" +
      inner + "\r\n--out=1  \r\nContent-Type: message/rfc822\r\n\r\n" + forwarded +
      "\r\n--out=1\r\nContent-Type: application/json\r\n\r\n" + Page(Order("Jug")) +
      "\r\n--out=1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
      Base64(Page(Order("Picture"))) + "\r\n--out=1--\r\nAfter it.\r\n";
  const std::string mail = Mail(
      "MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n"
      "\tboundary=\"out=1\"",
      body);
  EXPECT_EQ(TitlesOf(mail), (Titles{"Mug", "Cup"}));
  EXPECT_EQ(ReadMail(mail)->recognised, "schema.org orders, 1 mail");
  // What the mail breaks off is not lost.
  EXPECT_EQ(TitlesOf(mail.substr(0, mail.find("--in--"))), Titles{"Mug"});
}

TEST(Mail, AnMboxIsManyMails) {
  const std::string one = "From shop@example.com Mon May  6 10:00:00 2024\n" +
                          Mail("Content-Type: text/html", "From here\n" + Page(Order("Mug")));
  const std::string two = "From shop@example.com Mon May  6 11:00:00 2024\r\n" +
                          Mail("Content-Type: text/html", Page("{") + Page(Order("Cup")));
  const std::string mbox = one + "\r\n" + two;
  EXPECT_EQ(TitlesOf(mbox), (Titles{"Mug", "Cup"}));
  const HistoryFile file = *ReadMail(mbox);
  EXPECT_EQ(file.recognised, "schema.org orders, 2 mails");
  ASSERT_EQ(file.skipped.size(), 1u);
  EXPECT_EQ(file.skipped.first()[0].row, 2u);
  EXPECT_EQ(file.skipped.first()[0].detail.substr(0, 22), "mail 2: expected JSON,");
}

TEST(Mail, OfAnMboxNeedsNoBlankLineBeforeIt) {
  const std::string line = "From shop@example.com Mon May  6 10:00:00 2024\n";
  const std::string mbox =
      line + Mail("Content-Type: text/html", "Hi,\n\n" + line + "that is, " + Page(Order("Mug"))) +
      "\n" + line + Mail("Content-Type: text/html", Page(Order("Cup"))) + "\n\n" + line +
      Mail("Content-Type: text/html", Page(Order("Hat")));
  EXPECT_EQ(TitlesOf(mbox), (Titles{"Mug", "Cup", "Hat"}));
  EXPECT_EQ(ReadMail(mbox)->recognised, "schema.org orders, 3 mails");
}

TEST(Mail, MayHaveAMarkOrABlankLineBeforeIt) {
  const std::string mail = Mail("Content-Type: text/html\r\nContent-Transfer-Encoding: base64",
                                Base64(Page(Order("Mug"))));
  const std::string mbox = "From a@b.example Mon May  6 10:00:00 2024\n" + mail;
  for (const char* before : {"\xEF\xBB\xBF", "\n", "\r\n\r\n", "\xEF\xBB\xBF\r\n"}) {
    EXPECT_EQ(TitlesOf(before + mail), Titles{"Mug"}) << before;
    EXPECT_EQ(TitlesOf(before + mbox), Titles{"Mug"}) << before;
  }
}

TEST(Mail, MayHaveCommentsInItsHead) {
  const std::string page = Page(Order("Mug"));
  EXPECT_EQ(TitlesOf(Mail("Content-Type: text/html (a \\) (page;)); charset=utf-8\r\n"
                          "Content-Transfer-Encoding: (as ever) base64 (really)",
                          Base64(page))),
            Titles{"Mug"});
  EXPECT_EQ(TitlesOf(Mail("Content-Type: multipart/mixed (x); boundary=\"a(b)\" (y)",
                          "--a(b)\r\nContent-Type: text/html\r\n\r\n" + page + "\r\n--a(b)--")),
            Titles{"Mug"});
}

TEST(Mail, MayHaveALongHead) {
  std::string headers;
  for (int i = 0; i < 3000; ++i) headers += "X-Spam-Report: forty bytes that nobody reads\r\n";
  EXPECT_EQ(TitlesOf("Received: a\r\n" + headers +
                     Mail("Content-Type: text/html\r\nContent-Transfer-Encoding: base64",
                          Base64(Page(Order("Mug"))))),
            Titles{"Mug"});
}

TEST(Mail, NamesWhatIsEncryptedAmongOthers) {
  const std::string line = "From shop@example.com Mon May  6 10:00:00 2024\n";
  const std::string secret =
      line + Mail("Content-Type: multipart/encrypted; boundary=x", "--x\r\n\r\nA\r\n--x--\r\n");
  const HistoryFile file = *ReadMail(
      secret + "\n" + line + Mail("Content-Type: text/html", Page(Order("Mug"))) + "\n\n" + secret);
  EXPECT_EQ(file.purchases.size(), 1u);
  EXPECT_EQ(file.rows, 3u);
  ASSERT_EQ(file.skipped.size(), 2u);
  for (const size_t i : {size_t{0}, size_t{1}}) {
    EXPECT_EQ(file.skipped.first()[i].row, i == 0 ? 1u : 3u);
    EXPECT_EQ(file.skipped.first()[i].unit, RowUnit::kMail);
    EXPECT_NE(file.skipped.first()[i].detail.find("encrypted"), std::string::npos);
  }
  const Result<HistoryFile> none =
      ReadMail(secret + "\n" + line + Mail("Content-Type: text/html", Page("{}")));
  ASSERT_FALSE(none.ok());
  EXPECT_NE(none.error().message.find("mail 1: encrypted"), std::string::npos)
      << none.error().message;
}

TEST(Mail, APageThatABrowserSavedIsToldFromIt) {
  const std::string body =
      "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
      "Content-Type: text/html\r\n\r\n";
  for (const char* from :
       {"From: <Saved by Blink>\r\n", "From: \"Saved by Internet Explorer 11\"\r\n", ""}) {
    const Result<HistoryFile> none = ReadMail(from + body + "<p>Your order</p>\r\n--x--");
    ASSERT_FALSE(none.ok());
    EXPECT_NE(none.error().message.find("(.mht)"), std::string::npos) << none.error().message;
    EXPECT_NE(none.error().message.find("save the page as HTML"), std::string::npos);
    EXPECT_EQ(TitlesOf(from + body + Page(Order("Mug")) + "\r\n--x--"), Titles{"Mug"});
  }
}

TEST(Mail, SaysWhyNoOrderIsFound) {
  const auto why = [](const char* headers, const std::string& body) {
    const Result<HistoryFile> file = ReadMail(Mail(headers, body));
    return file.ok() ? "" : file.error().message;
  };
  EXPECT_NE(why("Content-Type: text/html", "<p>You bought a mug.</p>").find("words alone"),
            std::string::npos);
  EXPECT_NE(why("Content-Type: text/plain", "You bought a mug.").find("words alone"),
            std::string::npos);
  EXPECT_NE(why("Content-Type: application/pkcs7-mime", "MIAG").find("encrypted"),
            std::string::npos);
  EXPECT_NE(why("Content-Type: multipart/encrypted; boundary=x", "--x\r\n\r\nA\r\n--x--")
                .find("encrypted"),
            std::string::npos);
  EXPECT_NE(why("Content-Type: text/html", Page("{}")).find("found none"), std::string::npos);
}

TEST(Mail, IsToldFromATable) {
  EXPECT_TRUE(IsMail(Mail("Content-Type: text/html", "")));
  EXPECT_TRUE(IsMail("From - Mon May  6 10:00:00 2024\nSubject: x\nFrom: y\n\n"));
  EXPECT_FALSE(IsMail("From,To\n1,2\n"));
  EXPECT_FALSE(IsMail("From Berlin,To\n1,2\n"));
  EXPECT_FALSE(IsMail("time: of day,title\nContent-Type: x,1\n\nFrom: y\n"));
  EXPECT_FALSE(IsMail("From: y\n1,2\n"));
  EXPECT_FALSE(IsMail("{\"Content-Type: x\": 1}"));
  EXPECT_FALSE(IsMail(""));
}

TEST(Mail, EndsWhereItsPartsGoTooDeep) {
  std::string mail = "From: a\n";
  for (int i = 0; i < 5000; ++i) {
    mail += "Content-Type: multipart/mixed; boundary=" + std::to_string(i) + "\n\n--" +
            std::to_string(i) + "\n";
  }
  EXPECT_FALSE(ReadMail(mail + "Content-Type: text/html\n\n" + Page(Order("Mug"))).ok());
}

}  // namespace
}  // namespace hearth
