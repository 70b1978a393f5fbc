#include "profile/profile.h"

#include <algorithm>
#include <bit>

#include "base/fixed.h"
#include "base/hash.h"
#include "base/sort.h"
#include "history/visits.h"
#include "profile/digest.h"
#include "profile/taste.h"

namespace hearth {
namespace {

constexpr uint32_t kOne = 65536;  // Q16

constexpr Time kInterestHalfLife = 3 * kMsPerDay;
constexpr size_t kMaxCauses = 256;             // own items whose neighbours count
constexpr size_t kMaxSessionItems = 20;        // items of the running visit that count
constexpr int64_t kShareShrinkage = 6 * kOne;  // shares are of all interest plus this

void AddSaturating(uint32_t& sum, uint32_t amount) {
  sum = sum > 0xFFFFFFFF - amount ? 0xFFFFFFFF : sum + amount;
}

// Open-addressing map from a 64-bit key to a dense slot number, in order of first sight. The salt
// comes from the events themselves, so that no list of keys can be made up to collide.
class SlotMap {
 public:
  explicit SlotMap(uint64_t salt) : salt_(salt), table_(64, kEmpty) {}

  // The slot of `key`; the next free one (equal to the size before) when it is new.
  uint32_t SlotOf(uint64_t key) {
    if (keys_.size() * 2 >= table_.size()) Grow();
    size_t at = Position(key);
    while (table_[at] != kEmpty && keys_[table_[at]] != key) at = (at + 1) & (table_.size() - 1);
    if (table_[at] == kEmpty) {
      table_[at] = static_cast<uint32_t>(keys_.size());
      keys_.push_back(key);
    }
    return table_[at];
  }
  size_t size() const { return keys_.size(); }

 private:
  static constexpr uint32_t kEmpty = 0xFFFFFFFF;

  size_t Position(uint64_t key) const {
    return static_cast<size_t>(Mix64(key ^ salt_)) & (table_.size() - 1);
  }
  void Grow() {
    table_.assign(table_.size() * 2, kEmpty);
    for (uint32_t slot = 0; slot < keys_.size(); ++slot) {
      size_t at = Position(keys_[slot]);
      while (table_[at] != kEmpty) at = (at + 1) & (table_.size() - 1);
      table_[at] = slot;
    }
  }

  uint64_t salt_;
  std::vector<uint64_t> keys_;
  std::vector<uint32_t> table_;
};

uint64_t SaltOf(std::span<const Event> events) {
  return Hash64({reinterpret_cast<const uint8_t*>(events.data()), events.size_bytes()});
}

// What is gathered about one item, whether or not the catalog still carries it.
struct Gathered {
  OwnItem own;
  CategoryId category = 0;
  int64_t taste_q16 = 0;
  int64_t units = 0;
  bool in_session = false;
  bool bought_by_guess = false;  // the last time
  uint32_t sure_trips = 0;
};

// One item on one trip; the time is that of the first line of the two.
struct Purchase {
  uint32_t slot;
  uint32_t trip;  // in order of the trips' first purchases
  Time time;
  bool guess;
};

// 0.6^age, 0.9^age and 0.98^age in Q16, by age in trips; 0 beyond the table.
struct TripDecay {
  std::vector<std::array<uint32_t, 3>> by_age;

  explicit TripDecay(uint32_t trips) {
    std::array<uint64_t, 3> now = {kOne, kOne, kOne};
    constexpr std::array<uint64_t, 3> kPercent = {60, 90, 98};
    for (uint32_t age = 0; age < trips && now[2] > 0; ++age) {
      by_age.push_back({static_cast<uint32_t>(now[0]), static_cast<uint32_t>(now[1]),
                        static_cast<uint32_t>(now[2])});
      for (size_t i = 0; i < 3; ++i) now[i] = now[i] * kPercent[i] / 100;
    }
  }
  void AddTo(OwnItem& own, uint32_t age) const {
    if (age >= by_age.size()) return;
    own.decayed_06_q16 += by_age[age][0];
    own.decayed_09_q16 += by_age[age][1];
    own.decayed_098_q16 += by_age[age][2];
  }
};

class Folder {
 public:
  Folder(const VisibleHistory& history, const Catalog& catalog, Time now)
      : Folder(history, catalog, now, SaltOf(history.events())) {}

