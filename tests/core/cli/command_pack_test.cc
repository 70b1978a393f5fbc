// `hearth pack` as its user meets it: options in, files and exit codes out.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "cli/command_line.h"
#include "cli/files.h"
#include "cli/pack_summary.h"
#include "pack/counts/statistics.h"
#include "pack/orders/orders.h"
#include "policy/sensitive.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;

class CommandPackTest : public testing::Test {
 protected:
  CommandPackTest()
      : folder_(fs::temp_directory_path() / ("hearth-pack-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    Write("feed.csv", "id,title,price\nA,Tea Light,1.25 GBP\nB,Lantern,8.50 GBP\n");
    std::string orders = "customer,order,time,id,quantity,price\n";
    for (int i = 0; i < 60; ++i) {
      const std::string n = std::to_string(i);
      for (const char* sku : {"A", "B"}) {
        orders += "c" + n + ",o" + n + ",2011-11-05 10:00:00," + sku + ",1,1.00\n";
      }
    }
    Write("orders.csv", orders);
  }
  ~CommandPackTest() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  void Write(const std::string& name, std::string_view text) {
    EXPECT_TRUE(WriteFileAtomically(Path(name), text).ok());
  }
  // Words that begin with '@' are paths in the test's folder.
  int Run(std::vector<std::string> args) {
    for (std::string& arg : args) {
      if (arg.starts_with('@')) arg = Path(arg.substr(1));
    }
    args.insert(args.begin(), "pack");
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = RunCommandLine(args);
    out_ = testing::internal::GetCapturedStdout();
    error_ = testing::internal::GetCapturedStderr();
    return code;
  }
  size_t Count() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }

  fs::path folder_;
  std::string out_, error_;
};

TEST_F(CommandPackTest, MakesTheSamePackTwice) {
  const std::vector<std::string> args = {"--feed",    "@feed.csv",   "--orders",   "@orders.csv",
                                         "--shop",    "Corner Shop", "--currency", "GBP",
                                         "--batches", "no"};
  for (const char* out : {"@one.hpack", "@two.hpack"}) {
    std::vector<std::string> with_out = args;
    with_out.insert(with_out.end(), {"--out", out});
    ASSERT_EQ(Run(with_out), 0) << error_;
  }
  const auto one = ReadBinaryFile(Path("one.hpack"));
  ASSERT_TRUE(one.ok());
  EXPECT_EQ(*one, *ReadBinaryFile(Path("two.hpack")));
  const auto catalog = Catalog::FromPack(*one);
  ASSERT_TRUE(catalog.ok()) << catalog.error().message;
  EXPECT_EQ(catalog->columns().k, 20u);
  EXPECT_EQ(catalog->columns().customers, 60u);
  EXPECT_EQ(catalog->columns().item_customers[0], 60u);
  EXPECT_EQ(catalog->NeighbourCount(0), 1u);
  EXPECT_TRUE(catalog->HasEmbeddings());
}

TEST_F(CommandPackTest, WaitsForWeeksToEndAndSaysSo) {
  const auto pack = [&] {
    EXPECT_EQ(Run({"--feed", "@feed.csv", "--orders", "@orders.csv", "--shop", "S", "--out",
                   "@shop.hpack"}),
              0)
        << error_;
    return *Catalog::FromPack(*ReadBinaryFile(Path("shop.hpack")));
  };
  EXPECT_EQ(pack().columns().customers, 0u);
  EXPECT_NE(out_.find("no order lines are counted yet: fewer than 20 customers in whole weeks"),
            std::string::npos)
      << out_;
  Write("orders.csv", *ReadTextFile(Path("orders.csv")) + "c1,new,2011-11-07 09:00:00,A,1,1.00\n");
  const Catalog next = pack();
  EXPECT_EQ(next.columns().customers, 60u);
  EXPECT_EQ(next.columns().as_of, *ParseTime("2011-11-07"));
  EXPECT_NE(out_.find("order lines are counted until 2011-11-07; 1 later ones wait"),
            std::string::npos)
      << out_;
}

TEST_F(CommandPackTest, RunsTheExampleOfItsHelp) {
  ASSERT_EQ(Run({"--help"}), 0);
  EXPECT_NE(out_.find("hearth pack --feed feed.csv --shop \"Corner Shop\" --currency GBP --out "
                      "shop.hpack"),
            std::string::npos);
  ASSERT_EQ(Run({"--feed", "@feed.csv", "--shop", "Corner Shop", "--currency", "GBP", "--out",
                 "@shop.hpack"}),
            0)
      << error_;
  const auto catalog = Catalog::FromPack(*ReadBinaryFile(Path("shop.hpack")));
  ASSERT_TRUE(catalog.ok());
  EXPECT_EQ(catalog->columns().k, 0u);
}

