#include "pack/counts/screening.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "catalog/feed_values.h"
#include "input/letters.h"
#include "pack/counts/baskets.h"

namespace hearth {
namespace {

constexpr size_t kFewOrders = 50;     // fewer say nothing of guests
constexpr size_t kFewCustomers = 20;  // at most as many neither
constexpr size_t kGuestsOneIn = 10;
constexpr size_t kUnknownOneIn = 5;
constexpr size_t kExamples = 2;

constexpr ItemIndex kSeveral = kNoItem - 1;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// A title without capitals and with single blanks.
std::string FoldedTitle(std::string_view title) {
  std::string folded;
  for (const char c : Trim(title)) {
    if (IsBlank(c) && folded.ends_with(' ')) continue;
    folded += IsBlank(c) ? ' ' : ToSmall(c);
  }
  return folded;
}

// ---- Joining

// Items by a text that is made of each and of their variants; kSeveral where two have the same.
class ItemsBy {
 public:
  template <typename Fold>
  ItemsBy(const CatalogColumns& columns, const TextColumn& texts, VariantText of_variant,
          Fold fold) {
    for (ItemIndex item = 0; item < columns.key.size(); ++item) {
      Add(fold(texts[item]), item);
      const auto [first, last] = columns.VariantsOf(item);
      for (VariantIndex variant = first; variant < last; ++variant) {
        const std::string_view text = columns.Text(variant, of_variant);
        if (!text.empty()) Add(fold(text), item);
      }
    }
  }

  // kNoItem where there is none or more than one.
  ItemIndex Find(const std::string& text) const {
    const auto found = items_.find(text);
    return found == items_.end() || found->second == kSeveral ? kNoItem : found->second;
  }

 private:
  void Add(std::string text, ItemIndex item) {
    const auto [at, is_new] = items_.emplace(std::move(text), item);
    if (at->second != item) at->second = kSeveral;
  }

  std::unordered_map<std::string, ItemIndex> items_;
};

class Joiner {
 public:
  explicit Joiner(const CatalogColumns& columns)
      : by_id_(columns, columns.sku, VariantText::kSku, FoldedId),
        by_title_(columns, columns.title, VariantText::kTitle, FoldedTitle) {}

  ItemIndex Find(std::string_view sku) const {
    if (!sku.starts_with(kByName)) return by_id_.Find(FoldedId(sku));
    std::string title = FoldedTitle(sku.substr(1));
    const ItemIndex item = by_title_.Find(title);
    const size_t variant = title.rfind(" - ");
    if (item != kNoItem || variant == std::string::npos) return item;
    title.resize(variant);
    return by_title_.Find(title);
  }

