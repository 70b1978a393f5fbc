#include "pack/orders/orders.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/hash.h"

namespace hearth {
namespace {

constexpr uint64_t kHeldOutOneIn = 10;

// ---- Numbers that do not depend on the order of lines

// The first line of a customer or an order, as far as it decides about numbers.
struct FirstLine {
  Time time = kMaxTime;
  uint32_t order = 0;     // of a customer
  uint32_t customer = 0;  // of an order: the smallest number
  uint32_t name = 0;
};

// Those of names that stand in a line.
void DropUnused(std::vector<FirstLine>* firsts) {
  std::erase_if(*firsts, [](const FirstLine& first) { return first.time == kMaxTime; });
}

std::vector<uint32_t> NamesOf(const std::vector<FirstLine>& firsts) {
  std::vector<uint32_t> names;
  names.reserve(firsts.size());
  for (const FirstLine& first : firsts) names.push_back(first.name);
  return names;
}

std::vector<uint32_t> CustomersByFirstLine(const Orders& orders) {
  std::vector<FirstLine> firsts(orders.customers.size());
  for (const OrderLine& line : orders.lines) {
    FirstLine& first = firsts[line.customer];
    first.name = line.customer;
    const bool before =
        line.time < first.time || (line.time == first.time && line.order != first.order &&
                                   orders.orders[line.order] < orders.orders[first.order]);
    if (before) first.order = line.order;
    first.time = std::min(first.time, line.time);
  }
  DropUnused(&firsts);
  std::sort(firsts.begin(), firsts.end(), [&](const FirstLine& a, const FirstLine& b) {
    if (a.time != b.time) return a.time < b.time;
    if (a.order != b.order) return orders.orders[a.order] < orders.orders[b.order];
    return orders.customers[a.name] < orders.customers[b.name];
  });
  return NamesOf(firsts);
}

// Customers have their numbers already. Names decide between the orders that one customer made in
// one moment alone: most of a large file is sorted without them.
std::vector<uint32_t> OrdersByCustomer(const Orders& orders) {
  std::vector<FirstLine> firsts(orders.orders.size());
  for (const OrderLine& line : orders.lines) {
    FirstLine& first = firsts[line.order];
    const bool unseen = first.time == kMaxTime;
    first.customer = unseen ? line.customer : std::min(first.customer, line.customer);
    first.time = std::min(first.time, line.time);
    first.name = line.order;
  }
  DropUnused(&firsts);
  std::sort(firsts.begin(), firsts.end(), [&](const FirstLine& a, const FirstLine& b) {
    if (a.customer != b.customer) return a.customer < b.customer;
    if (a.time != b.time) return a.time < b.time;
    return orders.orders[a.name] < orders.orders[b.name];
  });
  return NamesOf(firsts);
}

// `kept`: the old numbers, in the order of the new ones.
void Renumber(const std::vector<uint32_t>& kept, uint32_t OrderLine::*number, Names* names,
              std::vector<OrderLine>* lines) {
  std::vector<uint32_t> new_number(names->size());
  for (size_t i = 0; i < kept.size(); ++i) new_number[kept[i]] = static_cast<uint32_t>(i);
  for (OrderLine& line : *lines) line.*number = new_number[line.*number];
  names->Keep(kept);
}

// Takes those of `names` that stand in a line, in their order, and gives lines their new numbers.
void CopyNames(const Names& names, uint32_t OrderLine::*number, Names* copy,
               std::vector<OrderLine>* lines) {
  std::vector<uint32_t> new_number(names.size(), 0);
  for (const OrderLine& line : *lines) new_number[line.*number] = 1;
  for (size_t i = 0; i < names.size(); ++i) {
    if (new_number[i] != 0) new_number[i] = copy->Append(names[i]);
  }
  for (OrderLine& line : *lines) line.*number = new_number[line.*number];
}

}  // namespace

std::string OrdersReport::LeftOutInWords() const {
  std::string words;
  for (size_t i = 0; i < left_out.size(); ++i) {
    if (left_out[i] == 0) continue;
    words += (words.empty() ? "" : ", ") + std::to_string(left_out[i]) + " " +
             std::string(kLeftOutNames[i]);
  }
  return words;
}

uint32_t Names::Number(std::string_view name) {
  if (numbers_.empty()) {
    for (size_t i = 0; i < names_.size(); ++i)
      numbers_.emplace(names_[i], static_cast<uint32_t>(i));
  }
  const auto found = numbers_.find(name);
  if (found != numbers_.end()) return found->second;
  const auto number = static_cast<uint32_t>(names_.size());
  numbers_.emplace(names_.emplace_back(name), number);
  return number;
}

uint32_t Names::Append(std::string_view name) {
  names_.emplace_back(name);
  numbers_ = {};
  return static_cast<uint32_t>(names_.size() - 1);
}

void Names::Keep(std::span<const uint32_t> numbers) {
  std::deque<std::string> kept;
  for (const uint32_t number : numbers) kept.push_back(std::move(names_[number]));
  names_ = std::move(kept);
  numbers_ = {};
}

void Orders::Add(std::string_view customer, std::string_view order, std::string_view sku, Time time,
                 int32_t quantity, int32_t price_minor) {
  lines.push_back({customers.Number(customer), orders.Number(order), skus.Number(sku), quantity,
                   price_minor, time});
}

bool IsHeldOut(std::string_view customer) { return Hash64(customer) % kHeldOutOneIn == 0; }

Orders TakeHeldOut(Orders* orders) {
  Orders held_out;
  std::vector<bool> is_held_out(orders->customers.size());
  for (size_t i = 0; i < is_held_out.size(); ++i) is_held_out[i] = IsHeldOut(orders->customers[i]);
  std::erase_if(orders->lines, [&](const OrderLine& line) {
    if (!is_held_out[line.customer]) return false;
    held_out.Add(orders->customers[line.customer], orders->orders[line.order],
                 orders->skus[line.sku], line.time, line.quantity, line.price_minor);
    return true;
  });
  return held_out;
}

void NumberByContent(Orders* orders) {
  Renumber(CustomersByFirstLine(*orders), &OrderLine::customer, &orders->customers, &orders->lines);
  Renumber(OrdersByCustomer(*orders), &OrderLine::order, &orders->orders, &orders->lines);
}

Orders LinesBefore(const Orders& orders, Time end) {
  Orders before;
  std::copy_if(orders.lines.begin(), orders.lines.end(), std::back_inserter(before.lines),
               [&](const OrderLine& line) { return line.time < end; });
  CopyNames(orders.customers, &OrderLine::customer, &before.customers, &before.lines);
  CopyNames(orders.orders, &OrderLine::order, &before.orders, &before.lines);
  CopyNames(orders.skus, &OrderLine::sku, &before.skus, &before.lines);
  return before;
}

}  // namespace hearth
