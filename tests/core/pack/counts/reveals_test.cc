// What a shop's orders give away: small shops with a known answer, then random ones that are
// counted again in the plainest way.
#include "pack/counts/reveals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/random.h"
#include "catalog/catalog.h"
#include "catalog/small_shop.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

constexpr uint32_t kK = 20;

// A shop whose titles are its SKUs, and its orders. "condom..." is of tier never, "beer..." of
// own_screen, "doll..." of quiet; everything else is ordinary.
class Shop {
 public:
  explicit Shop(const std::vector<std::string>& skus) : list_(SensitiveList::Default()) {
    CatalogBuilder builder("Shop", {"GBP", 2});
    for (const std::string& sku : skus) {
      EXPECT_TRUE(builder.Add(MakeItem(sku, sku, 100, "")).ok());
    }
    columns_ = *builder.Build();
  }

  // One order of each of `customers` new customers.
  void Sell(int customers, const std::vector<std::string>& skus) {
    for (int i = 0; i < customers; ++i) SellTo("c" + std::to_string(customers_++), skus);
  }
  void SellTo(const std::string& customer, const std::vector<std::string>& skus) {
    const std::string order = "o" + std::to_string(orders_made_++);
    for (const std::string& sku : skus) {
      orders_.Add(customer, order, sku, 15300 * kMsPerDay, 1, 100);
    }
  }

  size_t Mark(uint32_t k = kK) {
    const std::vector<TopicIndex> topics = list_.ClassifyColumns(Unmarked().Columns());
    const std::vector<TopicIndex> revealed = RevealedTopics(orders_, k, list_, topics, *columns_);
    WriteTopics(list_, revealed, columns_.get());
    return revealed.size() - static_cast<size_t>(std::ranges::count(revealed, kNoTopic));
  }
  // The topic that an item reveals; "" for none.
  std::string Revealed(const std::string& sku) const {
    for (size_t i = 0; i < columns_->reveals.size(); ++i) {
      const uint8_t entry = columns_->reveals[i];
      if (columns_->sku.Column()[i] != sku || entry == 0) continue;
      return std::string(columns_->reveals_topic.Column()[entry - size_t{1}]);
    }
    return "";
  }

  const OwnedColumns& columns() const { return *columns_; }
  const Orders& orders() const { return orders_; }
  const SensitiveList& list() const { return list_; }
  OwnedColumns Unmarked() const {
    OwnedColumns plain = *columns_;
    plain.reveals.clear();
    plain.reveals_topic = {};
    return plain;
  }

 private:
  const SensitiveList& list_;
  std::unique_ptr<OwnedColumns> columns_;
  Orders orders_;
  int customers_ = 0;
  int orders_made_ = 0;
};

// What a shop sells every day, so that sensitive goods are a small part of it.
void SellTheUsual(Shop* shop) {
  shop->Sell(400, {"bread", "milk"});
  shop->Sell(400, {"milk", "soap"});
}

TEST(Reveals, MarksWhatIsMostlyBoughtWithSensitiveItems) {
  Shop shop({"bread", "milk", "soap", "lotion", "condom"});
  SellTheUsual(&shop);
  shop.Sell(30, {"lotion", "condom"});
  shop.Sell(10, {"lotion", "bread"});
  EXPECT_EQ(shop.Mark(), 1u);
  EXPECT_EQ(shop.Revealed("lotion"), "sexual_health");
  const auto bytes = EncodePack(shop.columns());
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  const auto catalog = Catalog::FromPack(*bytes);
  ASSERT_TRUE(catalog.ok());
  const std::vector<TopicIndex> topics = shop.list().ClassifyColumns(catalog->columns());
  EXPECT_EQ(topics[catalog->FindSku("lotion")], shop.list().Find("sexual_health"));
  EXPECT_EQ(topics[catalog->FindSku("bread")], kNoTopic);
}

TEST(Reveals, LeavesABestSellerAlone) {
  Shop shop({"bread", "milk", "soap", "lotion", "condom"});
  SellTheUsual(&shop);
  shop.Sell(300, {"bread", "condom"});  // more often than anything else but milk
  EXPECT_EQ(shop.Mark(), 0u);
  EXPECT_TRUE(shop.columns().reveals.empty());
  EXPECT_TRUE(shop.columns().reveals_topic.end.empty());
}