 private:
  const ItemsBy by_id_, by_title_;
};

// Lines of items that are joined otherwise than by their exact id get its SKU.
void Join(const OwnedColumns& columns, std::vector<ItemIndex>* items, Orders* orders) {
  if (std::find(items->begin(), items->end(), kNoItem) == items->end()) return;
  const Joiner joiner(columns.Columns());
  const TextColumn skus = columns.sku.Column();
  OrdersReport& report = orders->report;
  constexpr uint32_t kUnjoined = 0xFFFFFFFF;
  std::vector<uint32_t> joined(items->size(), kUnjoined);
  for (size_t i = 0; i < joined.size(); ++i) {
    if ((*items)[i] != kNoItem) continue;
    const ItemIndex item = joiner.Find(orders->skus[i]);
    if (item == kNoItem) continue;
    joined[i] = orders->skus.Number(skus[item]);
    const std::string& written = orders->skus[i];
    if (!written.starts_with(kByName) && report.joined.size() < kExamples) {
      report.joined.push_back(Quoted(written) + " is " + Quoted(skus[item]));
    }
  }
  for (OrderLine& line : orders->lines) {
    if (joined[line.sku] == kUnjoined) continue;
    ++(orders->skus[line.sku].starts_with(kByName) ? report.joined_by_name : report.joined_by_id);
    line.sku = joined[line.sku];
  }
  *items = ItemsOf(orders->skus, columns);
}

// ---- Lines of no item

// How two ids that mean one thing may differ, in words; "" where nothing is seen.
std::string Difference(std::string_view ordered, std::string_view in_feed) {
  if (ordered == in_feed || ordered.empty() || in_feed.empty()) return "";
  if (FoldedId(ordered) == FoldedId(in_feed)) {
    return "in capitals, blanks or zeros in front, and several items of the feed fit";
  }
  for (const bool swapped : {false, true}) {
    const std::string_view longer = swapped ? ordered : in_feed;
    const std::string_view shorter = swapped ? in_feed : ordered;
    const std::string side = swapped ? "the orders'" : "the feed's";
    if (longer.size() <= shorter.size()) continue;
    const std::string_view rest = longer.substr(0, longer.size() - shorter.size());
    if (longer.ends_with(shorter)) return "in " + Quoted(rest) + " before " + side;
    if (longer.starts_with(shorter)) {
      return "in " + Quoted(longer.substr(shorter.size())) + " behind " + side;
    }
  }
  return "";
}

bool AllDigits(std::string_view id) { return std::all_of(id.begin(), id.end(), IsDigit); }

// What the ids of the lines and of the feed seem to differ in.
std::string Differences(const std::vector<std::string>& unknown, const TextColumn& skus,
                        size_t count) {
  constexpr size_t kCompared = 20'000;
  for (const std::string& ordered : unknown) {
    if (ordered.size() < 3) continue;  // would be found in anything
    for (size_t i = 0; i < std::min(count, kCompared); ++i) {
      if (skus[i].size() < 3) continue;
      const std::string difference = Difference(ordered, skus[i]);
      if (!difference.empty()) return "; they seem to differ " + difference;
    }
  }
  const bool numbers = std::all_of(unknown.begin(), unknown.end(),
                                   [](const std::string& id) { return AllDigits(id); });
  const size_t some = std::min<size_t>(count, 100);
  size_t numbers_in_feed = 0;
  for (size_t i = 0; i < some; ++i) numbers_in_feed += AllDigits(skus[i]) ? 1 : 0;
  if (numbers && numbers_in_feed == 0 && some > 0) {
    return "; the orders' are numbers, the feed's are not";
  }
  if (!numbers && numbers_in_feed == some && some > 0) {
    return "; the feed's are numbers, the orders' are not";
  }
  return "";
}

std::string InWords(std::string_view sku) {
  return sku.starts_with(kByName) ? "the name " + Quoted(sku.substr(1)) : Quoted(sku);
}

Error TooManyUnknown(const std::string& name, size_t unknown, const std::vector<ItemIndex>& items,
                     const OwnedColumns& columns, const Orders& orders) {
  std::vector<std::string> examples;
  for (const OrderLine& line : orders.lines) {
    const std::string& sku = orders.skus[line.sku];
    if (items[line.sku] != kNoItem || examples.size() == kExamples) continue;
    if (std::find(examples.begin(), examples.end(), sku) == examples.end()) examples.push_back(sku);
  }
  const TextColumn skus = columns.sku.Column();
  const std::string before = orders.report.LeftOutInWords();
  std::string message = name + ": " + std::to_string(unknown) + " of " +
                        std::to_string(orders.lines.size()) +
                        " order lines are of items that the feed does not have, such as ";
  for (size_t i = 0; i < examples.size(); ++i)
    message += (i > 0 ? " and " : "") + InWords(examples[i]);
  message += "; ids of the feed are ";
  for (size_t i = 0; i < std::min(columns.item_count(), kExamples); ++i) {
    message += (i > 0 ? " and " : "") + Quoted(skus[i]);
  }
  if (columns.item_count() == 0) message += "none";
  std::erase_if(examples, [](const std::string& sku) { return sku.starts_with(kByName); });
  if (!examples.empty()) message += Differences(examples, skus, columns.item_count());
  if (!orders.report.layout.empty()) message += ". It was read as " + orders.report.layout;
  if (!before.empty()) message += "; left out before that: " + before;
  return Malformed(message + ". --allow-unknown goes on without these lines");
}

Status DropUnknown(const std::string& name, const std::vector<ItemIndex>& items,
                   const OwnedColumns& columns, bool allow_unknown, Orders* orders) {
  const auto is_unknown = [&](const OrderLine& line) { return items[line.sku] == kNoItem; };
  const auto unknown =
      static_cast<size_t>(std::count_if(orders->lines.begin(), orders->lines.end(), is_unknown));
  if (unknown * kUnknownOneIn > orders->lines.size() && !allow_unknown) {
    return TooManyUnknown(name, unknown, items, columns, *orders);
  }
  orders->report.Of(LeftOut::kNoItem) += unknown;
  if (unknown > 0) std::erase_if(orders->lines, is_unknown);
  return {};
}

// ---- Guests under one id

// How many orders each customer made. The same number of two customers is two orders.
std::vector<uint32_t> OrdersOfCustomers(const Orders& orders) {
  constexpr uint32_t kNobody = 0xFFFFFFFF, kShared = kNobody - 1;
  std::vector<uint32_t> customer_of(orders.orders.size(), kNobody);
  for (const OrderLine& line : orders.lines) {
    uint32_t& customer = customer_of[line.order];
    if (customer == kNobody) customer = line.customer;
    if (customer != line.customer) customer = kShared;
  }
  std::vector<uint32_t> counts(orders.customers.size(), 0);
  for (const uint32_t customer : customer_of) {
    if (customer < kShared) ++counts[customer];
  }
  std::vector<std::pair<uint32_t, uint32_t>> shared;
  for (const OrderLine& line : orders.lines) {
    if (customer_of[line.order] == kShared) shared.emplace_back(line.customer, line.order);
  }
  std::sort(shared.begin(), shared.end());
  shared.erase(std::unique(shared.begin(), shared.end()), shared.end());
  for (const auto& [customer, order] : shared) ++counts[customer];
  return counts;
}

void DropGuestsUnderOneId(Orders* orders) {
  const std::vector<uint32_t> counts = OrdersOfCustomers(*orders);
  size_t all = 0, customers = 0;
  for (const uint32_t count : counts) {
    all += count;
    customers += count > 0 ? 1 : 0;
  }
  if (all < kFewOrders || customers <= kFewCustomers) return;
  const auto is_guest = [&](const OrderLine& line) {
    return counts[line.customer] * kGuestsOneIn >= all;
  };
  for (const uint32_t count : counts) {
    if (count * kGuestsOneIn >= all) orders->report.orders_of_most += count;
  }
  orders->report.Of(LeftOut::kGuest) += std::erase_if(orders->lines, is_guest);
}

}  // namespace

std::string FoldedId(std::string_view id) {
  std::string folded;
  for (const char c : id) {
    if (!IsBlank(c) && !(c == '0' && folded.empty())) folded += ToSmall(c);
  }
  return folded;
}

Status ScreenOrders(const std::string& name, const OwnedColumns& columns, bool allow_unknown,
                    Orders* orders) {
  DropGuestsUnderOneId(orders);
  std::vector<ItemIndex> items = ItemsOf(orders->skus, columns);
  Join(columns, &items, orders);
  return DropUnknown(name, items, columns, allow_unknown, orders);
}

}  // namespace hearth