  Profile Run(Findings* known) {
    NameVisits();
    for (size_t i = 0; i < history_.events().size(); ++i) Gather(history_.events()[i], visits_[i]);
    profile_.trips = static_cast<uint32_t>(trip_numbers_.size());
    CountTrips();
    DropReturned();
    KeepTrips();
    SumPurchases();
    ShareInterest();
    BlendTaste();
    SumCoBought();
    profile_.trail = FoldTrail(catalog_, viewed_);
    profile_.searches = FoldSearches(catalog_, searches_, viewed_, known);
    KeepItems();
    return std::move(profile_);
  }

 private:
  Folder(const VisibleHistory& history, const Catalog& catalog, Time now, uint64_t salt)
      : history_(history), catalog_(catalog), slots_(salt), trip_numbers_(salt) {
    profile_.now = EndOfMinute(now);
  }

  // All events are one viewer's.
  void NameVisits() {
    VisitCounter counter;
    for (const Event& event : history_.events()) {
      visits_.push_back(counter.VisitOf(0, event.session, event.time));
    }
    if (!visits_.empty() && VisitCounter::Continues(history_.events().back().time, profile_.now)) {
      running_visit_ = visits_.back();
    }
  }

  // Where what has that key is gathered: all variants of an item in one place.
  struct Place {
    uint32_t at;  // in gathered_
    VariantIndex variant;
  };

  Place PlaceOf(ItemKey key, const Event& event) {
    const uint32_t slot = slots_.SlotOf(key);
    if (slot < places_.size()) return places_[slot];
    places_.emplace_back();
    const CatalogColumns& columns = catalog_.columns();
    const auto [item, variant] = columns.Match(key);
    Place place = {static_cast<uint32_t>(gathered_.size()), variant};
    if (item != kNoItem && columns.key[item] != key) {
      place.at = PlaceOf(columns.key[item], event).at;
    } else {
      Gathered& fresh = gathered_.emplace_back();
      fresh.own.item = item;
      fresh.category = item != kNoItem ? columns.category[item]
                                       : catalog_.FindCategory(history_.Describe(event).category);
    }
    return places_[slot] = place;
  }

  void Gather(const Event& event, uint32_t visit) {
    if (IsSearch(event)) {
      if (!history_.IsGuess(event) && visit == running_visit_) {
        searches_.push_back({event.Id(), history_.Describe(event).title, viewed_.size()});
      }
      return;
    }
    const Place place = PlaceOf(event.item, event);
    Gathered& at = gathered_[place.at];
    OwnItem& own = at.own;
    const Time age = profile_.now - event.time;
    const TasteWeight taste = TasteWeightOf(event.type);
    const bool guess = history_.IsGuess(event);
    if (!guess) at.taste_q16 += int64_t{taste.weight} * DecayQ16(age, taste.half_life());
    switch (event.type) {
      case EventType::kImpression:
        if (age < kImpressionWindow) ++own.idle_impressions;
        return;
      case EventType::kView:
        AddSaturating(own.views_q16, DecayQ16(age, kInterestHalfLife));
        if (!guess && visit == running_visit_ && own.item != kNoItem) viewed_.push_back(own.item);
        break;
      case EventType::kWish:
        AddSaturating(own.wishes_q16, DecayQ16(age, kInterestHalfLife));
        break;
      case EventType::kLike:
        AddSaturating(own.likes_q16, DecayQ16(age, kInterestHalfLife));
        break;
      case EventType::kBuy:
        at.units += event.quantity;
        at.bought_by_guess = guess;
        own.guessed |= guess;
        if (!guess) own.variant = place.variant;
        purchases_.push_back({place.at, trip_numbers_.SlotOf(visit), event.time, guess});
        break;
      case EventType::kReturn:
        at.units -= event.quantity;
        if (own.variant == place.variant) own.variant = kNoVariant;  // it did not fit
        return;
      case EventType::kDismiss:
        own.dismissed = true;
        return;
      case EventType::kBasketAdd:
        break;
      case EventType::kBasketRemove:
      case EventType::kSearch:
      case EventType::kOfferSeen:
      case EventType::kOfferUsed:
        return;
    }
    own.idle_impressions = 0;
    own.last_taken = event.time;
    // What was bought speaks as the last trip does.
    if (!guess && visit == running_visit_ && event.type != EventType::kBuy) at.in_session = true;
  }

