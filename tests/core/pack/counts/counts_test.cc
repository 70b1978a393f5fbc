// Counts from elsewhere: what is read is what the pack says; nothing is taken on trust.
#include "pack/counts/counts.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "catalog/small_shop.h"

namespace hearth {
namespace {

constexpr uint32_t kK = 5;

const std::string kTotals = "k,as_of_ms,customers,items,pairs,reveals\n";
const std::string kItems = "id,customers,recent_customers,repeaters,gap_days,since_day\n";
const std::string kPairs = "a,b,customers\n";
const std::string kReveals = "id,topic\n";

// Three items with counts; "milk" has none.
class Counts : public testing::Test {
 protected:
  Counts() : list_(SensitiveList::Default()) {
    CatalogBuilder builder("Shop", {"GBP", 2});
    for (const char* sku : {"bread", "condom", "lotion", "milk"}) {
      EXPECT_TRUE(builder.Add(MakeItem(sku, sku, 100, "")).ok());
    }
    columns_ = *builder.Build();
    topics_ = list_.ClassifyColumns(columns_->Columns());
    files_.totals = {{"totals.csv", kTotals + "5,1323475200000,40,3,2,1\n"}};
    files_.item_counts = {{"items.csv", kItems + "bread,31,12,9,14,15200\n" +
                                            "\"lotion\",20,0,0,0,15201\ncondom,8,5,5,0,14949\n"}};
    files_.pair_counts = {{"pairs.csv", kPairs + "lotion,bread,6\ncondom,lotion,8\n"}};
    files_.reveals = {{"reveals.csv", kReveals + "lotion,sexual_health\n"}};
  }

  Result<ReadCountsResult> Read() const {
    return ReadCounts(files_, kK, list_, topics_, *columns_);
  }
  ItemIndex IndexOf(std::string_view sku) const {
    ItemIndex i = 0;
    while (columns_->sku.Column()[i] != sku) ++i;
    return i;
  }
  // The error where a table is `text`.
  std::string With(TableFiles CountFiles::*table, const std::string& text) {
    const CountFiles before = files_;
    files_.*table = {{(files_.*table)[0].name, text}};
    const auto read = Read();
    files_ = before;
    return read.ok() ? "read" : read.error().message;
  }

