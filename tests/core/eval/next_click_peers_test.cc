#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "eval/next_click.h"

namespace hearth {
namespace {

// Items looked at in ten steps; then what V-SKNN would show.
std::vector<ClickItem> ByNearVisits(const std::vector<std::vector<ClickItem>>& train) {
  ClickCases data;
  data.train = train;
  data.cases.push_back({1, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 99});
  for (const PeerClicks& peer : PredictByPeers(data, {})) {
    if (peer.name == "V-SKNN") return peer.predictions[0];
  }
  return {};
}

bool Holds(const std::vector<ClickItem>& items, ClickItem item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

// The first and the second step are together as near as the third: 0.1 + 0.2 is 0.3.
TEST(NextClickPeers, PreferTheNewestOfEquallyNearVisits) {
  const std::vector<ClickItem> all_ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const std::vector<ClickItem> by_two = {1, 2, 50}, by_one = {3, 60};
  std::vector<std::vector<ClickItem>> train(100, by_two);
  train[50] = all_ten;
  train.push_back(by_one);
  EXPECT_TRUE(Holds(ByNearVisits(train), 60)) << "the newest of 101";
  std::rotate(train.begin(), train.end() - 1, train.end());
  EXPECT_TRUE(Holds(ByNearVisits(train), 50));
  EXPECT_FALSE(Holds(ByNearVisits(train), 60)) << "the oldest of 101";
}

TEST(NextClickPeers, TakeTheNearestBeforeTheNewest) {
  std::vector<std::vector<ClickItem>> train(100, {3, 60});
  train.insert(train.begin(), {{4, 70}});
  EXPECT_TRUE(Holds(ByNearVisits(train), 70));
}

}  // namespace
}  // namespace hearth
