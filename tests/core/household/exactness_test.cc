// Edited equals rebuilt (promise P4): whatever was relabelled, claimed, marked, locked, erased, and
// whoever left, the household is the one that had always been so, in every byte of its snapshot and
// in every answer; in whatever order and batches its events came.
//
// A plain list of events is edited beside the engine; after each edit another engine is given the
// list from scratch, shuffled, and must be the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "engine/engine.h"
#include "household/decisions.h"
#include "support/numbers.h"
#include "support/secret_worlds.h"

namespace hearth {
namespace {

const uint64_t kEdits = NumberOf("exactness_edits");
constexpr int kEditsOfWorld = 20;
const std::string kAsked = ",\"grownUp\":{\"asked\":true}";

// One engine a shop: a pack takes longer to read than a world to make.
Engine& EngineOf(size_t shop, bool rebuilt) {
  static auto* const engines = new std::array<std::array<std::optional<Engine>, 2>, kSecretShops>;
  std::optional<Engine>& engine = (*engines)[shop][rebuilt];
  if (!engine) engine.emplace().LoadPack(SecretShopPack(shop));
  return *engine;
}

bool Succeeds(Engine& engine, const std::string& request) {
  return engine.Handle(request).starts_with("{\"ok\"");
}

struct Kept {
  MemberId owner = kNobody;
  Happening happening;
  std::string label = "personal";
  std::string gift;  // JSON, where the label is gift

  bool Is(MemberId of, const Happening& what) const { return owner == of && happening == what; }
};

template <typename T>
const T& Pick(const std::vector<T>& choices, Random& random) {
  return choices[random.Below(choices.size())];
}

template <typename T>
void Shuffle(std::vector<T>& things, Random& random) {
  for (size_t i = things.size(); i > 1; --i) std::swap(things[i - 1], things[random.Below(i)]);
}

std::string Fields(std::initializer_list<std::pair<const char*, std::string>> fields) {
  std::string json;
  for (const auto& [name, value] : fields) json += ",\"" + std::string(name) + "\":" + value;
  return json;
}

// The list that is edited beside the engine.
class Ledger {
 public:
  Ledger(uint64_t seed, bool anybody_locked) : random_(seed ^ 0xED17), world_(MakeWorld(seed)) {
    for (const std::string& request : world_.requests) {
      const bool locks = request.find("\"locked\"") != std::string::npos;
      const bool records = request.starts_with("{\"op\":\"record\"");
      // The clock is right: what is recorded in doubt marks the time, which stays.
      const bool sits = request.starts_with("{\"op\":\"household.release\"");
      if (!records && !sits && (anybody_locked || !locks)) settings_.push_back(request);
    }
    for (const OpenEvent& each : world_.events) Keep({each.owner, each.happening, "personal", ""});
  }

  const World& world() const { return world_; }
  Random& random() { return random_; }
  const std::vector<Kept>& events() const { return events_; }

  // A household of these events from scratch, in a random order and in random batches.
  Engine& Build(bool rebuilt) {
    Engine& engine = EngineOf(world_.shop, rebuilt);
    engine.Become(Household());
    for (const std::string& request : settings_) EXPECT_TRUE(Succeeds(engine, request)) << request;
    std::vector<Kept> events = events_;
    Shuffle(events, random_);
    std::stable_sort(events.begin(), events.end(),
                     [&](const Kept& a, const Kept& b) { return Batch(a) < Batch(b); });
    for (size_t i = 0; i < events.size();) {
      const MemberId owner = events[i].owner;
      std::vector<std::string> batch;
      for (; i < events.size() && events[i].owner == owner && batch.size() < 5; ++i) {
        const std::string gift = events[i].gift.empty() ? "" : Fields({{"gift", events[i].gift}});
        batch.push_back(EventJson(world_.catalog(), events[i].happening,
                                  Fields({{"label", InQuotes(events[i].label)}}) + gift));
      }
      const std::string request = RecordRequest(world_, owner, batch);
      EXPECT_TRUE(Succeeds(engine, request)) << request;
    }
    return engine;
  }

