#include "policy/sensitive.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

#include "base/sort.h"
#include "base/utf8.h"
#include "catalog/builder.h"
#include "policy/words.h"

namespace hearth {
namespace {

constexpr std::string_view kAnd = "and";

bool IsTopicId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxTopicIdBytes &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

Error At(std::string_view where, const Error& error) {
  return {error.code, std::string(where) + ": " + error.message};
}

// Of the words of one name; 0 when it has none.
uint64_t HashOfName(std::string_view name) {
  uint64_t hash = 0;
  for (WordScanner words(name); words.Next();) {
    if (words.word() != kAnd) hash = HashAfter(hash, words.hash());
  }
  return hash;
}

// The names of "A > B > C", one after the other, without allocation.
template <typename Visit>
void ForEachName(std::string_view path, Visit visit) {
  while (!path.empty()) {
    const size_t end = std::min(path.find('>'), path.size());
    visit(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
}

uint8_t LowestBit(uint64_t bits) { return static_cast<uint8_t>(std::countr_zero(bits)); }

}  // namespace

// ---- Verdicts

SensitiveList::Verdicts::Slot& SensitiveList::Verdicts::At(uint64_t hash) {
  if (2 * (count_ + 1) > slots_.size()) {
    std::vector<Slot> old(std::max<size_t>(64, 2 * slots_.size()));
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.hash == 0) continue;
      size_t at = slot.hash & (slots_.size() - 1);
      while (slots_[at].hash != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].hash != 0 && slots_[at].hash != hash) at = (at + 1) & (slots_.size() - 1);
  if (slots_[at].hash == 0) ++count_;
  slots_[at].hash = hash;
  return slots_[at];
}

const SensitiveList::Verdicts::Slot* SensitiveList::Verdicts::Find(uint64_t hash) const {
  if (slots_.empty()) return nullptr;
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].hash != 0 && slots_[at].hash != hash) at = (at + 1) & (slots_.size() - 1);
  return slots_[at].hash == 0 ? nullptr : &slots_[at];
}

// ---- Making a list

Result<SensitiveList> SensitiveList::FromRules(std::vector<TopicRules> rules) {
  if (rules.size() > kMaxTopics) {
    return TooLarge("topics: expected at most " + std::to_string(kMaxTopics));
  }
  SensitiveList list;
  list.topics_.emplace_back();
  for (const TopicRules& topic : rules) {
    const std::string where = "topics[" + std::to_string(list.topics_.size() - 1) + "]";
    if (!IsTopicId(topic.topic.id)) {
      return Malformed(where + ".id: expected 1 to 32 of a-z, 0-9 and _");
    }
    if (list.Find(topic.topic.id) != kNoTopic) {
      return Malformed(where + ".id: \"" + topic.topic.id + "\" is there twice");
    }
    if (topic.topic.name.empty() || topic.topic.name.size() > kMaxNameBytes ||
        !IsCleanUtf8(topic.topic.name)) {
      return Malformed(where + ".name: expected 1 to 128 bytes");
    }
    list.topics_.push_back(topic.topic);
  }
  std::vector<TopicIndex>& by_rank = list.topic_by_rank_;
  by_rank.resize(rules.size());
  std::iota(by_rank.begin(), by_rank.end(), TopicIndex{1});
  Sort(by_rank, [&](TopicIndex a, TopicIndex b) {
    return list.TierOf(a) != list.TierOf(b) ? list.TierOf(a) > list.TierOf(b) : a < b;
  });
  for (size_t rank = 0; rank < by_rank.size(); ++rank) {
    const TopicRules& topic = rules[by_rank[rank] - size_t{1}];
    const auto r = static_cast<Rank>(rank);
    Status status = list.AddPaths(topic.categories, r, &Verdict::fires);
    if (status.ok()) status = list.AddPaths(topic.except, r, &Verdict::spares);
    for (size_t i = 0; i < topic.titles.size() && status.ok(); ++i) {
      status = list.AddTitleRule(topic.titles[i], r);
    }
    if (!status.ok()) return At("topic \"" + topic.topic.id + "\"", status.error());
  }
  return list;
}

Status SensitiveList::AddPaths(const std::vector<std::string>& paths, Rank rank,
                               uint64_t Verdict::*bits) {
  for (const std::string& path : paths) {
    uint64_t hash = 0;
    size_t levels = 0;
    bool is_path = true;
    ForEachName(path, [&](std::string_view name) {
      const uint64_t name_hash = HashOfName(name);
      if (name_hash == 0 || ++levels > kMaxCategoryDepth) is_path = false;
      hash = HashAfter(hash, name_hash);
    });
    if (!is_path || levels == 0) {
      return Malformed("expected a category like \"Baby & Toddler > Diapering\"");
    }
    paths_.At(hash).verdict.*bits |= uint64_t{1} << rank;
  }
  return {};
}

