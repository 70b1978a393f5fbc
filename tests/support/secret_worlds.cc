#include "support/secret_worlds.h"

#include <algorithm>
#include <cassert>
#include <memory>
#include <utility>

#include "base/bytes.h"
#include "base/hash.h"
#include "catalog/builder.h"
#include "catalog/small_shop.h"
#include "household/change.h"
#include "pack/writer/pack_writer.h"
#include "policy/sensitive.h"

namespace hearth {
namespace {

constexpr Time kFirstNow = 1'772'445'600'000;  // 2026-03-02, a Monday, 10:00 UTC

struct Kind {
  const char* category;
  const char* title;
};
// The first ones are of every sort that the rules tell apart; each shop has them all.
constexpr Kind kKinds[] = {
    {"Food, Beverages & Tobacco > Food Items > Snacks", "Oat Biscuits"},  // shareable
    {"Food, Beverages & Tobacco > Beverages > Alcoholic Beverages > Wine",
     "Red Wine"},                                                            // own screen
    {"Home & Garden > Household Supplies > Laundry Supplies", "Detergent"},  // shareable
    {"Health & Beauty > Health Care > Condoms", "Condoms"},                  // never
    {"Health & Beauty > Health Care > Medical Tests > Pregnancy Tests", "Pregnancy Test"},
    {"Baby & Toddler > Diapering", "Nappies"},                             // own screen
    {"Apparel & Accessories > Jewelry > Rings", "Silver Ring"},            // quiet
    {"Mature > Weapons", "Pepper Spray"},                                  // never, adults only
    {"Animals & Pet Supplies > Pet Supplies > Cat Supplies", "Cat Food"},  // shareable
    {"Home > Decor > Clocks", "Wall Clock"},
    {"Toys & Games > Toys > Puzzles", "Puzzle"},  // quiet
    {"Home > Decor > Candles", "Candle"},
    {"Kitchen > Mugs", "Mug"},
    {"Garden > Tools", "Trowel"},
    {"Books > Novels", "Novel"},
};

template <typename T, size_t n>
T Pick(const T (&choices)[n], Random& random) {
  return choices[random.Below(n)];
}
template <typename T>
const T& Pick(const std::vector<T>& choices, Random& random) {
  return choices[random.Below(choices.size())];
}

std::unique_ptr<OwnedColumns> BuildShop(Random& random) {
  CatalogBuilder builder("Corner Shop", {"GBP", 2});
  const size_t count = 12 + random.Below(13);
  for (size_t i = 0; i < count; ++i) {
    const Kind& kind = i < 9 ? kKinds[i] : kKinds[random.Below(std::size(kKinds))];
    const std::string number = std::to_string(i);
    const auto price = static_cast<int32_t>(random.Between(1, random.Chance(50) ? 40 : 4000));
    const std::string brand = random.Chance(60) ? "Brand " + std::to_string(random.Below(4)) : "";
    FeedItem item =
        MakeItem("s" + number, kind.title + (" " + number), price, kind.category, brand);
    if (i % 2 == 1) {  // one product in two sizes
      item.group = item.sku;
      item.sku += "-l";
      item.title += ", large";
      const Status large = builder.Add(item);
      assert(large.ok());
      item.sku = item.group + "-s";
      item.title = kind.title + (" " + number) + ", small";
    }
    const Status added = builder.Add(std::move(item));
    assert(added.ok());
  }
  Result<std::unique_ptr<OwnedColumns>> columns = builder.Build();
  assert(columns.ok());
  return *std::move(columns);
}

void FillStatistics(Random& random, OwnedColumns* columns) {
  const auto n = static_cast<uint32_t>(columns->item_count());
  columns->k = 5;
  columns->customers = 2000;
  columns->as_of = kFirstNow / kMsPerDay * kMsPerDay;
  columns->neighbour_start.assign(1, 0);
  for (uint32_t i = 0; i < n; ++i) {
    columns->item_customers[i] = static_cast<uint32_t>(random.Between(5, 500));
    columns->recent_customers[i] = static_cast<uint32_t>(random.Between(0, 5));
    columns->repeat_permille[i] = static_cast<uint16_t>(random.Below(600));
    columns->gap_days[i] = static_cast<uint16_t>(random.Below(40));
    columns->since_day[i] = DayOf(kFirstNow) - static_cast<int32_t>(random.Between(1, 900));
    std::vector<uint32_t> chosen;
    for (size_t step = random.Below(5); step > 0; --step) {
      const auto other = static_cast<uint32_t>(random.Below(n));
      if (other == i || std::find(chosen.begin(), chosen.end(), other) != chosen.end()) continue;
      chosen.push_back(other);
      columns->neighbour_item.push_back(other);
      columns->neighbour_weight.push_back(static_cast<uint16_t>(60000 / chosen.size()));
    }
    columns->neighbour_start.push_back(static_cast<uint32_t>(columns->neighbour_item.size()));
    const size_t place = columns->category[i] % kEmbeddingDims;
    for (size_t d = 0; d < kEmbeddingDims; ++d) {
      columns->embedding.push_back(static_cast<int8_t>(d == place ? 100 : random.Between(-20, 20)));
    }
  }
}

// ---- What happens

constexpr std::string_view kTypes[] = {"view",       "view",   "view",   "buy",        "buy",
                                       "basket_add", "wish",   "like",   "impression", "impression",
                                       "dismiss",    "return", "search", "search"};

// A visit is what one person looked at: favourites mostly, so that attribution has a chance.
class Diary {
 public:
  Diary(World& world, Random& random) : world_(world), random_(random) {}