TEST_F(CommandPackTest, CountsWhatIsViewedTogether) {
  std::string views = "visitor,time,id\n";
  for (int i = 0; i < 30; ++i) {
    const std::string visitor = "v" + std::to_string(i);
    views += visitor + ",2011-11-05 10:00:00,A\n";
    if (i < 20) views += visitor + ",2011-11-05 10:01:00,B\n";
  }
  Write("views.csv", views);
  const auto pack = [&](const std::string& k) {
    EXPECT_EQ(Run({"--feed", "@feed.csv", "--shop", "S", "--views", "@views.csv", "--k", k,
                   "--batches", "no", "--out", "@shop.hpack"}),
              0)
        << error_;
    return *Catalog::FromPack(*ReadBinaryFile(Path("shop.hpack")));
  };
  const Catalog catalog = pack("20");
  const ItemIndex a = catalog.FindSku("A"), b = catalog.FindSku("B");
  ASSERT_TRUE(catalog.HasViews());
  EXPECT_EQ(catalog.columns().viewers[a], 30u);
  EXPECT_EQ(catalog.columns().viewers[b], 20u);
  ASSERT_EQ(catalog.CoViewedCount(a), 1u);
  EXPECT_EQ(catalog.CoViewedAt(a, 0).item, b);
  EXPECT_EQ(catalog.CoViewedAt(a, 0).after, 65535 * 20 / 30);
  const Catalog stricter = pack("21");
  EXPECT_EQ(stricter.CoViewedCount(a), 0u) << "20 visitors are too few now";
  EXPECT_EQ(stricter.columns().viewers[b], 0u);
  Write("views.csv", "visitor,time,id\nv1,yesterday,A\n");
  EXPECT_EQ(Run({"--feed", "@feed.csv", "--shop", "S", "--views", "@views.csv", "--out", "@x"}), 1);
  EXPECT_NE(error_.find("views.csv:2"), std::string::npos) << error_;
  EXPECT_EQ(error_.find("v1"), std::string::npos) << "no visitor is named";
}

TEST_F(CommandPackTest, WritesHeldOutHistoriesAndKeepsThemOut) {
  ASSERT_EQ(Run({"--feed", "@feed.csv", "--orders", "@orders.csv", "--shop", "S", "--hold-out",
                 "@held.jsonl", "--batches", "no", "--out", "@shop.hpack"}),
            0)
      << error_;
  size_t held_out = 0;
  for (int i = 0; i < 60; ++i) held_out += IsHeldOut("c" + std::to_string(i)) ? 1 : 0;
  ASSERT_GT(held_out, 0u);
  const std::string lines = *ReadTextFile(Path("held.jsonl"));
  EXPECT_EQ(static_cast<size_t>(std::count(lines.begin(), lines.end(), '\n')), 2 * held_out);
  const auto catalog = Catalog::FromPack(*ReadBinaryFile(Path("shop.hpack")));
  EXPECT_EQ(catalog->columns().item_customers[0],
            CoarseCount(static_cast<uint32_t>(60 - held_out), 20));
}

TEST_F(CommandPackTest, SaysHowManyItemsAreSensitive) {
  Write("feed.csv",
        "id,title,price\nA,Lotion,1\nB,Pregnancy Test,2\nC,Bread,1\nD,Milk,1\nE,Red Wine,5\n");
  std::string orders = "customer,order,time,id\n";
  for (int i = 0; i < 600; ++i) {
    const std::string n = std::to_string(i);
    for (const char* sku : {i < 30 ? "A" : "C", i < 30 ? "B" : "D"}) {
      orders += "c" + n + ",o" + n + ",2011-11-05 10:00:00," + sku + "\n";
    }
  }
  Write("orders.csv", orders);
  const std::vector<std::string> args = {"--feed", "@feed.csv",  "--orders",  "@orders.csv",
                                         "--shop", "S",          "--batches", "no",
                                         "--out",  "@shop.hpack"};
  ASSERT_EQ(Run(args), 0) << error_;
  EXPECT_NE(out_.find("sensitive   1 never, 1 on the own screen only, 0 often presents; "
                      "1 marked for what they are bought with\n"),
            std::string::npos)
      << out_;
  const auto catalog = Catalog::FromPack(*ReadBinaryFile(Path("shop.hpack")));
  ASSERT_TRUE(catalog.ok());
  ASSERT_EQ(catalog->columns().reveals.size(), 5u);
  EXPECT_EQ(catalog->columns().reveals[catalog->FindSku("A")], 1);
  EXPECT_EQ(catalog->columns().reveals_topic[0], "pregnancy_fertility");
}

