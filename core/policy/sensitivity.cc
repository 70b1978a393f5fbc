#include "policy/sensitivity.h"

#include <algorithm>

#include "catalog/search.h"

namespace hearth {

void Sensitivity::SetCatalog(const Catalog* catalog) {
  catalog_ = catalog;
  topic_of_item_ = catalog != nullptr ? list_.ClassifyCatalog(*catalog) : std::vector<uint8_t>();
}

const Topic* Sensitivity::TopicAt(TopicIndex topic) const {
  return topic == kNoTopic ? nullptr : &list_.topics()[topic];
}

const Topic* Sensitivity::TopicOf(ItemIndex item) const {
  return TopicAt(topic_of_item_[item] & ~kForAdults);
}

const Topic* Sensitivity::TopicOfItem(ItemKey key, std::string_view title,
                                      std::string_view category) const {
  const ItemIndex item = catalog_ != nullptr ? catalog_->Find(key) : kNoItem;
  if (item != kNoItem && topic_of_item_[item] != 0) return TopicOf(item);
  return TopicAt(list_.Classify(title, category));
}

const Topic* Sensitivity::TopicOfSearch(std::string_view words) const {
  return TopicAt(list_.Classify(words, words));
}

bool Sensitivity::IsSealing(const Topic* topic) {
  return topic != nullptr && topic->tier >= Tier::kOwnScreen;
}

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
