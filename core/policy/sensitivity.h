// What a household's history may do with sensitive things: every rule about them in one place.
//
//   which topic an item or a search is of             TopicOf, TopicOfItem, TopicOfSearch
//   whether events of it are kept sealed              IsSealing, SealsSearch
//   whether a member opted in to a topic              OptedIn
//   which items a viewer may be shown, and whether history may rank them    RulesFor
//
// It reads the sensitive list that ships with Hearth, and the loaded catalog where there is one: a
// shop may flag items of its own (catalog.h, `item_reveals`), and takes nothing from the list.
//
// A pack says what the list says of each item, so that slates need not wait for the words. Once
// they are there every item is judged by them as well, and the stricter of both holds: a pack that
// hides something is found out before anything more is learned of it. All at once, since no answer
// may depend on what somebody's secret visit met.
//
// As long as the words are not there (the browser gets them as a file), a pack of this very list is
// believed. What neither says anything of is *unjudged*: items of other packs, items that the
// catalog does not carry, the words of searches. What is unjudged is recorded as a secret, history
// suggests none of it, and children do not see it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "catalog/catalog.h"
#include "policy/sensitive.h"

namespace hearth {

// What history may do for an item on this viewer's screen.
enum class ItemRule : uint8_t {
  kFree,
  kWithoutHistory,  // never suggested because of history; where it must be listed, ranked cold
  kAbsent,          // not for this viewer's eyes
};

// Rules by item: by topic and kForAdults (sensitive.h; topic 0 is "none" and free), and by muted
// category. Must not outlive the Sensitivity that made them.
struct ItemRules {
  std::span<const uint8_t> topic_of_item;  // empty: every item is free
  std::array<ItemRule, 256> by_topic{};
  std::vector<uint8_t> is_muted;  // by item; empty: none is

  ItemRule Of(ItemIndex item) const {
    if (topic_of_item.empty()) return ItemRule::kFree;
    const ItemRule rule = by_topic[topic_of_item[item]];
    const bool muted = rule == ItemRule::kFree && !is_muted.empty() && is_muted[item];
    return muted ? ItemRule::kWithoutHistory : rule;
  }
};

// The viewer, as far as sensitive things depend on it.
struct Audience {
  bool child = false;  // or may be one
  bool known = false;  // said who they are: only then their choices count
  std::span<const std::string> allowed_topics, muted_categories;  // ascending
};

class Sensitivity {
 public:
  // Without a list nothing is sensitive: for training and measurement on data without topics.
  explicit Sensitivity(SensitiveList list = SensitiveList()) : list_(std::move(list)) {}

  // `catalog` must outlive this, or be taken back with nullptr.
  void SetCatalog(const Catalog* catalog);

  // Takes the place of the list: its words have come.
  void SetList(SensitiveList list);
  bool has_words() const { return list_.has_words(); }
  // Whether there are items that only words could judge.
  bool needs_words() const { return needs_words_; }

  const SensitiveList& list() const { return list_; }
  std::span<const Topic> topics() const { return list_.topics(); }

  // nullptr when there is none.
  const Topic* TopicOf(ItemIndex item) const;
  // Of an item that the catalog may not carry any more, by its texts then.
  const Topic* TopicOfItem(ItemKey item, std::string_view title, std::string_view category) const;
  // Of the words of a search, which may name a category as well as an item.
  const Topic* TopicOfSearch(std::string_view words) const;

  // Whether events of a topic are kept sealed: it is sensitive, not just often a present.
  static bool IsSealing(const Topic* topic);
  // Whether it stands for "nobody can say yet".
  static bool IsUnjudged(const Topic* topic);
  // Whether a search is kept sealed: for its words, or where most of what it finds is sensitive.
  // Reads every title of the catalog.
  bool SealsSearch(std::string_view words) const;

  // Whether this viewer opted in to a topic; only for topics of tier own_screen.
  static bool OptedIn(const Audience& audience, const Topic* topic);

  ItemRules RulesFor(const Audience& audience) const;

 private:
  const Topic* TopicAt(uint8_t mark) const;

  SensitiveList list_;
  const Catalog* catalog_ = nullptr;
  std::vector<uint8_t> topic_of_item_;
  bool needs_words_ = false;
};

}  // namespace hearth
