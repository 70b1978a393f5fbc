#include "policy/sensitive.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

#include "base/sha256.h"
#include "policy/words.h"

namespace hearth {
namespace {

constexpr std::string_view kAnd = "and";

// The lines that embed.cmake writes: one for each topic ("=never!adult=Adult goods"; "!" where it
// is for adults only), category ("+"), exception ("-"), for the numbers ("#"), and for the words
// (":") and the `unless` ("/") of a title rule.
constexpr std::string_view kTopicLines =
#include "policy/sensitive_topics.inc"
    ;
constexpr std::string_view kWordsHash =
#include "policy/sensitive_hash.inc"
    ;

constexpr uint8_t HexDigit(char c) {
  return static_cast<uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10);
}

// Its first 64 bits.
constexpr uint64_t kListHash = [] {
  uint64_t hash = 0;
  for (const char c : kWordsHash.substr(0, 16)) hash = hash << 4 | HexDigit(c);
  return hash;
}();

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

// Where a number's verdict lies among those of paths.
uint64_t HashOfNumber(uint32_t number) { return HashAfter(~uint64_t{0}, number); }

// Of digits alone.
uint32_t NumberOf(std::string_view digits) {
  uint32_t number = 0;
  for (const char c : digits) number = number * 10 + static_cast<uint32_t>(c - '0');
  return number;
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

SensitiveList SensitiveList::FromLines(std::string_view lines) {
  SensitiveList made;
  made.hash_ = kListHash;
  bool good = true;
  while (!lines.empty()) {
    std::string_view line = TakeUntil('\n', &lines);
    const char kind = line[0];
    line.remove_prefix(1);
    if (kind == '=') made.AddTopic(DefaultTopic(line));
    if (kind == '+') good &= made.AddPath(line, &Verdict::fires);
    if (kind == '-') good &= made.AddPath(line, &Verdict::spares);
    if (kind == '#') {
      while (!line.empty()) good &= made.AddNumber(NumberOf(TakeUntil(',', &line)));
    }
    if (kind == ':') made.AddTitleRule();
    if (kind != ':' && kind != '/') continue;
    while (!line.empty()) {
      good &=
          made.AddPhrase(TakeUntil(',', &line), kind == ':' ? &Verdict::fires : &Verdict::spares);
    }
  }
  assert(good);
  return made;
}

SensitiveList SensitiveList::DefaultTopics() {
  SensitiveList list = FromLines(kTopicLines);
  list.has_words_ = false;
  return list;
}

// Nothing of the file is read before all of it is known to be the right one.
Result<SensitiveList> SensitiveList::FromWords(std::string_view file) {
  const std::array<uint8_t, 32> hash = Sha256(file);
  for (size_t i = 0; i < hash.size(); ++i) {
    if (hash[i] != (HexDigit(kWordsHash[2 * i]) << 4 | HexDigit(kWordsHash[2 * i + 1]))) {
      return Malformed("words: not the file of this release");
    }
  }
  return FromLines(file);
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

bool SensitiveList::AddNumber(uint32_t number) {
  if (number == 0 || number > kMaxGoogleCategory) return false;
  paths_.At(HashOfNumber(number)).verdict.fires |= uint64_t{1} << (topics_.size() - 2);
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

SensitiveList::Place SensitiveList::PlaceOf(std::string_view category_path) const {
  Place place;
  while (!category_path.empty()) place = Below(place, TakeUntil('>', &category_path));
  return place;
}

uint64_t SensitiveList::TopicsOfNumber(uint32_t number) const {
  const auto* found = number == 0 ? nullptr : paths_.Find(HashOfNumber(number));
  return found == nullptr ? 0 : found->verdict.fires;
}

TopicIndex SensitiveList::Classify(std::string_view title, std::string_view category_path) const {
  return Strongest(TopicsOf(PlaceOf(category_path), title));
}

TopicIndex SensitiveList::ClassifyNumber(uint32_t google_category) const {
  return Strongest(TopicsOfNumber(google_category));
}

// A topic that this list does not have counts as its strongest.
uint64_t SensitiveList::TopicNamed(std::string_view id) const {
  TopicIndex topic = Find(id);
  if (topic == kNoTopic) topic = Strongest(~uint64_t{0});
  return topic == kNoTopic ? 0 : uint64_t{1} << (topic - 1);
}

std::vector<uint64_t> SensitiveList::TopicsSaid(const CatalogColumns& columns) const {
  std::array<uint64_t, kMaxTopics + 1> revealed = {}, said = {};
  for (size_t i = 0; i < columns.reveals_topic.size(); ++i) {
    revealed[i + 1] = TopicNamed(columns.reveals_topic[i]);
  }
  for (size_t i = 0; i < columns.topic_id.size(); ++i)
    said[i + 1] = TopicNamed(columns.topic_id[i]);
  std::vector<uint64_t> topics(columns.key.size());
  for (size_t i = 0; i < topics.size(); ++i) {
    if (!columns.reveals.empty()) topics[i] = revealed[columns.reveals[i]];
    if (!columns.topic.empty()) topics[i] |= said[columns.topic[i] & ~kForAdults];
  }
  return topics;
}

// Of paths, a line each.
uint64_t SensitiveList::TopicsOfPaths(std::string_view lines) const {
  uint64_t topics = 0;
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    topics |= TopicsOf(PlaceOf(lines.substr(0, end)), "");
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return topics;
}

void SensitiveList::AddTopicsByWords(const CatalogColumns& columns,
                                     std::vector<uint64_t>& topics) const {
  std::vector<Place> places(columns.category_parent.size());
  for (size_t node = 1; node < places.size(); ++node) {  // parents come before their children
    places[node] = BelowNode(columns, places[columns.category_parent[node]], node);
  }
  std::vector<uint64_t> besides(columns.also_under.size());
  for (size_t i = 0; i < besides.size(); ++i) besides[i] = TopicsOfPaths(columns.also_under[i]);
  for (size_t i = 0; i < topics.size(); ++i) {
    topics[i] |= TopicsOf(places[columns.category[i]], columns.title[i]);
    const auto [first, last] = columns.VariantsOf(static_cast<ItemIndex>(i));
    for (VariantIndex variant = first; variant < last; ++variant) {
      topics[i] |=
          TopicsOf(places[columns.category[i]], columns.Text(variant, VariantText::kTitle));
    }
    if (besides.empty()) continue;
    topics[i] |= besides[columns.also_under_of[i]] | TopicsOfNumber(columns.google_number[i]);
  }
}

std::vector<TopicIndex> SensitiveList::ClassifyColumns(const CatalogColumns& columns) const {
  std::vector<TopicIndex> strongest = MarksOf(columns, true);
  for (TopicIndex& topic : strongest) topic &= static_cast<TopicIndex>(~kForAdults);
  return strongest;
}

uint8_t SensitiveList::MarkOf(uint64_t topics) const {
  const uint8_t for_adults = (topics & for_adults_) != 0 ? kForAdults : 0;
  return static_cast<uint8_t>(Strongest(topics) | for_adults);
}

std::vector<uint8_t> SensitiveList::MarksOf(const CatalogColumns& columns, bool by_words) const {
  std::vector<uint64_t> topics = TopicsSaid(columns);
  if (by_words) AddTopicsByWords(columns, topics);
  std::vector<uint8_t> marks(topics.size());
  for (size_t i = 0; i < marks.size(); ++i) {
    marks[i] = MarkOf(topics[i]);
    if (marks[i] != 0 && !columns.topic.empty()) marks[i] |= columns.topic[i] & kForAdults;
  }
  return marks;
}

SensitiveList::Place SensitiveList::BelowNode(const CatalogColumns& columns, const Place& parent,
                                              size_t node) const {
  Place place = Below(parent, columns.category_name[node]);
  if (!columns.google_category.empty()) {
    place.paths.fires |= TopicsOfNumber(columns.google_category[node]);
  }
  return place;
}

uint64_t SensitiveList::BitOf(uint8_t mark) const {
  const int topic = mark & ~kForAdults;
  return topic == kNoTopic ? 0 : uint64_t{1} << (topic - 1);
}

uint8_t SensitiveList::Stricter(uint8_t a, uint8_t b) const {
  return static_cast<uint8_t>(Strongest(BitOf(a) | BitOf(b)) | ((a | b) & kForAdults));
}

}  // namespace hearth