  // Purchases by item and trip: an item counts once a trip, however its lines are strewn.
  void CountTrips() {
    const TripDecay trip_decay(profile_.trips);
    std::vector<uint8_t> is_sure(profile_.trips, false);
    SortInlined(purchases_, [](const Purchase& a, const Purchase& b) {
      if (a.slot != b.slot) return a.slot < b.slot;
      return a.trip != b.trip ? a.trip < b.trip : a.time < b.time;
    });
    for (size_t i = 0; i < purchases_.size(); ++i) {
      const Purchase& purchase = purchases_[i];
      const bool first_of_item = i == 0 || purchases_[i - 1].slot != purchase.slot;
      if (!first_of_item && purchases_[i - 1].trip == purchase.trip) continue;
      OwnItem& own = gathered_[purchase.slot].own;
      const uint32_t age = profile_.trips - 1 - purchase.trip;
      if (first_of_item) {
        own.first_trip = age;
        own.first_bought = purchase.time;
      } else {
        own.last_gap_trips = own.last_trip - age;  // trips ascend, so ages descend
        own.previous_bought = own.last_bought;
      }
      ++own.trips;
      own.last_trip = age;
      own.last_bought = std::max(own.last_bought, purchase.time);
      trip_decay.AddTo(own, age);
      if (!purchase.guess) {
        ++gathered_[purchase.slot].sure_trips;
        is_sure[purchase.trip] = true;
        profile_.last_trip = std::max(profile_.last_trip, purchase.time);
      }
      const int32_t days = DayOf(profile_.now) - DayOf(purchase.time);
      if (days % 7 == 0) ++own.same_weekday;
    }
    profile_.sure_trips = static_cast<uint32_t>(std::count(is_sure.begin(), is_sure.end(), true));
  }

  // An item that was sent back entirely was not bought.
  void DropReturned() {
    for (Gathered& at : gathered_) {
      OwnItem& own = at.own;
      own.units = static_cast<uint32_t>(Clamp(at.units, 0, 0x7FFFFFFF));
      if (own.units > 0 || own.trips == 0) continue;
      own.trips = own.first_trip = own.last_trip = own.last_gap_trips = 0;
      own.first_bought = own.last_bought = own.previous_bought = 0;
      own.decayed_06_q16 = own.decayed_09_q16 = own.decayed_098_q16 = 0;
      own.same_weekday = 0;
      at.sure_trips = 0;
    }
  }

  // Purchases are sorted by item and trip.
  void KeepTrips() {
    std::vector<TripItem>& kept = profile_.trip_items;
    for (size_t i = 0; i < purchases_.size(); ++i) {
      const Purchase& purchase = purchases_[i];
      const OwnItem& own = gathered_[purchase.slot].own;
      const uint32_t age = profile_.trips - 1 - purchase.trip;
      if (own.item == kNoItem || own.trips == 0 || purchase.guess || age >= kMaxTripsKept) continue;
      kept.push_back({age, own.item});
    }
    SortInlined(kept, [](const TripItem& a, const TripItem& b) {
      return a.age != b.age ? a.age < b.age : a.item < b.item;
    });
    kept.erase(std::unique(kept.begin(), kept.end(),
                           [](const TripItem& a, const TripItem& b) {
                             return a.age == b.age && a.item == b.item;
                           }),
               kept.end());
  }