  const SensitiveList& list_;
  std::unique_ptr<OwnedColumns> columns_;
  std::vector<TopicIndex> topics_;
  CountFiles files_;
};

TEST_F(Counts, MatchThePack) {
  const auto read = Read();
  ASSERT_TRUE(read.ok()) << read.error().message;
  PutCounts(read->counts, columns_.get());
  EXPECT_EQ(columns_->k, kK);
  EXPECT_EQ(columns_->as_of, 1323475200000);
  EXPECT_EQ(columns_->customers, 40u);
  const ItemIndex bread = IndexOf("bread");
  EXPECT_EQ(columns_->item_customers[bread], 31u);
  EXPECT_EQ(columns_->recent_customers[bread], 12u);
  EXPECT_EQ(columns_->repeat_permille[bread], 290);
  EXPECT_EQ(columns_->gap_days[bread], 14);
  EXPECT_EQ(columns_->since_day[bread], 15200);
  EXPECT_EQ(columns_->item_customers[IndexOf("milk")], 0u);
  EXPECT_EQ(columns_->neighbour_item.size(), 4u);
  EXPECT_EQ(read->revealed[IndexOf("lotion")], list_.Find("sexual_health"));
  EXPECT_EQ(read->revealed[bread], kNoTopic);
}

// "SHIRT" comes in sizes; "007" and "0 7" and "LOTION-1" are like others.
std::unique_ptr<OwnedColumns> ShopWithSizes() {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (const char* sku : {"S-S", "S-M", "007", "Lotion-1", "x1", "X1"}) {
    FeedItem item = MakeItem(sku, sku, 100, "");
    if (sku[0] == 'S') item.group = "SHIRT";
    EXPECT_TRUE(builder.Add(item).ok());
  }
  return *builder.Build();
}

TEST_F(Counts, AreOfItemsByTheirOwnSkuAndOfNoVariant) {
  columns_ = ShopWithSizes();
  topics_.assign(columns_->item_count(), kNoTopic);
  files_.totals = {{"totals.csv", kTotals + "5,1323475200000,40,1,0,0\n"}};
  files_.pair_counts = {{"pairs.csv", kPairs}};
  files_.reveals = {{"reveals.csv", kReveals}};
  const auto with = [&](const std::string& id) {
    return With(&CountFiles::item_counts, kItems + id + ",9,0,0,0,15200\n");
  };
  EXPECT_EQ(with("SHIRT"), "read") << "the group's id";
  EXPECT_EQ(
      with("S-M"),
      "items.csv:2:1: id: \"S-M\" is a variant of \"SHIRT\": expected counts of the item, made "
      "with catalog_ids");
  const auto but = [](const std::string& id, const std::string& meant) {
    return "items.csv:2:1: id: no item \"" + id + "\" in the catalog" +
           (meant.empty() ? "" : ", but \"" + meant + "\": expected ids as catalog_items has them");
  };
  EXPECT_EQ(with("7"), but("7", "007"));
  EXPECT_EQ(with("LOTION- 1"), but("LOTION- 1", "Lotion-1"));
  EXPECT_EQ(with("shirt"), but("shirt", "SHIRT"));
  EXPECT_EQ(with("0x1"), but("0x1", "")) << "two are like it";
  // Pairs and what items reveal are read in the same way.
  files_.item_counts = {{"items.csv", kItems + "SHIRT,9,0,0,0,15200\n"}};
  EXPECT_TRUE(With(&CountFiles::reveals, kReveals + "S-S,alcohol\n")
                  .starts_with("reveals.csv:2:1: id: \"S-S\" is a variant of"));
}

TEST_F(Counts, TakeAGroupThatIsCalledLikeOneOfItsVariants) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (const char* sku : {"S", "S-M"}) {
    FeedItem item = MakeItem(sku, sku, 100, "");
    item.group = "S";
    EXPECT_TRUE(builder.Add(item).ok());
  }
  columns_ = *builder.Build();
  topics_.assign(1, kNoTopic);
  files_ = {{{"t", kTotals + "5,1323475200000,40,1,0,0\n"}},
            {{"i", kItems + "S,9,0,0,0,15200\n"}},
            {{"p", kPairs}},
            {{"r", kReveals}}};
  const auto read = Read();
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->counts.items[0].customers, 9u);
}

TEST_F(Counts, KeepTheDateOfTheFeed) {
  columns_->since_day[IndexOf("bread")] = 123;
  PutCounts(Read()->counts, columns_.get());
  EXPECT_EQ(columns_->since_day[IndexOf("bread")], 123);
}

TEST_F(Counts, MayLieInSeveralFilesAndInAnyOrder) {
  const auto whole = Read();
  files_.pair_counts = {{"1.csv", kPairs},
                        {"2.csv", kPairs + "lotion,condom,8\n"},
                        {"3.csv", kPairs + "bread,lotion,6\n"}};
  const auto parts = Read();
  ASSERT_TRUE(parts.ok()) << parts.error().message;
  ASSERT_EQ(parts->counts.pairs.size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(parts->counts.pairs[i].a, whole->counts.pairs[i].a);
    EXPECT_EQ(parts->counts.pairs[i].b, whole->counts.pairs[i].b);
    EXPECT_EQ(parts->counts.pairs[i].customers, whole->counts.pairs[i].customers);
  }
  files_.pair_counts.push_back({"4.csv", ""});
  EXPECT_EQ(Read().error().message, "4.csv:1:1: expected a header line");
  files_.pair_counts.pop_back();
  files_.pair_counts.pop_back();
  EXPECT_EQ(Read().error().message, "1.csv: expected 2 rows as totals has it, got 1");
}

