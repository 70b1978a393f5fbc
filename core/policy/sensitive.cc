#include "policy/sensitive.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

#include "policy/words.h"

namespace hearth {
namespace {

constexpr std::string_view kAnd = "and";

// sensitive_default.json as embed.cmake writes it: a line for each topic ("=never!adult=Adult
// goods"; "!" where it is for adults only), category ("+"), exception ("-"), for the words (":")
// and the `unless` ("/") of a title rule.
constexpr std::string_view kDefaultList =
#include "policy/sensitive_default.inc"
    ;

// Of the words of one name; 0 when it has none.
uint64_t HashOfName(std::string_view name) {
  uint64_t hash = 0;
  for (WordScanner words(name); words.Next();) {
    if (words.word() != kAnd) hash = HashAfter(hash, words.hash());
  }
  return hash;
}

// What stands before the next `separator`, which is taken off the front of `text` with it.
std::string_view TakeUntil(char separator, std::string_view* text) {
  const size_t end = std::min(text->find(separator), text->size());
  const std::string_view taken = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  return taken;
}

Topic DefaultTopic(std::string_view line) {
  const size_t end_of_tier = line.find_first_of("!=");
  Topic topic;
  topic.tier = static_cast<Tier>(
      std::find(kTierNames.begin(), kTierNames.end(), line.substr(0, end_of_tier)) -
      kTierNames.begin());
  topic.adults_only = line[end_of_tier] == '!';
  line.remove_prefix(end_of_tier + 1);
  topic.id = TakeUntil('=', &line);
  topic.name = line;
  return topic;
}

}  // namespace

// ---- Verdicts

SensitiveList::Verdicts::Slot& SensitiveList::Verdicts::At(uint64_t hash) {
  if (2 * (count_ + 1) > slots_.size()) {
    std::vector<Slot> old(std::max<size_t>(64, 2 * slots_.size()));
    old.swap(slots_);
    count_ = 0;
    for (const Slot& slot : old) {
      if (slot.hash != 0) At(slot.hash) = slot;
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

const SensitiveList& SensitiveList::Default() {
  static const SensitiveList list = [] {
    SensitiveList made;
    bool good = true;
    for (std::string_view rest = kDefaultList; !rest.empty();) {
      std::string_view line = TakeUntil('\n', &rest);
      const char kind = line[0];
      line.remove_prefix(1);
      if (kind == '=') made.AddTopic(DefaultTopic(line));
      if (kind == '+') good &= made.AddPath(line, &Verdict::fires);
      if (kind == '-') good &= made.AddPath(line, &Verdict::spares);
      if (kind == ':') made.AddTitleRule();
      if (kind != ':' && kind != '/') continue;
      while (!line.empty()) {
        good &=
            made.AddPhrase(TakeUntil(',', &line), kind == ':' ? &Verdict::fires : &Verdict::spares);
      }
    }
    assert(good);
    return made;
  }();
  return list;
}

void SensitiveList::AddTopic(Topic topic) {
  assert(topics_.size() <= kMaxTopics);
  const uint64_t bit = uint64_t{1} << (topics_.size() - 1);
  topics_of_tier_[static_cast<size_t>(topic.tier)] |= bit;
  if (topic.adults_only) for_adults_ |= bit;
  topics_.push_back(std::move(topic));
}

bool SensitiveList::AddPath(std::string_view path, uint64_t Verdict::*bits) {
  uint64_t hash = 0;
  do {
    const uint64_t name_hash = HashOfName(TakeUntil('>', &path));
    if (name_hash == 0) return false;
    hash = HashAfter(hash, name_hash);
  } while (!path.empty());
  paths_.At(hash).verdict.*bits |= uint64_t{1} << (topics_.size() - 2);
  return true;
}

void SensitiveList::AddTitleRule() {
  assert(topic_of_rule_.size() < kMaxTitleRules);
  topic_of_rule_.push_back(static_cast<TopicIndex>(topics_.size() - 1));
}

bool SensitiveList::AddPhrase(std::string_view phrase, uint64_t Verdict::*bits) {
  uint64_t first = 0;
  uint64_t hash = 0;
  uint32_t count = 0;
  for (WordScanner words(phrase); words.Next(); ++count) {
    hash = HashAfter(hash, words.hash());
    if (count == 0) first = hash;
  }
  if (count == 0 || count > kMaxPhraseWords) return false;
  uint32_t& longest = phrases_.At(first).longest;
  longest = std::max(longest, count);
  phrases_.At(hash).verdict.*bits |= uint64_t{1} << (topic_of_rule_.size() - 1);
  return true;
}

// ---- Asking it

TopicIndex SensitiveList::Find(std::string_view id) const {
  for (size_t i = 1; i < topics_.size(); ++i) {
    if (topics_[i].id == id) return static_cast<TopicIndex>(i);
  }
  return kNoTopic;
}

TopicIndex SensitiveList::Strongest(uint64_t topics) const {
  for (size_t tier = topics_of_tier_.size(); tier-- > 1;) {
    const uint64_t of_tier = topics & topics_of_tier_[tier];
    if (of_tier != 0) return static_cast<TopicIndex>(std::countr_zero(of_tier) + 1);
  }
  return kNoTopic;
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
uint64_t SensitiveList::TopicsOf(const Place& place, std::string_view title) const {
  Verdict words = Read(title);
  words.spares |= place.names.spares;
  uint64_t topics = place.paths.left();
  for (uint64_t rules = words.left() | place.names.left(); rules != 0; rules &= rules - 1) {
    topics |= uint64_t{1} << (topic_of_rule_[static_cast<size_t>(std::countr_zero(rules))] - 1);
  }
  return topics;
}

TopicIndex SensitiveList::Classify(std::string_view title, std::string_view category_path) const {
  Place place;
  while (!category_path.empty()) place = Below(place, TakeUntil('>', &category_path));
  return Strongest(TopicsOf(place, title));
}

std::vector<uint64_t> SensitiveList::TopicsOfItems(const CatalogColumns& columns) const {
  std::vector<Place> places(columns.category_parent.size());
  for (size_t node = 1; node < places.size(); ++node) {  // parents come before their children
    places[node] = Below(places[columns.category_parent[node]], columns.category_name[node]);
  }
  std::array<uint64_t, kMaxTopics + 1> revealed = {};
  for (size_t i = 0; i < columns.reveals_topic.size(); ++i) {
    TopicIndex topic = Find(columns.reveals_topic[i]);
    if (topic == kNoTopic) topic = Strongest(~uint64_t{0});
    revealed[i + 1] = topic == kNoTopic ? 0 : uint64_t{1} << (topic - 1);
  }
  std::vector<uint64_t> topics(columns.key.size());
  for (size_t i = 0; i < topics.size(); ++i) {
    topics[i] = TopicsOf(places[columns.category[i]], columns.title[i]);
    if (!columns.reveals.empty()) topics[i] |= revealed[columns.reveals[i]];
  }
  return topics;
}

std::vector<TopicIndex> SensitiveList::ClassifyColumns(const CatalogColumns& columns) const {
  std::vector<TopicIndex> strongest;
  for (const uint64_t topics : TopicsOfItems(columns)) strongest.push_back(Strongest(topics));
  return strongest;
}

std::vector<uint8_t> SensitiveList::ClassifyCatalog(const Catalog& catalog) const {
  std::vector<uint8_t> marks;
  for (const uint64_t topics : TopicsOfItems(catalog.columns())) {
    const uint8_t for_adults = (topics & for_adults_) != 0 ? kForAdults : 0;
    marks.push_back(static_cast<uint8_t>(Strongest(topics) | for_adults));
  }
  return marks;
}

}  // namespace hearth