  // Everything that anybody can ask.
  std::vector<std::string> Questions() {
    std::vector<std::string> questions = QuestionsOf(world_, {}, random_);
    for (const std::string& each : KeepersSlates(world_, random_)) questions.push_back(each);
    for (const Person& person : world_.people) {
      questions.push_back(Request("history.list", world_.now, person.id, ""));
    }
    return questions;
  }

  // One edit of the engine and of the list. False: it was not one that a list can tell.
  bool Edit(Engine& engine) {
    switch (random_.Below(12)) {
      case 0:
      case 1:
        return EditRecord(engine);
      case 2:
      case 3:
      case 4:
        return EditLabel(engine);
      case 5:
      case 6:
      case 7:
        return EditVisit(engine);
      case 8:
      case 9:
        return EditErase(engine);
      case 10:
        return random_.Chance(70) ? EditLock(engine) : EditRemove(engine);
      default:
        return EditChoice(engine);
    }
  }

 private:
  // So that batches of one owner's events are common, and not of all of them.
  static uint64_t Batch(const Kept& each) { return each.happening.item % 3 * 256 + each.owner; }

  bool IsSensitive(ItemIndex item) {
    Engine& engine = EngineOf(world_.shop, true);
    return Sensitivity::IsSealing(engine.sensitivity().TopicOf(item));
  }
  MemberId Anybody() { return Pick(world_.people, random_).id; }
  bool Has(MemberId owner, const Happening& happening) const {
    return std::any_of(events_.begin(), events_.end(),
                       [&](const Kept& each) { return each.Is(owner, happening); });
  }
  EventId Id(const Kept& each) const { return IdOf(world_.catalog(), each.happening); }

  // As the engine would: sensitive items are sealed, and nobody's are not kept.
  void Keep(Kept each) {
    if (IsSensitive(each.happening.item) && each.label == "personal") {
      if (each.owner == kNobody) return;
      each.label = "sensitive";
    }
    events_.push_back(std::move(each));
  }

  std::pair<std::string, std::string> AnyLabel() {
    static const std::vector<std::string> labels = {"personal", "private", "gift", "sensitive"};
    const std::string label = Pick(labels, random_);
    return {label, label == "gift" ? RandomGift(world_, random_) : ""};
  }

  bool EditRecord(Engine& engine) {
    const MemberId owner = random_.Chance(30) ? kNobody : Anybody();
    const std::vector<Happening> happenings = HappeningsOf(world_, random_);
    if (happenings.empty() || Has(owner, happenings[0])) return false;
    Kept fresh{owner, happenings[0], "personal", ""};
    if (owner != kNobody && random_.Chance(50)) std::tie(fresh.label, fresh.gift) = AnyLabel();
    const std::string rest = Fields({{"label", InQuotes(fresh.label)}}) +
                             (fresh.gift.empty() ? "" : Fields({{"gift", fresh.gift}}));
    const std::string request =
        RecordRequest(world_, owner, {EventJson(world_.catalog(), fresh.happening, rest)});
    EXPECT_TRUE(Succeeds(engine, request)) << request;
    Keep(fresh);
    return true;
  }

  // Ids of the visit, as the engine tells visits apart.
  static std::set<EventId> IdsOf(const Engine& engine, const Visits& visits, uint32_t visit) {
    std::set<EventId> ids;
    for (size_t i = 0; i < visits.visit_of_event.size(); ++i) {
      if (visits.visit_of_event[i] == visit) {
        ids.insert(engine.household().open_log().events()[i].Id());
      }
    }
    return ids;
  }

