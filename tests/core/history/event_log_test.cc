#include "history/event_log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "base/random.h"

namespace hearth {
namespace {

constexpr Time kNoon = 1'700'000'000'000;

DescribedEvent View(std::string sku, Time time, std::string title = "Teapot") {
  DescribedEvent event;
  event.event.time = time;
  event.description = {std::move(sku), std::move(title), "Home & Garden > Kitchen & Dining", "Oak"};
  return event;
}

DescribedEvent SearchFor(std::string words, Time time) {
  DescribedEvent event = View("", time);
  event.event.type = EventType::kSearch;
  event.description = DescriptionOfSearch(words);
  return event;
}

std::vector<DescribedEvent> RandomEvents(Random& random, size_t count) {
  std::vector<DescribedEvent> events;
  for (size_t i = 0; i < count; ++i) {
    DescribedEvent event =
        View("sku" + std::to_string(random.Below(5)),
             kNoon + static_cast<Time>(i) * 1000 + random.Between(0, 99'999'999));
    event.description.title = random.Chance(80) ? "Teapot" : "Teapot, new";
    event.event.type = static_cast<EventType>(random.Below(kEventTypeNames.size()));
    event.event.label = static_cast<Label>(random.Below(kLabelNames.size()));
    event.event.quantity = static_cast<uint16_t>(random.Between(1, 65535));
    if (IsSearch(event.event)) {
      event = SearchFor("teapot " + std::to_string(random.Below(9)), event.event.time);
    }
    events.push_back(event);
  }
  return events;
}

TEST(EventLog, KeepsEventsInTheOrderOfTime) {
  EventLog log;
  ASSERT_TRUE(log.Append({View("b", kNoon + 5)}).ok());
  ASSERT_TRUE(log.Append({View("a", kNoon + 9), View("c", kNoon)}).ok());
  ASSERT_EQ(log.events().size(), 3u);
  EXPECT_EQ(log.Describe(log.events()[0]).sku, "c");
  EXPECT_EQ(log.Describe(log.events()[1]).sku, "b");
  EXPECT_EQ(log.Describe(log.events()[2]).sku, "a");
}

TEST(EventLog, HasTheSameBytesWhateverTheOrderOfArrival) {
  Random random(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<DescribedEvent> events = RandomEvents(random, 30);
    EventLog at_once, one_by_one;
    ASSERT_TRUE(at_once.Append(events).ok());
    for (size_t i = events.size(); i > 1; --i) std::swap(events[i - 1], events[random.Below(i)]);
    for (const DescribedEvent& event : events) ASSERT_TRUE(one_by_one.Append({event}).ok());
    EXPECT_EQ(at_once.Encode(), one_by_one.Encode());
  }
}

TEST(EventLog, RefusesTheSameEventTwiceEvenUnderAnotherLabel) {
  EventLog log;
  ASSERT_TRUE(log.Append({View("a", kNoon)}).ok());
  const auto before = log.Encode();
  EXPECT_EQ(log.Append({View("a", kNoon)}).error().code, ErrorCode::kDuplicate);
  DescribedEvent relabelled = View("a", kNoon);
  relabelled.event.label = Label::kSensitive;
  EXPECT_EQ(log.Append({relabelled}).error().code, ErrorCode::kDuplicate);
  EXPECT_EQ(log.Append({View("b", kNoon), View("b", kNoon)}).error().code, ErrorCode::kDuplicate);
  EXPECT_EQ(log.Encode(), before);
}

TEST(EventLog, AddsAllOfABatchOrNone) {
  EventLog log;
  ASSERT_TRUE(log.Append({View("a", kNoon)}).ok());
  const auto before = log.Encode();
  DescribedEvent bad = View("c", kNoon + 2);
  bad.event.quantity = 0;
  const Status status = log.Append({View("b", kNoon + 1), bad});
  EXPECT_EQ(status.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(status.error().message, "events[1]: quantity: expected 1 or more");
  EXPECT_EQ(log.Encode(), before);
}

TEST(EventLog, ErasesWithoutATrace) {
  EventLog log, never;
  ASSERT_TRUE(log.Append({View("a", kNoon), View("secret", kNoon + 1), View("b", kNoon + 2)}).ok());
  ASSERT_TRUE(never.Append({View("a", kNoon), View("b", kNoon + 2)}).ok());
  EXPECT_EQ(
      log.EraseIf([](const Event&, const ItemDescription& text) { return text.sku == "secret"; }),
      1u);
  EXPECT_EQ(log.Encode(), never.Encode());
  const auto bytes = log.Encode();
  const std::string_view word = "secret";
  EXPECT_EQ(std::search(bytes.begin(), bytes.end(), word.begin(), word.end()), bytes.end());
}

TEST(EventLog, ErasesExactlyWhenAnItemWasRenamedInBetween) {
  EventLog log, never;
  ASSERT_TRUE(log.Append({View("a", kNoon, "Old name"), View("a", kNoon + 1, "New name")}).ok());
  ASSERT_TRUE(never.Append({View("a", kNoon + 1, "New name")}).ok());
  log.EraseIf([](const Event& event, const ItemDescription&) { return event.time == kNoon; });
  EXPECT_EQ(log.Encode(), never.Encode());
}

TEST(EventLog, DecodesWhatItEncoded) {
  Random random(2);
  EventLog log;
  ASSERT_TRUE(log.Append(RandomEvents(random, 200)).ok());
  const Result<EventLog> decoded = EventLog::Decode(log.Encode());
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, log);
  EXPECT_EQ(decoded->Encode(), log.Encode());
}

TEST(EventLog, TakesAboutThirtyTwoBytesAnEvent) {
  EventLog log;
  std::vector<DescribedEvent> events;
  for (int i = 0; i < 1000; ++i) events.push_back(View("a", kNoon + i));
  ASSERT_TRUE(log.Append(events).ok());
  EXPECT_LT(log.Encode().size(), 33'000u);
}

TEST(EventLog, RefusesBytesThatAreNotCanonical) {
  EventLog log;
  ASSERT_TRUE(log.Append({View("a", kNoon), View("b", kNoon + 1)}).ok());
  const std::vector<uint8_t> good = log.Encode();
  std::vector<uint8_t> swapped = good;
  std::swap_ranges(swapped.begin() + 8, swapped.begin() + 40, swapped.begin() + 40);
  EXPECT_EQ(EventLog::Decode(swapped).error().code, ErrorCode::kMalformed);
  for (size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(EventLog::Decode(std::span(good).first(length)).ok()) << length;
  }
  std::vector<uint8_t> longer = good;
  longer.push_back(0);
  EXPECT_FALSE(EventLog::Decode(longer).ok());
  std::vector<uint8_t> many = good;
  many[3] = 0x80;  // 2^31 and some events
  EXPECT_EQ(EventLog::Decode(many).error().code, ErrorCode::kTooLarge);
}

TEST(EventLog, KeepsTheWordsOfASearch) {
  EventLog log;
  const std::string longest(kMaxQueryBytes, 'x');
  ASSERT_TRUE(log.Append({SearchFor("caf\xC3\xA9 clock, 2", kNoon), SearchFor(longest, kNoon + 1),
                          View("a", kNoon + 2)})
                  .ok());
  const Result<EventLog> read = EventLog::Decode(log.Encode());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, log);
  EXPECT_EQ(read->Describe(read->events()[0]).title, "caf\xC3\xA9 clock, 2");
  EXPECT_NE(read->events()[0].item, read->events()[1].item) << "no two have one key";
}

// The text's hash alone has 32 bits: words can be crafted for it.
TEST(EventLog, TakesTwoSearchesWhoseTextsHaveOneHash) {
  const DescribedEvent one = SearchFor("silver ring", kNoon), other = SearchFor("xysqkrah", kNoon);
  ASSERT_EQ(one.description.Hash(), other.description.Hash());
  EventLog log;
  ASSERT_TRUE(log.Append({one, other}).ok());
  EXPECT_EQ(*EventLog::Decode(log.Encode()), log);
}

TEST(EventLog, RefusesBytesWhereASearchHasTheKeyOfOtherWords) {
  EventLog log;
  ASSERT_TRUE(log.Append({SearchFor("clock", kNoon)}).ok());
  std::vector<uint8_t> bytes = log.Encode();
  constexpr size_t kItemOfEvent = 8 + 8, kItemOfText = 8 + 32 + 1;
  const ItemKey key = KeyOf("");
  std::memcpy(&bytes[kItemOfEvent], &key, sizeof(key));
  std::memcpy(&bytes[kItemOfText], &key, sizeof(key));
  EXPECT_EQ(EventLog::Decode(bytes).error().code, ErrorCode::kMalformed);
}

TEST(EventLog, RefusesAnInvalidSearch) {
  EventLog log;
  const auto refused = [&](const DescribedEvent& event) {
    return log.Append({event}).error().code == ErrorCode::kInvalidArgument;
  };
  for (const std::string& words :
       {std::string(), std::string(" "), std::string(" clock"), std::string("clock "),
        std::string("a\tb"), std::string("a\x7F"), std::string("\xFF"), std::string(2, '\0'),
        std::string(kMaxQueryBytes + 1, 'x')}) {
    EXPECT_TRUE(refused(SearchFor(words, kNoon))) << words;
  }
  DescribedEvent search = SearchFor("clock", kNoon);
  search.event.quantity = 2;
  EXPECT_TRUE(refused(search));
  search = SearchFor("clock", kNoon);
  search.event.price_minor = 1;
  EXPECT_TRUE(refused(search));
  search = SearchFor("clock", kNoon);
  search.description.category = "Home";
  EXPECT_TRUE(refused(search));
  search = SearchFor("clock", kNoon);
  search.description.sku = "C1";
  EXPECT_TRUE(refused(search)) << "it is about no item";
  search = SearchFor("clock", kNoon);
  search.event.type = EventType::kView;
  EXPECT_TRUE(refused(search)) << "a view is of an item";
  EXPECT_TRUE(log.events().empty());
}

TEST(EventLog, RefusesBytesThatLabelAViewAsASearch) {
  EventLog log;
  ASSERT_TRUE(log.Append({View("a", kNoon)}).ok());
  std::vector<uint8_t> bytes = log.Encode();
  constexpr size_t kTypeAt = 8 + 30;
  ASSERT_EQ(bytes[kTypeAt], static_cast<uint8_t>(EventType::kView));
  bytes[kTypeAt] = static_cast<uint8_t>(EventType::kSearch);
  EXPECT_EQ(EventLog::Decode(bytes).error().code, ErrorCode::kMalformed);
  bytes[kTypeAt] = static_cast<uint8_t>(EventType::kWish);
  EXPECT_TRUE(EventLog::Decode(bytes).ok());
}

// Two titles of item "a" whose texts have one hash.
std::pair<std::string, std::string> CollidingTitles() {
  std::map<uint32_t, std::string> seen;
  for (int i = 0;; ++i) {
    const std::string title = std::to_string(i);
    const auto [at, fresh] = seen.try_emplace(ItemDescription{"a", title, "", ""}.Hash(), title);
    if (!fresh) return {at->second, title};
  }
}

TEST(EventLog, TakesATextWhateverTextsOthersHave) {
  const auto [one, other] = CollidingTitles();
  DescribedEvent mine = View("a", kNoon), theirs = View("a", kNoon + 1);
  mine.description = {"a", one, "", ""};
  theirs.description = {"a", other, "", ""};
  EventLog log;
  ASSERT_TRUE(log.Append({mine}).ok());
  EXPECT_EQ(log.Append({theirs}).error().code, ErrorCode::kInvalidArgument);
  theirs.event.owner = kFirstMember + 1;
  ASSERT_TRUE(log.Append({theirs}).ok()) << "another's text is no reason to refuse";
  const Result<EventLog> read = EventLog::Decode(log.Encode());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, log);
  EXPECT_EQ(read->Describe(read->events()[0]).title, one);
  EXPECT_EQ(read->Describe(read->events()[1]).title, other);
}

TEST(EventLog, DropsATextThatCollidesWhereEventsAreMoved) {
  const auto [one, other] = CollidingTitles();
  DescribedEvent first = View("a", kNoon), second = View("a", kNoon + 1);
  first.description = {"a", one, "", ""};
  second.description = {"a", other, "", ""};
  EventLog log, both;
  ASSERT_TRUE(log.Append({first}).ok());
  const std::vector<uint8_t> before = log.Encode();
  log.Merge({second});  // an error would tell what is here
  EXPECT_EQ(log.Encode(), before);
  both.Merge({first, second});
  EXPECT_EQ(both.Encode(), before);
}

TEST(EventLog, HoldsNoMoreThanItsBytes) {
  EventLog log(1u << 20);
  std::vector<DescribedEvent> events;
  for (int i = 0; i < 32'000; ++i) events.push_back(View("a", kNoon + i));
  ASSERT_TRUE(log.Append(events).ok());
  for (DescribedEvent& each : events) each.event.time += kMsPerDay;
  EXPECT_EQ(log.Append(events).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(log.events().size(), 32'000u);
  EXPECT_FALSE(log.IsOverfull());
  log.Merge(events);  // what only moves was taken before
  EXPECT_TRUE(log.IsOverfull());
  EXPECT_EQ(*EventLog::Decode(log.Encode(), 1u << 20), log);
}

TEST(EventId, DependsOnContentAlone) {
  DescribedEvent a = View("a", kNoon), b = View("b", kNoon);
  EventLog first, second;
  ASSERT_TRUE(first.Append({a}).ok());
  ASSERT_TRUE(second.Append({b}).ok());
  ASSERT_TRUE(second.Append({a}).ok());
  const EventId id = first.events()[0].Id();
  const bool found = std::any_of(second.events().begin(), second.events().end(),
                                 [id](const Event& event) { return event.Id() == id; });
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace hearth
