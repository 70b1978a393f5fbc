#include "import/history_import.h"

#include <algorithm>
#include <utility>

#include "base/function_ref.h"
#include "base/hash.h"
#include "base/hex.h"
#include "base/sort.h"
#include "import/history_formats.h"
#include "import/history_reader.h"

namespace hearth {
namespace {

constexpr uint64_t kSessionSeed = 0x6f72646572;  // "order"
constexpr uint32_t kMostPieces = 65535;
constexpr Time kSameOrder = 31 * kMsPerDay;  // a number that comes later is another order's

// Lines of one order, so that they are one visit; nothing where the file names no order.
SessionId SessionOf(std::string_view foreign, std::string_view order) {
  if (order.empty()) return kNoSession;
  const auto hash =
      static_cast<SessionId>(Hash64(std::string(foreign) + std::string(order), kSessionSeed));
  return hash == kNoSession ? 1 : hash;
}

// Hashes of what lines have in common, with their places, ascending.
using Lines = std::vector<std::pair<uint64_t, uint32_t>>;

uint64_t KeyOfLine(const KnownPurchase& event, std::string_view what, Time later = 0) {
  const uint64_t terms = uint64_t{event.session} << 32 | static_cast<uint32_t>(event.price_minor);
  return Hash64(what, Mix64(static_cast<uint64_t>(event.time + later) ^ Mix64(terms)));
}

// An item of an order; all that a line says where it is of no order.
uint64_t KeyOfItem(const KnownPurchase& event, std::string_view what) {
  if (event.session == kNoSession) return KeyOfLine(event, what);
  return Hash64(what, Mix64(event.session));
}

uint64_t KeyOfPieces(const KnownPurchase& event) {
  return KeyOfLine(event, "pieces:" + std::to_string(event.quantity));
}

bool AreOfOneTime(Time a, Time b) { return std::max(a, b) - std::min(a, b) < kSameOrder; }

// The end of the lines from `at` on that are alike; `are_alike(first, other)`.
template <typename AreAlike>
size_t EndOfAlike(const Lines& lines, size_t at, AreAlike are_alike) {
  size_t end = at + 1;
  while (end < lines.size() && are_alike(lines[at], lines[end])) ++end;
  return end;
}

// What one telling says of one item: lines from `begin` to `end`.
struct Telling {
  size_t begin, end;
  Time time;
  uint32_t bought = 0, kept = 0;  // pieces

  bool Replaces(const Telling& earlier) const {
    return bought > earlier.bought || (bought == earlier.bought && kept < bought);
  }
};

// What is known, by the keys of each line, and how much of it was found again.
class KnownLines {
 public:
  explicit KnownLines(std::span<const KnownPurchase> known) : known_(known) {
    for (uint32_t i = 0; i < known.size(); ++i) {
      left_.push_back(PiecesOf(known[i]));
      lines_.emplace_back(KeyOfLine(known[i], known[i].sku), i);
      if (known[i].session == kNoSession) continue;
      lines_.emplace_back(KeyOfItem(known[i], known[i].sku), i);
      lines_.emplace_back(KeyOfItem(known[i], ""), i);
      lines_.emplace_back(KeyOfPieces(known[i]), i);
    }
    Sort(lines_);
    used_.resize(lines_.size());
  }

  static uint32_t PiecesOf(const KnownPurchase& known) { return std::max(known.quantity, 1u); }

  // Takes `*wanted` pieces, or as many as are left, off the lines of that key that fit. False where
  // there are no such lines.
  bool Take(uint64_t key, uint32_t* wanted,
            FunctionRef<bool(const KnownPurchase&, uint32_t left)> fits) {
    const auto found = std::lower_bound(lines_.begin(), lines_.end(), std::pair(key, uint32_t{0}));
    if (found == lines_.end() || found->first != key) return false;
    uint32_t& used = used_[static_cast<size_t>(found - lines_.begin())];
    for (auto at = found + used; at != lines_.end() && at->first == key && *wanted > 0; ++at) {
      uint32_t& left = left_[at->second];
      if (left == 0 && at == found + used) ++used;  // so that many takings are no longer than one
      if (left == 0 || !fits(known_[at->second], left)) continue;
      const uint32_t pieces = std::min(left, *wanted);
      left -= pieces;
      *wanted -= pieces;
    }
    return true;
  }