TEST_F(Counts, OfNoOrdersAtAll) {
  files_ = {
      {{"t", kTotals + "5,0,0,0,0,0\n"}}, {{"i", kItems}}, {{"p", kPairs}}, {{"r", kReveals}}};
  const auto read = Read();
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_TRUE(read->counts.pairs.empty());
}

TEST_F(Counts, SayWhatIsWrongWithTotals) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"", "totals.csv: expected 1 rows as totals has it, got 0"},
      {"5,0,0,0,0,0\n5,0,0,0,0,0\n", "totals.csv:3:1: k: expected one row"},
      {"4,0,0,0,0,0\n", "totals.csv: counted with k = 4, not with --k 5"},
      {"1,0,0,0,0,0\n", "totals.csv:2:1: k: expected a whole number from 2 to 1000000"},
      {"5,1323475200001,0,0,0,0\n", "totals.csv:2:3: as_of_ms: expected a midnight from 2000 on"},
      {"5,86400000,0,0,0,0\n", "totals.csv:2:3: as_of_ms: expected a midnight from 2000 on"},
      {"5,0,43,0,0,0\n", "totals.csv:2:5: customers: expected a multiple of 10"},
      {"5,0,4294967300,0,0,0\n",
       "totals.csv:2:5: customers: expected a whole number from 0 to 4294967295"},
  };
  for (const auto& [rows, message] : mistakes) {
    EXPECT_EQ(With(&CountFiles::totals, kTotals + rows), message);
  }
  EXPECT_EQ(With(&CountFiles::totals, "k,customers\n5,40\n"),
            "totals.csv:1:1: expected the columns k,as_of_ms,customers,items,pairs,reveals");
  files_.totals = {{"totals.csv", kTotals + "20,1323475200000,10,3,2,1\n"}};
  EXPECT_EQ(
      ReadCounts(files_, 20, list_, topics_, *columns_).error().message,
      "totals.csv:2:18: customers: expected 0, or at least k rounded down to a multiple of 10");
  files_.totals = {{"totals.csv", kTotals + "5,1323475200000,0,3,2,1\n"}};
  EXPECT_EQ(Read().error().message, "items.csv:2:7: customers: more than all customers");
}

TEST_F(Counts, SayWhatIsWrongWithItems) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"tea,9,0,0,0,15200\n", "items.csv:2:1: id: no item \"tea\" in the catalog"},
      {"bread,9,0,0,0,15200\nbread,9,0,0,0,15200\n", "items.csv:3:1: id: comes twice"},
      {"bread,4,0,0,0,15200\n", "items.csv:2:7: customers: expected at least k = 5 customers"},
      {"bread,0,0,0,0,15200\n", "items.csv:2:7: customers: expected at least k = 5 customers"},
      {"bread,9.0,0,0,0,15200\n",
       "items.csv:2:7: customers: expected a whole number from 0 to 4294967295"},
      {"bread,-9,0,0,0,15200\n",
       "items.csv:2:7: customers: expected a whole number from 0 to 4294967295"},
      {"bread,,0,0,0,15200\n",
       "items.csv:2:7: customers: expected a whole number from 0 to 4294967295"},
      {"bread,99999999999999999999,0,0,0,15200\n",
       "items.csv:2:7: customers: expected a whole number from 0 to 4294967295"},
      {"bread,50,0,0,0,15200\n", "items.csv:2:7: customers: more than all customers"},
      {"bread,9,3,0,0,15200\n",
       "items.csv:2:9: recent_customers: expected at least k = 5 customers, or 0"},
      {"bread,9,10,0,0,15200\n",
       "items.csv:2:9: recent_customers: more than the customers of the item"},
      {"bread,9,0,2,0,15200\n",
       "items.csv:2:11: repeaters: expected at least k = 5 customers, or 0"},
      {"bread,9,0,0,7,15200\n", "items.csv:2:13: gap_days: expected 0 where nobody repeats"},
      {"bread,9,0,0,0,99999\n",
       "items.csv:2:15: since_day: expected a whole number from 10957 to 84006"},
      {"bread,9,0,0,0,15319\n", "items.csv:2:15: since_day: after the last order"},
      {"bread,9,0,0,0\n", "items.csv:2:1: expected 6 fields as in the first line, got 5"},
      {"bread,9,0,0,0,15200\n", "items.csv: expected 3 rows as totals has it, got 1"},
  };
  for (const auto& [rows, message] : mistakes) {
    EXPECT_EQ(With(&CountFiles::item_counts, kItems + rows), message);
  }
}