TEST(Reveals, LeavesItemsAloneWhereEverythingIsBoughtWithSensitiveOnes) {
  // A pharmacy, but for one item: six of ten lines are medicines, so that six of ten is no news.
  Shop shop({"paracetamol", "ibuprofen", "aspirin", "plasters", "comb", "bag", "straw"});
  shop.Sell(100, {"paracetamol", "ibuprofen", "plasters"});
  shop.Sell(100, {"aspirin", "ibuprofen", "comb"});
  shop.Sell(100, {"plasters", "comb"});
  shop.Sell(60, {"bag", "aspirin"});
  shop.Sell(40, {"bag", "plasters"});
  EXPECT_EQ(shop.Mark(), 0u);
  shop.Sell(100, {"straw", "aspirin"});
  EXPECT_EQ(shop.Mark(), 1u);
  EXPECT_EQ(shop.Revealed("straw"), "medicines");
}

TEST(Reveals, NeedsKCustomersWhoBoughtBoth) {
  Shop shop({"bread", "milk", "soap", "lotion", "condom"});
  SellTheUsual(&shop);
  shop.Sell(kK - 1, {"lotion", "condom"});
  EXPECT_EQ(shop.Mark(), 0u);
  shop.Sell(1, {"lotion", "bread"});  // k customers, but not with condoms
  EXPECT_EQ(shop.Mark(), 0u);
  shop.SellTo("c800", {"lotion", "condom"});  // the first of them again
  EXPECT_EQ(shop.Mark(), 0u);
  shop.Sell(1, {"lotion", "condom"});
  EXPECT_EQ(shop.Mark(), 1u);
  EXPECT_EQ(shop.Mark(kK + 1), 0u);
}

TEST(Reveals, GivesEachCustomerOneVote) {
  std::vector<std::string> skus = {"bread", "milk", "soap", "lotion"};
  std::vector<std::string> everything = {"lotion"};
  for (int i = 0; i < 200; ++i) {
    skus.push_back("condom " + std::to_string(i));
    everything.push_back(skus.back());
  }
  Shop shop(skus);
  SellTheUsual(&shop);
  shop.Sell(20, {"lotion", "condom 1", "bread", "milk"});
  shop.Sell(20, {"lotion", "bread"});
  for (int i = 0; i < 50; ++i) shop.SellTo("one customer", everything);
  EXPECT_EQ(shop.Mark(), 0u);
}

TEST(Reveals, NamesATopicOnlyWithKCustomersBehindIt) {
  Shop shop({"bread", "milk", "soap", "lotion", "condom", "wheelchair"});
  SellTheUsual(&shop);
  shop.Sell(kK - 1, {"lotion", "condom"});
  shop.Sell(kK - 1, {"lotion", "wheelchair"});
  EXPECT_EQ(shop.Mark(), 0u);
  shop.Sell(1, {"lotion", "wheelchair"});
  EXPECT_EQ(shop.Mark(), 1u);
  EXPECT_EQ(shop.Revealed("lotion"), "medicines");
  shop.Sell(5, {"lotion", "condom"});
  shop.Mark();
  EXPECT_EQ(shop.Revealed("lotion"), "sexual_health");
}

TEST(Reveals, ChecksTheStrongerTierFirst) {
  Shop shop({"bread", "milk", "soap", "shaker", "mixer", "doll", "dress", "condom", "beer"});
  SellTheUsual(&shop);
  shop.Sell(40, {"shaker", "beer"});
  shop.Sell(20, {"shaker", "condom"});
  shop.Sell(60, {"mixer", "condom"});
  shop.Sell(20, {"mixer", "beer"});
  shop.Sell(60, {"dress", "doll"});  // a quiet topic reveals nothing
  EXPECT_EQ(shop.Mark(), 2u);
  EXPECT_EQ(shop.Revealed("shaker"), "alcohol");
  EXPECT_EQ(shop.Revealed("mixer"), "sexual_health");
}

TEST(Reveals, LeavesItemsAloneThatAreAsSensitiveThemselves) {
  Shop shop({"bread", "milk", "soap", "condom 1", "condom 2", "beer 1", "beer 2", "beer 3"});
  SellTheUsual(&shop);
  shop.Sell(50, {"condom 1", "condom 2"});
  shop.Sell(50, {"beer 1", "beer 2"});
  shop.Sell(50, {"beer 3", "condom 1"});
  EXPECT_EQ(shop.Mark(), 1u);
  EXPECT_EQ(shop.Revealed("beer 3"), "sexual_health");
}

