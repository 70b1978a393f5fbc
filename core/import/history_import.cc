#include "import/history_import.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "base/hex.h"
#include "base/sort.h"
#include "import/history_formats.h"
#include "import/history_reader.h"

namespace hearth {
namespace {

constexpr uint64_t kSessionSeed = 0x6f72646572;  // "order"
constexpr uint32_t kMostPieces = 65535;

// Lines of one order, so that they are one visit; nothing where the file names no order.
SessionId SessionOf(std::string_view foreign, std::string_view order) {
  if (order.empty()) return kNoSession;
  const auto hash =
      static_cast<SessionId>(Hash64(std::string(foreign) + std::string(order), kSessionSeed));
  return hash == kNoSession ? 1 : hash;
}

// Hashes of what equal lines of an order have in common, with their places, ascending.
using Lines = std::vector<std::pair<uint64_t, uint32_t>>;

uint64_t KeyOfLine(const KnownPurchase& event, std::string_view what, Time later = 0) {
  const uint64_t terms = uint64_t{event.session} << 32 | static_cast<uint32_t>(event.price_minor);
  return Hash64(what, Mix64(static_cast<uint64_t>(event.time + later) ^ Mix64(terms)));
}

uint64_t KeyOfPieces(const KnownPurchase& event) {
  return KeyOfLine(event, "pieces:" + std::to_string(event.quantity));
}

// What is known, by the key of each line, and what of it was found again.
class KnownLines {
 public:
  explicit KnownLines(std::span<const KnownPurchase> known) : known_(known), taken_(known.size()) {}

  void Add(uint64_t key, size_t at) { lines_.emplace_back(key, static_cast<uint32_t>(at)); }
  void Sort() { hearth::Sort(lines_); }

  // The pieces of one line of that key that was not taken yet; 0 where there is none.
  uint32_t Take(uint64_t key) {
    auto at = std::lower_bound(lines_.begin(), lines_.end(), std::pair(key, uint32_t{0}));
    for (; at != lines_.end() && at->first == key; ++at) {
      if (taken_[at->second] != 0) continue;
      taken_[at->second] = 1;
      return std::max(known_[at->second].quantity, 1u);
    }
    return 0;
  }

