// Order lines from and to JSON lines.
#include <algorithm>
#include <tuple>

#include "base/json.h"
#include "input/json_records.h"
#include "pack/orders/orders.h"

namespace hearth {
namespace {

// Strings as they are, numbers with the digits they are written with, nothing as "".
Status ReadText(const Json& object, std::string_view name, std::string* text) {
  const Json* found = object.find(name);
  if (found == nullptr || found->is_null()) return {};
  if (found->is_string()) {
    *text = found->string();
  } else if (found->is_number()) {
    *text = name == "price" ? PlainNumber(*found) : found->number_text();
  } else {
    return Malformed(std::string(name) + ": expected a string or a number");
  }
  return {};
}

}  // namespace

Result<OrderFields> ParseOrderFields(std::string_view json_text) {
  const Result<Json> object = Json::Parse(json_text);
  if (!object.ok() || !object->is_object()) return Malformed("expected a JSON object");
  OrderFields fields;
  const std::pair<const char*, std::string*> reads[] = {
      {"customer", &fields.customer}, {"order", &fields.order},
      {"time", &fields.time},         {"id", &fields.id},
      {"quantity", &fields.quantity}, {"price", &fields.price}};
  for (const auto& [name, text] : reads) {
    if (const Status status = ReadText(*object, name, text); !status.ok()) return status.error();
  }
  return fields;
}

std::string WriteHistories(const Orders& orders) {
  std::vector<const OrderLine*> lines;
  for (const OrderLine& line : orders.lines) lines.push_back(&line);
  const auto key = [&](const OrderLine* line) {
    return std::tie(orders.customers[line->customer], line->time, orders.orders[line->order],
                    orders.skus[line->sku], line->quantity, line->price_minor);
  };
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const OrderLine* a, const OrderLine* b) { return key(a) < key(b); });
  std::string text;
  for (const OrderLine* line : lines) {
    const Json json{{"customer", orders.customers[line->customer]},
                    {"order", orders.orders[line->order]},
                    {"time", line->time},
                    {"sku", orders.skus[line->sku]},
                    {"quantity", line->quantity},
                    {"priceMinor", line->price_minor}};
    text += json.Write() + "\n";
  }
  return text;
}

}  // namespace hearth