  void SumPurchases() {
    uint64_t purchases = 0, repeats = 0, units = 0;
    for (const Gathered& at : gathered_) {
      purchases += at.sure_trips;
      repeats += at.sure_trips > 1 ? at.sure_trips - 1 : 0;
      units += at.own.units;
    }
    profile_.units = static_cast<uint32_t>(std::min<uint64_t>(units, 0x7FFFFFFF));
    if (profile_.sure_trips > 0) {
      profile_.mean_trip_size_q4 = static_cast<uint32_t>(purchases * 16 / profile_.sure_trips);
    }
    if (purchases > 0)
      profile_.repeat_ratio_q10 = static_cast<uint32_t>(repeats * 1024 / purchases);
  }

  static int64_t TasteOf(const Gathered& at) {
    return Clamp(at.taste_q16, -kTasteLimit, kTasteLimit);
  }

  void ShareInterest() {
    const CatalogColumns& columns = catalog_.columns();
    std::vector<int64_t> by_category(catalog_.category_count(), 0);
    std::vector<int64_t> by_brand(columns.brand_name.size(), 0);
    std::array<int64_t, 8> by_band{};
    int64_t total = kShareShrinkage;
    for (const Gathered& at : gathered_) {
      const int64_t weight = TasteOf(at);
      total += std::max<int64_t>(weight, 0);
      by_category[at.category] += weight;
      if (at.own.item == kNoItem) continue;
      by_brand[columns.brand[at.own.item]] += weight;
      by_band[columns.price_band[at.own.item]] += weight;
    }
    // Children come after their parents, so one pass from the back sums the tree.
    for (size_t node = by_category.size() - 1; node > 0; --node) {
      by_category[columns.category_parent[node]] += by_category[node];
    }
    for (const Digest* digest : history_.digests()) {
      total += AddDigest(*digest, by_category, by_brand, by_band);
    }
    const auto share = [total](int64_t weight) {
      return static_cast<int16_t>(Clamp(weight, 0, total) * 1024 / total);
    };
    profile_.category_share.reserve(by_category.size());
    for (int64_t weight : by_category) profile_.category_share.push_back(share(weight));
    profile_.brand_share.reserve(by_brand.size());
    for (int64_t weight : by_brand) profile_.brand_share.push_back(share(weight));
    if (!profile_.brand_share.empty()) profile_.brand_share[0] = 0;  // "no brand" is not a brand
    for (size_t band = 0; band < by_band.size(); ++band) {
      profile_.price_band_share[band] = share(by_band[band]);
    }
  }

  // Adds what another shop says of its categories, brands and price bands where this one has them
  // too; answers all interest there.
  int64_t AddDigest(const Digest& digest, std::vector<int64_t>& by_category,
                    std::vector<int64_t>& by_brand, std::array<int64_t, 8>& by_band) const {
    const auto interest = [&](DigestKind kind, uint64_t key) {
      return InterestAt(digest, kind, key, profile_.now).value_or(0);
    };
    const CatalogColumns& columns = catalog_.columns();
    const std::vector<int64_t> elsewhere = CategoryInterest(digest);
    for (size_t node = 1; node < elsewhere.size(); ++node) by_category[node] += elsewhere[node];
    for (size_t brand = 1; brand < by_brand.size(); ++brand) {
      by_brand[brand] += interest(DigestKind::kBrand, KeyOfName(columns.brand_name[brand]));
    }
    for (size_t band = 0; band < by_band.size(); ++band) {
      by_band[band] += interest(DigestKind::kPriceBand, band);
    }
    const int64_t all = std::max<int64_t>(interest(DigestKind::kAll, 0), 0);
    by_category[0] += all;
    return all;
  }