  bool EditLabel(Engine& engine) {
    if (events_.empty()) return false;
    const MemberId viewer = Anybody();
    const Kept target = Pick(events_, random_);
    const bool by_sku = random_.Chance(30);
    const auto [label, gift] = AnyLabel();
    const std::string which =
        by_sku
            ? Fields({{"skus", "[" + InQuotes(world_.catalog().Sku(target.happening.item)) + "]"}})
            : Fields({{"events", "[" + InQuotes(HexOf(Id(target))) + "]"}});
    const Visits visits = engine.household().VisitsAt(EndOfMinute(world_.now));
    const std::set<EventId> running = visits.running == Visits::kNoVisit
                                          ? std::set<EventId>()
                                          : IdsOf(engine, visits, visits.running);
    engine.Handle(Request("controls.label", world_.now, viewer,
                          which + Fields({{"label", InQuotes(label)}}) +
                              (gift.empty() ? "" : Fields({{"gift", gift}}))));
    std::vector<Kept> before;
    std::swap(before, events_);
    for (Kept& each : before) {
      const bool fits =
          by_sku ? each.happening.IsAbout(target.happening.item) : Id(each) == Id(target);
      const bool own =
          each.owner == viewer || (each.owner == kNobody && running.contains(Id(each)));
      if (!fits || !own) {
        events_.push_back(each);
      } else if (!Has(viewer, each.happening)) {
        Keep({viewer, each.happening, label, gift});
      }
    }
    return true;
  }

  bool EditVisit(Engine& engine) {
    const Visits visits = engine.household().VisitsAt(EndOfMinute(world_.now));
    if (visits.open.visits.empty()) return false;
    const MemberId viewer = Anybody();
    const EventId id = Pick(visits.open.visits, random_).id;
    // Two visits may have one id: the first that the viewer may change.
    uint32_t at = 0;
    while (at < visits.open.visits.size()) {
      const OpenVisit& visit = visits.open.visits[at];
      if (visit.id == id && (visit.owner == kNobody || visit.owner == viewer)) break;
      ++at;
    }
    if (at == visits.open.visits.size()) return false;
    const MemberId old_owner = visits.open.visits[at].owner;
    const std::set<EventId> ids = IdsOf(engine, visits, at);
    const auto is_of_visit = [&](const Kept& each) {
      return each.owner == old_owner && each.label == "personal" && ids.contains(Id(each));
    };
    if (random_.Chance(20)) {
      engine.Handle(Request("household.discard", world_.now, viewer,
                            Fields({{"visit", InQuotes(HexOf(id))}}) + kAsked));
      std::erase_if(events_, is_of_visit);
      LetUndoingPass(engine);
      return true;
    }
    const MemberId owner = random_.Chance(30) ? kNobody : Anybody();
    const bool twice = std::any_of(events_.begin(), events_.end(), [&](const Kept& each) {
      return owner != kNobody && owner != old_owner && is_of_visit(each) &&
             Has(owner, each.happening);
    });
    if (twice) return false;  // what was recorded twice is there twice, which no list can be told
    const std::string to = owner == kNobody ? "null" : std::to_string(owner);
    engine.Handle(Request("household.claim", world_.now, viewer,
                          Fields({{"visit", InQuotes(HexOf(id))}, {"member", to}})));
    std::vector<Kept> before;
    std::swap(before, events_);
    for (Kept& each : before) {
      if (!is_of_visit(each)) events_.push_back(each);
    }
    for (Kept& each : before) {
      if (is_of_visit(each) && !Has(owner, each.happening))
        Keep({owner, each.happening, "personal", ""});
    }
    return true;
  }

  bool EditErase(Engine& engine) {
    if (events_.empty()) return false;
    const MemberId viewer = Anybody();
    const Kept target = Pick(events_, random_);
    const Time from = target.happening.time - kMsPerHour, to = from + 2 * kMsPerHour;
    std::string which;
    std::function<bool(const Kept&)> fits;
    switch (random_.Below(3)) {
      case 0:
        which = Fields({{"events", "[" + InQuotes(HexOf(Id(target))) + "]"}});
        fits = [&](const Kept& each) { return Id(each) == Id(target); };
        break;
      case 1:
        which = Fields({{"sku", InQuotes(world_.catalog().Sku(target.happening.item))}});
        fits = [&](const Kept& each) { return each.happening.IsAbout(target.happening.item); };
        break;
      default:
        which = Fields({{"from", std::to_string(from)}, {"to", std::to_string(to)}});
        fits = [&](const Kept& each) {
          return each.happening.time >= from && each.happening.time < to;
        };
    }
    engine.Handle(Request("history.erase", world_.now, viewer, which));
    std::erase_if(events_, [&](const Kept& each) { return each.owner == viewer && fits(each); });
    return true;
  }

