#include "cli/files.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <iterator>

namespace hearth {
namespace {

namespace fs = std::filesystem;

// An empty folder that goes away with the test.
class Files : public testing::Test {
 protected:
  Files() : folder_(fs::temp_directory_path() / ("hearth-files-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~Files() override { fs::remove_all(folder_); }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  size_t Count() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }

  fs::path folder_;
};

TEST_F(Files, ReadBackWhatWasWritten) {
  const std::string text(3'000'000, 'x');
  ASSERT_TRUE(WriteFileAtomically(Path("a"), text).ok());
  const auto read = ReadTextFile(Path("a"));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, text);
  ASSERT_TRUE(WriteFileAtomically(Path("a"), std::string_view("short")).ok());
  EXPECT_EQ(*ReadTextFile(Path("a")), "short");
  EXPECT_EQ(ReadBinaryFile(Path("a"))->size(), 5u);
  EXPECT_EQ(Count(), 1u);
}

TEST_F(Files, LeaveNothingBehindWhenWritingFails) {
  fs::create_directories(Path("taken"));
  EXPECT_FALSE(WriteFileAtomically(Path("taken"), std::string_view("x")).ok());
  EXPECT_FALSE(WriteFileAtomically(Path("no/such/folder"), std::string_view("x")).ok());
  EXPECT_EQ(Count(), 1u);
}

TEST_F(Files, SayWhatIsNotThere) {
  const auto read = ReadTextFile(Path("none"));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(ReadTextFile(folder_.string()).ok());
}

}  // namespace
}  // namespace hearth