  // The interest that another shop saw in each category of this one: by Google's number where both
  // give one, else by the path. One that the other shop does not have counts as the most that was
  // seen in a category below it.
  std::vector<int64_t> CategoryInterest(const Digest& digest) const {
    const CatalogColumns& columns = catalog_.columns();
    const size_t count = columns.category_parent.size();
    std::vector<uint64_t> keys(count);  // of the root 0
    std::vector<std::optional<int64_t>> seen(count);
    for (size_t node = 1; node < count; ++node) {
      keys[node] = KeyBelow(keys[columns.category_parent[node]], columns.category_name[node]);
      const uint32_t number = columns.google_category.empty() ? 0 : columns.google_category[node];
      if (number != 0) {
        seen[node] = InterestAt(digest, DigestKind::kGoogleCategory, number, profile_.now);
      }
      if (!seen[node]) {
        seen[node] = InterestAt(digest, DigestKind::kCategory, keys[node], profile_.now);
      }
    }
    std::vector<int64_t> interest(count, 0);
    for (size_t node = count - 1; node > 0; --node) {
      if (seen[node]) interest[node] = *seen[node];
      int64_t& above = interest[columns.category_parent[node]];
      above = std::max(above, interest[node]);
    }
    return interest;
  }

  void BlendTaste() {
    profile_.taste_vector = Blend(catalog_.columns().taste_vector, 1);
    profile_.taste = Blend(catalog_.columns().embedding, -kTasteLimit);
  }

  // The direction of own items' rows of `vectors` together, each weighed by its taste where that is
  // `least` or more; `vectors` may be empty.
  std::optional<std::array<int8_t, kEmbeddingDims>> Blend(std::span<const int8_t> vectors,
                                                          int64_t least) const {
    if (vectors.empty()) return std::nullopt;
    std::array<int64_t, kEmbeddingDims> sum{};
    for (const Gathered& at : gathered_) {
      const int64_t weight = TasteOf(at);
      if (at.own.item == kNoItem || weight < least) continue;
      const int8_t* row = vectors.data() + size_t{at.own.item} * kEmbeddingDims;
      for (size_t d = 0; d < kEmbeddingDims; ++d) sum[d] += weight * row[d];
    }
    return UnitVector(sum);
  }

  void SumCoBought() {
    std::vector<WeightedItem> all, last_trip, session;
    std::vector<std::pair<Time, ItemIndex>> seen;
    for (const Gathered& at : gathered_) {
      if (at.own.item == kNoItem) continue;
      const int64_t taste = TasteOf(at);
      if (taste > 0)
        all.push_back({at.own.item, static_cast<uint32_t>(std::min<int64_t>(taste, 4 * kOne))});
      if (at.own.trips > 0 && at.own.last_trip == 0 && !at.bought_by_guess) {
        last_trip.push_back({at.own.item, kOne});
      }
      if (at.in_session) seen.emplace_back(-at.own.last_taken, at.own.item);
    }
    const auto heavier = [](const WeightedItem& a, const WeightedItem& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
    };
    SortInlined(all, heavier);
    if (all.size() > kMaxCauses) all.resize(kMaxCauses);
    SortInlined(last_trip, heavier);
    if (last_trip.size() > kMaxCauses) last_trip.resize(kMaxCauses);
    Sort(seen);
    if (seen.size() > kMaxSessionItems) seen.resize(kMaxSessionItems);
    for (const auto& [time, item] : seen) session.push_back({item, kOne});
    profile_.co_bought_all = SumNeighbours(catalog_, all);
    profile_.co_bought_last_trip = SumNeighbours(catalog_, last_trip);
    profile_.co_bought_session = SumNeighbours(catalog_, session);
  }

  void KeepItems() {
    for (const Gathered& at : gathered_) {
      if (at.own.item != kNoItem) profile_.items.push_back(at.own);
    }
    SortInlined(profile_.items, [](const OwnItem& a, const OwnItem& b) { return a.item < b.item; });
  }

