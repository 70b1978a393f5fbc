#include "cli/histories_json.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace hearth {
namespace {

using Json = nlohmann::ordered_json;

Error AtLine(const std::string& file, size_t line, std::string_view expected) {
  return Malformed(file + ":" + std::to_string(line) + ": " + std::string(expected));
}

// Calls `read(json, line number)` for every line that is not blank.
template <typename Read>
Status ForEachLine(std::string_view text, const std::string& file, Read read) {
  size_t number = 0;
  while (!text.empty()) {
    ++number;
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) return AtLine(file, number, "expected a JSON object");
    if (Status status = read(json, number); !status.ok()) return status;
  }
  return {};
}

// nullptr when it is not there or not text.
const std::string* TextOf(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() ? at->get_ptr<const std::string*>() : nullptr;
}

int64_t IntegerOf(const Json& json, const char* name, int64_t missing) {
  const auto at = json.find(name);
  return at != json.end() && at->is_number_integer() ? at->get<int64_t>() : missing;
}

Json RecordOf(Json events, Time now) {
  return {{"op", "record"}, {"now", now}, {"events", std::move(events)}};
}

// Money in minor units as "12.34".
std::string Money(int64_t minor) {
  char text[32];
  std::snprintf(text, sizeof text, "%lld.%02lld", static_cast<long long>(minor / 100),
                static_cast<long long>(minor % 100));
  return text;
}

}  // namespace

Result<std::vector<Shopper>> ReadHistories(std::string_view text, const std::string& file_name) {
  std::vector<Shopper> shoppers;
  std::unordered_map<std::string, size_t> number_of;  // lines of one need not lie together
  const Status status = ForEachLine(text, file_name, [&](const Json& json, size_t line) -> Status {
    const std::string* customer = TextOf(json, "customer");
    const std::string* order = TextOf(json, "order");
    const std::string* sku = TextOf(json, "sku");
    const Time time = IntegerOf(json, "time", -1);
    if (customer == nullptr || order == nullptr || sku == nullptr || !IsPlausible(time)) {
      return AtLine(file_name, line, "expected customer, order and sku as strings, time in ms");
    }
    const int64_t quantity = IntegerOf(json, "quantity", 1);
    const int64_t price = IntegerOf(json, "priceMinor", 0);
    if (quantity < 1 || price < 0 || price > 0x7FFFFFFF) {
      return AtLine(file_name, line, "expected quantity >= 1 and priceMinor >= 0");
    }
    const size_t number = number_of.emplace(*customer, shoppers.size()).first->second;
    if (number == shoppers.size()) shoppers.push_back({*customer, {}});
    const auto units = static_cast<uint16_t>(std::min<int64_t>(quantity, 65535));
    shoppers[number].purchases.push_back({*order, *sku, time, units, static_cast<int32_t>(price)});
    return {};
  });
  if (!status.ok()) return status.error();
  for (Shopper& shopper : shoppers) {
    std::stable_sort(shopper.purchases.begin(), shopper.purchases.end(),
                     [](const Purchase& a, const Purchase& b) { return a.time < b.time; });
  }
  return shoppers;
}

std::string RecordRequest(const Shopper& shopper, const Catalog& catalog, Time now) {
  Json events = Json::array();
  int64_t session = 0;
  const std::string* order = nullptr;
  for (const Purchase& purchase : shopper.purchases) {
    if (order == nullptr || *order != purchase.order) ++session;
    order = &purchase.order;
    if (purchase.time > now || catalog.FindSku(purchase.sku) == kNoItem) continue;
    Json event = {{"type", "buy"},
                  {"sku", purchase.sku},
                  {"time", purchase.time},
                  {"quantity", purchase.quantity},
                  {"priceMinor", purchase.price_minor},
                  {"session", session}};
    // One order may hold the same line twice; the second says nothing new.
    if (events.empty() || events.back() != event) events.push_back(std::move(event));
  }
  return RecordOf(std::move(events), now).dump();
}

Result<std::string> RecordRequest(std::string_view lines, const std::string& file_name, Time now) {
  Json events = Json::array();
  const Status status = ForEachLine(lines, file_name, [&](const Json& json, size_t) -> Status {
    events.push_back(json);
    return {};
  });
  if (!status.ok()) return status.error();
  return RecordOf(std::move(events), now).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string RankRequestJson(const RankWords& words, Time now) {
  Json request = {{"op", "rank"}, {"now", now}, {"surface", words.surface}, {"limit", words.limit}};
  if (!words.sku.empty()) request["sku"] = words.sku;
  if (!words.category.empty()) request["category"] = words.category;
  if (!words.basket.empty()) request["basket"] = words.basket;
  return request.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool IsOk(const std::string& envelope) { return envelope.starts_with("{\"ok\""); }

std::string SlateTable(const std::string& envelope) {
  const Json json = Json::parse(envelope);
  std::string table;
  size_t place = 0;
  for (const Json& item : json["ok"]["items"]) {
    char line[256];
    std::snprintf(line, sizeof line, "%4zu  %-42.42s %9s  %s\n", ++place,
                  item["title"].get_ref<const std::string&>().c_str(),
                  Money(item["priceMinor"].get<int64_t>()).c_str(),
                  item["reason"]["text"].get_ref<const std::string&>().c_str());
    table += line;
  }
  return table;
}

}  // namespace hearth