 private:
  std::span<const KnownPurchase> known_;
  std::vector<uint32_t> left_;  // pieces
  std::vector<uint32_t> used_;  // by a key's first line: how many of its lines have none left
  Lines lines_;
};

bool TakeNear(const KnownPurchase& event, uint64_t key, KnownLines* lines, uint32_t* wanted) {
  return lines->Take(key, wanted, [&](const KnownPurchase& each, uint32_t) {
    return AreOfOneTime(each.time, event.time);
  });
}

// What stands behind a line that has fewer pieces than are wanted: how much later nothing does.
Time TakeLater(const KnownPurchase& event, const std::string& own, KnownLines* lines,
               uint32_t* wanted) {
  Time later = 0;
  for (bool is_there = true; is_there && *wanted > 0;) {
    ++later;
    const bool by_own = TakeNear(event, KeyOfLine(event, own, later), lines, wanted);
    is_there = TakeNear(event, KeyOfLine(event, event.sku, later), lines, wanted) || by_own;
  }
  return later;
}

// "title:" of "title:0123"; "" of a shop's own SKUs.
std::string_view KindOfName(std::string_view sku) { return sku.substr(0, sku.rfind(':') + 1); }

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

// A name that the file alone decides, and that is no item's of the shop; "" of a whole order.
std::string HistoryImport::OwnSku(const BoughtLine& purchase) const {
  if (purchase.sku.empty() && purchase.gtin == 0 && purchase.title.empty()) return "";
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
  taken.event = {purchase.time,
                 SessionOf(file_.foreign, purchase.order),
                 own,
                 purchase.price_minor,
                 purchase.quantity,
                 purchase.title};
  taken.by = match.by;
  taken.is_gift = purchase.is_gift;
  taken.bought = purchase.bought;
  if (match.item != kNoItem) {
    taken.event.sku = shop_.Sku(match.item);
    if (purchase.title.empty()) taken.event.title = shop_.Title(match.item);
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

// Marks what the file tells otherwise, too.
HistoryImport::Marks HistoryImport::ChooseTellings() {
  Lines lines;
  for (uint32_t i = 0; i < purchases_.size(); ++i) {
    lines.emplace_back(KeyOfItem(purchases_[i].event, purchases_[i].event.sku), i);
  }
  Sort(lines);
  const auto is_together = [&](const auto& a, const auto& b) {
    return a.first == b.first &&
           file_.purchases[a.second].telling == file_.purchases[b.second].telling;
  };
  Marks is_dropped(purchases_.size());
  std::vector<Telling> chosen;  // of one item
  for (size_t begin = 0, end = 0; begin < lines.size(); begin = end) {
    if (begin == 0 || lines[begin].first != lines[begin - 1].first) chosen.clear();
    end = EndOfAlike(lines, begin, is_together);
    Telling told{begin, end, purchases_[lines[begin].second].event.time};
    for (size_t i = begin; i < end; ++i) {
      const ImportedPurchase& line = purchases_[lines[i].second];
      told.bought = std::min(told.bought + line.bought, kMostPieces);
      told.kept = std::min(told.kept + line.event.quantity, kMostPieces);
    }
    const auto other = std::find_if(chosen.begin(), chosen.end(), [&](const Telling& each) {
      return AreOfOneTime(each.time, told.time);
    });
    if (other == chosen.end()) {
      chosen.push_back(told);
      continue;
    }
    if (told.Replaces(*other)) std::swap(told, *other);
    const Skip reason = other->kept == 0 ? Skip::kCancelled : Skip::kRepeated;
    for (size_t i = told.begin; i < told.end; ++i) {
      is_dropped[lines[i].second] = static_cast<uint8_t>(reason) + 1;
    }
  }
  return is_dropped;
}

// Marks the lines of orders of which a later one says that the whole was cancelled.
void HistoryImport::LeaveCancelledOrders(Marks* is_dropped) const {
  Lines orders;
  for (uint32_t i = 0; i < purchases_.size(); ++i) {
    if (own_skus_[i].empty()) orders.emplace_back(purchases_[i].event.session, i);
  }
  Sort(orders);
  for (uint32_t i = 0; i < purchases_.size() && !orders.empty(); ++i) {
    const KnownPurchase& event = purchases_[i].event;
    const auto later =
        std::lower_bound(orders.begin(), orders.end(), std::pair(uint64_t{event.session}, i + 1));
    if (later == orders.end() || later->first != event.session) continue;
    if (!AreOfOneTime(event.time, purchases_[later->second].event.time)) continue;
    (*is_dropped)[i] = static_cast<uint8_t>(Skip::kCancelled) + 1;
  }
}

// Equal lines are one event with all their pieces: an event stands in a history once.
void HistoryImport::AddUp() {
  Marks is_dropped = ChooseTellings();
  LeaveCancelledOrders(&is_dropped);
  Lines lines;
  for (uint32_t i = 0; i < is_dropped.size(); ++i) {
    const ImportedPurchase& line = purchases_[i];
    if (line.event.quantity == 0) continue;
    if (is_dropped[i] == 0) {
      lines.emplace_back(KeyOfLine(line.event, line.event.sku), i);
    } else {
      const auto reason = static_cast<Skip>(is_dropped[i] - 1);
      file_.skipped.Add(file_.purchases[i].row, reason);
      ++(reason == Skip::kRepeated ? counts_.repeated : counts_.cancelled);
    }
  }
  Sort(lines);
  for (size_t i = 1, first = 0; i < lines.size(); ++i) {
    if (lines[first].first != lines[i].first) {
      first = i;
      continue;
    }
    ImportedPurchase& sum = purchases_[lines[first].second];
    const ImportedPurchase& line = purchases_[lines[i].second];
    sum.event.quantity = std::min(sum.event.quantity + line.event.quantity, kMostPieces);
    sum.bought = std::min(sum.bought + line.bought, kMostPieces);
    sum.is_gift |= line.is_gift;
    is_dropped[lines[i].second] = 1;
    ++counts_.added_up;
  }
  Drop(is_dropped, &purchases_);
  Drop(is_dropped, &own_skus_);
}

// Whether an older pack may have had this item for the line: it is in the shop no more, what the
// line would be called without an item is no name of the same kind, and the titles fit.
bool HistoryImport::MayBe(const KnownPurchase& known, size_t i) const {
  if (shop_.FindSku(known.sku) != kNoItem) return false;
  if (KindOfName(known.sku) == KindOfName(own_skus_[i])) return false;
  const std::string words = WordsOfTitle(known.title);
  return !words.empty() && matcher_.Fit(words, WordsOfTitle(purchases_[i].event.title));
}

void HistoryImport::LeaveKnown(std::span<const KnownPurchase> known) {
  KnownLines lines(known);
  // First what has the same name, then the name that it has where nothing matches.
  const auto take_items = [&](std::vector<uint32_t>* pieces) {
    for (const bool by_own : {false, true}) {
      for (size_t i = 0; i < pieces->size(); ++i) {
        const KnownPurchase& event = purchases_[i].event;
        TakeNear(event, KeyOfItem(event, by_own ? own_skus_[i] : event.sku), &lines, &(*pieces)[i]);
      }
    }
  };
  std::vector<uint32_t> wanted, gone;
  for (const ImportedPurchase& each : purchases_) {
    wanted.push_back(each.event.quantity);
    gone.push_back(each.bought - each.event.quantity);
  }
  take_items(&wanted);
  take_items(&gone);
  Marks is_known(purchases_.size());
  for (size_t i = 0; i < wanted.size(); ++i) {
    KnownPurchase& event = purchases_[i].event;
    counts_.withdrawn += gone[i] < purchases_[i].bought - event.quantity ? 1 : 0;
    if (wanted[i] == event.quantity) {
      lines.Take(KeyOfPieces(event), &wanted[i], [&](const KnownPurchase& each, uint32_t left) {
        return left == each.quantity && MayBe(each, i);
      });
    }
    const bool is_partly = wanted[i] < event.quantity;
    const Time later = is_partly ? TakeLater(event, own_skus_[i], &lines, &wanted[i]) : 0;
    is_known[i] = wanted[i] == 0 ? 1 : 0;
    counts_.known += event.quantity > 0 ? is_known[i] : 0;
    if (!is_partly || is_known[i] != 0) continue;
    event.quantity = wanted[i];
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
    const auto& [event, described, by, is_gift, bought] = purchases_[i];
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
