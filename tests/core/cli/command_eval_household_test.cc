// `hearth eval household` as its user meets it: files in, answers, figures and exit codes out.
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/files.h"
#include "cli/gzip.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;

std::string Gzipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// Tea people buy 1 and 2, lamp people 3 and 4; ten of each. In the house, A drinks tea.
class CommandEvalHouseholdTest : public testing::Test {
 protected:
  CommandEvalHouseholdTest()
      : folder_(fs::temp_directory_path() / ("hearth-household-" + std::to_string(getpid()))) {
    fs::create_directories(folder_ / "data");
    std::string baskets = "{", names = "[";
    for (int i = 0; i < 20; ++i) {
      const std::string name = (i == 0 ? "" : ", ") + ("\"s" + std::to_string(i) + "\"");
      names += name;
      baskets += name + (i % 2 == 0 ? ": [[1, 2], [2], [1, 2]]" : ": [[3, 4], [3], [4, 3]]");
    }
    Write("shoppers.json", baskets + "}");
    Write("data/baskets.json.gz", Gzipped(baskets + "}"));
    Write("names.json", names + "]");
    Write("h.visible.jsonl", World("full", true) + World("minus:A", false));
    Write("h.truth.jsonl",
          R"({"hh": "h", "members": ["A", "B"], "truth": ["A", "B", "A", "A", "B"],)"
          R"("kind": ["normal", "normal", "normal", "gift", "normal"],)"
          R"("tests": {"A": [1], "B": [3]}, "unenrolled": [],)"
          R"("probes": [{"page": 0, "item": 4, "by": "A"}]})"
          "\n");
  }
  ~CommandEvalHouseholdTest() override { fs::remove_all(folder_); }

  static std::string World(const std::string& name, bool with_gift) {
    const std::string gift =
        R"({"s": 3, "t": null, "items": [4], "label": null, "private": true},)";
    return R"({"hh": "h", "world": ")" + name +
           R"(", "members": ["A", "B"], "now": null, "pages": [[1, 4]], "sessions": [)"
           R"({"s": 0, "t": null, "items": [1, 2], "label": "A", "private": false},)"
           R"({"s": 1, "t": null, "items": [3], "label": "B", "private": false},)"
           R"({"s": 2, "t": null, "items": [2], "label": null, "private": false},)" +
           (with_gift ? gift : "") +
           R"({"s": 4, "t": null, "items": [4, 3], "label": null, "private": false}]})" + "\n";
  }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  void Write(const std::string& name, std::string_view text) {
    EXPECT_TRUE(WriteFileAtomically(Path(name), text).ok());
  }
  // Words that begin with '@' are paths in the test's folder.
  int Run(std::vector<std::string> args) {
    for (std::string& arg : args) {
      if (arg.starts_with('@')) arg = Path(arg.substr(1));
    }
    args.insert(args.begin(), {"eval", "household"});
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = RunCommandLine(args);
    out_ = testing::internal::GetCapturedStdout();
    error_ = testing::internal::GetCapturedStderr();
    return code;
  }
  int RunWith(std::vector<std::string> more) {
    std::vector<std::string> args = {"--population",     "@shoppers.json", "--in",
                                     "@h.visible.jsonl", "--out",          "@answers.jsonl"};
    args.insert(args.end(), more.begin(), more.end());
    return Run(args);
  }
  bool Says(const std::string& text) const { return out_.find(text) != std::string::npos; }

  fs::path folder_;
  std::string out_, error_;
};

TEST_F(CommandEvalHouseholdTest, AnswersEveryWorldAndPrintsTheFigures) {
  ASSERT_EQ(RunWith({"--figures", "@figures.json"}), 0) << error_;
  EXPECT_TRUE(Says("20 shoppers, 60 orders; 4 items, 4 with numbers at k = 5")) << out_;
  EXPECT_TRUE(Says("Who was it? 2 unsigned visits")) << out_;
  EXPECT_TRUE(Says("accuracy                           1.0000")) << out_;
  EXPECT_TRUE(Says("What is shown: 2 hidden baskets")) << out_;
  EXPECT_TRUE(Says("gift/marked")) << out_;
  const std::string answers = *ReadTextFile(Path("answers.jsonl"));
  EXPECT_EQ(std::count(answers.begin(), answers.end(), '\n'), 2);
  EXPECT_TRUE(answers.starts_with(R"({"hh":"h","world":"full","post":[null,null,{"A":)"))
      << answers;
  EXPECT_NE(ReadTextFile(Path("figures.json"))->find("\"recall@10\""), std::string::npos);
}

TEST_F(CommandEvalHouseholdTest, AGiftMovesNothingOnAnothersScreen) {
  ASSERT_EQ(RunWith({}), 0) << error_;
  EXPECT_TRUE(Says("gift/marked               1  0.0000  0.0000  0.0000    0.5000    0.5000"))
      << out_;
}

TEST_F(CommandEvalHouseholdTest, TheSameFilesGiveTheSameAnswers) {
  ASSERT_EQ(RunWith({}), 0) << error_;
  const std::string first = *ReadTextFile(Path("answers.jsonl"));
  ASSERT_EQ(Run({"--population", "@names.json", "--data", "@data", "--in", "@h.visible.jsonl",
                 "--out", "@answers.jsonl"}),
            0)
      << error_;
  EXPECT_EQ(*ReadTextFile(Path("answers.jsonl")), first);
}

