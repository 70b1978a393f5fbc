// Random households with something to hide, as JSON requests.
//
// A `World` is a small shop, a few people, what happened in the open, and the one among them, the
// **keeper**, whose secrets will differ. `SecretsOf` draws secrets for a world: gifts, private and
// sensitive events, marked at once or after the fact, surprises with what led to them, a yes to a
// topic, a muted category, or anything at all of a locked keeper. Now and then the keeper is
// removed afterwards, and what they kept is withheld; now and then the clock is in doubt meanwhile.
// They are drawn to hurt: equal to other members' events, inside their visits or bridging two of
// them, the latest or the first event of all, near the cap on impressions, of shared categories,
// "just bought". `QuestionsOf` is what anybody but the keeper can ask; `DeedOf` something they can
// do.
//
// Everything is made from a seed alone, so that a case can be told as a number and replayed
// anywhere: natively, in Node and in a browser.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "catalog/catalog.h"
#include "household/member.h"

namespace hearth {

inline constexpr size_t kSecretShops = 12;

// The packs of the worlds' shops: 12 to 24 items, some of each sensitive tier, some that members
// may share, neighbours, embeddings, low prices. A third of them hides what is sensitive.
std::vector<uint8_t> SecretShopPack(size_t shop);
// Whether the words of the sensitive list need not have come yet: its pack tells the truth.
constexpr bool WordsAreLate(size_t shop) { return shop % 3 == 1; }
const Catalog& SecretShop(size_t shop);  // made once

// An event before it is JSON. A search is for the item's title, and about no item.
struct Happening {
  std::string_view type = "view";
  ItemIndex item = 0;
  Time time = 0;
  int quantity = 1;
  uint32_t session = 0;

  bool IsSearch() const { return type == "search"; }
  bool IsAbout(ItemIndex which) const { return !IsSearch() && item == which; }
  friend bool operator==(const Happening&, const Happening&) = default;
};

// Its id in the engine, at the catalog's price.
EventId IdOf(const Catalog& catalog, const Happening& happening);

struct Person {
  MemberId id = 0;
  bool child = false, locked = false;
  std::vector<ItemIndex> favourites;
};

struct OpenEvent {
  MemberId owner = kNobody;
  Happening happening;
};

struct World {
  size_t shop = 0;
  Time now = 0;
  std::vector<Person> people;
  MemberId keeper = 0;
  std::vector<OpenEvent> events;
  std::vector<std::string> requests;  // that make it
  std::vector<std::string> closing;  // what happens to the household after the secrets, if anything
  bool keeper_leaves = false;        // the last of `closing` removes the keeper
  bool in_doubt = false;             // the last sitting was two years ago

  const Catalog& catalog() const { return SecretShop(shop); }
  const Person& person(MemberId id) const;
};
World MakeWorld(uint64_t seed);

struct Secrets {
  std::vector<Happening> happenings;
  std::vector<std::string> requests;  // what the keeper does
  // The keeper's own screen may change: a locked member's own events and topics with a yes.
  bool colours_keeper = false;
};
// `at_once`: only by requests that record and seal in one; else also such as mark after the fact.
// `again`: now and then of these happenings, which somebody may have guessed.
Secrets SecretsOf(const World& world, Random& random, bool at_once = false,
                  const std::vector<Happening>& again = {});

// Something the keeper may do or have done, none of it equal to what they did openly.
std::vector<Happening> HappeningsOf(const World& world, Random& random);

// Requests that change nothing, of everybody but the keeper: as nobody in particular (which may be
// guessed to be the keeper) and as each other member.
std::vector<std::string> QuestionsOf(const World& world, const Secrets& secrets, Random& random);

// What the keeper sees and their gifts and private events must not change.
std::vector<std::string> KeepersSlates(const World& world, Random& random);

// A request by somebody else that changes something, or tries to: also with the ids and contents of
// `bait`, which they may have guessed.
std::string DeedOf(const World& world, const std::vector<Happening>& bait, Random& random);

// ---- JSON

std::string InQuotes(std::string_view text);
std::string HexOf(uint64_t id);
// `rest` begins with a comma where it is not empty: more fields of the event.
std::string EventJson(const Catalog& catalog, const Happening& happening,
                      std::string_view rest = "");
// `fields` likewise; no viewer for kNobody.
std::string Request(std::string_view op, Time now, MemberId viewer, const std::string& fields);
std::string RecordRequest(const World& world, MemberId viewer,
                          const std::vector<std::string>& events, const std::string& fields = "");
// {"until": ..., "for": ..., ...}, hidden for at least a day from `now` on.
std::string RandomGift(const World& world, Random& random);

}  // namespace hearth