TEST_F(CommandPackTest, AddsWhatTheShopCountsAsSensitive) {
  Write("feed.csv",
        "id,title,price\nA,Rooibos,1\nB,Pregnancy Test,2\nC,Rooibos Wine,1\nD,Milk,1\n");
  const auto list = [](const std::string& topic) {
    return R"({"version": 1, "topics": [{)" + topic + R"(, "titles": [{"words": ["rooibos"]}]}]})";
  };
  Write("own.json", list(R"("id": "supplements", "name": "Supplements", "tier": "own_screen")"));
  const std::vector<std::string> args = {"--feed", "@feed.csv",   "--shop",      "S",
                                         "--out",  "@shop.hpack", "--sensitive", "@own.json"};
  ASSERT_EQ(Run(args), 0) << error_;
  EXPECT_NE(
      out_.find("sensitive   1 never, 2 on the own screen only, 0 often presents; 0 marked for "
                "what they are bought with; 1 of all by this shop's own list\n"),
      std::string::npos)
      << out_;
  const auto catalog = Catalog::FromPack(*ReadBinaryFile(Path("shop.hpack")));
  ASSERT_TRUE(catalog.ok());
  const SensitiveList& ours = SensitiveList::Default();
  const auto topics = ours.ClassifyColumns(catalog->columns());
  EXPECT_EQ(ours.topics()[topics[catalog->FindSku("A")]].id, "supplements");
  EXPECT_EQ(ours.topics()[topics[catalog->FindSku("C")]].id, "alcohol")
      << "it was as strong already";
  EXPECT_EQ(topics[catalog->FindSku("D")], kNoTopic);
  // A topic that members are never asked about could not be said yes to, nor a weaker tier be
  // right.
  Write("own.json", list(R"("id": "tea", "name": "Tea", "tier": "own_screen")"));
  EXPECT_EQ(Run(args), 2);
  EXPECT_NE(error_.find("--sensitive: topic \"tea\""), std::string::npos) << error_;
  Write("own.json", list(R"("id": "alcohol", "name": "Alcohol", "tier": "quiet")"));
  EXPECT_EQ(Run(args), 2);
  Write("own.json", "{");
  EXPECT_EQ(Run(args), 1);
  EXPECT_NE(error_.find("own.json: "), std::string::npos) << error_;
}

TEST_F(CommandPackTest, TakesCountsInPlaceOfOrderLines) {
  ASSERT_EQ(Run({"--feed", "@feed.csv", "--orders", "@orders.csv", "--shop", "S", "--household",
                 "no", "--batches", "no", "--out", "@lines.hpack"}),
            0)
      << error_;
  fs::create_directories(Path("counts/pair_counts"));
  Write("counts/totals.csv",
        "k,as_of_ms,customers,items,pairs,reveals\n20,1320537600000,60,2,1,0\n");
  Write("counts/item_counts.csv",
        "id,customers,recent_customers,repeaters,gap_days,since_day\n"
        "A,60,60,0,0,15278\nB,60,60,0,0,15278\n");
  Write("counts/reveals.csv", "id,topic\n");
  Write("counts/pair_counts/part-0.csv", "a,b,customers\n");
  Write("counts/pair_counts/part-1.csv", "a,b,customers\nB,A,60\n");
  Write("counts/pair_counts/.part-1.csv.crc", "a checksum");
  const std::vector<std::string> args = {"--feed",   "@feed.csv", "--shop", "S",
                                         "--counts", "@counts",   "--out",  "@counts.hpack"};
  ASSERT_EQ(Run(args), 0) << error_;
  EXPECT_EQ(*ReadBinaryFile(Path("counts.hpack")), *ReadBinaryFile(Path("lines.hpack")));
  std::vector<std::string> top = args;
  top.insert(top.end(), {"--top", "1"});
  ASSERT_EQ(Run(top), 0) << error_;
  EXPECT_NE(out_.find("--top: 1 of 2 items, 1 of them with 20 customers or more.\n"),
            std::string::npos)
      << out_;
  fs::remove_all(Path("counts/pair_counts"));
  EXPECT_EQ(Run(args), 1);
  EXPECT_NE(error_.find("counts/pair_counts.csv: expected this file, or a folder of .csv files"),
            std::string::npos)
      << error_;
}