  // What is done to another's things is withheld for ten minutes; exactness counts from there.
  void LetUndoingPass(Engine& engine) {
    EXPECT_TRUE(Set(engine, Request("household.release", world_.now + kUndoSpan, kNobody, "")));
  }

  bool Set(Engine& engine, const std::string& request) {
    if (!Succeeds(engine, request)) return false;
    settings_.push_back(request);
    return true;
  }

  bool EditLock(Engine& engine) {
    const MemberId member = Anybody();
    return Set(engine, Request("household.change", world_.now, member,
                               Fields({{"member", std::to_string(member)},
                                       {"locked", random_.Chance(50) ? "true" : "false"}})));
  }

  bool EditChoice(Engine& engine) {
    return Set(engine, Request("controls.share", world_.now, Anybody(),
                               Fields({{"category", "\"Food, Beverages & Tobacco\""},
                                       {"shared", random_.Chance(60) ? "true" : "false"}})));
  }

  bool EditRemove(Engine& engine) {
    const MemberId leaver = Anybody();
    if (world_.people.size() <= 2 || leaver == world_.keeper) return false;
    const std::string id = std::to_string(leaver);
    EXPECT_TRUE(Set(engine, Request("household.remove", world_.now, kNobody,
                                    Fields({{"member", id}, {"history", "\"erase\""}}) + kAsked)));
    LetUndoingPass(engine);
    std::erase_if(world_.people, [&](const Person& each) { return each.id == leaver; });
    std::erase_if(events_, [&](const Kept& each) { return each.owner == leaver; });
    for (Kept& each : events_) {
      const std::string recipient = "\"for\":" + id;
      const size_t at = each.gift.find(recipient);
      if (at != std::string::npos) each.gift.replace(at, recipient.size(), "\"for\":null");
    }
    return true;
  }