TEST_F(Counts, SayWhatIsWrongWithPairs) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"bread,tea,9\n", "pairs.csv:2:7: b: no item \"tea\" in the catalog"},
      {"milk,bread,9\n", "pairs.csv:2:1: a: no count of that item in item_counts"},
      {"bread,bread,9\n", "pairs.csv:2:7: b: expected another item than a"},
      {"bread,lotion,4\n", "pairs.csv:2:14: customers: expected at least k = 5 customers"},
      {"bread,lotion,x\n",
       "pairs.csv:2:14: customers: expected a whole number from 0 to 4294967295"},
      {"bread,lotion,21\n", "pairs.csv:2:14: customers: more than the customers of the item"},
      {"bread,lotion,6\n", "pairs.csv: expected 2 rows as totals has it, got 1"},
  };
  for (const auto& [rows, message] : mistakes) {
    EXPECT_EQ(With(&CountFiles::pair_counts, kPairs + rows), message);
  }
  const std::string twice =
      With(&CountFiles::pair_counts, kPairs + "bread,lotion,6\nlotion,bread,6\n");
  EXPECT_TRUE(twice == "pairs.csv: the pair \"bread\", \"lotion\" comes twice" ||
              twice == "pairs.csv: the pair \"lotion\", \"bread\" comes twice")
      << twice;
}

TEST_F(Counts, SayWhatIsWrongWithReveals) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"tea,alcohol\n", "reveals.csv:2:1: id: no item \"tea\" in the catalog"},
      {"milk,alcohol\n", "reveals.csv:2:1: id: no count of that item in item_counts"},
      {"bread,alcohol\nbread,alcohol\n", "reveals.csv:3:1: id: comes twice"},
      {"bread,tea\n", "reveals.csv:2:7: topic: expected a topic of tier own_screen or never"},
      {"condom,alcohol\n",
       "reveals.csv:2:8: topic: the item has a topic as strong already: counted with another list"},
      {"", "reveals.csv: expected 1 rows as totals has it, got 0"},
  };
  for (const auto& [rows, message] : mistakes) {
    EXPECT_EQ(With(&CountFiles::reveals, kReveals + rows), message);
  }
}

TEST_F(Counts, WritesTheTablesThatTheQueriesRead) {
  Orders orders;
  orders.Add("ann, or \"bob\"", "1", "bread", 15300 * kMsPerDay, 2, 100);
  EXPECT_EQ(WriteOrderLines(orders),
            "customer,order_id,id,time_ms,quantity\n"
            "\"ann, or \"\"bob\"\"\",1,bread,1321920000000,2\n");
  const std::string items = WriteCatalogItems(*columns_, topics_);
  EXPECT_TRUE(items.starts_with("item,id,topic\n0,"));
  EXPECT_NE(items.find(",bread,0\n"), std::string::npos);
  EXPECT_NE(items.find(",condom," + std::to_string(int{list_.Find("sexual_health")}) + "\n"),
            std::string::npos);
  EXPECT_EQ(WriteTopicList(list_).find("topic,name,tier\n1,adult,3\n"), 0u);
}

}  // namespace
}  // namespace hearth