  void Write() {
    for (size_t visits = 3 + random_.Below(7); visits > 0; --visits) WriteVisit();
    if (random_.Chance(55)) WriteRunningVisit();
    if (random_.Chance(15)) WriteImpressions();
  }

 private:
  ItemIndex ItemOf(MemberId owner) {
    const auto any = static_cast<ItemIndex>(random_.Below(world_.catalog().item_count()));
    if (owner == kNobody || random_.Chance(20)) return any;
    return Pick(world_.person(owner).favourites, random_);
  }

  void Add(MemberId owner, Happening happening) {
    if (happening.IsSearch()) happening.quantity = 1;
    const bool known = std::any_of(world_.events.begin(), world_.events.end(), [&](const auto& it) {
      return it.owner == owner && it.happening == happening;
    });
    if (!known && happening.time <= world_.now) world_.events.push_back({owner, happening});
  }

  // Whom an unsigned visit is of, in truth.
  MemberId Somebody() { return Pick(world_.people, random_).id; }

  void WriteVisit() {
    const MemberId who = Somebody();
    const MemberId owner = random_.Chance(45) ? kNobody : who;
    Time time = world_.now - random_.Between(0, 30 * kMsPerDay);
    if (random_.Chance(25)) time = world_.now - random_.Between(0, 3 * kMsPerHour);
    if (!world_.events.empty() &&
        random_.Chance(30)) {  // so that one event more could join the two
      time = Pick(world_.events, random_).happening.time + random_.Between(25, 59) * kMsPerMinute;
    }
    const auto session = static_cast<uint32_t>(random_.Chance(25) ? random_.Between(1, 4) : 0);
    for (size_t i = 1 + random_.Below(4); i > 0;
         --i, time += random_.Between(0, 12 * kMsPerMinute)) {
      Add(owner, {Pick(kTypes, random_), ItemOf(who), time, Quantity(), session});
    }
  }

  void WriteRunningVisit() {
    const MemberId who = Somebody();
    Time time = world_.now - random_.Between(0, 29) * kMsPerMinute;
    const auto session = static_cast<uint32_t>(random_.Chance(10) ? 7 : 0);
    for (size_t i = 1 + random_.Below(4); i > 0;
         --i, time += random_.Between(0, 5 * kMsPerMinute)) {
      Add(kNobody, {Pick(kTypes, random_), ItemOf(who), time, 1, session});
    }
  }

  void WriteImpressions() {
    const MemberId owner = random_.Chance(30) ? kNobody : Somebody();
    const ItemIndex item = ItemOf(owner);
    Time time = world_.now - random_.Between(0, 6 * kMsPerDay);
    for (int64_t i = random_.Between(8, 12); i > 0; --i, time += 1000) {
      Add(owner, {"impression", item, time, 1, 0});
    }
  }

  int Quantity() { return random_.Chance(80) ? 1 : static_cast<int>(random_.Between(2, 4)); }