Status SensitiveList::AddTitleRule(const TitleRule& rule, Rank rank) {
  if (rank_by_rule_.size() >= kMaxTitleRules) {
    return TooLarge("titles: expected at most " + std::to_string(kMaxTitleRules) +
                    " in the whole list");
  }
  if (rule.words.empty()) return Malformed("titles: expected words");
  rank_by_rule_.push_back(rank);
  if (const Status status = AddPhrases(rule.words, &Verdict::fires); !status.ok()) return status;
  return AddPhrases(rule.unless, &Verdict::spares);
}

// For the rule that was added last.
Status SensitiveList::AddPhrases(const std::vector<std::string>& phrases, uint64_t Verdict::*bits) {
  for (const std::string& phrase : phrases) {
    uint64_t first = 0;
    uint64_t hash = 0;
    uint32_t count = 0;
    for (WordScanner words(phrase); words.Next(); ++count) {
      hash = HashAfter(hash, words.hash());
      if (count == 0) first = hash;
    }
    if (count == 0 || count > kMaxPhraseWords) {
      return Malformed("titles: expected phrases of 1 to 4 words");
    }
    uint32_t& longest = phrases_.At(first).longest;
    longest = std::max(longest, count);
    phrases_.At(hash).verdict.*bits |= uint64_t{1} << (rank_by_rule_.size() - 1);
  }
  return {};
}

// ---- Asking it

TopicIndex SensitiveList::Find(std::string_view id) const {
  for (size_t i = 1; i < topics_.size(); ++i) {
    if (topics_[i].id == id) return static_cast<TopicIndex>(i);
  }
  return kNoTopic;
}

SensitiveList::Rank SensitiveList::RankOf(TopicIndex topic) const {
  const auto at = std::find(topic_by_rank_.begin(), topic_by_rank_.end(), topic);
  return at == topic_by_rank_.end() ? kNoRank : static_cast<Rank>(at - topic_by_rank_.begin());
}

// Follows every phrase that has begun and not ended: at most three of earlier words, and this one.
SensitiveList::Verdict SensitiveList::Read(std::string_view text) const {
  struct Begun {
    uint64_t hash;
    uint32_t words_left;
  };
  std::array<Begun, kMaxPhraseWords> begun;
  size_t count = 0;
  Verdict verdict;
  for (WordScanner words(text); words.Next();) {
    const uint64_t word = words.hash();
    size_t kept = 0;
    for (size_t i = 0; i < count && !words.after_break(); ++i) {
      const Begun next = {HashAfter(begun[i].hash, word), begun[i].words_left - 1};
      if (const auto* found = phrases_.Find(next.hash)) verdict.Add(found->verdict);
      if (next.words_left > 0) begun[kept++] = next;
    }
    count = kept;
    const uint64_t first = HashAfter(0, word);
    const auto* found = phrases_.Find(first);
    if (found == nullptr) continue;
    verdict.Add(found->verdict);
    if (found->longest > 1) begun[count++] = {first, found->longest - 1};
  }
  return verdict;
}

SensitiveList::Place SensitiveList::Below(const Place& parent, std::string_view name) const {
  Place place = parent;
  place.path_hash = HashAfter(parent.path_hash, HashOfName(name));
  if (const auto* found = paths_.Find(place.path_hash)) place.paths.Add(found->verdict);
  place.names.Add(Read(name));
  return place;
}

// A title is spared by itself and by the names above it; a name only by those.
SensitiveList::Rank SensitiveList::RankOf(const Place& place, std::string_view title) const {
  Verdict words = Read(title);
  words.spares |= place.names.spares;
  const uint64_t fires = words.left() | place.names.left();
  const Rank by_words = fires == 0 ? kNoRank : rank_by_rule_[LowestBit(fires)];
  const uint64_t covers = place.paths.left();
  return std::min(by_words, covers == 0 ? kNoRank : LowestBit(covers));
}

TopicIndex SensitiveList::Classify(std::string_view title, std::string_view category_path) const {
  Place place;
  ForEachName(category_path, [&](std::string_view name) { place = Below(place, name); });
  return TopicOf(RankOf(place, title));
}

std::vector<TopicIndex> SensitiveList::ClassifyColumns(const CatalogColumns& columns) const {
  std::vector<Place> places(columns.category_parent.size());
  for (size_t node = 1; node < places.size(); ++node) {  // parents come before their children
    places[node] = Below(places[columns.category_parent[node]], columns.category_name[node]);
  }
  std::vector<Rank> revealed = {kNoRank};
  for (size_t i = 0; i < columns.reveals_topic.size(); ++i) {
    const Rank rank = RankOf(Find(columns.reveals_topic[i]));
    revealed.push_back(rank == kNoRank && !topic_by_rank_.empty() ? Rank{0} : rank);
  }
  std::vector<TopicIndex> topics(columns.key.size());
  for (size_t i = 0; i < topics.size(); ++i) {
    Rank rank = RankOf(places[columns.category[i]], columns.title[i]);
    if (!columns.reveals.empty()) rank = std::min(rank, revealed[columns.reveals[i]]);
    topics[i] = TopicOf(rank);
  }
  return topics;
}

}  // namespace hearth
