// Packs from a hostile server: every byte may be anything, and its hash may be right all the same.
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <string>

#include "catalog/catalog.h"
#include "catalog/pack_format.h"
#include "catalog/small_shop.h"
#include "pack/writer/pack_writer.h"
#include "rank/model.h"
#include "support/random_trees.h"

namespace hearth {
namespace {

ErrorCode CodeOf(const Result<Catalog>& catalog) {
  return catalog.ok() ? ErrorCode::kInternal : catalog.error().code;
}

// Reads everything that a catalog hands out; sanitizers and asserts watch.
size_t ReadEverything(const Catalog& catalog) {
  const CatalogColumns& columns = catalog.columns();
  size_t sum = columns.shop.size() + columns.currency.size();
  for (ItemIndex i = 0; i < catalog.item_count(); ++i) {
    sum += catalog.Sku(i).size() + catalog.Title(i).size();
    sum += columns.link[i].size() + columns.image[i].size() + columns.price_band[i];
    sum += catalog.CategoryPath(columns.category[i]).size();
    sum += columns.brand_name[columns.brand[i]].size();
    sum += catalog.CategoryDepth(columns.category[i]);
    sum += columns.item_customers[i] + columns.recent_customers[i] + columns.gap_days[i];
    for (size_t rank = 0; rank < catalog.NeighbourCount(i); ++rank) {
      sum += catalog.Title(catalog.NeighbourAt(i, rank).item).size();
    }
    if (!columns.reveals.empty() && columns.reveals[i] > 0) {
      sum += columns.reveals_topic[columns.reveals[i] - size_t{1}].size();
    }
    if (catalog.HasEmbeddings()) {
      for (const int8_t value : catalog.Embedding(i)) sum += static_cast<size_t>(value + 128);
    }
    EXPECT_EQ(catalog.FindSku(catalog.Sku(i)), i);
  }
  for (size_t node = 0; node < catalog.category_count(); ++node) {
    const auto id = static_cast<CategoryId>(node);
    EXPECT_TRUE(catalog.IsWithin(id, columns.category_parent[node]));
    sum += catalog.FindCategory(catalog.CategoryPath(id));
  }
  return sum;
}

// The trees are whole, too, or refused in their turn.
void ScoreSomething(const Catalog& catalog) {
  const Result<Model> model = Model::FromCatalog(catalog);
  if (!model.ok()) {
    EXPECT_EQ(model.error().message.rfind("pack: model_", 0), 0u) << model.error().message;
    return;
  }
  Random random(1);
  for (int i = 0; i < 20; ++i) model->Score(Surface::kHome, RandomFeatures(random));
}

// The bytes with the hash fixed must load or be refused, and whatever loads must be whole.
bool LoadsAndHolds(std::vector<uint8_t> bytes) {
  FixHash(&bytes);
  const Result<Catalog> catalog = Catalog::FromPack(std::move(bytes));
  if (!catalog.ok()) {
    EXPECT_FALSE(catalog.error().message.empty());
    return false;
  }
  ScoreSomething(*catalog);
  return ReadEverything(*catalog) > 0;
}

std::unique_ptr<OwnedColumns> ShopWithTrees(const TreeArrays& trees) {
  std::unique_ptr<OwnedColumns> columns = SmallShopColumns();
  PutModel(trees, columns.get());
  return columns;
}

TreeArrays SomeTrees() {
  Random random(7);
  return RandomTrees(random, 5, 3, 0);
}

std::vector<uint8_t> PackWithTrees() { return *EncodePack(*ShopWithTrees(SomeTrees())); }

TEST(PackReader, ReadsWhatWasWritten) {
  const std::vector<uint8_t> bytes = SmallShopPack();
  ASSERT_FALSE(bytes.empty());
  const Result<Catalog> catalog = Catalog::FromPack(bytes);
  ASSERT_TRUE(catalog.ok()) << catalog.error().message;
  const std::unique_ptr<OwnedColumns> expected = SmallShopColumns();
  const CatalogColumns& columns = catalog->columns();
  EXPECT_EQ(columns.shop, "Corner Shop");
  EXPECT_EQ(columns.currency, "GBP");
  EXPECT_EQ(columns.k, 5u);
  EXPECT_EQ(columns.customers, 120u);
  EXPECT_EQ(columns.as_of, 1323388800000);
  const auto same = [](auto have, const auto& want) {
    return std::equal(have.begin(), have.end(), want.begin(), want.end());
  };
  EXPECT_TRUE(same(columns.key, expected->key));
  EXPECT_TRUE(same(columns.price_minor, expected->price_minor));
  EXPECT_TRUE(same(columns.item_customers, expected->item_customers));
  EXPECT_TRUE(same(columns.repeat_permille, expected->repeat_permille));
  EXPECT_TRUE(same(columns.neighbour_start, expected->neighbour_start));
  EXPECT_TRUE(same(columns.neighbour_item, expected->neighbour_item));
  EXPECT_TRUE(same(columns.neighbour_weight, expected->neighbour_weight));
  EXPECT_TRUE(same(columns.embedding, expected->embedding));
  const ItemIndex mug = catalog->FindSku("M1");
  ASSERT_NE(mug, kNoItem);
  EXPECT_EQ(catalog->Title(mug), "Mug");
  EXPECT_EQ(columns.link[mug], "https://shop.example/mug");
  EXPECT_EQ(catalog->CategoryPath(columns.category[mug]), "Kitchen > Mugs");
  EXPECT_GT(ReadEverything(*catalog), 0u);
}

TEST(PackReader, RefusesEveryTruncation) {
  const std::vector<uint8_t> whole = SmallShopPack();
  for (size_t length = 0; length < whole.size(); ++length) {
    const auto end = whole.begin() + static_cast<std::ptrdiff_t>(length);
    const auto catalog = Catalog::FromPack({whole.begin(), end});
    ASSERT_FALSE(catalog.ok()) << length;
    EXPECT_EQ(catalog.error().code, ErrorCode::kMalformed) << length;
    EXPECT_NE(catalog.error().message.find("truncated"), std::string::npos) << length;
  }
}

TEST(PackReader, RefusesEveryFlippedByte) {
  const std::vector<uint8_t> whole = SmallShopPack();
  for (size_t at = 0; at < whole.size(); ++at) {
    for (const uint8_t flip : {0x01, 0x80, 0xFF}) {
      std::vector<uint8_t> bytes = whole;
      bytes[at] ^= flip;
      ASSERT_FALSE(Catalog::FromPack(std::move(bytes)).ok()) << at;
    }
  }
}

TEST(PackReader, RefusesBytesBehindTheEnd) {
  std::vector<uint8_t> bytes = SmallShopPack();
  bytes.push_back(0);
  EXPECT_EQ(CodeOf(Catalog::FromPack(bytes)), ErrorCode::kMalformed);
}

TEST(PackReader, RefusesOtherVersions) {
  for (const uint8_t version : {0, 2, 255}) {
    std::vector<uint8_t> bytes = SmallShopPack();
    bytes[kPackVersionAt] = version;
    EXPECT_EQ(CodeOf(Catalog::FromPack(bytes)), ErrorCode::kUnsupportedVersion);
  }
}

TEST(PackReader, RefusesReservedBytes) {
  std::vector<uint8_t> bytes = SmallShopPack();
  bytes[kPackReservedAt + 2] = 1;
  EXPECT_EQ(CodeOf(Catalog::FromPack(bytes)), ErrorCode::kMalformed);
}

TEST(PackReader, SurvivesEveryFlippedByteWithTheHashFixed) {
  const std::vector<uint8_t> whole = PackWithTrees();
  size_t refused = 0;
  for (size_t at = kPackHeaderBytes; at < whole.size(); ++at) {
    for (const uint8_t flip : {0x01, 0x04, 0x40, 0x80, 0xFF}) {
      std::vector<uint8_t> bytes = whole;
      bytes[at] ^= flip;
      if (!LoadsAndHolds(std::move(bytes))) ++refused;
    }
  }
  EXPECT_GT(refused, whole.size());  // most flips break a rule; a title's letter may not
}

TEST(PackReader, SurvivesHugeCountsAnywhereWithTheHashFixed) {
  const std::vector<uint8_t> whole = PackWithTrees();
  for (size_t at = kPackHeaderBytes; at + 4 <= whole.size(); at += 2) {
    for (const uint32_t count : {0x80000000u, 0x7FFFFFFFu, 0xFFFFFFFFu, 0x20000001u, 0u}) {
      std::vector<uint8_t> bytes = whole;
      std::memcpy(bytes.data() + at, &count, sizeof(count));
      LoadsAndHolds(std::move(bytes));
    }
  }
}

TEST(PackReader, SurvivesATableCutShortWithTheHashFixed) {
  const std::vector<uint8_t> whole = PackWithTrees();
  for (size_t length = kPackHeaderBytes; length < whole.size(); ++length) {
    const auto end = whole.begin() + static_cast<std::ptrdiff_t>(length);
    std::vector<uint8_t> bytes(whole.begin(), end);
    const uint64_t payload = length - kPackHeaderBytes;
    std::memcpy(bytes.data() + kPackLengthAt, &payload, sizeof(payload));
    LoadsAndHolds(std::move(bytes));
  }
}

// `count` topics of that id; the first item reveals entry - 1 of them, the others nothing.
void RevealTopics(size_t count, std::string_view id, uint8_t entry, OwnedColumns* columns) {
  for (size_t i = 0; i < count; ++i) columns->reveals_topic.Append(id);
  columns->reveals.assign(columns->item_count(), 0);
  columns->reveals[0] = entry;
}

TEST(PackReader, ReadsWhatItemsReveal) {
  const std::unique_ptr<OwnedColumns> columns = SmallShopColumns();
  EXPECT_TRUE(Catalog::FromPack(SmallShopPack())->columns().reveals.empty());
  RevealTopics(64, std::string(32, 'a'), 64, columns.get());
  const auto bytes = EncodePack(*columns);
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  const auto catalog = Catalog::FromPack(*bytes);
  ASSERT_TRUE(catalog.ok());
  ASSERT_EQ(catalog->columns().reveals.size(), 6u);
  EXPECT_EQ(catalog->columns().reveals[0], 64);
  EXPECT_EQ(catalog->columns().reveals[1], 0);
  EXPECT_EQ(catalog->columns().reveals_topic[63], std::string(32, 'a'));
}

TEST(PackReader, ReadsWhatAListSaysOfItems) {
  EXPECT_TRUE(Catalog::FromPack(SmallShopPack())->columns().topic.empty());
  const auto pack_with = [](std::vector<uint8_t> topic, size_t ids) {
    const std::unique_ptr<OwnedColumns> columns = SmallShopColumns();
    columns->topic = std::move(topic);
    for (size_t i = 0; i < ids; ++i) columns->topic_id.Append("a");
    columns->list_hash = 7;
    return EncodePack(*columns);
  };
  const auto good = pack_with({0, 2, 2 | kForAdults, 1, 0, 0}, 2);
  ASSERT_TRUE(good.ok()) << good.error().message;
  const auto catalog = Catalog::FromPack(*good);
  ASSERT_TRUE(catalog.ok());
  EXPECT_EQ(catalog->columns().topic[2], 2 | kForAdults);
  EXPECT_EQ(catalog->columns().topic_id.size(), 2u);
  EXPECT_EQ(catalog->columns().list_hash, 7u);
  EXPECT_FALSE(pack_with({0, 3, 0, 0, 0, 0}, 2).ok()) << "an entry that is not there";
  EXPECT_FALSE(pack_with({0, 0, 0, 0, 0}, 2).ok()) << "an item without";
  EXPECT_FALSE(pack_with({0, 0, 0, 0, 0, 0}, 65).ok()) << "too many";
}

TEST(PackReader, ReadsTheRankersTrees) {
  const auto without = Model::FromCatalog(*Catalog::FromPack(SmallShopPack()));
  ASSERT_TRUE(without.ok());
  EXPECT_EQ(without->trees(Surface::kHome), nullptr);
  Random random(3);
  for (size_t count : {size_t{1}, size_t{60}, size_t{4000}}) {
    const TreeArrays arrays = RandomTrees(random, count, 5);
    const auto bytes = EncodePack(*ShopWithTrees(arrays));
    ASSERT_TRUE(bytes.ok()) << bytes.error().message;
    const auto catalog = Catalog::FromPack(*bytes);
    ASSERT_TRUE(catalog.ok());
    const auto model = Model::FromCatalog(*catalog);
    ASSERT_TRUE(model.ok()) << model.error().message;
    ASSERT_NE(model->trees(Surface::kHome), nullptr);
    const auto trees = TreeModel::Make(arrays);
    EXPECT_EQ(model->trees(Surface::kHome)->node_count(), arrays.feature.size());
    for (int i = 0; i < 100; ++i) {
      FeatureVector features = RandomFeatures(random);
      for (const FeatureEntry& entry : kFeatures) {  // no interest but what the trees know of
        if (entry.group == FeatureGroup::kTaste || entry.group == FeatureGroup::kNeighbours) {
          features[static_cast<size_t>(entry.feature)] = Unknown(entry.feature);
        }
      }
      EXPECT_EQ(model->Score(Surface::kHome, features),
                trees->Score(Surface::kHome, features) + Get(features, Feature::kLogPopularity));
    }
  }
}

TEST(PackReader, KeepsTheLargestModelWithin48KiB) {
  Random random(4);
  const auto columns = ShopWithTrees(RandomTrees(random, kMaxModelNodes, 5));
  ASSERT_EQ(columns->model_feature.size(), kMaxModelNodes);
  EXPECT_LT(EncodePack(*columns)->size() - SmallShopPack().size(), 48u << 10);
}

struct Breach {
  const char* column;  // that the error must name
  std::function<void(OwnedColumns*)> commit;
};

void NameFeatures(size_t count, std::string_view name, OwnedColumns* columns) {
  columns->model_feature_name = {};
  for (size_t i = 0; i < count; ++i) columns->model_feature_name.Append(name);
}

// The writer reads every pack back, so that its error is the reader's.
TEST(PackReader, RefusesEveryRuleBroken) {
  const Breach breaches[] = {
      {"shop", [](OwnedColumns* c) { c->shop = std::string(65, 'a'); }},
      {"shop", [](OwnedColumns* c) { c->shop = "\xFF"; }},
      {"currency", [](OwnedColumns* c) { c->currency = "gbp"; }},
      {"minor_digits", [](OwnedColumns* c) { c->minor_digits = 9; }},
      {"as_of_ms", [](OwnedColumns* c) { c->as_of = -1; }},
      {"item_key", [](OwnedColumns* c) { std::swap(c->key[0], c->key[1]); }},
      {"item_key", [](OwnedColumns* c) { c->key[1] = c->key[0]; }},
      {"item_key", [](OwnedColumns* c) { ++c->key.back(); }},
      {"item_sku", [](OwnedColumns* c) { c->sku.end[0] = 0; }},
      {"item_sku", [](OwnedColumns* c) { c->sku.end.pop_back(); }},
      {"item_title", [](OwnedColumns* c) { c->title.bytes[0] = 0xFF; }},
      {"item_title", [](OwnedColumns* c) { c->title.bytes[0] = 0; }},
      {"item_title", [](OwnedColumns* c) { c->title.end[0] = 0x80000000; }},
      {"item_title", [](OwnedColumns* c) { std::swap(c->title.end[1], c->title.end[2]); }},
      {"item_title", [](OwnedColumns* c) { c->title.bytes.push_back('a'); }},
      {"item_title",
       [](OwnedColumns* c) {
         c->title.bytes.resize(c->title.bytes.size() + kMaxTitleBytes, 'a');
         c->title.end.back() += kMaxTitleBytes;
       }},
      {"item_link", [](OwnedColumns* c) { std::memcpy(c->link.bytes.data(), "jscript:", 8); }},
      {"item_category", [](OwnedColumns* c) { c->category[0] = 99; }},
      {"item_brand", [](OwnedColumns* c) { c->brand[0] = 99; }},
      {"item_price_minor", [](OwnedColumns* c) { c->price_minor[0] = -1; }},
      {"item_price_minor", [](OwnedColumns* c) { c->price_minor.pop_back(); }},
      {"item_price_band", [](OwnedColumns* c) { c->price_band[0] = 8; }},
      {"item_availability", [](OwnedColumns* c) { c->availability[0] = 4; }},
      {"item_since_day", [](OwnedColumns* c) { c->since_day[0] = -5; }},
      {"item_customers", [](OwnedColumns* c) { c->item_customers.push_back(1); }},
      {"item_recent_customers", [](OwnedColumns* c) { c->recent_customers.clear(); }},
      {"item_repeat_permille", [](OwnedColumns* c) { c->repeat_permille[0] = 1001; }},
      {"item_gap_days", [](OwnedColumns* c) { c->gap_days.pop_back(); }},
      {"item_month_level", [](OwnedColumns* c) { c->month_level.assign(12, 0); }},
      {"google_category", [](OwnedColumns* c) { c->google_category.assign(1, 1); }},
      {"google_category",
       [](OwnedColumns* c) {
         c->google_category.assign(c->category_parent.size(), kMaxGoogleCategory + 1);
       }},
      {"neighbour_start", [](OwnedColumns* c) { c->neighbour_start.pop_back(); }},
      {"neighbour_start", [](OwnedColumns* c) { c->neighbour_start[0] = 1; }},
      {"neighbour_start", [](OwnedColumns* c) { c->neighbour_start[3] = 0x80000000; }},
      {"neighbour_start", [](OwnedColumns* c) { c->neighbour_start[3] = 0; }},
      {"neighbour_start", [](OwnedColumns* c) { c->neighbour_start[5] = 20; }},
      {"neighbour_item", [](OwnedColumns* c) { c->neighbour_item[0] = 6; }},
      {"neighbour_item", [](OwnedColumns* c) { c->neighbour_item[0] = 0; }},
      {"neighbour_item", [](OwnedColumns* c) { c->neighbour_item[0] = c->neighbour_item[1]; }},
      {"neighbour_weight", [](OwnedColumns* c) { c->neighbour_weight[1] = 65535; }},
      {"neighbour_weight", [](OwnedColumns* c) { c->neighbour_weight.pop_back(); }},
      {"embedding", [](OwnedColumns* c) { c->embedding.pop_back(); }},
      {"category_parent", [](OwnedColumns* c) { c->category_parent[0] = 1; }},
      {"category_parent", [](OwnedColumns* c) { c->category_parent[2] = 2; }},
      {"category_parent", [](OwnedColumns* c) { c->category_parent[6] = 3; }},
      {"category_parent", [](OwnedColumns* c) { c->category_parent.clear(); }},
      {"category_name", [](OwnedColumns* c) { c->category_name.bytes[0] = '>'; }},
      {"category_name", [](OwnedColumns* c) { c->category_name.end[0] = 1; }},
      {"brand_name", [](OwnedColumns* c) { c->brand_name.end[0] = 1; }},
      {"brand_name", [](OwnedColumns* c) { c->brand_name.end.clear(); }},
      {"item_reveals", [](OwnedColumns* c) { c->reveals.assign(6, 1); }},
      {"item_reveals", [](OwnedColumns* c) { c->reveals.assign(5, 0); }},
      {"item_reveals", [](OwnedColumns* c) { RevealTopics(1, "beer", 2, c); }},
      {"reveals_topic", [](OwnedColumns* c) { RevealTopics(65, "beer", 1, c); }},
      {"reveals_topic", [](OwnedColumns* c) { RevealTopics(1, "", 1, c); }},
      {"reveals_topic", [](OwnedColumns* c) { RevealTopics(1, std::string(33, 'a'), 1, c); }},
      {"reveals_topic", [](OwnedColumns* c) { RevealTopics(1, "\xFF", 1, c); }},
      {"model_feature_name: more than",
       [](OwnedColumns* c) { NameFeatures(256, "times_bought", c); }},
      {"model_feature_name", [](OwnedColumns* c) { NameFeatures(1, "", c); }},
      {"model_feature_name", [](OwnedColumns* c) { NameFeatures(1, std::string(65, 'a'), c); }},
      {"model_feature_name", [](OwnedColumns* c) { NameFeatures(1, "\xFF", c); }},
      {"model_feature_name", [](OwnedColumns* c) { NameFeatures(1, "phase_of_the_moon", c); }},
      {"model_feature_name", [](OwnedColumns* c) { c->model_feature_name.end.pop_back(); }},
      {"model_hand", [](OwnedColumns* c) { c->model_hand.assign(4, 1); }},
      {"model_hand", [](OwnedColumns* c) { c->model_hand.assign(9, 1); }},
      {"model_feature", [](OwnedColumns* c) { c->model_feature.assign(1'000'000, 255); }},
      {"model_feature", [](OwnedColumns* c) { c->model_feature[0] = 254; }},
      {"model_feature",
       [](OwnedColumns* c) {
         c->model_feature.clear();
         c->model_threshold.clear();
         c->model_child.clear();
       }},
      {"model_feature",
       [](OwnedColumns* c) {
         c->model_feature_name = {};
         c->model_feature.clear();
         c->model_threshold.clear();
         c->model_child.clear();
       }},
      {"model_threshold", [](OwnedColumns* c) { c->model_threshold.pop_back(); }},
      {"model_threshold", [](OwnedColumns* c) { c->model_threshold.clear(); }},
      {"model_child", [](OwnedColumns* c) { c->model_child.push_back(0); }},
      {"model_child", [](OwnedColumns* c) { c->model_child[0] = 0; }},
      {"model_child", [](OwnedColumns* c) { c->model_root.pop_back(); }},
      {"model_value", [](OwnedColumns* c) { c->model_value.resize(4001); }},
      {"model_value", [](OwnedColumns* c) { c->model_value.clear(); }},
      {"model_root", [](OwnedColumns* c) { c->model_root.resize(4001); }},
      {"model_root", [](OwnedColumns* c) { c->model_root[1] = 65535; }},
      {"model_root", [](OwnedColumns* c) { c->model_root.clear(); }},
      {"model_surfaces", [](OwnedColumns* c) { c->model_surfaces.resize(4001); }},
      {"model_surfaces", [](OwnedColumns* c) { c->model_surfaces.assign(1, 1); }},
  };
  for (const Breach& breach : breaches) {
    const std::unique_ptr<OwnedColumns> columns = ShopWithTrees(SomeTrees());
    breach.commit(columns.get());
    const auto bytes = EncodePack(*columns);
    ASSERT_FALSE(bytes.ok()) << breach.column << " " << (&breach - breaches);
    EXPECT_NE(bytes.error().message.find(breach.column), std::string::npos)
        << breach.column << " " << (&breach - breaches) << ": " << bytes.error().message;
  }
}

TEST(PackReader, RefusesAListOfMoreThan32Neighbours) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(builder.Add(MakeItem("S" + std::to_string(i), "Title", 100, "")).ok());
  }
  auto columns = builder.Build();
  ASSERT_TRUE(columns.ok());
  OwnedColumns& c = **columns;
  c.neighbour_start.assign(41, 33);
  c.neighbour_start[0] = 0;
  for (uint32_t other = 1; other <= 33; ++other) {
    c.neighbour_item.push_back(other);
    c.neighbour_weight.push_back(1);
  }
  EXPECT_FALSE(EncodePack(c).ok());
}

TEST(PackReader, ReadsAShopWithoutItems) {
  const auto columns = CatalogBuilder("Empty", {"EUR", 2}).Build();
  ASSERT_TRUE(columns.ok());
  const auto bytes = EncodePack(**columns);
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  const auto catalog = Catalog::FromPack(*bytes);
  ASSERT_TRUE(catalog.ok());
  EXPECT_EQ(catalog->item_count(), 0u);
  EXPECT_EQ(catalog->category_count(), 1u);
  EXPECT_EQ(catalog->FindSku("A"), kNoItem);
}

}  // namespace
}  // namespace hearth