TEST_F(CommandEvalHouseholdTest, AnswersWithoutTheTruth) {
  fs::remove(folder_ / "h.truth.jsonl");
  ASSERT_EQ(RunWith({}), 0) << error_;
  EXPECT_TRUE(Says("no truth file, so nothing says what is right")) << out_;
  EXPECT_TRUE(Says("mean confidence")) << out_;
  EXPECT_TRUE(fs::exists(folder_ / "answers.jsonl"));
  EXPECT_EQ(RunWith({"--ask-below", "0.6"}), 2);
}

TEST_F(CommandEvalHouseholdTest, AsksAsTheProductDoes) {
  ASSERT_EQ(RunWith({}), 0) << error_;
  EXPECT_NE(ReadTextFile(Path("answers.jsonl"))->find("\"asked\":[]"), std::string::npos);
  // Until everybody signed two.
  ASSERT_EQ(RunWith({"--ask-below", "0.01"}), 0) << error_;
  EXPECT_TRUE(Says("share of unsigned visits asked about")) << out_;
  // The private visit 3 is never asked about.
  EXPECT_NE(ReadTextFile(Path("answers.jsonl"))->find("\"asked\":[2,4]"), std::string::npos);
}

TEST_F(CommandEvalHouseholdTest, ShowsListsAsOthersWould) {
  for (const char* name : {"merged", "oracle", "labels-only"}) {
    EXPECT_EQ(RunWith({"--as", name}), 0) << error_;
  }
  EXPECT_EQ(RunWith({"--as", "nobody"}), 2);
}

TEST_F(CommandEvalHouseholdTest, SaysWhatToPassWhereBasketsAreMissing) {
  EXPECT_EQ(Run({"--population", "@names.json", "--in", "@h.visible.jsonl", "--out", "@a.jsonl"}),
            2);
  EXPECT_NE(error_.find("names shoppers but not what they bought: expected --data"),
            std::string::npos)
      << error_;
}

TEST_F(CommandEvalHouseholdTest, FindsBasketsBesideThePopulation) {
  fs::copy_file(folder_ / "names.json", folder_ / "data" / "names.json");
  ASSERT_EQ(Run({"--population", "@data/names.json", "--in", "@h.visible.jsonl", "--out",
                 "@answers.jsonl"}),
            0)
      << error_;
  EXPECT_TRUE(Says("20 shoppers, 60 orders")) << out_;
}

TEST_F(CommandEvalHouseholdTest, RunsWhereTheShopHasLearnedNothing) {
  ASSERT_EQ(Run({"--population", "@names.json", "--data", "none", "--in", "@h.visible.jsonl",
                 "--out", "@answers.jsonl"}),
            0)
      << error_;
  EXPECT_TRUE(Says("0 shoppers, 0 orders; 4 items, 0 with numbers")) << out_;
}

TEST_F(CommandEvalHouseholdTest, LeavesTheOldAnswersWhereALineIsBroken) {
  Write("answers.jsonl", "old");
  Write("h.visible.jsonl", World("full", true) + "{\"hh\": \"h\"\n");
  EXPECT_EQ(RunWith({}), 1);
  EXPECT_NE(error_.find("h.visible.jsonl:2: expected JSON"), std::string::npos) << error_;
  EXPECT_EQ(*ReadTextFile(Path("answers.jsonl")), "old");
}

TEST_F(CommandEvalHouseholdTest, ExplainsWhatItDoesNotUnderstand) {
  const std::vector<std::string> mistakes[] = {
      {},
      {"--population", "@shoppers.json"},
      {"--population", "@shoppers.json", "--in", "@h.visible.jsonl", "--out"},
  };
  for (const auto& args : mistakes) {
    EXPECT_EQ(Run(args), 2) << (&args - mistakes);
    EXPECT_NE(error_.find("--help"), std::string::npos);
  }
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--k", "1"},
                                               {"--at", "0"},
                                               {"--surface", "basket"},
                                               {"--ask-below", "2"},
                                               {"--ask-below", "nan"},
                                               {"--ask-of", "5"},
                                               {"--threshold", "40"},
                                               {"--data", "@data"}}) {
    EXPECT_EQ(RunWith(more), 2) << more.front();
  }
  EXPECT_EQ(RunWith({"--truth", "@none.jsonl"}), 1);
}

TEST_F(CommandEvalHouseholdTest, RefusesADamagedGzipFile) {
  const std::string packed = Gzipped("some text that is long enough to be cut");
  Write("whole.gz", packed);
  EXPECT_EQ(*ReadMaybeGzipped(Path("whole.gz")), "some text that is long enough to be cut");
  Write("two.gz", packed + packed);
  EXPECT_EQ(ReadMaybeGzipped(Path("two.gz"))->size(), 78u);
  Write("cut.gz", packed.substr(0, packed.size() - 4));
  EXPECT_EQ(ReadMaybeGzipped(Path("cut.gz")).error().message,
            Path("cut.gz") + ": expected a whole gzip file");
  Write("plain", "text");
  EXPECT_EQ(*ReadMaybeGzipped(Path("plain")), "text");
}

}  // namespace
}  // namespace hearth
