#include "synthetic_shop.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/random.h"
#include "household/decisions.h"
#include "pack/writer/pack_writer.h"
#include "profile/profile.h"

namespace hearth {
namespace {

constexpr size_t kDepartments = 10, kAisles = 8, kShelves = 5;  // of the node above
constexpr size_t kBrands = 320;
constexpr uint32_t kAnonymity = 5;

constexpr std::array<std::string_view, kDepartments> kDepartmentNames = {
    "Home", "Kitchen",   "Garden", "Toys",  "Stationery",
    "Bath", "Jewellery", "Food",   "Craft", "Pets"};
constexpr std::array<std::string_view, kAisles> kAisleNames = {
    "Everyday", "Gifts", "Vintage", "Natural", "Modern", "Travel", "Party", "Storage"};
// Five follow one another on the shelves of an aisle; no two neighbours are alike.
constexpr std::array<std::string_view, 16> kThings = {
    "Lantern", "Cushion", "Bowl",   "Frame",   "Basket", "Candle", "Tray",    "Clock",
    "Bottle",  "Blanket", "Mirror", "Planter", "Box",    "Mug",    "Garland", "Hook"};
constexpr std::array<std::string_view, 12> kColours = {"White", "Blue",  "Red",    "Green",
                                                       "Ivory", "Black", "Copper", "Pink",
                                                       "Grey",  "Teal",  "Amber",  "Lilac"};
constexpr std::array<std::string_view, 8> kMaterials = {"Ceramic", "Wooden", "Glass", "Cotton",
                                                        "Wicker",  "Metal",  "Felt",  "Enamel"};
constexpr std::array<std::string_view, 20> kSyllables = {"al", "bo", "ce",  "dra", "el", "fi", "go",
                                                         "hu", "is", "jo",  "ka",  "lu", "mi", "no",
                                                         "or", "pe", "qui", "ra",  "su", "to"};

// One text of several.
std::string Join(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts) text.append(part);
  return text;
}

template <size_t n>
std::string_view Pick(const std::array<std::string_view, n>& words, Random& random) {
  return words[random.Below(n)];
}

// Numbers below `count`, where r comes up in proportion to 1 / (r + 4).
class Zipf {
 public:
  explicit Zipf(size_t count) {
    uint64_t sum = 0;
    for (size_t r = 0; r < count; ++r) end_.push_back(sum += 1'000'000 / (r + 4));
  }
  size_t Sample(Random& random) const {
    const uint64_t x = random.Below(end_.back());
    return static_cast<size_t>(std::upper_bound(end_.begin(), end_.end(), x) - end_.begin());
  }

