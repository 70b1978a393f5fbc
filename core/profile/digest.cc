#include "profile/digest.h"

#include <algorithm>
#include <map>

#include "base/fixed.h"
#include "profile/taste.h"

namespace hearth {
namespace {

using Interest = std::array<int64_t, kInterestHalfLives.size()>;

class DigestFolder {
 public:
  DigestFolder(const VisibleHistory& history, const Catalog& catalog)
      : history_(history), catalog_(catalog) {}

  Digest Run() {
    const auto events = history_.events();
    if (events.empty()) return {};
    const Time as_of = (events.back().time / kMsPerDay + 1) * kMsPerDay;
    std::map<ItemKey, Interest> by_item;
    std::map<ItemKey, const Event*> last;
    for (const Event& event : events) {
      const TasteWeight taste = TasteWeightOf(event.type);
      if (taste.weight == 0) continue;
      const ItemKey item = catalog_.ProductKey(event.item);
      by_item[item][static_cast<size_t>(taste.fades)] +=
          int64_t{taste.weight} * DecayQ16(as_of - event.time, taste.half_life());
      last[item] = &event;
    }
    for (auto& [item, interest] : by_item) {
      for (int64_t& each : interest) each = Clamp(each, -kTasteLimit, kTasteLimit);
      Count(*last.at(item), interest);
    }
    Digest digest;
    digest.as_of = as_of;
    for (const auto& [place, interest] : sums_) {
      digest.entries.push_back({place.first, place.second, interest});
    }
    if (digest.entries.size() > kMaxDigestEntries) digest.entries.resize(kMaxDigestEntries);
    return digest;
  }

 private:
  void Count(const Event& event, const Interest& interest) {
    Interest above_zero{};
    for (size_t i = 0; i < interest.size(); ++i) above_zero[i] = std::max<int64_t>(interest[i], 0);
    Add(DigestKind::kAll, 0, above_zero);
    const ItemDescription& text = history_.Describe(event);
    const ItemIndex item = catalog_.Find(event.item);
    const CatalogColumns& columns = catalog_.columns();
    AddCategories(item != kNoItem ? catalog_.CategoryPath(columns.category[item]) : text.category,
                  interest);
    if (item != kNoItem) AddGoogleCategories(columns.category[item], interest);
    const std::string_view brand =
        item != kNoItem ? columns.brand_name[columns.brand[item]] : std::string_view(text.brand);
    if (const uint64_t key = KeyOfName(brand); key != 0) Add(DigestKind::kBrand, key, interest);
    if (item != kNoItem) Add(DigestKind::kPriceBand, columns.price_band[item], interest);
  }

  void AddCategories(std::string_view path, const Interest& interest) {
    uint64_t key = 0;
    while (!path.empty()) {
      const size_t end = std::min(path.find('>'), path.size());
      key = KeyBelow(key, path.substr(0, end));
      Add(DigestKind::kCategory, key, interest);
      path.remove_prefix(std::min(end + 1, path.size()));
    }
  }

  void AddGoogleCategories(CategoryId category, const Interest& interest) {
    const CatalogColumns& columns = catalog_.columns();
    if (columns.google_category.empty()) return;
    for (; category != 0; category = columns.category_parent[category]) {
      const uint32_t number = columns.google_category[category];
      if (number != 0) Add(DigestKind::kGoogleCategory, number, interest);
    }
  }

  void Add(DigestKind kind, uint64_t key, const Interest& interest) {
    Interest& sum = sums_[{kind, key}];
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += interest[i];
  }

  const VisibleHistory& history_;
  const Catalog& catalog_;
  std::map<std::pair<DigestKind, uint64_t>, Interest> sums_;
};

}  // namespace

Digest FoldDigest(const VisibleHistory& history, const Catalog& catalog) {
  return DigestFolder(history, catalog).Run();
}

std::optional<int64_t> InterestAt(const Digest& digest, DigestKind kind, uint64_t key, Time now) {
  const auto at =
      std::lower_bound(digest.entries.begin(), digest.entries.end(), std::pair(kind, key),
                       [](const DigestEntry& entry, const auto& wanted) {
                         return std::pair(entry.kind, entry.key) < wanted;
                       });
  if (at == digest.entries.end() || at->kind != kind || at->key != key) {
    return std::nullopt;
  }
  const Time age = now - digest.as_of;
  int64_t left = 0;
  for (size_t i = 0; i < at->interest.size(); ++i) {
    left += at->interest[i] * DecayQ16(age, kInterestHalfLives[i]) / 65536;
  }
  return left;
}

}  // namespace hearth