  const VisibleHistory& history_;
  const Catalog& catalog_;
  Profile profile_;
  SlotMap slots_;                 // of what events are about
  std::vector<Place> places_;     // by slot
  SlotMap trip_numbers_;          // of visits with a purchase, in the order of their first
  std::vector<uint32_t> visits_;  // by event
  uint32_t running_visit_ = ~uint32_t{0};
  std::vector<Gathered> gathered_;
  std::vector<Purchase> purchases_;
  std::vector<ItemIndex> viewed_;  // of the running visit
  std::vector<MadeSearch> searches_;
};

}  // namespace

const OwnItem* Profile::Find(ItemIndex item) const {
  const auto at = std::lower_bound(items.begin(), items.end(), item,
                                   [](const OwnItem& own, ItemIndex i) { return own.item < i; });
  return at != items.end() && at->item == item ? &*at : nullptr;
}

std::optional<std::array<int8_t, kEmbeddingDims>> UnitVector(
    std::array<int64_t, kEmbeddingDims> sum) {
  uint64_t largest = 0;
  for (int64_t x : sum) largest |= static_cast<uint64_t>(x < 0 ? -x : x);
  if (largest == 0) return std::nullopt;
  const int excess = std::max(0, static_cast<int>(std::bit_width(largest)) - 24);
  uint64_t squares = 0;
  for (int64_t& x : sum) {
    x /= int64_t{1} << excess;
    squares += static_cast<uint64_t>(x * x);
  }
  const auto length = static_cast<int64_t>(ISqrt(squares));
  if (length == 0) return std::nullopt;
  std::array<int8_t, kEmbeddingDims> unit;
  for (size_t d = 0; d < kEmbeddingDims; ++d) {
    unit[d] = static_cast<int8_t>(Clamp(DivRound(sum[d] * 127, length), -127, 127));
  }
  return unit;
}

Profile Fold(const VisibleHistory& history, const Catalog& catalog, Time now, Findings* known) {
  Findings none;
  return Folder(history, catalog, now).Run(known != nullptr ? known : &none);
}

std::vector<NeighbourScore> SumNeighbours(const Catalog& catalog,
                                          std::span<const WeightedItem> causes) {
  const auto for_each = [&](auto call) {
    for (const WeightedItem& cause : causes) {
      for (size_t rank = 0; rank < catalog.NeighbourCount(cause.item); ++rank) {
        call(cause, catalog.NeighbourAt(cause.item, rank));
      }
    }
  };
  // In order without sorting: an item's place is the number of claimed ones before it.
  std::vector<uint64_t> claimed(catalog.item_count() / 64 + 1);
  for_each([&](const WeightedItem&, const Neighbour& neighbour) {
    claimed[neighbour.item / 64] |= uint64_t{1} << neighbour.item % 64;
  });
  std::vector<uint32_t> claimed_before;  // items of earlier words
  uint32_t count = 0;
  for (const uint64_t word : claimed) {
    claimed_before.push_back(count);
    count += static_cast<uint32_t>(std::popcount(word));
  }
  std::vector<NeighbourScore> sums(count);
  std::vector<int32_t> strongest(count, -1);  // claim, which names the cause
  for_each([&](const WeightedItem& cause, const Neighbour& neighbour) {
    const uint64_t earlier = (uint64_t{1} << neighbour.item % 64) - 1;
    const size_t word = neighbour.item / 64;
    const size_t place =
        claimed_before[word] + static_cast<size_t>(std::popcount(claimed[word] & earlier));
    const auto score = static_cast<int32_t>(uint64_t{cause.weight} * neighbour.weight >> 22);
    NeighbourScore& sum = sums[place];
    sum.item = neighbour.item;
    sum.score += score;
    if (score < strongest[place] || (score == strongest[place] && sum.cause < cause.item)) return;
    strongest[place] = score;
    sum.cause = cause.item;
  });
  return sums;
}

const NeighbourScore* FindScore(std::span<const NeighbourScore> scores, ItemIndex item) {
  const auto at =
      std::lower_bound(scores.begin(), scores.end(), item,
                       [](const NeighbourScore& score, ItemIndex i) { return score.item < i; });
  return at != scores.end() && at->item == item ? &*at : nullptr;
}

}  // namespace hearth
