// One member cannot move another's screen (promise P2), and a gift does not exist until its date
// (P3): over random households, everything that others can ask is the same bytes whatever one
// member kept secret. support/interference.h says how, and how the time is kept.
//
// The number of cases stands in tests/numbers.json, or in HEARTH_CASES; HEARTH_SHARD=i/n does every
// n-th world from the i-th on.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "support/interference.h"
#include "support/numbers.h"

namespace hearth {
namespace {

uint64_t CasesFromEnvironment() {
  const char* const text = std::getenv("HEARTH_CASES");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : NumberOf("interference_cases");
}

struct Shard {
  uint64_t first = 0, step = 1;
};

Shard ShardFromEnvironment() {
  Shard shard;
  const char* const text = std::getenv("HEARTH_SHARD");
  if (text == nullptr) return shard;
  unsigned long long first = 0, step = 1;
  if (std::sscanf(text, "%llu/%llu", &first, &step) == 2 && first < step) {
    shard.first = first;
    shard.step = step;
  }
  return shard;
}

TEST(Secrets, MoveNobodyElsesAnswers) {
  const Shard shard = ShardFromEnvironment();
  const uint64_t cases = CasesFromEnvironment() / shard.step;
  const Search search = FindInterference(shard.first, shard.step, cases);
  std::printf("%llu cases in %llu worlds, %llu questions; a guess in %llu, of the keeper in %llu\n",
              static_cast<unsigned long long>(search.cases),
              static_cast<unsigned long long>(search.worlds),
              static_cast<unsigned long long>(search.questions),
              static_cast<unsigned long long>(search.with_guess),
              static_cast<unsigned long long>(search.guessed_keeper));
  ASSERT_FALSE(search.found.has_value()) << *search.found;
  EXPECT_GE(search.cases, cases);
  // So that "no difference" says something.
  EXPECT_GT(search.with_guess, search.cases / 20);
  EXPECT_GT(search.guessed_keeper, search.cases / 100);
  EXPECT_GT(search.keeper_sees, search.keeper_asked / 2);
}

TEST(Gifts, AreOrdinaryOrForgottenOnTheirDate) {
  const Shard shard = ShardFromEnvironment();
  const uint64_t cases = CasesFromEnvironment() / 200 / shard.step;
  const Search search = FindGiftInterference(shard.first, shard.step, cases);
  ASSERT_FALSE(search.found.has_value()) << *search.found;
  EXPECT_GE(search.cases, cases);
}

}  // namespace
}  // namespace hearth