TEST_F(CommandPackTest, WritesTheTablesThatAreCountedElsewhere) {
  ASSERT_EQ(Run({"--feed", "@feed.csv", "--shop", "S", "--tables", "@tables"}), 0) << error_;
  EXPECT_TRUE(ReadTextFile(Path("tables/catalog_items.csv"))->starts_with("item,id,topic\n0,"));
  EXPECT_TRUE(fs::exists(Path("tables/topics.csv")));
  EXPECT_FALSE(fs::exists(Path("tables/order_lines.csv")));
  ASSERT_EQ(
      Run({"--feed", "@feed.csv", "--orders", "@orders.csv", "--shop", "S", "--tables", "@tables"}),
      0);
  const std::string lines = *ReadTextFile(Path("tables/order_lines.csv"));
  EXPECT_TRUE(lines.starts_with("customer,order_id,id,time_ms,quantity\nc0,o0,A,1320487200000,1\n"))
      << lines.substr(0, 80);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 121);
}

TEST_F(CommandPackTest, LeavesTheOldPackWhenTheFeedIsBroken) {
  Write("shop.hpack", "old");
  Write("feed.csv", "id,title,price\nA,Tea,NaN\n");
  const size_t before = Count();
  EXPECT_EQ(Run({"--feed", "@feed.csv", "--shop", "S", "--out", "@shop.hpack"}), 1);
  EXPECT_NE(error_.find("feed.csv:2:7: price: expected a price"), std::string::npos) << error_;
  EXPECT_EQ(*ReadTextFile(Path("shop.hpack")), "old");
  EXPECT_EQ(Count(), before);
}

TEST_F(CommandPackTest, NamesBothPlacesOfADuplicateItem) {
  Write("feed.csv", "id,title,price\nA,Tea,1\nA,Mug,2\n");
  EXPECT_EQ(Run({"--feed", "@feed.csv", "--shop", "S", "--out", "@shop.hpack"}), 1);
  EXPECT_NE(error_.find("feed.csv:3:1: id: \"A\" is there already, at " + Path("feed.csv:2")),
            std::string::npos)
      << error_;
}

TEST_F(CommandPackTest, SkipsBadRowsUpToAShareAndCountsThem) {
  Write("feed.csv", "id,title,price\nA,Tea,1\nB,Mug,on request\nC,Pot,2\n");
  const std::vector<std::string> args = {"--feed", "@feed.csv", "--shop", "S", "--out", "@x"};
  EXPECT_EQ(Run(args), 1);
  std::vector<std::string> skipping = args;
  skipping.insert(skipping.end(), {"--skip-bad-rows", "20%"});
  EXPECT_EQ(Run(skipping), 1);
  skipping.back() = "40%";
  EXPECT_EQ(Run(skipping), 0) << error_;
  EXPECT_NE(out_.find("skipped     1 bad row"), std::string::npos) << out_;
  EXPECT_EQ(Catalog::FromPack(*ReadBinaryFile(Path("x")))->item_count(), 2u);
  skipping.back() = "all";
  EXPECT_EQ(Run(skipping), 2);
}

TEST_F(CommandPackTest, TakesSeveralFilesAndGzippedOnes) {
  Write(
      "more.csv.gz",
      std::string(
          "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x4c\xd1\x29\xc9\x2c\xc9\x49\xd5\x29\x28\xca"
          "\x4c\x4e\xe5\x72\xd6\x09\xc8\x2f\xd1\x31\xe4\x02\x00\x9b\x1f\x88\x6b\x17\x00\x00\x00",
          43));
  ASSERT_EQ(Run({"--feed", "@feed.csv", "@more.csv.gz", "--shop", "S", "--out", "@x"}), 0)
      << error_;
  EXPECT_EQ(Catalog::FromPack(*ReadBinaryFile(Path("x")))->item_count(), 3u);
  EXPECT_NE(out_.find("more.csv.gz: Google product data, comma, UTF-8; 1 items"), std::string::npos)
      << out_;
}