 private:
  std::span<const KnownPurchase> known_;
  std::vector<uint8_t> taken_;
  Lines lines_;
};

}  // namespace

Status HistoryImport::Read(std::string_view bytes, const HistoryOptions& options,
                           std::span<const KnownPurchase> known) {
  Result<HistoryFile> file = ReadHistory(bytes, shop_.money(), options);
  if (!file.ok()) return file.error();  // what was read before stays
  file_ = *std::move(file);
  counts_ = {};
  purchases_.clear();
  own_skus_.clear();
  for (const BoughtLine& purchase : file_.purchases) Take(purchase);
  AddUp();
  LeaveKnown(known);
  size_t* const counts[] = {&counts_.described, &counts_.by_sku, &counts_.by_gtin,
                            &counts_.by_title};
  for (const ImportedPurchase& each : purchases_) {
    ++*counts[static_cast<size_t>(each.by)];
    counts_.gifts += each.is_gift ? 1 : 0;
  }
  LeavePrices();
  return {};
}

// A name that the file alone decides, and that is no item's of the shop.
std::string HistoryImport::OwnSku(const BoughtLine& purchase) const {
  std::string id = file_.foreign + purchase.sku;
  if (purchase.sku.empty()) {
    id = purchase.gtin != 0 ? "gtin:" + std::to_string(purchase.gtin)
                            : "title:" + Hex(Hash64(WordsOfTitle(purchase.title)));
  }
  if (id.size() > kMaxSkuBytes) id = "id:" + Hex(Hash64(id));
  if (shop_.FindSku(id) != kNoItem) id = "other:" + Hex(Hash64(id));
  return id;
}

void HistoryImport::Take(const BoughtLine& purchase) {
  ImportedPurchase taken;
  const MatchedItem match = matcher_.Find(purchase);
  const std::string own = OwnSku(purchase);
  taken.event = {purchase.time, SessionOf(file_.foreign, purchase.order), own, purchase.price_minor,
                 purchase.quantity};
  taken.by = match.by;
  taken.is_gift = purchase.is_gift;
  taken.title = purchase.title;
  if (match.item != kNoItem) {
    taken.event.sku = shop_.Sku(match.item);
    if (taken.title.empty()) taken.title = shop_.Title(match.item);
  } else {
    taken.described = {own, purchase.title, matcher_.CategoryOf(purchase.category),
                       matcher_.BrandOf(purchase.brand)};
    if (taken.described.title.empty()) taken.described.title = purchase.sku;
    if (taken.described.category.size() > kMaxCategoryPathBytes) taken.described.category.clear();
  }
  purchases_.push_back(std::move(taken));
  own_skus_.push_back(own);
}

// Drops the entries that are marked.
template <typename Value>
void Drop(const std::vector<uint8_t>& is_dropped, std::vector<Value>* values) {
  size_t kept = 0;
  for (size_t i = 0; i < values->size(); ++i) {
    if (is_dropped[i]) continue;
    if (kept != i) (*values)[kept] = std::move((*values)[i]);
    ++kept;
  }
  values->resize(kept);
}

// The end of the lines from `at` on that are alike; `are_alike(first, other)`.
template <typename AreAlike>
size_t EndOfAlike(const Lines& lines, size_t at, AreAlike are_alike) {
  size_t end = at + 1;
  while (end < lines.size() && are_alike(lines[at], lines[end])) ++end;
  return end;
}

// Equal lines of one telling are one event with all their pieces: an event stands in a history
// once. Of several tellings the one with the most pieces is left.
void HistoryImport::AddUp() {
  Lines lines;
  for (uint32_t i = 0; i < purchases_.size(); ++i) {
    lines.emplace_back(KeyOfLine(purchases_[i].event, purchases_[i].event.sku), i);
  }
  Sort(lines);
  const auto is_equal = [](const auto& a, const auto& b) { return a.first == b.first; };
  const auto is_together = [&](const auto& a, const auto& b) {
    return is_equal(a, b) && file_.purchases[a.second].telling == file_.purchases[b.second].telling;
  };
  Marks is_dropped(purchases_.size(), 1), is_repeated(purchases_.size(), 1);
  for (size_t begin = 0; begin < lines.size();) {
    const size_t end = EndOfAlike(lines, begin, is_equal);
    size_t most = begin, most_end = begin;
    uint32_t pieces = 0;
    while (begin < end) {
      const size_t told = EndOfAlike(lines, begin, is_together);
      uint32_t sum = 0;
      for (size_t i = begin; i < told; ++i) {
        const bool is_gift = purchases_[lines[i].second].is_gift;
        purchases_[lines[begin].second].is_gift |= is_gift;
        sum = std::min(sum + purchases_[lines[i].second].event.quantity, kMostPieces);
      }
      if (sum > pieces) std::tie(most, most_end, pieces) = std::tuple(begin, told, sum);
      begin = told;
    }
    purchases_[lines[most].second].event.quantity = pieces;
    is_dropped[lines[most].second] = 0;
    for (size_t i = most; i < most_end; ++i) is_repeated[lines[i].second] = 0;
    counts_.added_up += most_end - most - 1;
  }
  NameRepeated(is_repeated);
  Drop(is_dropped, &purchases_);
  Drop(is_dropped, &own_skus_);
}

void HistoryImport::NameRepeated(const Marks& is_repeated) {
  for (size_t i = 0; i < is_repeated.size(); ++i) {
    if (!is_repeated[i]) continue;
    file_.skipped.Add(file_.purchases[i].row, Skip::kRepeated);
    ++counts_.repeated;
  }
}

// First what has the same name, or the name that it has where nothing matches; then, of what is
// left of an order, what cost as much and was as many.
void HistoryImport::LeaveKnown(std::span<const KnownPurchase> known) {
  KnownLines lines(known);
  for (size_t i = 0; i < known.size(); ++i) {
    lines.Add(KeyOfLine(known[i], known[i].sku), i);
    if (known[i].session != kNoSession) lines.Add(KeyOfPieces(known[i]), i);
  }
  lines.Sort();
  std::vector<uint32_t> pieces(purchases_.size());  // that are known
  const auto take = [&](size_t i, Time later, std::string_view sku) {
    const uint32_t taken = lines.Take(KeyOfLine(purchases_[i].event, sku, later));
    pieces[i] += taken;
    return taken > 0;
  };
  for (size_t i = 0; i < pieces.size(); ++i) take(i, 0, purchases_[i].event.sku);
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i] == 0) take(i, 0, own_skus_[i]);
  }
  Marks is_known(purchases_.size());
  for (size_t i = 0; i < pieces.size(); ++i) {
    KnownPurchase& event = purchases_[i].event;
    if (pieces[i] == 0 && lines.Take(KeyOfPieces(event)) > 0) pieces[i] = event.quantity;
    Time later = pieces[i] > 0 ? 1 : 0;
    while (later > 0 && pieces[i] < event.quantity &&
           (take(i, later, event.sku) || take(i, later, own_skus_[i]))) {
      ++later;
    }
    is_known[i] = pieces[i] >= event.quantity ? 1 : 0;
    counts_.known += is_known[i];
    if (is_known[i] != 0 || later == 0) continue;
    event.quantity -= pieces[i];
    event.time += later;  // else it might be the very event that is known
    ++counts_.topped_up;
  }
  Drop(is_known, &purchases_);
}

// Of Hearth's own export from a shop with another currency: the engine would refuse it whole.
void HistoryImport::LeavePrices() {
  if (file_.currency.empty() || file_.currency == shop_.money().currency) return;
  for (Json& event : file_.events) {
    const Json* price = event.find("priceMinor");
    if (price == nullptr) continue;
    event["priceMinor"] = 0;
    ++file_.in_other_currency;
  }
}

Json HistoryImport::Events(size_t at, size_t count) const {
  Json events = Json::array();
  const size_t end = std::min(event_count(), at + std::min(count, event_count()));
  for (size_t i = at; i < end; ++i) {
    if (i >= purchases_.size()) {
      events.push_back(Copied(file_.events[i - purchases_.size()]));
      continue;
    }
    const auto& [event, described, title, by, is_gift] = purchases_[i];
    Json json = {{"type", "buy"},
                 {"sku", event.sku},
                 {"time", event.time},
                 {"session", event.session},
                 {"quantity", event.quantity},
                 {"priceMinor", event.price_minor}};
    if (is_gift) json["giftCue"] = true;
    if (by == MatchedBy::kNothing) {
      json["item"] = {
          {"title", described.title}, {"category", described.category}, {"brand", described.brand}};
    }
    events.push_back(std::move(json));
  }
  return events;
}

}  // namespace hearth
