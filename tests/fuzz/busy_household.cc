#include "fuzz/busy_household.h"

#include "fuzz/oracles.h"

namespace hearth::fuzz {
namespace {

constexpr MemberId kAnna = 0, kBen = 1, kCleo = 2, kDora = 3;

const ItemDescription kClock{"C1", "Alarm Clock", "Home > Decor > Clocks", "Tick"};
const ItemDescription kMug{"M1", "Mug", "Kitchen > Mugs", ""};
const ItemDescription kWine{"W1", "Red Wine", "Food > Wine", ""};

NewEvent EventOf(const ItemDescription& text, EventType type, MemberId owner, Label label,
                 Time ago) {
  NewEvent made;
  Event& event = made.described.event;
  event.time = kNow - ago;
  event.item = text.Key();
  event.description = text.Hash();
  event.session = static_cast<SessionId>(ago / kMsPerHour + 1);
  event.price_minor = type == EventType::kBuy ? 1250 : 0;
  event.type = type;
  event.label = label;
  event.owner = owner;
  made.described.description = text;
  return made;
}

NewEvent GiftOf(const ItemDescription& text, MemberId giver, Time ago, const GiftTerms& terms) {
  NewEvent made = EventOf(text, EventType::kBuy, giver, Label::kGift, ago);
  made.gift = terms;
  return made;
}

std::vector<NewEvent> EventsOfAll() {
  NewEvent search = EventOf(DescriptionOfSearch("blue clock"), EventType::kSearch, kAnna,
                            Label::kPersonal, 40 * kMsPerDay);
  return {
      EventOf(kClock, EventType::kView, kAnna, Label::kPersonal, 40 * kMsPerDay),
      EventOf(kClock, EventType::kBuy, kAnna, Label::kPersonal, 39 * kMsPerDay),
      EventOf(kWine, EventType::kView, kAnna, Label::kSensitive, 30 * kMsPerDay),
      EventOf(kMug, EventType::kBuy, kBen, Label::kPersonal, 20 * kMsPerDay),
      EventOf(kMug, EventType::kView, kBen, Label::kPrivate, 19 * kMsPerDay),
      EventOf(kClock, EventType::kBuy, kCleo, Label::kPersonal, 12 * kMsPerDay),
      EventOf(kMug, EventType::kBuy, kNobody, Label::kShared, 9 * kMsPerDay),
      EventOf(kClock, EventType::kView, kNobody, Label::kPersonal, 10 * kMsPerMinute),
      GiftOf(kMug, kAnna, 8 * kMsPerDay,
             {.until = kNow - 4 * kMsPerDay, .recipient = kBen, .taste = true}),
      GiftOf(kWine, kAnna, 7 * kMsPerDay, {.until = kNow - 4 * kMsPerDay, .forget = true}),
      GiftOf(kClock, kCleo, 6 * kMsPerDay, {.until = kNow + kMsPerDay, .recipient = kAnna}),
      search,
  };
}

EventRef RefOf(const NewEvent& each, LogPart part) {
  const Event& event = each.described.event;
  return {event.owner, part, event.Id()};
}

}  // namespace

Household BusyHousehold() {
  HouseholdSettings settings;
  settings.threshold_percent = 75;
  settings.dates = {{12, 24, "Eve"}};
  Household household;
  household.Apply(Changes{
      MemberSet{kAnna, 0, "Anna", Colour::kClay, MemberKind::kAdult, false},
      MemberSet{kBen, kNow - kMsPerDay, "Ben", Colour::kSea, MemberKind::kChild, false},
      MemberSet{kCleo, 0, "Cleo", Colour::kSun, MemberKind::kAdult, true},
      ChoiceMade{kAnna, Choice::kSharedCategory, "Home > Decor", true},
      ChoiceMade{kAnna, Choice::kAllowedTopic, "alcohol", true},
      ChoiceMade{kBen, Choice::kMutedCategory, "Kitchen", true},
      SettingsChanged{settings},
      SittingNoted{kNow - 3 * kMsPerDay},
      SittingNoted{kNow - kMsPerDay},
      EventsRecorded{EventsOfAll()},
      WithheldAdded{
          {7, kNow - kMsPerMinute, WithheldKind::kMember, kDora, "Dora",
           Encode({MemberSet{kDora, 0, "Dora", Colour::kClay, MemberKind::kAdult, false}})}},
  });
  return household;
}

std::vector<std::pair<std::string, Changes>> ChangesToIt() {
  const std::vector<NewEvent> known = EventsOfAll();
  NewEvent again = EventOf(kClock, EventType::kBuy, kAnna, Label::kPersonal, 0);
  again.described.description = ItemDescription();
  const EventRef anna = RefOf(known[1], LogPart::kOpen), nobody = RefOf(known[7], LogPart::kOpen),
                 ben = RefOf(known[3], LogPart::kOpen), taste = RefOf(known[8], LogPart::kSecrets),
                 forgotten = RefOf(known[9], LogPart::kSecrets);
  HouseholdSettings coded;
  coded.code = GuardCode{{1, 2, 3}, kMinGuardIterations, {4, 5, 6}};
  const Changes recorded = {
      EventsRecorded{{again, EventOf(kMug, EventType::kWish, kCleo, Label::kPersonal, 0),
                      EventOf(kWine, EventType::kView, kBen, Label::kSensitive, 0),
                      GiftOf(kMug, kBen, 0, {.until = kNow + 9 * kMsPerDay, .recipient = kAnna})}}};
  return {
      {"nothing", {}},
      {"recorded", recorded},
      {"erased", {EventsErased{{anna, taste, {kCleo, LogPart::kOpen, 1}}}}},
      {"relabelled",
       {EventsRelabelled{{{anna, kAnna, Label::kPrivate, {}},
                          {nobody, kCleo, Label::kPersonal, {}},
                          {ben, kBen, Label::kGift, GiftTerms{kNow + kMsPerDay, kAnna, true}}}}}},
      {"released",
       {GiftsReleased{
           {{taste, kAnna, Label::kPersonal, {}}, {forgotten, kAnna, Label::kGift, {}}}}}},
      {"members",
       {MemberSet{4, kNow, "Emil", Colour::kClay, MemberKind::kAdult, false},
        MemberSet{kAnna, 0, "Anna", Colour::kRose, MemberKind::kAdult, true},
        MemberSet{kCleo, 0, "Cleo"}, MemberRemoved{kBen}}},
      {"choices",
       {ChoiceMade{kAnna, Choice::kSharedCategory, "Home > Decor", false},
        ChoiceMade{kCleo, Choice::kMutedCategory, "Food > Wine", true}}},
      {"settings", {SettingsChanged{coded}, PauseSet{true}, SittingNoted{kNow}}},
      {"withheld",
       {WithheldAdded{{9, kNow, WithheldKind::kVisit, kNobody, "", Encode(recorded)}},
        WithheldEnded{7}}},
      {"everything",
       {EverythingErased{kNow},
        MemberSet{kAnna, kNow, "Zoe", Colour::kClay, MemberKind::kAdult, false}}},
  };
}

}  // namespace hearth::fuzz