TEST_F(CommandPackTest, KeepsTheOldPackWhenTheFeedHasShrunk) {
  const std::vector<std::string> args = {"--feed", "@feed.csv", "--shop", "S", "--out", "@x"};
  ASSERT_EQ(Run(args), 0) << error_;
  const std::string old = *ReadTextFile(Path("x"));
  Write("feed.csv", "id,title,price\n");
  EXPECT_EQ(Run(args), 1);
  EXPECT_NE(error_.find("no items in"), std::string::npos) << error_;
  EXPECT_EQ(*ReadTextFile(Path("x")), old);
  Write("feed.csv", "id,title,price\nA,Tea,1\nB,Mug,2\nC,Pot,3\nD,Jar,4\nE,Cup,5\n");
  ASSERT_EQ(Run(args), 0) << error_;
  Write("feed.csv", "id,title,price\nA,Tea,1\nB,Mug,2\n");
  EXPECT_EQ(Run(args), 1);
  EXPECT_NE(error_.find("2 items, and " + Path("x") + " was made of 5"), std::string::npos)
      << error_;
  EXPECT_EQ(Catalog::FromPack(*ReadBinaryFile(Path("x")))->item_count(), 5u);
  std::vector<std::string> allowed = args;
  allowed.push_back("--allow-shrink");
  EXPECT_EQ(Run(allowed), 0) << error_;
  EXPECT_EQ(Catalog::FromPack(*ReadBinaryFile(Path("x")))->item_count(), 2u);
}

TEST_F(CommandPackTest, KeepsTheTopItemsAndSaysWhatItLeftOut) {
  Write("feed.csv",
        "id,title,price,availability\nA,Tea,1,in stock\nB,Mug,2,in stock\n"
        "C,Pot,3,out of stock\nD,Jar,4,in stock\nE,Cup,5,in stock\n");
  const std::vector<std::string> args = {"--feed", "@feed.csv", "--shop", "S",     "--batches",
                                         "no",     "--out",     "@x",     "--top", "3"};
  ASSERT_EQ(Run(args), 0) << error_;
  EXPECT_NE(out_.find("left out by --top: 2 of 5 items; no customers are known: what is out of "
                      "stock went first,\n            then the last of the feed.\n"),
            std::string::npos)
      << out_;
  const Catalog catalog = *Catalog::FromPack(*ReadBinaryFile(Path("x")));
  EXPECT_EQ(catalog.item_count(), 3u);
  for (const char* sku : {"C", "E"}) EXPECT_EQ(catalog.FindSku(sku), kNoItem) << sku;
  // Orders of what is left out are of items that the feed has.
  std::string orders = "customer,order,time,id\n";
  for (int i = 0; i < 60; ++i) {
    for (const char* sku : {"A", "C", "E"}) {
      orders += "c" + std::to_string(i) + "," + std::to_string(i) + ",2011-11-05," + sku + "\n";
    }
  }
  Write("orders.csv", orders);
  std::vector<std::string> with_orders = args;
  with_orders.back() = "2";
  with_orders.insert(with_orders.end(), {"--orders", "@orders.csv"});
  ASSERT_EQ(Run(with_orders), 0) << error_;
  EXPECT_NE(out_.find("left out by --top: 3 of 5 items, 1 of them with 20 customers or more.\n"),
            std::string::npos)
      << out_;
  EXPECT_EQ(out_.find("that the feed does not have"), std::string::npos) << out_;
  EXPECT_NE(out_.find("orders      180 lines, 60 orders, 60 customers\n"), std::string::npos)
      << out_;
  EXPECT_NE(out_.find("neighbours  2 "), std::string::npos) << "of the pack" << out_;
  EXPECT_LE(std::count(out_.begin(), out_.end(), '\n'), 40) << out_;
  with_orders.back() = "@orders.csv";
  with_orders[with_orders.size() - 3] = "5";
  ASSERT_EQ(Run(with_orders), 0) << error_;
  EXPECT_EQ(out_.find("left out by --top"), std::string::npos) << out_;
}

TEST_F(CommandPackTest, NamesGroupsThatMayBeCollections) {
  Write("feed.csv",
        "id,title,price,item_group_id\nA,Linen Shirt,1,SUMMER\nB,Straw Hat,2,SUMMER\n"
        "C,\"Mug, red\",3,MUG\nD,\"Mug, blue\",3,MUG\n");
  ASSERT_EQ(Run({"--feed", "@feed.csv", "--shop", "S", "--out", "@x"}), 0) << error_;
  EXPECT_NE(out_.find("CHECK       groups of variants with no word in all their titles: 1. "),
            std::string::npos)
      << out_;
  EXPECT_NE(out_.find("\n  SUMMER: Linen Shirt; Straw Hat\n"), std::string::npos) << out_;
  Write("feed.csv", "id,title,price,item_group_id\nC,\"Mug, red\",3,MUG\nD,Blue Mug,3,MUG\n");
  ASSERT_EQ(Run({"--feed", "@feed.csv", "--shop", "S", "--out", "@x"}), 0) << error_;
  EXPECT_EQ(out_.find("CHECK"), std::string::npos) << out_;
}

