#include "pack/counts/embedding.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace hearth {
namespace {

// Items 0-9 keep company, items 10-19 do, hardly any pair crosses; 20 has no pair.
std::vector<PairCount> TwoCircles() {
  Random random(3);
  std::vector<PairCount> pairs;
  for (ItemIndex a = 0; a < 20; ++a) {
    for (ItemIndex b = a + 1; b < 20; ++b) {
      const bool same = (a < 10) == (b < 10);
      if (!same && !random.Chance(10)) continue;
      pairs.push_back({a, b, same ? static_cast<uint32_t>(random.Between(40, 60)) : 1});
    }
  }
  return pairs;
}

double Cosine(const std::vector<int8_t>& embedding, size_t a, size_t b) {
  double dot = 0;
  for (size_t d = 0; d < kEmbeddingDims; ++d) {
    dot += embedding[a * kEmbeddingDims + d] * embedding[b * kEmbeddingDims + d];
  }
  return dot / (127.0 * 127.0);
}

TEST(Embedding, PutsItemsOfLikeCompanyTogether) {
  const auto embedding = MakeEmbedding(TwoCircles(), 21);
  double within = 0;
  double across = 0;
  for (size_t a = 0; a < 10; ++a) {
    for (size_t b = 0; b < 10; ++b) {
      if (a != b) within += Cosine(embedding, a, b);
      across += Cosine(embedding, a, 10 + b);
    }
  }
  EXPECT_GT(within / 90, across / 100 + 0.3);
}

TEST(Embedding, HasRowsOfUnitLengthOrZero) {
  const auto embedding = MakeEmbedding(TwoCircles(), 21);
  ASSERT_EQ(embedding.size(), 21 * kEmbeddingDims);
  for (size_t i = 0; i < 20; ++i) EXPECT_NEAR(Cosine(embedding, i, i), 1, 0.05);
  EXPECT_EQ(Cosine(embedding, 20, 20), 0);
}

TEST(Embedding, IsTheSameEveryTime) {
  EXPECT_EQ(MakeEmbedding(TwoCircles(), 21), MakeEmbedding(TwoCircles(), 21));
}

TEST(Embedding, IsEmptyWithoutPairs) { EXPECT_TRUE(MakeEmbedding({}, 10).empty()); }

TEST(Embedding, SurvivesTinyAndOneSidedWorlds) {
  EXPECT_EQ(MakeEmbedding(std::vector<PairCount>{{0, 1, 5}}, 2).size(), 2 * kEmbeddingDims);
  // A huge shift leaves no entry at all: every vector is unknown.
  const auto none = MakeEmbedding(TwoCircles(), 21, {.shift = 1e9});
  for (const int8_t value : none) EXPECT_EQ(value, 0);
}

}  // namespace
}  // namespace hearth