  World& world_;
  Random& random_;
};

std::string Field(std::string_view name, const std::string& value) {
  return "," + InQuotes(name) + ":" + value;
}
std::string Number(int64_t value) { return std::to_string(value); }
std::string Bool(bool value) { return value ? "true" : "false"; }

std::string List(const std::vector<std::string>& parts) {
  std::string list = "[";
  for (size_t i = 0; i < parts.size(); ++i) list += (i > 0 ? "," : "") + parts[i];
  return list + "]";
}

std::string Sku(const Catalog& catalog, ItemIndex item) { return InQuotes(catalog.Sku(item)); }

// The variant of an item that a happening is about; now and then the item as such.
VariantIndex VariantOf(const Catalog& catalog, const Happening& happening) {
  const auto [first, last] = catalog.columns().VariantsOf(happening.item);
  const auto variants = static_cast<Time>(last - first);
  const Time which = happening.time / kMsPerMinute % (variants + 1);
  return which < variants ? first + static_cast<VariantIndex>(which) : kNoVariant;
}

// What the engine keeps with an event of an item.
ItemDescription DescriptionOf(const Catalog& catalog, const Happening& happening) {
  const CatalogColumns& columns = catalog.columns();
  const ItemMatch named = {happening.item, VariantOf(catalog, happening)};
  ItemDescription text;
  text.sku = columns.TextOf(named, VariantText::kSku);
  text.title = columns.TextOf(named, VariantText::kTitle);
  text.category = catalog.CategoryPath(columns.category[happening.item]);
  text.brand = columns.brand_name[columns.brand[happening.item]];
  return text;
}

std::string RandomSku(const Catalog& catalog, Random& random) {
  return Sku(catalog, static_cast<ItemIndex>(random.Below(catalog.item_count())));
}

std::string RandomCategory(const Catalog& catalog, Random& random) {
  return InQuotes(catalog.CategoryPath(
      static_cast<CategoryId>(1 + random.Below(catalog.category_count() - 1))));
}

constexpr const char* kNames[] = {"Anna", "Ben", "Cleo", "Dan"};
constexpr const char* kShareable[] = {
    "Food, Beverages & Tobacco", "Food, Beverages & Tobacco > Food Items",
    "Home & Garden > Household Supplies", "Animals & Pet Supplies"};
constexpr const char* kAskedTopics[] = {"alcohol", "baby_maternity"};

void AddPeople(World& world, Random& random) {
  const size_t count = 2 + random.Below(3);
  world.keeper = static_cast<MemberId>(random.Below(count));
  for (size_t i = 0; i < count; ++i) {
    Person person;
    person.id = static_cast<MemberId>(i);
    person.child = random.Chance(20);
    person.locked = random.Chance(person.id == world.keeper ? 25 : 10);
    for (int f = 0; f < 3; ++f) {
      person.favourites.push_back(
          static_cast<ItemIndex>(random.Below(world.catalog().item_count())));
    }
    world.people.push_back(std::move(person));
  }
}

// Settings first, then events visit by visit, as a browser would have asked for them.
void TellPeople(World& world, Random& random) {
  const auto add = [&](std::string_view op, const std::string& fields) {
    world.requests.push_back(Request(op, world.now, kNobody, fields));
  };
  for (const Person& person : world.people) {
    const std::string traits = Field("name", InQuotes(kNames[person.id])) +
                               Field("kind", InQuotes(person.child ? "child" : "adult")) +
                               Field("grownUp", "{\"asked\":true}");
    if (person.id == 0) add("household.change", Field("member", "0") + traits);
    if (person.id != 0) add("household.add", traits);
  }
  if (random.Chance(60)) {
    std::string fields =
        Field("threshold", Number(random.Between(50, 90))) + Field("grownUp", "{\"asked\":true}");
    if (random.Chance(50)) fields += Field("margin", Number(random.Between(0, 20)));
    if (random.Chance(50)) {
      fields += Field("dates", "[{\"month\":3,\"day\":" + Number(random.Between(3, 30)) +
                                   ",\"name\":\"Birthday\"}]");
    }
    add("household.settings", fields);
  }
  for (const Person& person : world.people) {
    if (random.Chance(40)) {
      world.requests.push_back(
          Request("controls.share", world.now, person.id,
                  Field("category", InQuotes(Pick(kShareable, random))) + Field("shared", "true")));
    }
    if (!person.child && random.Chance(30)) {
      world.requests.push_back(
          Request("controls.sensitive", world.now, person.id,
                  Field("topic", InQuotes(Pick(kAskedTopics, random))) + Field("allowed", "true")));
    }
  }
}

void TellEvents(World& world) {
  for (size_t i = 0; i < world.events.size();) {
    const MemberId owner = world.events[i].owner;
    std::vector<std::string> events;
    for (; i < world.events.size() && world.events[i].owner == owner; ++i) {
      events.push_back(EventJson(world.catalog(), world.events[i].happening));
    }
    world.requests.push_back(RecordRequest(world, owner, events));
  }
}

// ---- Secrets

class SecretDrawer {
 public:
  SecretDrawer(const World& world, Random& random) : world_(world), random_(random) {}

  // `unsigned_first`: they are in the running visit, which nobody has signed. `named_by_id`: not
  // equal to an unsigned event, whose id would be named too.
  std::vector<Happening> Sample(bool unsigned_first, bool named_by_id) {
    unsigned_first_ = unsigned_first;
    named_by_id_ = named_by_id;
    if (!unsigned_first && random_.Chance(12)) return Impressions();
    std::vector<Happening> drawn;
    const uint32_t session = random_.Chance(25) ? 9 : 0;  // now and then a session of its own
    for (size_t i = 1 + random_.Below(5); i > 0; --i) Keep(One(session), drawn);
    return drawn;
  }

 private:
  Happening One(uint32_t session) {
    const Happening other = world_.events.empty() ? Happening{"view", 0, world_.now, 1, 0}
                                                  : Pick(world_.events, random_).happening;
    if (!unsigned_first_ && random_.Chance(20)) return other;  // the very same
    Happening secret;
    secret.type = Pick(kTypes, random_);
    secret.item = ItemNear(other);
    secret.time =
        unsigned_first_ ? world_.now - random_.Between(0, 15 * kMsPerMinute) : TimeNear(other);
    secret.quantity = random_.Chance(80) || secret.IsSearch() ? 1 : 2;
    if (!unsigned_first_) secret.session = random_.Chance(20) ? other.session : session;
    return secret;
  }

  ItemIndex ItemNear(const Happening& other) {
    if (random_.Chance(40)) return other.item;
    if (random_.Chance(50)) return Pick(Pick(world_.people, random_).favourites, random_);
    return static_cast<ItemIndex>(random_.Below(world_.catalog().item_count()));
  }

  Time TimeNear(const Happening& other) {
    switch (random_.Below(5)) {
      case 0:
        return other.time;
      case 1:  // inside a visit
        return other.time + random_.Between(-3, 3) * kMsPerMinute;
      case 2:  // between two
        return other.time + random_.Between(10, 29) * kMsPerMinute;
      case 3:
        return world_.now - random_.Between(0, 20 * kMsPerMinute);
      default:
        return world_.now - random_.Between(0, 50 * kMsPerDay);
    }
  }

