#include "pack/counts/reveals.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>
#include <vector>

#include "pack/counts/baskets.h"

namespace hearth {
namespace {

constexpr uint64_t kWholeVote = 1u << 16;
constexpr uint64_t kMinOddsRatio = 3;

// What the customers of one item say of each topic.
struct Votes {
  uint64_t customers = 0;                         // with something else in the order
  std::array<uint64_t, kMaxTopics + 1> votes{};   // sum of shares, in kWholeVote
  std::array<uint64_t, kMaxTopics + 1> behind{};  // customers with any share
};

class Counter {
 public:
  Counter(const Orders& orders, uint32_t k, const SensitiveList& list,
          std::span<const TopicIndex> topics, const OwnedColumns& columns)
      : baskets_(MakeBaskets(orders, columns)), k_(k), list_(list), topics_(topics) {
    for (size_t i = 0; i < topics.size(); ++i) lines_[topics[i]] += LinesOf(i);
  }

  TopicIndex RevealedBy(ItemIndex item) const {
    const Votes votes = VotesOf(item);
    for (const Tier tier : {Tier::kNever, Tier::kOwnScreen}) {
      if (list_.TierOf(topics_[item]) >= tier) break;
      if (!IsMostly(tier, item, votes)) continue;
      const TopicIndex named = MostVoted(tier, votes);
      if (named != kNoTopic) return named;
    }
    return kNoTopic;
  }

 private:
  uint64_t LinesOf(size_t item) const {
    return baskets_.BasketsOf(static_cast<ItemIndex>(item)).size();
  }

  Votes VotesOf(ItemIndex item) const {
    Votes votes;
    baskets_.ForEachCustomerOf(item, [&](std::span<const uint32_t> trips) {
      std::array<uint64_t, kMaxTopics + 1> bought{};
      for (const uint32_t basket : trips) {
        for (const ItemIndex other : baskets_.ItemsOf(basket)) ++bought[topics_[other]];
      }
      bought[topics_[item]] -= trips.size();  // the item itself
      const uint64_t others = std::accumulate(bought.begin(), bought.end(), uint64_t{0});
      if (others == 0) return;
      ++votes.customers;
      for (size_t topic = 1; topic < bought.size(); ++topic) {
        votes.votes[topic] += kWholeVote * bought[topic] / others;
        votes.behind[topic] += bought[topic] > 0 ? 1 : 0;
      }
    });
    return votes;
  }

  // Sum over the topics of at least that tier.
  uint64_t Sum(Tier tier, const std::array<uint64_t, kMaxTopics + 1>& by_topic) const {
    uint64_t sum = 0;
    for (size_t topic = 1; topic < list_.topics().size(); ++topic) {
      if (list_.TierOf(static_cast<TopicIndex>(topic)) >= tier) sum += by_topic[topic];
    }
    return sum;
  }

  bool IsMostly(Tier tier, ItemIndex item, const Votes& votes) const {
    const uint64_t all = votes.customers * kWholeVote;
    const uint64_t sensitive = Sum(tier, votes.votes);
    if (2 * sensitive <= all) return false;
    // What other lines there are, for an item bought with whatever people buy.
    __extension__ using Wide = unsigned __int128;
    const uint64_t usual =
        Sum(tier, lines_) - (list_.TierOf(topics_[item]) >= tier ? LinesOf(item) : 0);
    const uint64_t other = baskets_.item.size() - LinesOf(item) - usual;
    return Wide{sensitive} * other >= Wide{kMinOddsRatio} * (all - sensitive) * usual;
  }

  TopicIndex MostVoted(Tier tier, const Votes& votes) const {
    TopicIndex most = kNoTopic;
    for (size_t i = 1; i < list_.topics().size(); ++i) {
      const auto topic = static_cast<TopicIndex>(i);
      if (list_.TierOf(topic) < tier || votes.behind[topic] < k_) continue;
      if (most == kNoTopic || votes.votes[topic] > votes.votes[most]) most = topic;
    }
    return most;
  }