// The plainest way to count: fractions as doubles, customers in sets.
struct Plain {
  std::map<std::string, std::map<std::string, std::vector<std::string>>>
      baskets;  // customer, order
  std::map<std::string, TopicIndex> topic;

  explicit Plain(const Shop& shop) {
    const OwnedColumns plain = shop.Unmarked();
    const std::vector<TopicIndex> topics = shop.list().ClassifyColumns(plain.Columns());
    for (size_t i = 0; i < topics.size(); ++i)
      topic[std::string(plain.sku.Column()[i])] = topics[i];
    for (const OrderLine& line : shop.orders().lines) {
      baskets[shop.orders().customers[line.customer]][shop.orders().orders[line.order]].push_back(
          shop.orders().skus[line.sku]);
    }
  }

  // Whether the item must be marked, and how far from the bounds it is.
  bool Reveals(const Shop& shop, const std::string& item, Tier tier, uint32_t k,
               double* margin) const {
    double votes = 0;
    double usual = 0;
    double other = 0;
    std::set<std::string> voters;
    std::map<TopicIndex, std::set<std::string>> behind;
    for (const auto& [customer, orders] : baskets) {
      double sensitive = 0;
      double all = 0;
      for (const auto& [order, skus] : orders) {
        const bool holds = std::find(skus.begin(), skus.end(), item) != skus.end();
        for (const std::string& sku : skus) {
          if (sku == item) continue;
          const bool counts = shop.list().TierOf(topic.at(sku)) >= tier;
          (counts ? usual : other) += 1;
          if (!holds) continue;
          all += 1;
          if (counts) sensitive += 1;
          if (counts) behind[topic.at(sku)].insert(customer);
        }
      }
      if (all == 0) continue;
      voters.insert(customer);
      votes += sensitive / all;
    }
    const double mean = voters.empty() ? 0 : votes / static_cast<double>(voters.size());
    const double odds = mean / std::max(1e-9, 1 - mean);
    const double usual_odds = usual / std::max(1.0, other);
    *margin = std::min(std::abs(mean - 0.5), std::abs(odds - 3 * usual_odds));
    const bool named = std::any_of(behind.begin(), behind.end(),
                                   [&](const auto& each) { return each.second.size() >= k; });
    return voters.size() >= k && mean > 0.5 && odds >= 3 * usual_odds && named;
  }
};

TEST(Reveals, AgreesWithAPlainCountOfRandomShops) {
  const std::vector<std::string> skus = {"a",        "b",        "c",      "d",      "e",     "f",
                                         "condom 1", "condom 2", "beer 1", "beer 2", "doll 1"};
  size_t marked = 0;
  size_t checked = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    Shop shop(skus);
    for (int order = 0; order < 120; ++order) {
      std::set<std::string> basket;
      const uint64_t taste = random.Below(skus.size());  // some items go together
      for (int64_t n = random.Between(1, 4); n > 0; --n) {
        const uint64_t step = random.Below(3) * (seed % 5);
        basket.insert(skus[(taste + step) % skus.size()]);
      }
      shop.SellTo("c" + std::to_string(random.Below(40)), {basket.begin(), basket.end()});
    }
    constexpr uint32_t kSmallK = 4;
    shop.Mark(kSmallK);
    const Plain plain(shop);
    for (const std::string& sku : skus) {
      const Tier own = shop.list().TierOf(plain.topic.at(sku));
      double never_margin = 0;
      double own_margin = 0;
      const bool never = plain.Reveals(shop, sku, Tier::kNever, kSmallK, &never_margin);
      const bool any = plain.Reveals(shop, sku, Tier::kOwnScreen, kSmallK, &own_margin);
      if (std::min(never_margin, own_margin) < 0.001) continue;  // rounding decides
      const bool expected = own < Tier::kNever && (never || (own < Tier::kOwnScreen && any));
      ASSERT_EQ(!shop.Revealed(sku).empty(), expected) << "seed " << seed << ", " << sku;
      ++checked;
      if (expected) ++marked;
    }
  }
  EXPECT_GT(checked, 2500u);
  EXPECT_GT(marked, 50u);
}

}  // namespace
}  // namespace hearth
