#include "policy/sensitivity.h"

#include <algorithm>

#include "catalog/search.h"

namespace hearth {

namespace {

constexpr uint8_t kUnjudged = 0xFF;  // a mark; kForAdults is in it
static_assert((kUnjudged & ~kForAdults) > kMaxTopics);
const Topic kUnjudgedTopic = {"", "", Tier::kNever, true};

}  // namespace

// By words at once or not at all, never one item after the other as somebody meets them: no answer
// may depend on what a secret visit met.
void Sensitivity::SetCatalog(const Catalog* catalog) {
  catalog_ = catalog;
  topic_of_item_.clear();
  needs_words_ = false;
  if (catalog == nullptr) return;
  const CatalogColumns& columns = catalog->columns();
  topic_of_item_ = list_.MarksOf(columns, has_words());
  const bool is_judged = !columns.topic.empty() && columns.list_hash == list_.hash();
  if (has_words() || is_judged) return;
  for (uint8_t& mark : topic_of_item_) {
    if (IsSealing(TopicAt(mark))) continue;
    mark = kUnjudged;
    needs_words_ = true;
  }
}

void Sensitivity::SetList(SensitiveList list) {
  list_ = std::move(list);
  SetCatalog(catalog_);
}

const Topic* Sensitivity::TopicAt(uint8_t mark) const {
  if (mark == kUnjudged) return &kUnjudgedTopic;
  const int topic = mark & ~kForAdults;
  return topic == kNoTopic ? nullptr : &list_.topics()[static_cast<size_t>(topic)];
}

const Topic* Sensitivity::TopicOf(ItemIndex item) const { return TopicAt(topic_of_item_[item]); }

const Topic* Sensitivity::TopicOfItem(ItemKey key, std::string_view title,
                                      std::string_view category) const {
  const ItemIndex item = catalog_ != nullptr ? catalog_->Find(key) : kNoItem;
  if (!has_words()) return item != kNoItem ? TopicOf(item) : &kUnjudgedTopic;
  const uint8_t said = item != kNoItem ? topic_of_item_[item] : uint8_t{kNoTopic};
  return TopicAt(list_.Stricter(said, list_.Classify(title, category)));
}

const Topic* Sensitivity::TopicOfSearch(std::string_view words) const {
  return has_words() ? TopicAt(list_.Classify(words, words)) : &kUnjudgedTopic;
}

bool Sensitivity::IsSealing(const Topic* topic) {
  return topic != nullptr && topic->tier >= Tier::kOwnScreen;
}

bool Sensitivity::IsUnjudged(const Topic* topic) { return topic == &kUnjudgedTopic; }

bool Sensitivity::SealsSearch(std::string_view words) const {
  if (IsSealing(TopicOfSearch(words))) return true;
  if (catalog_ == nullptr) return false;
  const std::vector<ItemIndex> found = Search(*catalog_, words);
  const auto sealing = std::count_if(found.begin(), found.end(),
                                     [&](ItemIndex item) { return IsSealing(TopicOf(item)); });
  return static_cast<size_t>(sealing) * 2 > found.size();
}

bool Sensitivity::OptedIn(const Audience& audience, const Topic* topic) {
  return audience.known && topic != nullptr && topic->tier == Tier::kOwnScreen &&
         !(topic->adults_only && audience.child) &&
         std::binary_search(audience.allowed_topics.begin(), audience.allowed_topics.end(),
                            topic->id);
}

ItemRules Sensitivity::RulesFor(const Audience& audience) const {
  ItemRules rules;
  rules.topic_of_item = topic_of_item_;
  const auto topics = list_.topics();
  for (size_t i = 1; i < topics.size(); ++i) {
    const bool seals = IsSealing(&topics[i]) && !OptedIn(audience, &topics[i]);
    rules.by_topic[i] = seals ? ItemRule::kWithoutHistory : ItemRule::kFree;
    rules.by_topic[i | kForAdults] = audience.child ? ItemRule::kAbsent : rules.by_topic[i];
  }
  rules.by_topic[kUnjudged] = audience.child ? ItemRule::kAbsent : ItemRule::kWithoutHistory;
  if (!audience.known || catalog_ == nullptr) return rules;
  for (const std::string& path : audience.muted_categories) {
    const CategoryId muted = catalog_->FindCategory(path);
    if (muted == 0) continue;
    const auto categories = catalog_->columns().category;
    rules.is_muted.resize(categories.size());
    for (size_t i = 0; i < categories.size(); ++i) {
      if (catalog_->IsWithin(categories[i], muted)) rules.is_muted[i] = true;
    }
  }
  return rules;
}

}  // namespace hearth