  const Baskets baskets_;
  const uint64_t k_;
  const SensitiveList& list_;
  const std::span<const TopicIndex> topics_;
  std::array<uint64_t, kMaxTopics + 1> lines_{};  // how often anything of a topic was bought
};

}  // namespace

std::vector<TopicIndex> RevealedTopics(const Orders& orders, uint32_t k, const SensitiveList& list,
                                       std::span<const TopicIndex> topics,
                                       const OwnedColumns& columns) {
  assert(k >= 1 && topics.size() == columns.item_count());
  std::vector<TopicIndex> revealed(topics.size(), kNoTopic);
  const bool any = std::any_of(topics.begin(), topics.end(), [&](TopicIndex topic) {
    return list.TierOf(topic) >= Tier::kOwnScreen;
  });
  if (!any) return revealed;
  const Counter counter(orders, k, list, topics, columns);
  for (size_t i = 0; i < revealed.size(); ++i) {
    revealed[i] = counter.RevealedBy(static_cast<ItemIndex>(i));
  }
  return revealed;
}

Result<std::vector<TopicIndex>> NamedByShop(const SensitiveList& list,
                                            const SensitiveList& shops_own,
                                            const CatalogColumns& columns) {
  std::array<TopicIndex, kMaxTopics + 1> known{};
  for (size_t i = 1; i < shops_own.topics().size(); ++i) {
    const Topic& topic = shops_own.topics()[i];
    known[i] = list.Find(topic.id);
    if (known[i] == kNoTopic || list.TierOf(known[i]) != topic.tier) {
      return InvalidArgument("topic \"" + topic.id + "\": unknown to Hearth, or its tier differs");
    }
  }
  const std::vector<TopicIndex> before = list.ClassifyColumns(columns);
  std::vector<TopicIndex> named = shops_own.ClassifyColumns(columns);
  for (size_t i = 0; i < named.size(); ++i) {
    named[i] = known[named[i]];
    if (list.TierOf(named[i]) <= list.TierOf(before[i])) named[i] = kNoTopic;
  }
  return named;
}

namespace {

// Puts each topic into the column as 1 + its entry of `ids`, in the order of their coming.
class TopicColumn {
 public:
  TopicColumn(const SensitiveList& list, OwnedText* ids) : list_(list), ids_(ids) {}

  uint8_t EntryOf(TopicIndex topic) {
    if (topic != kNoTopic && entry_[topic] == 0) {
      ids_->Append(list_.topics()[topic].id);
      entry_[topic] = static_cast<uint8_t>(ids_->end.size());
    }
    return entry_[topic];
  }

 private:
  const SensitiveList& list_;
  OwnedText* ids_;
  std::array<uint8_t, kMaxTopics + 1> entry_{};
};

}  // namespace

void WriteTopics(const SensitiveList& list, std::span<const TopicIndex> topics,
                 OwnedColumns* columns) {
  columns->reveals.clear();
  columns->reveals_topic = {};
  if (std::all_of(topics.begin(), topics.end(), [](TopicIndex each) { return each == kNoTopic; })) {
    return;
  }
  TopicColumn column(list, &columns->reveals_topic);
  for (const TopicIndex topic : topics) columns->reveals.push_back(column.EntryOf(topic));
}

// By words alone: what items reveal has columns of its own.
void WriteListsTopics(const SensitiveList& list, OwnedColumns* columns) {
  CatalogColumns plain = columns->Columns();
  plain.reveals = {};
  plain.topic = {};
  const std::vector<uint8_t> marks = list.MarksOf(plain, true);
  columns->topic.clear();
  columns->topic_id = {};
  columns->list_hash = list.hash();
  TopicColumn column(list, &columns->topic_id);
  for (const uint8_t mark : marks) {
    const uint8_t entry = column.EntryOf(mark & static_cast<uint8_t>(~kForAdults));
    columns->topic.push_back(static_cast<uint8_t>(entry | (mark & kForAdults)));
  }
}

}  // namespace hearth
