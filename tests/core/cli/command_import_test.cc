// `hearth import`, from the words of the command line to the history it writes.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "catalog/small_shop.h"
#include "cli/command_line.h"
#include "cli/files.h"

namespace hearth {
namespace {

class ImportCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    ASSERT_TRUE(WriteFileAtomically(Path("shop.hpack"), SmallShopPack()).ok());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }

  // The exit code of `hearth import` of this text; what it said is in out_ and error_.
  int Import(const std::string& text, const std::vector<std::string>& more = {}) {
    EXPECT_TRUE(WriteFileAtomically(Path("bought.csv"), text).ok());
    std::vector<std::string> words = {"import", "--pack", Path("shop.hpack"), "--history",
                                      Path("bought.csv")};
    words.insert(words.end(), more.begin(), more.end());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = RunCommandLine(words);
    out_ = testing::internal::GetCapturedStdout();
    error_ = testing::internal::GetCapturedStderr();
    return code;
  }

  const std::string folder_ = testing::TempDir() + "/command_import_test";
  std::string out_, error_;
};

constexpr const char* kBought =
    "Date;Item;Price\n25/11/2011;alarm clock;12.50\n26/11/2011;Hose;1.299\n,Mug;1\n";

TEST_F(ImportCommandTest, WritesAHistoryAndSaysWhatItLeftOut) {
  ASSERT_EQ(Import(kBought, {"--out", Path("history.json")}), 0) << error_;
  EXPECT_EQ(*ReadTextFile(Path("history.json")),
            R"({"format":"hearth-history","version":1,"currency":"GBP","events":[{"type":"buy",)"
            R"("sku":"C1","time":1322179200000,"session":0,"quantity":1,"priceMinor":1250}]})"
            "\n");
  EXPECT_EQ(
      out_,
      "recognised: table, semicolon, UTF-8\n"
      "read: 3 rows, 1 event\n"
      "of this shop: 0 by SKU, 0 by GTIN, 1 by title\n"
      "kept by description: 0\n"
      "skipped: 2 rows\n"
      "  line 3: a price that cannot be read in one way (expected a price that can be read "
      "in one way, got \"1.299\": 1299.00 or 1.299)\n"
      "  line 4: a row that cannot be read (expected 3 fields as in the first line, got 2)\n");
}

TEST_F(ImportCommandTest, WritesToStandardOutputWithTheWordsBesideIt) {
  ASSERT_EQ(Import("time,title\n2011-01-01,Mug\n"), 0);
  EXPECT_TRUE(out_.starts_with(R"({"format":"hearth-history")")) << out_;
  EXPECT_NE(error_.find("recognised: "), std::string::npos);
}

TEST_F(ImportCommandTest, ShowsWhatColumnsMeanAndTakesTheCallersWord) {
  const std::string text = "Delivery date,What\n03/04/2011,Mug\n";
  EXPECT_EQ(Import(text), 2);
  EXPECT_NE(error_.find("--columns"), std::string::npos) << error_;
  EXPECT_EQ(Import(text, {"--preview"}), 0);
  EXPECT_NE(out_.find("columns:\n  time: Delivery date\nfirst rows:\n  03/04/2011 | Mug\n"),
            std::string::npos)
      << out_;
  ASSERT_TRUE(WriteFileAtomically(Path("columns.json"),
                                  std::string(R"({"time":"Delivery date","title":"What"})"))
                  .ok());
  EXPECT_EQ(Import(text, {"--columns", Path("columns.json")}), 2);
  EXPECT_NE(error_.find("--dates day-first"), std::string::npos) << error_;
  ASSERT_EQ(Import(text, {"--columns", Path("columns.json"), "--dates", "day-first"}), 0);
  EXPECT_NE(out_.find(R"("sku":"M1","time":1301788800000)"), std::string::npos) << out_;
}

TEST_F(ImportCommandTest, FailsInOneLineAndWritesNothing) {
  EXPECT_EQ(Import("", {"--out", Path("history.json")}), 1);
  EXPECT_NE(error_.find("bought.csv: the file is empty"), std::string::npos) << error_;
  EXPECT_FALSE(std::filesystem::exists(Path("history.json")));
  EXPECT_EQ(Import(kBought, {"--decimal-mark", "x"}), 2);
}

}  // namespace
}  // namespace hearth
