// Order lines from and to JSON lines.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "pack/orders/orders.h"

namespace hearth {
namespace {

using Json = nlohmann::json;

// Strings as they are, numbers as written by JSON, nothing as "".
Status ReadText(const Json& object, const char* name, std::string* text) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return {};
  if (found->is_string()) {
    *text = found->get<std::string>();
  } else if (found->is_number()) {
    *text = found->dump();
  } else {
    return Malformed(std::string(name) + ": expected a string or a number");
  }
  return {};
}

}  // namespace

Result<OrderFields> ParseOrderFields(std::string_view json_text) {
  const Json object = Json::parse(json_text, nullptr, false);
  if (!object.is_object()) return Malformed("expected a JSON object");
  OrderFields fields;
  const std::pair<const char*, std::string*> reads[] = {
      {"customer", &fields.customer}, {"order", &fields.order},
      {"time", &fields.time},         {"id", &fields.id},
      {"quantity", &fields.quantity}, {"price", &fields.price}};
  for (const auto& [name, text] : reads) {
    if (const Status status = ReadText(object, name, text); !status.ok()) return status.error();
  }
  return fields;
}

std::string WriteHistories(const Orders& orders) {
  std::vector<const OrderLine*> lines;
  for (const OrderLine& line : orders.lines) lines.push_back(&line);
  const auto key = [&](const OrderLine* line) {
    return std::tie(orders.customers[line->customer], line->time, orders.orders[line->order],
                    orders.skus[line->sku]);
  };
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const OrderLine* a, const OrderLine* b) { return key(a) < key(b); });
  std::string text;
  for (const OrderLine* line : lines) {
    nlohmann::ordered_json json;
    json["customer"] = orders.customers[line->customer];
    json["order"] = orders.orders[line->order];
    json["time"] = line->time;
    json["sku"] = orders.skus[line->sku];
    json["quantity"] = line->quantity;
    json["priceMinor"] = line->price_minor;
    text += json.dump() + "\n";
  }
  return text;
}

}  // namespace hearth