 private:
  std::vector<uint64_t> end_;
};

size_t LeafCount(size_t items) {
  return std::clamp<size_t>(items / 10, 1, kDepartments * kAisles * kShelves);
}

// Leaves are dealt to the departments in turn, so that big and small ones mix.
std::string LeafPath(size_t leaf) {
  const size_t department = leaf % kDepartments;
  const size_t aisle = leaf / kDepartments % kAisles;
  const size_t shelf = leaf / (kDepartments * kAisles);
  const std::string_view thing = kThings[(3 * department + 5 * aisle + shelf) % kThings.size()];
  return Join({kDepartmentNames[department], " > ", kAisleNames[aisle], " > ", thing, "s"});
}

std::string_view ThingOf(std::string_view leaf_path) {
  leaf_path.remove_prefix(leaf_path.rfind('>') + 2);
  leaf_path.remove_suffix(1);
  return leaf_path;
}

std::string BrandName(size_t brand) {
  std::string name =
      Join({kSyllables[brand % kSyllables.size()], kSyllables[brand / kSyllables.size()], " & Co"});
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

std::unique_ptr<OwnedColumns> BuildItems(size_t items, Random& random) {
  CatalogBuilder builder("Synthetic Shop", {"GBP", 2});
  const Zipf leaves(LeafCount(items)), brands(kBrands);
  for (size_t i = 0; i < items; ++i) {
    FeedItem item;
    item.sku = Join({"S", std::to_string(100'000 + i)});
    item.category = LeafPath(leaves.Sample(random));
    const std::string_view colour = Pick(kColours, random), material = Pick(kMaterials, random);
    item.title =
        Join({colour, " ", material, " ", ThingOf(item.category), " No. ", std::to_string(i + 1)});
    if (!random.Chance(10)) item.brand = BrandName(brands.Sample(random));
    item.price_minor = static_cast<int32_t>(45 + 50 * random.Below(1 + random.Below(120)));
    item.link = Join({"items/", item.sku});
    item.image = Join({"images/", item.sku, ".jpg"});
    const Status status = builder.Add(std::move(item));
    assert(status.ok());
  }
  Result<std::unique_ptr<OwnedColumns>> columns = builder.Build();
  assert(columns.ok());
  return *std::move(columns);
}

// A number that fewer than k customers stand behind is not told.
uint32_t Told(uint64_t customers) {
  return customers < kAnonymity ? 0 : static_cast<uint32_t>(customers);
}

void FillStatistics(Random& random, OwnedColumns* columns) {
  columns->as_of = kSyntheticNow / kMsPerDay * kMsPerDay;
  columns->k = kAnonymity;
  columns->customers = 60'000;
  const int32_t today = DayOf(columns->as_of);
  for (size_t i = 0; i < columns->item_count(); ++i) {
    const uint64_t customers = 20'000 / (1 + random.Below(2'000));  // half below 20
    columns->item_customers[i] = Told(customers);
    columns->recent_customers[i] = Told(customers * random.Below(30) / 100);
    const bool fresh = random.Chance(3);
    columns->since_day[i] = today - static_cast<int32_t>(random.Below(fresh ? 60 : 1500));
    const bool repeats = customers >= 50 && random.Chance(60);
    columns->repeat_permille[i] = static_cast<uint16_t>(repeats ? random.Below(400) : 0);
    columns->gap_days[i] = static_cast<uint16_t>(repeats ? 7 + random.Below(120) : 0);
    if (random.Chance(5)) {
      columns->availability[i] = static_cast<uint8_t>(Availability::kOutOfStock);
    }
  }
}

using Members = std::vector<std::vector<ItemIndex>>;  // items by category

Members MembersOf(const CatalogColumns& columns) {
  Members members(columns.category_parent.size());
  for (ItemIndex i = 0; i < columns.key.size(); ++i) members[columns.category[i]].push_back(i);
  return members;
}

// The more popular one of two drawn from `items`.
ItemIndex PickPopular(const std::vector<ItemIndex>& items, std::span<const uint32_t> customers,
                      Random& random) {
  const ItemIndex a = items[random.Below(items.size())], b = items[random.Below(items.size())];
  return customers[a] >= customers[b] ? a : b;
}

void FillNeighbours(Random& random, OwnedColumns* columns) {
  const Members members = MembersOf(columns->Columns());
  const size_t n = columns->item_count();
  columns->neighbour_start.assign(1, 0);
  for (ItemIndex i = 0; i < n; ++i) {
    std::vector<ItemIndex> chosen;
    std::vector<uint16_t> weights;
    // Some tries end at the item itself or at one chosen already, so that short lists occur too.
    for (size_t tries = random.Chance(10) ? 0 : 40; tries > 0; --tries) {
      const ItemIndex other = random.Chance(85) ? PickPopular(members[columns->category[i]],
                                                              columns->item_customers, random)
                                                : static_cast<ItemIndex>(random.Below(n));
      if (other == i || std::find(chosen.begin(), chosen.end(), other) != chosen.end()) continue;
      if (chosen.size() == kMaxNeighbours) break;
      chosen.push_back(other);
      weights.push_back(static_cast<uint16_t>(700 + random.Below(1 + random.Below(20'000))));
    }
    std::sort(weights.begin(), weights.end(), std::greater<>());
    columns->neighbour_item.insert(columns->neighbour_item.end(), chosen.begin(), chosen.end());
    columns->neighbour_weight.insert(columns->neighbour_weight.end(), weights.begin(),
                                     weights.end());
    columns->neighbour_start.push_back(static_cast<uint32_t>(columns->neighbour_item.size()));
  }
}

using Direction = std::array<int64_t, kEmbeddingDims>;

Direction RandomDirection(Random& random, int64_t length) {
  Direction direction;
  for (int64_t& x : direction) {  // the sum of four uniform numbers is round enough
    x = 0;
    for (int i = 0; i < 4; ++i) x += random.Between(-length, length);
  }
  return direction;
}

Direction operator+(Direction a, const Direction& b) {
  for (size_t d = 0; d < a.size(); ++d) a[d] += b[d];
  return a;
}

void FillEmbeddings(Random& random, OwnedColumns* columns) {
  std::vector<Direction> centre(1);  // by category: what the node above has, and something more
  for (size_t node = 1; node < columns->category_parent.size(); ++node) {
    centre.push_back(centre[columns->category_parent[node]] + RandomDirection(random, 1000));
  }
  for (size_t i = 0; i < columns->item_count(); ++i) {
    const auto unit = UnitVector(centre[columns->category[i]] + RandomDirection(random, 1200));
    const std::array<int8_t, kEmbeddingDims> row =
        unit ? *unit : std::array<int8_t, kEmbeddingDims>{};
    columns->embedding.insert(columns->embedding.end(), row.begin(), row.end());
  }
}

// What the shopper is given to.
class Shopper {
 public:
  Shopper(const Catalog& catalog, Random& random)
      : columns_(catalog.columns()), members_(MembersOf(columns_)), random_(random) {
    for (int i = 0; i < 6; ++i) favourites_.push_back(columns_.category[AnyItem()]);
    for (int i = 0; i < 40; ++i) staples_.push_back(FavouriteItem());
  }

  ItemIndex NextItem() {
    const uint64_t mood = random_.Below(100);
    if (mood < 25) return staples_[random_.Below(staples_.size())];
    return mood < 80 ? FavouriteItem() : AnyItem();
  }

  // In a hundred events, by whether this visit ends at the till.
  EventType NextType(bool shopping) {
    const uint64_t dice = random_.Below(100);
    if (dice < 50) return EventType::kView;
    if (dice < 68) return EventType::kImpression;
    if (dice < 72) return EventType::kWish;
    if (dice < 74) return EventType::kLike;
    if (dice < 84) return EventType::kBasketAdd;
    if (dice < 85) return EventType::kDismiss;
    if (dice < 86) return EventType::kReturn;
    if (dice < 87) return EventType::kBasketRemove;
    return shopping ? EventType::kBuy : EventType::kView;
  }

 private:
  ItemIndex AnyItem() { return static_cast<ItemIndex>(random_.Below(columns_.key.size())); }
  ItemIndex FavouriteItem() {
    const CategoryId category = favourites_[random_.Below(favourites_.size())];
    return PickPopular(members_[category], columns_.item_customers, random_);
  }

  const CatalogColumns& columns_;
  const Members members_;
  Random& random_;
  std::vector<CategoryId> favourites_;
  std::vector<ItemIndex> staples_;
};

}  // namespace

std::unique_ptr<OwnedColumns> SyntheticShopColumns(size_t items, uint64_t seed) {
  Random random(seed);
  std::unique_ptr<OwnedColumns> columns = BuildItems(items, random);
  FillStatistics(random, columns.get());
  FillNeighbours(random, columns.get());
  FillEmbeddings(random, columns.get());
  return columns;
}

std::vector<uint8_t> SyntheticShopPack(size_t items, uint64_t seed) {
  Result<std::vector<uint8_t>> bytes = EncodePack(*SyntheticShopColumns(items, seed));
  assert(bytes.ok());
  return *std::move(bytes);
}

std::vector<DescribedEvent> SyntheticHistory(const Catalog& catalog, size_t events, Time now,
                                             uint64_t seed) {
  constexpr Time kSpan = 2 * 365 * kMsPerDay;
  constexpr size_t kVisitEvents = 20;
  constexpr Time kStep = 30 * 1000;  // from one event of a visit to the next, at most
  Random random(seed);
  Shopper shopper(catalog, random);
  const CatalogColumns& columns = catalog.columns();
  const size_t visits = (events + kVisitEvents - 1) / kVisitEvents;
  std::vector<DescribedEvent> history;
  for (size_t visit = 0; visit < visits; ++visit) {
    // Evenly spread and a little late; the last visit began a quarter of an hour ago.
    const Time spacing = kSpan / static_cast<Time>(visits);
    Time time = now - kSpan + static_cast<Time>(visit) * spacing +
                static_cast<Time>(random.Below(static_cast<uint64_t>(spacing / 2)));
    if (visit + 1 == visits) time = now - 15 * kMsPerMinute;
    const auto session = static_cast<SessionId>(time / kMsPerMinute);
    const bool shopping = random.Chance(40);
    const size_t left = std::min(kVisitEvents, events - history.size());
    for (size_t i = 0; i < left; ++i) {
      time += 1 + static_cast<Time>(random.Below(kStep));  // ascending: no two events are the same
      const ItemIndex item = shopper.NextItem();
      DescribedEvent described;
      described.event.time = time;
      described.event.session = session;
      described.event.price_minor = columns.price_minor[item];
      described.event.type = shopper.NextType(shopping);
      if (described.event.type == EventType::kBuy) {
        described.event.quantity = static_cast<uint16_t>(1 + random.Below(1 + random.Below(6)));
      }
      described.description = {std::string(catalog.Sku(item)), std::string(catalog.Title(item)),
                               catalog.CategoryPath(columns.category[item]),
                               std::string(columns.brand_name[columns.brand[item]])};
      history.push_back(std::move(described));
    }
  }
  return history;
}

Household SyntheticHousehold(const Catalog& catalog, size_t events, Time now, uint64_t seed) {
  Result<Household> household = HouseholdOf(SyntheticHistory(catalog, events, now, seed), now);
  assert(household.ok());
  return *std::move(household);
}

}  // namespace hearth
