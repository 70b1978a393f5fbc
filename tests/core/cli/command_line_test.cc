// What the command line understands, and the exit codes of what it does not.
#include "cli/command_line.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace hearth {
namespace {

struct Answer {
  int code = 0;
  std::string out, error;
};

// `line`: words with spaces between them.
Answer Say(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Answer answer;
  answer.code = RunCommandLine(words);
  answer.out = testing::internal::GetCapturedStdout();
  answer.error = testing::internal::GetCapturedStderr();
  return answer;
}

TEST(CommandLine, PrintsTheHelpOfEveryCommandWithAnExample) {
  for (const std::string command :
       {"pack", "rank", "replay", "import", "eval", "eval household", "eval nextbasket",
        "eval coldstart", "eval sources", "eval basket", "eval nextclick"}) {
    const Answer answer = Say(command + " --help");
    EXPECT_EQ(answer.code, 0) << command;
    EXPECT_NE(answer.out.find("Usage: hearth " + command + " [OPTIONS]"), std::string::npos)
        << answer.out;
    EXPECT_NE(answer.out.find("\nExample"), std::string::npos) << answer.out;
    EXPECT_EQ(answer.error, "");
  }
  EXPECT_NE(Say("-h").out.find("  replay "), std::string::npos);
}

TEST(CommandLine, SaysWhichCommandItMisses) {
  EXPECT_EQ(Say("").code, 2);
  const Answer answer = Say("bake --feed x");
  EXPECT_EQ(answer.code, 2);
  EXPECT_NE(answer.error.find("bake"), std::string::npos) << answer.error;
  EXPECT_NE(answer.error.find("`hearth --help` says how."), std::string::npos) << answer.error;
}

TEST(CommandLine, NamesTheOptionThatItDoesNotUnderstand) {
  struct Case {
    std::string line, command, says;
  };
  const std::string cases = "--cases none --folds none --out none ";
  for (const Case& one : {
           Case{"rank --pack none --limit 0", "rank", "--limit"},
           Case{"rank --pack none --limit 12x", "rank", "--limit"},
           Case{"rank --pack none --now 5", "rank", "--now"},
           Case{"rank --pack none --format yaml", "rank", "--format"},
           Case{"rank --pack none --catalog none", "rank", "--catalog"},
           Case{"rank --pack none --histories none", "rank", "--customer"},
           Case{"rank --pack none --pack none", "rank", "--pack"},
           Case{"rank", "rank", "--pack"},
           Case{"rank --requests none --pack none", "rank", "--requests"},
           Case{"replay --pack none", "replay", "--requests"},
           Case{"eval --pack none", "eval", "--histories"},
           Case{"eval nextbasket --cases none", "eval nextbasket", "--out"},
           Case{"eval nextbasket --cases none --out none", "eval nextbasket", "--folds"},
           Case{"eval coldstart --cases none --out none --as-of", "eval coldstart", "--as-of"},
           Case{"eval basket " + cases + "--pack-age 3", "eval basket", "--as-of"},
           Case{"eval basket " + cases + "--as-of weekly --pack-age -1", "eval basket",
                "--pack-age"},
           Case{"eval basket " + cases + "--as-of weekly --within 0", "eval basket", "--within"},
           Case{"eval nextbasket " + cases + "--as-of weekly --on val", "eval nextbasket",
                "--on val"},
           Case{"eval nextbasket " + cases + "--as-of weekly --seen 1", "eval nextbasket",
                "--seen"},
           Case{"eval nextbasket " + cases + "--tifu 300,0.9", "eval nextbasket", "--tifu"},
           Case{"eval nextbasket " + cases + "--tifu 300,nan,0.7,0.7,7", "eval nextbasket",
                "--tifu"},
           Case{"eval nextbasket " + cases + "--tifu 0,0.9,0.7,0.7,7", "eval nextbasket", "--tifu"},
           Case{"eval nextbasket " + cases + "--decay 1,-1", "eval nextbasket", "--decay"},
           Case{"eval nextbasket " + cases + "--customer-to ab", "eval nextbasket",
                "--customer-to"},
           Case{"eval coldstart " + cases + "--train yes --counts no", "eval coldstart", "--train"},
           Case{"eval nextclick --cases none --out none --nodes 4001", "eval nextclick", "--nodes"},
       }) {
    const Answer answer = Say(one.line);
    EXPECT_EQ(answer.code, 2) << one.line;
    EXPECT_TRUE(answer.error.starts_with("hearth " + one.command + ": ")) << answer.error;
    EXPECT_NE(answer.error.find(one.says), std::string::npos) << one.line << ": " << answer.error;
    EXPECT_EQ(answer.out, "");
  }
}

TEST(CommandLine, FailsWhereAFileCannotBeRead) {
  for (const std::string line :
       {"rank --pack /none", "replay --pack /none --requests /none",
        "eval nextbasket --cases /none --folds /none --out /none --tifu 300,0.9,0.7,0.7,7",
        "eval nextclick --cases /none --out /none"}) {
    const Answer answer = Say(line);
    EXPECT_EQ(answer.code, 1) << line << ": " << answer.error;
    EXPECT_NE(answer.error.find("/none"), std::string::npos) << answer.error;
  }
}

}  // namespace
}  // namespace hearth
