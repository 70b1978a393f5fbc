#include "import/history_import.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/hash.h"
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

std::string HexOf(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (uint64_t hash = Hash64(text), i = 0; i < 16; ++i, hash <<= 4) hex += kDigits[hash >> 60];
  return hex;
}

using SameLine = std::tuple<Time, SessionId, std::string, int32_t>;
SameLine LineOf(const KnownPurchase& event, const std::string& sku) {
  return {event.time, event.session, sku, event.price_minor};
}
using SamePieces = std::tuple<Time, SessionId, uint32_t, int32_t>;
SamePieces PiecesOf(const KnownPurchase& event) {
  return {event.time, event.session, event.quantity, event.price_minor};
}

}  // namespace

Status HistoryImport::Read(std::string_view bytes, const HistoryOptions& options,
                           std::span<const KnownPurchase> known) {
  file_ = {};
  counts_ = {};
  purchases_.clear();
  own_skus_.clear();
  const MoneyFormat money{std::string(catalog_.columns().currency),
                          catalog_.columns().minor_digits};
  Result<HistoryFile> file = ReadHistory(bytes, money, options);
  if (!file.ok()) return file.error();
  file_ = *std::move(file);
  for (const Purchase& purchase : file_.purchases) Take(purchase);
  AddUp();
  LeaveKnown(known);
  LeavePrices();
  return {};
}

// A name that the file alone decides, and that is no item's of the shop.
std::string HistoryImport::OwnSku(const Purchase& purchase) const {
  std::string id = file_.foreign + purchase.sku;
  if (purchase.sku.empty()) {
    id = purchase.gtin != 0 ? "gtin:" + std::to_string(purchase.gtin)
                            : "title:" + HexOf(WordsOfTitle(purchase.title));
  }
  if (id.size() > kMaxSkuBytes) id = "id:" + HexOf(id);
  if (catalog_.FindSku(id) != kNoItem) id = "other:" + HexOf(id);
  return id;
}

void HistoryImport::Take(const Purchase& purchase) {
  ImportedPurchase taken;
  const ItemMatch match = matcher_.Find(purchase);
  const std::string own = OwnSku(purchase);
  taken.event = {purchase.time, SessionOf(file_.foreign, purchase.order), own, purchase.price_minor,
                 purchase.quantity};
  taken.by = match.by;
  taken.title = purchase.title;
  if (match.item != kNoItem) {
    taken.event.sku = catalog_.Sku(match.item);
    if (taken.title.empty()) taken.title = catalog_.Title(match.item);
  } else {
    taken.described = {own, purchase.title, matcher_.CategoryOf(purchase.category),
                       matcher_.BrandOf(purchase.brand)};
    if (taken.described.title.empty()) taken.described.title = purchase.sku;
    if (taken.described.category.size() > kMaxCategoryPathBytes) taken.described.category.clear();
  }
  size_t* const counts[] = {&counts_.described, &counts_.by_sku, &counts_.by_gtin,
                            &counts_.by_title};
  ++*counts[static_cast<size_t>(match.by)];
  purchases_.push_back(std::move(taken));
  own_skus_.push_back(own);
}

// Equal lines of one order are one event with all their pieces: an event stands in a history once.
void HistoryImport::AddUp() {
  std::map<SameLine, size_t> first;
  size_t kept = 0;
  for (size_t i = 0; i < purchases_.size(); ++i) {
    const KnownPurchase& event = purchases_[i].event;
    const auto [found, is_new] = first.emplace(LineOf(event, event.sku), kept);
    if (!is_new) {
      uint32_t& quantity = purchases_[found->second].event.quantity;
      quantity = std::min(quantity + event.quantity, kMostPieces);
      ++counts_.added_up;
      continue;
    }
    if (kept != i) {
      purchases_[kept] = std::move(purchases_[i]);
      own_skus_[kept] = std::move(own_skus_[i]);
    }
    ++kept;
  }
  purchases_.resize(kept);
  own_skus_.resize(kept);
}

// First what has the same name, or the name that it has where nothing matches; then, of what is
// left of an order, what cost as much and was as many.
void HistoryImport::LeaveKnown(std::span<const KnownPurchase> known) {
  std::map<SameLine, size_t> lines;
  for (size_t i = 0; i < known.size(); ++i) lines.emplace(LineOf(known[i], known[i].sku), i);
  std::vector<bool> is_used(known.size()), is_known(purchases_.size());
  for (size_t i = 0; i < purchases_.size(); ++i) {
    const KnownPurchase& event = purchases_[i].event;
    for (const std::string& sku : {event.sku, own_skus_[i]}) {
      const auto found = lines.find(LineOf(event, sku));
      if (is_known[i] || found == lines.end() || is_used[found->second]) continue;
      is_used[found->second] = is_known[i] = true;
    }
  }
  std::map<SamePieces, size_t> left;
  for (size_t i = 0; i < known.size(); ++i) {
    if (!is_used[i] && known[i].session != kNoSession) ++left[PiecesOf(known[i])];
  }
  size_t kept = 0;
  for (size_t i = 0; i < purchases_.size(); ++i) {
    const auto found = left.find(PiecesOf(purchases_[i].event));
    const bool is_left = !is_known[i] && found != left.end() && found->second > 0;
    if (is_left) --found->second;
    if (is_known[i] || is_left) {
      ++counts_.known;
      continue;
    }
    if (kept != i) purchases_[kept] = std::move(purchases_[i]);
    ++kept;
  }
  purchases_.resize(kept);
}

// Of Hearth's own export from a shop with another currency: the engine would refuse it whole.
void HistoryImport::LeavePrices() {
  if (file_.currency.empty() || file_.currency == catalog_.columns().currency) return;
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
      Result<Json> copy = Json::Parse(file_.events[i - purchases_.size()].Write());
      if (copy.ok()) events.push_back(*std::move(copy));
      continue;
    }
    const auto& [event, described, title, by] = purchases_[i];
    Json json = {{"type", "buy"},
                 {"sku", event.sku},
                 {"time", event.time},
                 {"session", event.session},
                 {"quantity", event.quantity},
                 {"priceMinor", event.price_minor}};
    if (by == MatchedBy::kNothing) {
      json["item"] = {
          {"title", described.title}, {"category", described.category}, {"brand", described.brand}};
    }
    events.push_back(std::move(json));
  }
  return events;
}

}  // namespace hearth