TEST_F(CommandPackTest, SaysWhichOfGooglesNumbersItDoesNotKnow) {
  Write("feed.csv",
        "id,title,price,google_product_category,product_type\nA,Tea,1,9000001,\nB,Pot,2,9000001,"
        "Pots\n"
        "C,Jar,3,772,\nD,Cup,3,9000002 - Kitchen > Cups,\n");
  ASSERT_EQ(Run({"--feed", "@feed.csv", "--shop", "S", "--out", "@x"}), 0) << error_;
  EXPECT_NE(out_.find("CHECK       items whose number of Google's category is not known here: 2 "
                      "(such as 9000001).\n"),
            std::string::npos)
      << out_;
  EXPECT_NE(out_.find("; 1 of them have no\n            category at all."), std::string::npos);
  const Catalog catalog = *Catalog::FromPack(*ReadBinaryFile(Path("x")));
  EXPECT_EQ(catalog.CategoryPath(catalog.columns().category[catalog.FindSku("D")]),
            "Kitchen > Cups");
}

TEST_F(CommandPackTest, CatchesAShrunkenFeedBesideTop) {
  const auto feed_of = [&](int items) {
    std::string feed = "id,title,price,item_group_id\n";
    for (int i = 0; i < items; ++i) {
      const std::string n = std::to_string(i);
      feed += "I" + n + ",Tea,1," + (i < 4 ? "G" + std::to_string(i / 2) : "") + "\n";
    }
    Write("feed.csv", feed);
  };
  const auto pack = [&](std::vector<std::string> more) {
    std::vector<std::string> args = {"--feed", "@feed.csv", "--shop", "S", "--out", "@x"};
    args.insert(args.end(), more.begin(), more.end());
    return Run(args);
  };
  feed_of(20);
  ASSERT_EQ(pack({}), 0) << error_;
  EXPECT_EQ(pack({"--top", "3"}), 0) << "meant" << error_;
  EXPECT_EQ(pack({"--top", "2"}), 0) << error_;
  EXPECT_EQ(Catalog::FromPack(*ReadBinaryFile(Path("x")))->item_count(), 2u);
  // Nine rows are more than the pack has, and less than half of what it was made of.
  feed_of(9);
  EXPECT_EQ(pack({"--top", "2"}), 1);
  EXPECT_NE(error_.find("9 items, and " + Path("x") + " was made of 20"), std::string::npos)
      << error_;
  EXPECT_EQ(pack({}), 1);
  EXPECT_EQ(pack({"--top", "2", "--allow-shrink"}), 0) << error_;
  EXPECT_EQ(pack({}), 0) << error_;
}

TEST_F(CommandPackTest, WritesOverNothingButARegularFile) {
  fs::create_directories(Path("folder"));
  fs::create_symlink(Path("feed.csv"), Path("link"));
  ASSERT_EQ(mkfifo(Path("pipe").c_str(), 0600), 0);
  for (const char* out : {"@folder", "@link", "@pipe"}) {
    EXPECT_EQ(Run({"--feed", "@feed.csv", "--shop", "S", "--out", out}), 2) << out;
    EXPECT_NE(error_.find("expected a regular file"), std::string::npos) << error_;
  }
  EXPECT_TRUE(ReadTextFile(Path("feed.csv"))->starts_with("id,title"));
}

