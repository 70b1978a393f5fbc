#include "profile/searches.h"

#include <algorithm>
#include <utility>

#include "base/fixed.h"
#include "base/fold.h"
#include "base/sort.h"
#include "catalog/search.h"

namespace hearth {
namespace {

Finding Find(const Catalog& catalog, std::string_view words) {
  Finding found{std::string(words), 0, Search(catalog, words)};
  found.total = found.items.size();
  if (found.total <= kMaxFound) return found;
  const std::span<const uint32_t> customers = catalog.columns().item_customers;
  Sort(found.items, [&](ItemIndex a, ItemIndex b) {
    return customers[a] != customers[b] ? customers[a] > customers[b] : a < b;
  });
  found.items.resize(kMaxFound);
  Sort(found.items);
  return found;
}

Finding Take(const Catalog& catalog, std::string_view words, Findings* known) {
  for (Finding& finding : *known) {
    if (finding.words == words) return std::move(finding);
  }
  return Find(catalog, words);
}

// How many different ones of `views` the words do not find, be they among the items kept or not.
size_t CountOthers(const Catalog& catalog, std::span<const ItemIndex> views, const Finding& found) {
  const TextQuery query(found.words);
  std::vector<ItemIndex> others;
  for (const ItemIndex item : views) {
    const bool is_new = std::find(others.begin(), others.end(), item) == others.end();
    if (is_new && !query.Finds(catalog, item)) others.push_back(item);
    if (others.size() == kMaxSearches * 4) break;  // nothing is heard any more
  }
  return others.size();
}

int32_t Doublings(size_t found, size_t items) {  // Q8
  return found == 0 ? 0 : std::min(Log2Q8(items) - Log2Q8(found), kMaxDoublings * 256);
}

}  // namespace

const SoughtItem* Searches::Find(ItemIndex item) const {
  const auto at = std::lower_bound(items.begin(), items.end(), item,
                                   [](const SoughtItem& a, ItemIndex i) { return a.item < i; });
  return at != items.end() && at->item == item ? &*at : nullptr;
}

Searches FoldSearches(const Catalog& catalog, std::span<const MadeSearch> made,
                      std::span<const ItemIndex> views, Findings* known) {
  Searches searches;
  Findings used;
  for (size_t i = made.size(); i-- > 0 && used.size() < kMaxSearches;) {
    const std::string words = Folded(made[i].words);
    const bool again = std::any_of(used.begin(), used.end(),
                                   [&](const Finding& newer) { return newer.words == words; });
    if (again) continue;
    const size_t later = used.size();
    const Finding& found = used.emplace_back(Take(catalog, words, known));
    searches.events.push_back(made[i].event);
    int32_t strength = Doublings(found.total, catalog.item_count());
    for (size_t n = later + CountOthers(catalog, views.subspan(made[i].views_before), found); n > 0;
         --n) {
      strength = strength * 7 / 10;
    }
    if (strength == 0) continue;
    for (const ItemIndex item : found.items) {
      searches.items.push_back(
          {item, static_cast<uint16_t>(strength), static_cast<uint8_t>(later)});
    }
  }
  *known = std::move(used);
  // The loudest first within an item; of equally loud ones the newest.
  Sort(searches.items, [](const SoughtItem& a, const SoughtItem& b) {
    if (a.item != b.item) return a.item < b.item;
    return a.strength != b.strength ? a.strength > b.strength : a.search < b.search;
  });
  const auto same = [](const SoughtItem& a, const SoughtItem& b) { return a.item == b.item; };
  searches.items.erase(std::unique(searches.items.begin(), searches.items.end(), same),
                       searches.items.end());
  return searches;
}

}  // namespace hearth