  Random random_;
  World world_;
  std::vector<std::string> settings_;
  std::vector<Kept> events_;
};

// Equal in every byte of the snapshot and, where `ask`, in every answer.
void ExpectSame(Ledger& ledger, Engine& edited, Engine& rebuilt, bool ask,
                const std::string& what) {
  ASSERT_TRUE(edited.household() == rebuilt.household()) << what;
  const std::vector<uint8_t> snapshot = edited.Snapshot();
  ASSERT_EQ(snapshot, rebuilt.Snapshot()) << what;
  const Result<Household> restored = Household::FromSnapshot(snapshot);
  ASSERT_TRUE(restored.ok()) << what << ": " << restored.error().message;
  ASSERT_TRUE(*restored == edited.household()) << what;
  if (!ask) return;
  for (const std::string& question : ledger.Questions()) {
    ASSERT_EQ(edited.Handle(question), rebuilt.Handle(question)) << what << "\n" << question;
  }
}

TEST(EditedHousehold, EqualsTheOneRebuiltFromScratch) {
  uint64_t edits = 0, changes = 0;
  for (uint64_t seed = 0; edits < kEdits; ++seed) {
    Ledger ledger(seed, true);
    Engine& edited = ledger.Build(false);
    for (int i = 0; i < kEditsOfWorld; ++i) {
      const std::vector<uint8_t> before = edited.Snapshot();
      if (!ledger.Edit(edited)) continue;
      ++edits;
      changes += edited.Snapshot() != before;
      Engine& rebuilt = ledger.Build(true);
      const std::string what = "world " + std::to_string(seed) + ", edit " + std::to_string(i);
      ExpectSame(ledger, edited, rebuilt, edits % 10 == 0, what);
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(changes, edits / 3) << "the test must be able to see a change";
}

TEST(EventsInAnyOrder, MakeTheSameSnapshot) {
  for (uint64_t seed = 0; seed < kEdits / 20; ++seed) {
    Ledger ledger(seed, true);
    Engine& one = ledger.Build(false);
    ExpectSame(ledger, one, ledger.Build(true), true, "world " + std::to_string(seed));
    ExpectSame(ledger, one, ledger.Build(true), false, "world " + std::to_string(seed));
    if (HasFatalFailure()) return;
  }
}

// A visit of its own, of items that are kept whoever it was.
std::vector<Happening> VisitOf(Ledger& ledger) {
  const World& world = ledger.world();
  Engine& engine = EngineOf(world.shop, true);
  std::vector<Happening> visit;
  const Time start = world.now - ledger.random().Between(1, 40) * kMsPerDay;
  for (Time time = start; visit.size() < 4; time += kMsPerMinute) {
    const auto item = static_cast<ItemIndex>(ledger.random().Below(world.catalog().item_count()));
    if (Sensitivity::IsSealing(engine.sensitivity().TopicOf(item))) continue;
    visit.push_back({"view", item, time, 1, 9});
  }
  return visit;
}

std::string RecordAs(const Ledger& ledger, MemberId who, const std::vector<Happening>& visit,
                     const std::string& rest = "") {
  std::vector<std::string> events;
  for (const Happening& each : visit) {
    events.push_back(EventJson(ledger.world().catalog(), each, rest));
  }
  return RecordRequest(ledger.world(), who, events);
}

TEST(ClaimedVisit, IsTheMembersAsIfItHadAlwaysBeen) {
  for (uint64_t seed = 0; seed < kEdits / 20; ++seed) {
    Ledger ledger(seed, true);
    const World& world = ledger.world();
    const std::vector<Happening> visit = VisitOf(ledger);
    Engine& claimed = ledger.Build(false);
    ASSERT_TRUE(Succeeds(claimed, RecordAs(ledger, kNobody, visit)));
    const std::string id = InQuotes(HexOf(IdOf(world.catalog(), visit.front())));
    const auto claim = [&](MemberId viewer, const std::string& member) {
      ASSERT_TRUE(Succeeds(claimed, Request("household.claim", world.now, viewer,
                                            Fields({{"visit", id}, {"member", member}}))));
    };
    for (const Person& person : world.people) {
      if (person.locked) continue;  // whose visits nobody else can see, to claim them back
      claim(world.people[0].id, std::to_string(person.id));
      Engine& always = ledger.Build(true);
      ASSERT_TRUE(Succeeds(always, RecordAs(ledger, person.id, visit)));
      ExpectSame(ledger, claimed, always, true, "world " + std::to_string(seed));
      claim(person.id, "null");
      Engine& never = ledger.Build(true);
      ASSERT_TRUE(Succeeds(never, RecordAs(ledger, kNobody, visit)));
      ExpectSame(ledger, claimed, never, false, "world " + std::to_string(seed));
      if (HasFatalFailure()) return;
    }
  }
}

TEST(MarkedAfterwards, IsAsIfMarkedAtOnce) {
  const std::string until = std::to_string(Ledger(0, false).world().now + 90 * kMsPerDay);
  const std::vector<std::string> marks = {
      Fields({{"label", "\"personal\""}}), Fields({{"label", "\"private\""}}),
      Fields({{"label", "\"sensitive\""}}),
      Fields({{"label", "\"gift\""}, {"gift", "{\"until\":" + until + ",\"then\":\"forget\"}"}}),
      Fields({{"label", "\"gift\""}, {"gift", "{\"until\":" + until + ",\"for\":1}"}})};
  for (uint64_t seed = 0; seed < kEdits / 40; ++seed) {
    Ledger ledger(seed, true);
    const World& world = ledger.world();
    const std::vector<Happening> visit = VisitOf(ledger);
    std::string ids;
    for (const Happening& each : visit) {
      ids += (ids.empty() ? "" : ",") + InQuotes(HexOf(IdOf(world.catalog(), each)));
    }
    Engine& marked = ledger.Build(false);
    ASSERT_TRUE(Succeeds(marked, RecordAs(ledger, world.keeper, visit)));
    for (const std::string& mark : marks) {
      ASSERT_TRUE(Succeeds(marked, Request("controls.label", world.now, world.keeper,
                                           Fields({{"events", "[" + ids + "]"}}) + mark)));
      Engine& always = ledger.Build(true);
      ASSERT_TRUE(Succeeds(always, RecordAs(ledger, world.keeper, visit, mark)));
      ExpectSame(ledger, marked, always, true, "world " + std::to_string(seed) + mark);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(RemovedMember, IsAsIfNeverThere) {
  for (uint64_t seed = 0; seed < kEdits / 20; ++seed) {
    Ledger ledger(seed, true);
    const World& world = ledger.world();
    const std::string eve = std::to_string(world.people.size());
    const auto id = static_cast<MemberId>(world.people.size());
    const std::string until = std::to_string(world.now + kMsPerDay);
    const auto gift_for = [&](const std::string& recipient) {
      return Fields(
          {{"label", "\"gift\""}, {"gift", "{\"until\":" + until + ",\"for\":" + recipient + "}"}});
    };
    const std::vector<Happening> given = VisitOf(ledger);
    const std::vector<Happening> happenings = HappeningsOf(world, ledger.random());
    // Of what the leaver does, some is shared, if anything is.
    const auto is_shared = [&](const Happening& each) {
      const Catalog& catalog = world.catalog();
      const std::string path = catalog.CategoryPath(catalog.columns().category[each.item]);
      Engine& engine = EngineOf(world.shop, true);
      return !each.IsSearch() && IsPathWithin(path, "Food, Beverages & Tobacco") &&
             !Sensitivity::IsSealing(engine.sensitivity().TopicOf(each.item));
    };
    std::vector<Happening> shared;
    std::copy_if(happenings.begin(), happenings.end(), std::back_inserter(shared), is_shared);
    const auto live = [&](Engine& engine, const std::vector<Happening>& what, bool secrets) {
      ASSERT_TRUE(Succeeds(engine, Request("household.add", world.now, kNobody,
                                           Fields({{"name", "\"Eve\""}}) + kAsked)));
      ASSERT_TRUE(Succeeds(engine, Request("controls.share", world.now, id,
                                           Fields({{"category", "\"Food, Beverages & Tobacco\""},
                                                   {"shared", "true"}}))));
      ASSERT_TRUE(what.empty() || Succeeds(engine, RecordAs(ledger, id, what)));
      ASSERT_TRUE(!secrets || Succeeds(engine, RecordAs(ledger, id, given, gift_for("0"))));
    };
    const auto leave = [&](Engine& engine, const char* history) {
      ASSERT_TRUE(
          Succeeds(engine, Request("household.remove", world.now, kNobody,
                                   Fields({{"member", eve}, {"history", history}}) + kAsked)));
      ASSERT_TRUE(
          Succeeds(engine, Request("household.release", world.now + kUndoSpan, kNobody, "")));
    };
    for (const bool hands_over : {false, true}) {
      Engine& left = ledger.Build(false);
      live(left, happenings, true);
      ASSERT_TRUE(Succeeds(left, RecordAs(ledger, world.keeper, given, gift_for(eve))));
      leave(left, hands_over ? "\"hand_over\"" : "\"erase\"");
      Engine& never = ledger.Build(true);
      if (hands_over) live(never, shared, false), leave(never, "\"hand_over\"");
      if (!hands_over) {
        ASSERT_TRUE(
            Succeeds(never, Request("household.release", world.now + kUndoSpan, kNobody, "")));
      }
      ASSERT_TRUE(Succeeds(never, RecordAs(ledger, world.keeper, given, gift_for("null"))));
      ExpectSame(ledger, left, never, true, "world " + std::to_string(seed));
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace hearth
