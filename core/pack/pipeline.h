// From what a shop has to its pack. Decides what is counted, fitted and marked, and in which order;
// files and the words of the command line are the caller's.
//
//   ShopFeed -> ClassifyShop -> ClassifiedShop, ShopLines -> MakePack -> bytes, PackSummary
//
// Order lines are screened first (counts/screening.h). Of them and of views those of whole batches
// are taken (counts/batches.h); no number of the pack is counted from others. Trees are fitted
// before anything is counted into the columns, those of order lines before those of views, which
// take what room is left and join them. What items reveal by what they are bought with is marked
// last, and then what --top leaves out goes. Deterministic: the same input gives the same bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/builder.h"
#include "catalog/feed_item.h"
#include "pack/counts/counts.h"
#include "pack/counts/statistics.h"
#include "pack/counts/view_counts.h"
#include "pack/feed/google_taxonomy.h"
#include "pack/feed/odd_groups.h"
#include "pack/orders/orders.h"
#include "pack/orders/view_lines.h"
#include "pack/training/attribution_training.h"
#include "pack/training/click_training.h"
#include "pack/training/model_training.h"
#include "pack/writer/pack_writer.h"
#include "policy/sensitive.h"

namespace hearth {

struct ShopFeed {
  std::string shop;
  MoneyFormat money;
  std::vector<FeedItem> items;
  std::string items_name;                  // stands at the front of errors about them
  std::optional<SensitiveList> sensitive;  // the shop's own, besides Hearth's
  std::string sensitive_name;              // stands at the front of errors about it
};

// Why an item counts as sensitive: the first of these that says so.
enum class FlaggedBy : uint8_t { kShopsList, kGoogle, kCategory, kTitle };

// The items of one topic that are flagged by one rule.
struct FlaggedItems {
  TopicIndex topic = kNoTopic;
  FlaggedBy by = FlaggedBy::kTitle;
  size_t items = 0;
  std::vector<std::string> examples;  // titles, at most kFlaggedExamples
};
inline constexpr size_t kFlaggedExamples = 3;

// How many items the sensitive list and their co-purchases take out of ordinary personalisation.
struct SensitiveReport {
  std::array<size_t, kTierNames.size()> by_tier{};
  size_t revealing = 0;               // by what they are bought with
  std::optional<size_t> named;        // by the shop's own list
  std::vector<FlaggedItems> flagged;  // by topic, then by rule
};

// What of a feed is probably not meant as it says.
struct DoubtsReport {
  OddGroups groups;
  UnknownGoogleNumbers google_numbers;
};

// The shop's catalog, and what of it is sensitive before anything is known of orders.
struct ClassifiedShop {
  std::unique_ptr<OwnedColumns> columns;
  std::vector<TopicIndex> topics;  // of each item
  std::vector<TopicIndex> marks;   // those that the pack has to name, by the shop's own list
  SensitiveReport report;
  DoubtsReport doubts;
};

// Errors: those of CatalogBuilder and of NamedByShop.
Result<ClassifiedShop> ClassifyShop(ShopFeed feed);

// What is counted. Orders, or counts of them, or neither; views or not.
struct ShopLines {
  std::optional<Orders> orders;
  std::optional<CountFiles> counts;
  std::optional<ViewLines> views;
};

enum class PackTraining : uint8_t {
  kNone,
  kTrees,     // fits the ranker to the lines
  kAblation,  // ... and says what each group of features is worth
};

struct PackOptions {
  uint32_t k = kDefaultK;
  PackTraining train = PackTraining::kNone;
  // Taste vectors, groups and the weights that tell a household's members apart; from order lines.
  bool attribution = true;
  // Only whole batches of lines are counted (counts/batches.h), and the pack is as of the end of
  // the last. Without, each line is, and the packs of following days may tell what one customer
  // ordered. Counts made elsewhere are taken as they are.
  bool batches = true;
  size_t top = 0;       // how many items stay in the pack (counts/top_items.h); 0: all
  Time now = kMaxTime;  // no week that ends later is over, whatever lines say
};

struct BatchReport {
  Time end = 0;        // lines before it were counted; 0: no batch is whole
  size_t waiting = 0;  // lines that were not
};

struct CountsReport {
  uint32_t customers = 0;
  size_t items = 0;  // with customers
  size_t pairs = 0;
};

// What `top` left out; everything was counted of all items before.
struct TopReport {
  size_t items = 0, of = 0;  // left out, of all
  size_t with_customers = 0;
  bool by_customers = false, by_views = false;  // neither: by what is in stock, in the feed's order
};

struct ViewsReport {
  ViewReport counted;
  ClickTrainingReport trained;
};

// What is in a pack and how it came there. What was not asked for, or not given, is absent.
struct PackSummary {
  uint32_t k = 0;
  size_t items = 0, variants = 0, categories = 0, brands = 0, neighbours = 0, bytes = 0;
  std::optional<OrdersReport> order_lines;
  std::optional<BatchReport> orders_batches, views_batches;
  std::optional<StatisticsReport> statistics;
  bool orders_say_too_little = false;  // then the pack is as without orders
  std::optional<CountsReport> counts;
  std::optional<AttributionReport> attribution;
  std::optional<TrainingReport> trained;
  std::optional<ViewsReport> views;
  std::optional<TopReport> top;  // where anything was left out
  SensitiveReport sensitive;
  DoubtsReport doubts;
  std::vector<SectionBytes> sections;
};

struct MadePack {
  std::vector<uint8_t> bytes;
  PackSummary summary;
};

// Errors: invalid_argument for orders beside counts of them, and for training without lines;
// those of TrainModel, TrainClicks, ReadCounts and EncodePack.
Result<MadePack> MakePack(ClassifiedShop shop, ShopLines lines, const PackOptions& options,
                          const Progress& progress);

}  // namespace hearth