TEST_F(CommandPackTest, ReadsColumnsAsSaid) {
  Write("feed.csv", "Nummer;Name;Brutto\nA;Tee;1.299\nB;Tasse;2.500\n");
  Write("columns.json", R"({"id": "Nummer", "price": "Brutto"})");
  const std::vector<std::string> args = {"--feed",     "@feed.csv",    "--shop", "S",
                                         "--currency", "EUR",          "--out",  "@x",
                                         "--columns",  "@columns.json"};
  EXPECT_EQ(Run(args), 1);
  EXPECT_NE(error_.find("1299.00 or 1.299"), std::string::npos) << error_;
  std::vector<std::string> said = args;
  said.insert(said.end(), {"--decimal-mark", ","});
  EXPECT_EQ(Run(said), 0) << error_;
  const Catalog catalog = *Catalog::FromPack(*ReadBinaryFile(Path("x")));
  EXPECT_EQ(catalog.columns().price_minor[catalog.FindSku("A")], 129'900);
}

TEST_F(CommandPackTest, ExplainsWhatItDoesNotUnderstand) {
  const std::vector<std::string> mistakes[] = {
      {},
      {"--out", "@x"},
      {"--feed", "@feed.csv", "--out", "@x"},
      {"--feed", "@feed.csv", "--shop", "S", "--out"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--k", "1"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--currency", "pounds"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--colour", "red"},
      {"--feed", "@feed.csv", "--shop", "S", "--shop", "T", "--out", "@x"},
      {"--feed", "@feed.csv", "--online-retail", "@x", "--categories", "@y", "--out", "@x"},
      {"--online-retail", "@x", "--out", "@x"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--train", "trees"},
      {"--feed", "@feed.csv", "--orders", "@orders.csv", "--shop", "S", "--out", "@x", "--train",
       "all"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--tables", "@y"},
      {"--feed", "@feed.csv", "--shop", "S", "--tables", "@y", "--counts", "@z"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--counts", "@z", "--train", "trees"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--counts", "@z", "--orders", "@o"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--household", "perhaps"},
      {"--feed", "@feed.csv", "--orders", "@orders.csv", "--shop", "S", "--tables", "@y", "--train",
       "trees"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--top", "0"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--top", "-5"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--top", "4000001"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--top", "1e5"},
      {"--feed", "@feed.csv", "--shop", "S", "--out", "@x", "--top", "most"},
      {"--feed", "@feed.csv", "--shop", "S", "--tables", "@y", "--top", "5"},
  };
  for (const auto& args : mistakes) {
    EXPECT_EQ(Run(args), 2) << (&args - mistakes);
    EXPECT_NE(error_.find("--help"), std::string::npos);
  }
  EXPECT_EQ(Run({"--feed", "@none.csv", "--shop", "S", "--out", "@x"}), 1);
}

TEST_F(CommandPackTest, RefusesHoldOutTogetherWithViews) {
  Write("views.csv", "visitor,time,id\nv1,2011-11-05 10:00:00,A\n");
  const size_t before = Count();
  EXPECT_EQ(Run({"--feed", "@feed.csv", "--orders", "@orders.csv", "--views", "@views.csv",
                 "--shop", "S", "--hold-out", "@held.jsonl", "--out", "@shop.hpack"}),
            2);
  EXPECT_NE(error_.find("--views excludes --hold-out"), std::string::npos) << error_;
  EXPECT_EQ(Count(), before) << "nothing is written";
}

TEST_F(CommandPackTest, LeadsWithAVerdictAndSaysLoudlyWhatIsNotThere) {
  const auto pack = [&](std::vector<std::string> more) {
    std::vector<std::string> args = {"--feed",    "@feed.csv", "--shop", "S",
                                     "--batches", "no",        "--out",  "@shop.hpack"};
    args.insert(args.end(), more.begin(), more.end());
    EXPECT_EQ(Run(args), 0) << error_;
    EXPECT_LE(std::count(out_.begin(), out_.end(), '\n'), 40) << out_;
    return out_.substr(out_.find('\n') + 1);
  };
  EXPECT_TRUE(pack({}).starts_with("No orders: "));
  EXPECT_TRUE(
      pack({"--orders", "@orders.csv"}).starts_with("All 2 items that were bought have 20 "));
  EXPECT_NE(out_.find("; compressed "), std::string::npos);
  std::string orders = "customer,order,time,id\n";
  for (int i = 0; i < 7; ++i) orders += "c" + std::to_string(i) + ",1,2011-11-05,A\n";
  Write("orders.csv", orders);
  const std::string said = pack({"--orders", "@orders.csv"});
  EXPECT_TRUE(
      said.starts_with("1 of 1 items that were bought have fewer than 20 buyers: their "
                       "numbers stay\nprivate; --k 5 would show 1.\n"))
      << said;
  EXPECT_TRUE(said.ends_with("in the order of the feed.\n")) << said;
  EXPECT_NE(said.find("THE ORDERS CHANGE NOTHING YET"), std::string::npos);
}

TEST(PackSummaryText, SaysWhatToDoAboutALargePack) {
  EXPECT_EQ(AdviceOnSize({20'000'000, 0}), "");
  EXPECT_EQ(AdviceOnSize({87'349'000, 110'000}),
            "THE PACK IS LARGE: 87.3 MB compressed, which every shopper's browser downloads. To "
            "come to\n20.0 MB, keep the items that matter most: --top 110000 (an estimate).\n");
}

TEST_F(CommandPackTest, ReadsOrdersAsTheOptionsSay) {
  Write("orders.csv",
        "Customer ID,Order ID,Order Date,SKU,Qty\nann,1,5/4/2011 10:00,a,0.4\n"
        "bob,2,6/4/2011 10:00,B,1\ncleo,3,7/4/2011 10:00,C,1\n");
  std::vector<std::string> args = {"--feed", "@feed.csv", "--orders",  "@orders.csv",
                                   "--shop", "S",         "--batches", "no",
                                   "--k",    "2",         "--out",     "@shop.hpack"};
  EXPECT_EQ(Run(args), 1);
  EXPECT_NE(error_.find("orders.csv:2:7: time: "), std::string::npos) << error_;
  EXPECT_NE(error_.find("orders.csv:4:8: time: "), std::string::npos) << error_;
  args.insert(args.end(), {"--dates", "day-first", "--time-zone", "+02:00"});
  EXPECT_EQ(Run(args), 1);
  EXPECT_NE(
      error_.find("1 of 3 order lines are of items that the feed does not have, such as \"C\""),
      std::string::npos)
      << error_;
  args.push_back("--allow-unknown");
  EXPECT_EQ(Run(args), 0) << error_;
  EXPECT_NE(out_.find("left out    1 of items that the feed does not have\n"), std::string::npos)
      << out_;
  EXPECT_NE(out_.find("zeros in front, \"a\" is \"A\"\n"), std::string::npos) << out_;
  args.insert(args.end(), {"--tables", "@tables"});
  args.erase(std::find(args.begin(), args.end(), "--out"),
             std::find(args.begin(), args.end(), "--out") + 2);
  ASSERT_EQ(Run(args), 0) << error_;
  EXPECT_EQ(*ReadTextFile(Path("tables/order_lines.csv")),
            "customer,order_id,id,time_ms,quantity\nann,1,A," +
                std::to_string(*ParseTime("2011-04-05T08:00Z")) + ",1\nbob,2,B," +
                std::to_string(*ParseTime("2011-04-06T08:00Z")) + ",1\n");
}

TEST_F(CommandPackTest, GoesOnWithoutBadRowsUpToAShare) {
  Write("orders.csv", *ReadTextFile(Path("orders.csv")) + "ann,1,never,A,1,1\n");
  std::vector<std::string> args = {"--feed", "@feed.csv", "--orders", "@orders.csv",
                                   "--shop", "S",         "--out",    "@shop.hpack"};
  EXPECT_EQ(Run(args), 1);
  args.insert(args.end(), {"--skip-bad-rows", "1%"});
  EXPECT_EQ(Run(args), 0) << error_;
  EXPECT_NE(out_.find("left out    1 unreadable\n  1 row: time: expected a time"),
            std::string::npos)
      << out_;
  for (const char* share : {"1", "one%", "101%"}) {
    args.back() = share;
    EXPECT_EQ(Run(args), 2) << share;
  }
}

TEST_F(CommandPackTest, LeavesOutAnOrderOfTheFuture) {
  Write("orders.csv", *ReadTextFile(Path("orders.csv")) + "ann,9,2199-12-31,A,1,1\n");
  ASSERT_EQ(Run({"--feed", "@feed.csv", "--orders", "@orders.csv", "--shop", "S", "--batches", "no",
                 "--out", "@shop.hpack"}),
            0)
      << error_;
  const auto catalog = Catalog::FromPack(*ReadBinaryFile(Path("shop.hpack")));
  EXPECT_EQ(catalog->columns().as_of, *ParseTime("2011-11-06"));
  EXPECT_NE(out_.find("orders.csv:122:7: 2199-12-31"), std::string::npos) << out_;
}

TEST_F(CommandPackTest, RanksAPackWithoutOrdersAsOfToday) {
  ASSERT_EQ(Run({"--feed", "@feed.csv", "--shop", "S", "--out", "@shop.hpack"}), 0) << error_;
  testing::internal::CaptureStdout();
  EXPECT_EQ(RunCommandLine({"rank", "--pack", Path("shop.hpack"), "--format", "table"}), 0);
  EXPECT_NE(testing::internal::GetCapturedStdout().find("Tea Light"), std::string::npos);
}

}  // namespace
}  // namespace hearth