  std::vector<Happening> Impressions() {
    std::vector<Happening> shown;
    const ItemIndex item = ItemNear(One(0));
    Time time = world_.now - random_.Between(1, 5 * kMsPerDay);
    for (int64_t i = random_.Between(1, 12); i > 0; --i, time += 500) {
      Keep({"impression", item, time, 1, 0}, shown);
    }
    return shown;
  }

  // Not what the keeper did openly.
  void Keep(Happening secret, std::vector<Happening>& drawn) {
    secret.time = std::min(secret.time, world_.now);
    const bool known = std::any_of(world_.events.begin(), world_.events.end(), [&](const auto& it) {
      const bool same_owner = it.owner == world_.keeper || (named_by_id_ && it.owner == kNobody);
      return same_owner && it.happening == secret;
    });
    const bool twice = std::find(drawn.begin(), drawn.end(), secret) != drawn.end();
    if (!known && !twice) drawn.push_back(secret);
  }

  const World& world_;
  Random& random_;
  bool unsigned_first_ = false, named_by_id_ = false;
};

enum class Way {
  kAtOnce,
  kWholeSession,
  kAfter,
  kManyTimes,
  kRunning,
  kErased,
  kSurprise,
  kLocked
};

bool IsSensitive(const Catalog& catalog, ItemIndex item) {
  static const SensitiveList list = SensitiveList::Default();
  const TopicIndex topic =
      list.Classify(catalog.Title(item), catalog.CategoryPath(catalog.columns().category[item]));
  return list.TierOf(topic) >= Tier::kOwnScreen;
}

// Whether it is kept sealed without being labelled, so that the visit goes by its next event's id.
bool IsSealedAtOnce(const World& world, const Happening& each) {
  return IsSensitive(world.catalog(), each.item) || (each.IsSearch() && WordsAreLate(world.shop));
}

// Whether the running visit would be another one than that which an unsigned event now is in.
bool RunsElsewhere(const World& world) {
  return std::any_of(world.events.begin(), world.events.end(), [&](const OpenEvent& each) {
    return each.owner == kNobody && each.happening.session != 0 &&
           each.happening.time > world.now - kMsPerHour;
  });
}

Way WayFor(const World& world, Random& random, bool at_once) {
  if (world.person(world.keeper).locked) return Way::kLocked;
  if (at_once || world.in_doubt) return random.Chance(70) ? Way::kAtOnce : Way::kWholeSession;
  constexpr Way kWays[] = {Way::kAtOnce,       Way::kAtOnce, Way::kAtOnce,
                           Way::kWholeSession, Way::kAfter,  Way::kManyTimes,
                           Way::kRunning,      Way::kErased, Way::kSurprise};
  const Way way = Pick(kWays, random);
  return way == Way::kRunning && RunsElsewhere(world) ? Way::kAfter : way;
}

std::string LabelFields(const std::string& label, const World& world, Random& random) {
  return Field("label", InQuotes(label)) +
         (label == "gift" ? Field("gift", RandomGift(world, random)) : "");
}

std::string IdsOf(const Catalog& catalog, const std::vector<Happening>& happenings) {
  std::vector<std::string> ids;
  for (const Happening& each : happenings) ids.push_back(InQuotes(HexOf(IdOf(catalog, each))));
  return List(ids);
}

constexpr const char* kSealing[] = {"gift", "gift", "private", "sensitive"};

// Brings happenings into the last day: what led to a surprise is looked for there.
void MakeRecent(const World& world, Random& random, std::vector<Happening>& happenings) {
  for (Happening& each : happenings) {
    each.time = std::max(each.time, world.now - random.Between(0, 20 * kMsPerHour));
  }
}

// Whether a surprise of these items takes what was open before: then they are no secrets alone.
bool TakesMore(const World& world, const std::vector<Happening>& happenings) {
  return std::any_of(world.events.begin(), world.events.end(), [&](const OpenEvent& each) {
    const Happening& open = each.happening;
    const bool in_reach = (each.owner == world.keeper || each.owner == kNobody) &&
                          open.time >= world.now - 25 * kMsPerHour;
    return in_reach && std::any_of(happenings.begin(), happenings.end(), [&](const Happening& it) {
             return open.item == it.item || open.IsSearch();
           });
  });
}

// Of the happenings' items, with what led to them.
std::string SurpriseRequest(const World& world, MemberId viewer,
                            const std::vector<Happening>& happenings, Random& random) {
  std::vector<std::string> skus;
  for (const Happening& each : happenings) skus.push_back(Sku(world.catalog(), each.item));
  return Request("controls.surprise", world.now, viewer,
                 Field("skus", List(skus)) + Field("gift", RandomGift(world, random)));
}

std::string MuteRequest(const World& world, MemberId viewer, bool muted, Random& random) {
  return Request(
      "controls.mute", world.now, viewer,
      Field("category", RandomCategory(world.catalog(), random)) + Field("muted", Bool(muted)));
}

std::string RemovalOf(const World& world, MemberId member, Random& random) {
  return Request("household.remove", world.now, kNobody,
                 Field("member", Number(member)) +
                     Field("history", random.Chance(50) ? "\"erase\"" : "\"hand_over\"") +
                     Field("grownUp", "{\"asked\":true}"));
}

}  // namespace

// ---- JSON

std::string InQuotes(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string HexOf(uint64_t id) {
  std::string text(16, '0');
  for (size_t i = 0; i < 16; ++i) text[15 - i] = "0123456789abcdef"[id >> (4 * i) & 15];
  return text;
}

std::string EventJson(const Catalog& catalog, const Happening& happening, std::string_view rest) {
  std::string json = "{\"type\":" + InQuotes(happening.type);
  json += happening.IsSearch() ? Field("query", InQuotes(catalog.Title(happening.item)))
                               : Field("sku", InQuotes(DescriptionOf(catalog, happening).sku));
  json += Field("time", Number(happening.time));
  if (happening.quantity != 1) json += Field("quantity", Number(happening.quantity));
  if (happening.session != 0) json += Field("session", Number(happening.session));
  return json.append(rest) + "}";
}

std::string Request(std::string_view op, Time now, MemberId viewer, const std::string& fields) {
  std::string json = "{\"op\":" + InQuotes(op) + Field("now", Number(now));
  if (viewer != kNobody) json += Field("viewer", Number(viewer));
  return json + fields + "}";
}

std::string RecordRequest(const World& world, MemberId viewer,
                          const std::vector<std::string>& events, const std::string& fields) {
  return Request("record", world.now, viewer, Field("events", List(events)) + fields);
}

std::string RandomGift(const World& world, Random& random) {
  std::string gift = "{\"until\":" + Number(world.now + random.Between(1, 40) * kMsPerDay);
  if (random.Chance(50)) gift += Field("for", Number(Pick(world.people, random).id));
  if (random.Chance(40)) gift += Field("then", random.Chance(50) ? "\"forget\"" : "\"reveal\"");
  if (random.Chance(30)) gift += Field("taste", Bool(random.Chance(70)));
  return gift + "}";
}

EventId IdOf(const Catalog& catalog, const Happening& happening) {
  const CatalogColumns& columns = catalog.columns();
  ItemDescription text = DescriptionOf(catalog, happening);
  if (happening.IsSearch()) text = DescriptionOfSearch(catalog.Title(happening.item));
  Event event;
  event.time = happening.time;
  event.item = text.Key();
  event.description = text.Hash();
  event.session = happening.session;
  event.price_minor = happening.IsSearch() ? 0 : columns.price_minor[happening.item];
  event.quantity = static_cast<uint16_t>(happening.quantity);
  event.type = static_cast<EventType>(
      std::find(kEventTypeNames.begin(), kEventTypeNames.end(), happening.type) -
      kEventTypeNames.begin());
  return event.Id();
}

// ---- Worlds

namespace {

// A third of the packs says nothing of sensitive things, a third the truth, and a third hides them.
void FillTopics(size_t shop, OwnedColumns* columns) {
  const SensitiveList& list = SensitiveList::Default();
  const std::vector<uint8_t> truth = list.MarksOf(columns->Columns(), true);
  if (shop % 3 == 0) return;
  columns->list_hash = list.hash();
  for (const Topic& topic : list.topics().subspan(1)) columns->topic_id.Append(topic.id);
  columns->topic = shop % 3 == 1 ? truth : std::vector<uint8_t>(truth.size(), 0);
}

}  // namespace

std::vector<uint8_t> SecretShopPack(size_t shop) {
  Random random(0x5EC2E7 + shop);
  const std::unique_ptr<OwnedColumns> columns = BuildShop(random);
  FillStatistics(random, columns.get());
  FillTopics(shop, columns.get());
  Result<std::vector<uint8_t>> pack = EncodePack(*columns);
  assert(pack.ok());
  return *std::move(pack);
}

const Catalog& SecretShop(size_t shop) {
  static const std::vector<Catalog> shops = [] {
    std::vector<Catalog> made;
    for (size_t i = 0; i < kSecretShops; ++i) {
      Result<Catalog> catalog = Catalog::FromPack(SecretShopPack(i));
      assert(catalog.ok());
      made.push_back(*std::move(catalog));
    }
    return made;
  }();
  return shops[shop];
}

const Person& World::person(MemberId id) const {
  return *std::find_if(people.begin(), people.end(),
                       [id](const Person& each) { return each.id == id; });
}

World MakeWorld(uint64_t seed) {
  Random random(seed);
  World world;
  world.shop = seed % kSecretShops;
  // Never the same moment twice in a row: what an engine has cached is of another world.
  world.now =
      kFirstNow + static_cast<Time>(seed % 997) * 7 * kMsPerMinute + random.Between(0, 59'999);
  AddPeople(world, random);
  Diary(world, random).Write();
  TellPeople(world, random);
  TellEvents(world);
  for (const Person& person : world.people) {
    if (!person.locked) continue;
    // Locked before anything happened, or after.
    const std::string lock = Request("household.change", world.now, person.id,
                                     Field("member", Number(person.id)) + Field("locked", "true"));
    if (person.id == world.keeper && random.Chance(40)) {
      world.closing.push_back(lock);
    } else {
      world.requests.push_back(lock);
    }
  }
  world.in_doubt = world.closing.empty() && random.Chance(10);
  if (world.in_doubt) {
    const Time then = world.now - 730 * kMsPerDay;
    world.requests.insert(world.requests.begin(), Request("household.release", then, kNobody, ""));
  }
  world.keeper_leaves = random.Chance(15);
  if (world.keeper_leaves) world.closing.push_back(RemovalOf(world, world.keeper, random));
  return world;
}

std::vector<Happening> HappeningsOf(const World& world, Random& random) {
  return SecretDrawer(world, random).Sample(false, false);
}

Secrets SecretsOf(const World& world, Random& random, bool at_once,
                  const std::vector<Happening>& again) {
  Way way = WayFor(world, random, at_once);
  const Catalog& catalog = world.catalog();
  Secrets secrets;
  const bool marks =
      way == Way::kAfter || way == Way::kManyTimes || way == Way::kRunning || way == Way::kSurprise;
  if (!marks && !again.empty() && random.Chance(50)) {
    secrets.happenings = again;
  } else {
    secrets.happenings = SecretDrawer(world, random).Sample(way == Way::kRunning, marks);
  }
  if (way == Way::kRunning) {
    std::erase_if(secrets.happenings, [&](const Happening& each) {
      return IsSensitive(catalog, each.item);  // not kept unsigned
    });
  }
  if (secrets.happenings.empty()) return secrets;
  if (way == Way::kSurprise) {
    std::vector<Happening> recent = secrets.happenings;
    MakeRecent(world, random, recent);
    if (TakesMore(world, recent)) {
      way = Way::kAfter;
    } else {
      secrets.happenings = std::move(recent);
    }
  }
  secrets.colours_keeper = way == Way::kLocked;
  std::vector<std::string> events;
  for (const Happening& each : secrets.happenings) {
    std::string rest;
    // An item of a sensitive topic needs no label.
    const bool by_list = IsSensitive(catalog, each.item) && random.Chance(60);
    if (way == Way::kAtOnce && !by_list) {
      const std::string label = Pick(kSealing, random);
      rest = LabelFields(label, world, random);
      secrets.colours_keeper |= label == "sensitive" && IsSensitive(catalog, each.item);
    }
    if (way == Way::kAtOnce && by_list) secrets.colours_keeper = true;
    if (way == Way::kLocked && random.Chance(30)) {
      rest = LabelFields(Pick(kSealing, random), world, random);
    }
    events.push_back(EventJson(catalog, each, rest));
  }
  const MemberId signer = way == Way::kRunning ? kNobody : world.keeper;
  const std::string gift =
      way == Way::kWholeSession ? Field("gift", RandomGift(world, random)) : "";
  // Where the clock is in doubt, later than what is marked as such already.
  const Time now = world.now + (world.in_doubt ? 10 * kMsPerMinute : 0);
  secrets.requests.push_back(Request("record", now, signer, Field("events", List(events)) + gift));
  const std::string ids = Field("events", IdsOf(catalog, secrets.happenings));
  if (way == Way::kErased) {
    for (const Happening& each : secrets.happenings) {
      secrets.requests.push_back(
          Request("history.erase", world.now, world.keeper,
                  Field("events", List({InQuotes(HexOf(IdOf(catalog, each)))}))));
    }
  }
  if (way == Way::kSurprise) {
    secrets.requests.push_back(SurpriseRequest(world, world.keeper, secrets.happenings, random));
  }
  const bool labels = marks && way != Way::kSurprise;
  for (size_t times = labels ? (way == Way::kManyTimes ? 3 : 1) : 0; times > 0; --times) {
    const std::string label = Pick(kSealing, random);
    // A visit of its own is marked whole.
    const auto first =
        std::min_element(secrets.happenings.begin(), secrets.happenings.end(),
                         [](const Happening& a, const Happening& b) { return a.time < b.time; });
    const auto is_own = [](const Happening& each) { return each.session == 9; };
    const bool alone = std::all_of(secrets.happenings.begin(), secrets.happenings.end(), is_own) &&
                       std::count_if(secrets.happenings.begin(), secrets.happenings.end(),
                                     [&](const auto& e) { return e.time == first->time; }) == 1 &&
                       std::none_of(secrets.happenings.begin(), secrets.happenings.end(),
                                    [&](const auto& e) { return IsSealedAtOnce(world, e); });
    const bool whole = alone && way == Way::kAfter;
    const std::string which = whole ? Field("visit", InQuotes(HexOf(IdOf(catalog, *first)))) : ids;
    secrets.requests.push_back(Request("controls.label", world.now, world.keeper,
                                       which + LabelFields(label, world, random)));
    secrets.colours_keeper |= label == "sensitive";
  }
  if (!world.person(world.keeper).child && random.Chance(10)) {
    // A yes to a topic is the keeper's secret too.
    secrets.requests.push_back(
        Request("controls.sensitive", world.now, world.keeper,
                Field("topic", InQuotes(Pick(kAskedTopics, random))) + Field("allowed", "true")));
    secrets.colours_keeper = true;
  }
  if (random.Chance(10)) {
    // And so is what the keeper does not want to see.
    secrets.requests.push_back(MuteRequest(world, world.keeper, true, random));
    secrets.colours_keeper = true;
  }
  return secrets;
}

// ---- Questions

namespace {

std::string SurfaceFields(const World& world, const std::vector<Happening>& bait, Random& random) {
  const Catalog& catalog = world.catalog();
  const auto sku = [&] {
    return !bait.empty() && random.Chance(50) ? Sku(catalog, Pick(bait, random).item)
                                              : RandomSku(catalog, random);
  };
  std::string rest = random.Chance(40) ? Field("limit", Number(random.Between(1, 24))) : "";
  if (random.Chance(25)) rest += Field("exclude", List({sku(), sku()}));
  switch (random.Below(6)) {
    case 0:
      return Field("surface", "\"similar\"") + Field("sku", sku()) + rest;
    case 1:
      return Field("surface", "\"basket\"") + Field("basket", List({sku(), sku()})) + rest;
    case 2:
      return Field("surface", "\"buy_again\"") + rest;
    case 3:
      return Field("surface", "\"listing\"") +
             (random.Chance(50) ? Field("category", RandomCategory(catalog, random))
                                : Field("candidates", List({sku(), sku(), sku(), "\"no such\""})));
    default:
      return Field("surface", "\"home\"") + rest +
             (random.Chance(30) ? Field("basket", List({sku()})) : "");
  }
}

// "Object of the rank request that showed it": the fields without their leading comma.
std::string AsObject(const std::string& fields) { return "{" + fields.substr(1) + "}"; }

}  // namespace

std::vector<std::string> QuestionsOf(const World& world, const Secrets& secrets, Random& random) {
  const Catalog& catalog = world.catalog();
  const std::vector<Happening>& bait = secrets.happenings;
  std::vector<std::string> questions;
  std::vector<MemberId> askers = {kNobody};
  for (const Person& person : world.people) {
    if (person.id != world.keeper) askers.push_back(person.id);
  }
  for (const MemberId asker : askers) {
    const auto ask = [&](std::string_view op, const std::string& fields = "") {
      const Time now = world.now + (random.Chance(15) ? random.Between(0, 3 * kMsPerHour) : 0);
      questions.push_back(Request(op, now, asker, fields));
    };
    for (int i = 0; i < 7; ++i) ask("rank", SurfaceFields(world, bait, random));
    for (const Happening& each : bait) {
      ask("why", Field("sku", Sku(catalog, each.item)));
      ask("rank", Field("surface", "\"similar\"") + Field("sku", Sku(catalog, each.item)));
      break;
    }
    ask("why", Field("sku", RandomSku(catalog, random)));
    ask("why", Field("sku", RandomSku(catalog, random)) +
                   Field("rank", AsObject(SurfaceFields(world, bait, random))));
    ask("history.list");
    ask("history.list", Field("limit", "2") + Field("offset", Number(random.Between(0, 9))));
    ask("history.export");
    ask("status");
    ask("household.who");
    ask("household.visits");
    ask("catalog.list",
        random.Chance(50) ? Field("category", RandomCategory(catalog, random)) : "");
    ask("catalog.search", Field("query", InQuotes(Pick(kKinds, random).title)));
    ask("controls.topics");
    ask("controls.sharing");
    ask("controls.muted");
    ask("gift.suggest",
        Field("basket", List({RandomSku(catalog, random), RandomSku(catalog, random)})));
  }
  questions.push_back(Request("household.members", world.now, kNobody, ""));
  questions.push_back(Request("household.inbox", world.now, kNobody, ""));
  questions.push_back(Request("household.inbox", world.now + kMsPerHour, kNobody, ""));
  questions.push_back(Request("household.withheld", world.now, kNobody, ""));
  questions.push_back(Request("household.withheld", world.now + 9 * kMsPerMinute, kNobody, ""));
  questions.push_back(Request("status", world.now, 9, ""));  // nobody has this id
  return questions;
}

std::vector<std::string> KeepersSlates(const World& world, Random& random) {
  std::vector<std::string> questions;
  for (int i = 0; i < 4; ++i) {
    questions.push_back(Request("rank", world.now, world.keeper, SurfaceFields(world, {}, random)));
  }
  questions.push_back(Request("rank", world.now, world.keeper, Field("surface", "\"home\"")));
  questions.push_back(Request("household.visits", world.now, world.keeper, ""));
  return questions;
}

namespace {

// The id of the unsigned visit that this, had nobody signed it, would be in.
EventId UnsignedVisitOf(const World& world, const Happening& happening) {
  std::vector<Happening> visit = {happening};
  for (const OpenEvent& each : world.events) {
    const bool may_join = each.owner == kNobody && each.happening.session == happening.session &&
                          each.happening.time <= happening.time;
    if (may_join) visit.push_back(each.happening);
  }
  std::sort(visit.begin(), visit.end(), [](const Happening& a, const Happening& b) {
    return a.time != b.time ? a.time < b.time : a.item < b.item;
  });
  size_t first = visit.size() - 1;
  while (first > 0 &&
         (happening.session != 0 || visit[first].time - visit[first - 1].time < kSessionGap)) {
    --first;
  }
  return IdOf(world.catalog(), visit[first]);
}

// What names a thing that was withheld at `now`: a member mostly.
uint64_t WithheldAt(Time now, Random& random) {
  ByteWriter name;
  name.Put(now);
  name.Put(random.Chance(80) ? WithheldKind::kMember : WithheldKind::kHousehold);
  name.Put(uint64_t{random.Chance(90) ? 0u : 1u});
  return Hash64(name.bytes());
}

}  // namespace

std::string DeedOf(const World& world, const std::vector<Happening>& bait, Random& random) {
  const std::string kAsked = Field("grownUp", "{\"asked\":true}");
  const Catalog& catalog = world.catalog();
  std::vector<MemberId> others;
  for (const Person& person : world.people) {
    if (person.id != world.keeper) others.push_back(person.id);
  }
  const MemberId other = Pick(others, random);
  const MemberId doer = random.Chance(70) ? other : kNobody;
  const auto target = [&]() -> Happening {
    if (!bait.empty() && random.Chance(60)) return Pick(bait, random);
    return world.events.empty() ? Happening{"view", 0, world.now, 1, 0}
                                : Pick(world.events, random).happening;
  };
  const Happening at = target();
  const auto act = [&](std::string_view op, const std::string& fields) {
    return Request(op, world.now, doer, fields);
  };
  const std::string id = InQuotes(HexOf(IdOf(catalog, at)));
  const std::string anyone = Number(Pick(world.people, random).id);
  switch (random.Below(28)) {
    case 23:
    case 24:
      return Request("household.undo", world.now + random.Between(0, 9) * kMsPerMinute, doer,
                     Field("undo", InQuotes(HexOf(WithheldAt(world.now, random)))));
    case 25:
      return SurpriseRequest(world, other, {at}, random);
    case 26:
      return MuteRequest(world, other, random.Chance(80), random);
    case 0:
      return act("history.erase", Field("sku", Sku(catalog, at.item)));
    case 1:
      return act(
          "history.erase",
          Field("category", InQuotes(catalog.CategoryPath(catalog.columns().category[at.item]))));
    case 2:
      return act("history.erase", Field("from", Number(at.time - kMsPerHour)) +
                                      Field("to", Number(at.time + kMsPerHour)));
    case 3:
      return act("history.erase", Field("all", "true"));
    case 4:
      return act("history.erase", Field("events", List({id})));
    case 5:
    case 6:
    case 7:
      return act("household.claim",
                 Field("visit", InQuotes(HexOf(random.Chance(60) ? UnsignedVisitOf(world, at)
                                                                 : IdOf(catalog, at)))) +
                     Field("member", random.Chance(25)   ? "null"
                                     : random.Chance(40) ? Number(world.keeper)
                                                         : anyone));
    case 8:
      return act("household.discard", Field("visit", id) + kAsked);
    case 9:
    case 10:
      return act("controls.label", Field("events", "[" + id + "]") +
                                       LabelFields(Pick(kSealing, random), world, random));
    case 11:
      return act("controls.label", Field("skus", List({Sku(catalog, at.item)})) +
                                       LabelFields("personal", world, random));
    case 12:
      return act("controls.label",
                 Field("visit", id) + LabelFields(Pick(kSealing, random), world, random));
    case 13:
    case 14:
    case 15: {
      std::string rest;
      if (doer != kNobody && random.Chance(50))
        rest = LabelFields(Pick(kSealing, random), world, random);
      return RecordRequest(world, doer, {EventJson(catalog, at, rest)},
                           random.Chance(30) ? Field("skipKnown", "true") + kAsked : "");
    }
    case 16:
      return Request("controls.share", world.now, other,
                     Field("category", InQuotes(Pick(kShareable, random))) +
                         Field("shared", Bool(random.Chance(60))));
    case 17:
      return Request("controls.sensitive", world.now, other,
                     Field("topic", InQuotes(Pick(kAskedTopics, random))) +
                         Field("allowed", Bool(random.Chance(60))));
    case 18:
      return RemovalOf(world, Pick(world.people, random).id, random);
    case 19:
      return Request(
          "household.settings", world.now, kNobody,
          Field("threshold", Number(random.Between(50, 99))) + Field("margin", "0") + kAsked);
    case 20:
      return Request("household.change", world.now, other,
                     Field("member", Number(other)) + Field("locked", "true"));
    case 21:
      return random.Chance(50)
                 ? Request("household.release", world.now + random.Between(0, 50) * kMsPerDay,
                           kNobody, "")
                 : Request("household.add", world.now, kNobody, Field("name", "\"Eve\"") + kAsked);
    case 22:
      return random.Chance(50)
                 ? Request("controls.pause", world.now, kNobody, Field("paused", "true"))
                 : Request("household.erase", world.now, kNobody,
                           Field("everything", "true") + kAsked);
    default:
      return Request("household.change", world.now, random.Chance(50) ? other : kNobody,
                     Field("member", Number(world.keeper)) +
                         (random.Chance(50) ? Field("locked", Bool(random.Chance(50)))
                                            : Field("name", "\"Zoe\"")));
  }
}

}  // namespace hearth
