#include "eval/next_basket_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "catalog/feed_values.h"

namespace hearth {
namespace {

// The files are the measurer's own, and long: the parser does not recurse.
using Json = nlohmann::json;

constexpr int64_t kMaxItem = int64_t{1} << 53;
constexpr int64_t kMaxDays = 36'500;

struct RawCase {
  std::string user;
  std::vector<std::vector<int64_t>> history;
  std::vector<int64_t> truth;
  std::vector<int32_t> days;
};

const Json& Field(const Json& object, const char* name) {
  static const Json kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

bool IsWhole(const Json& json, int64_t most) {
  return json.is_number_integer() && json.get<int64_t>() >= 0 && json.get<int64_t>() <= most &&
         (!json.is_number_unsigned() || json.get<uint64_t>() <= static_cast<uint64_t>(most));
}

Result<std::vector<int64_t>> ReadBasket(const Json& json, const std::string& place) {
  const Error expected = Malformed(place + ": expected an array of items, whole numbers from 0");
  if (!json.is_array()) return expected;
  std::vector<int64_t> items;
  for (const Json& item : json) {
    if (!IsWhole(item, kMaxItem)) return expected;
    items.push_back(item.get<int64_t>());
  }
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

std::optional<int32_t> ReadDay(const Json& json) {
  if (IsWhole(json, kMaxDays)) return DayOf(kMinTime) + json.get<int32_t>();
  if (!json.is_string()) return std::nullopt;
  const Result<Time> time = ParseTime(json.get_ref<const std::string&>());
  return time.ok() ? std::optional(DayOf(*time)) : std::nullopt;
}

Status ReadDays(const Json& json, const Json& history, RawCase* one) {
  const Json& dates = Field(json, "dates");
  if (dates.is_null()) return {};
  if (!dates.is_array() || dates.size() != history.size()) {
    return Malformed("dates: expected as many dates as history has baskets");
  }
  for (size_t b = 0; b <= history.size(); ++b) {
    const bool is_last = b == history.size();
    const std::optional<int32_t> day = ReadDay(is_last ? Field(json, "when") : dates[b]);
    if (!day || (!one->days.empty() && *day < one->days.back())) {
      return Malformed(std::string(is_last ? "when" : "dates") +
                       ": expected dates (\"2011-03-04\") or days, in order");
    }
    if (is_last || !history[b].empty()) one->days.push_back(*day);
  }
  return {};
}

Result<RawCase> ReadCase(const Json& json) {
  RawCase one;
  const Json& user = Field(json, "user");
  if (!user.is_string() || user.get_ref<const std::string&>().empty()) {
    return Malformed("user: expected a string");
  }
  one.user = user.get<std::string>();
  const Json& history = Field(json, "history");
  if (!history.is_array()) return Malformed("history: expected an array of baskets");
  for (const Json& basket : history) {
    Result<std::vector<int64_t>> items = ReadBasket(basket, "history");
    if (!items.ok()) return items.error();
    if (!items->empty()) one.history.push_back(*std::move(items));
  }
  Result<std::vector<int64_t>> truth = ReadBasket(Field(json, "truth"), "truth");
  if (!truth.ok()) return truth.error();
  if (truth->empty()) return Malformed("truth: expected at least one item");
  one.truth = *std::move(truth);
  if (Status status = ReadDays(json, history, &one); !status.ok()) return status.error();
  return one;
}

// Numbers items densely, ascending.
BasketCases Number(std::vector<RawCase> raw) {
  std::set<int64_t> items;
  for (const RawCase& one : raw) {
    for (const auto& basket : one.history) items.insert(basket.begin(), basket.end());
    items.insert(one.truth.begin(), one.truth.end());
  }
  BasketCases data;
  data.items.assign(items.begin(), items.end());
  const auto number = [&](const std::vector<int64_t>& basket) {
    std::vector<CaseItem> numbers;
    for (int64_t item : basket) {
      const auto at = std::lower_bound(data.items.begin(), data.items.end(), item);
      numbers.push_back(static_cast<CaseItem>(at - data.items.begin()));
    }
    return numbers;
  };
  for (RawCase& one : raw) {
    BasketCase& numbered = data.cases.emplace_back();
    numbered.user = std::move(one.user);
    for (const auto& basket : one.history) numbered.history.push_back(number(basket));
    numbered.truth = number(one.truth);
    numbered.days = std::move(one.days);
  }
  return data;
}

bool ShareACustomer(const BasketCases& data, std::span<const size_t> a, std::span<const size_t> b,
                    const NextBasketOptions& options) {
  std::set<std::string_view> customers;
  for (size_t c : a) customers.insert(CustomerOf(data.cases[c], options));
  return std::any_of(b.begin(), b.end(), [&](size_t c) {
    return customers.contains(CustomerOf(data.cases[c], options));
  });
}

Json ItemNames(const BasketCases& data, const std::vector<CaseItem>& numbers) {
  Json items = Json::array();
  for (CaseItem item : numbers) items.push_back(data.items[item]);
  return items;
}

using CaseOfUser = std::unordered_map<std::string_view, size_t>;

Status ReadFold(const Json& json, const std::string& place, const CaseOfUser& case_of_user,
                CaseFold* fold) {
  if (!json.is_object()) return Malformed(place + ": expected an object");
  for (const auto& [name, part] :
       {std::pair("train", &fold->train), std::pair("val", &fold->validation),
        std::pair("test", &fold->test)}) {
    const Json& users = Field(json, name);
    if (!users.is_array()) return Malformed(place + "." + name + ": expected an array of users");
    for (const Json& user : users) {
      const auto found = user.is_string() ? case_of_user.find(user.get_ref<const std::string&>())
                                          : case_of_user.end();
      if (found == case_of_user.end()) {
        return Malformed(place + "." + name + ": expected users that the cases have");
      }
      part->push_back(found->second);
    }
  }
  if (fold->train.empty() || fold->test.empty()) {
    return Malformed(place + ": expected training users and tested users");
  }
  return {};
}

Status CheckApart(const BasketCases& data, const CaseFold& fold, const std::string& place,
                  const NextBasketOptions& options) {
  const auto share_a_customer = [&](const std::vector<size_t>& a, const std::vector<size_t>& b) {
    return ShareACustomer(data, a, b, options);
  };
  if (share_a_customer(fold.test, fold.train) || share_a_customer(fold.test, fold.validation)) {
    return Malformed(place + ": expected no tested user among the training users");
  }
  if (share_a_customer(fold.validation, fold.train)) {
    return Malformed(place + ": expected no user of val in train");
  }
  return {};
}

}  // namespace

Result<BasketCases> ReadBasketCases(std::string_view text, const std::string& file_name) {
  std::vector<RawCase> raw;
  std::set<std::string> users;
  size_t number = 0;
  while (!text.empty()) {
    ++number;
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const std::string place = file_name + ":" + std::to_string(number) + ": ";
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) return Malformed(place + "expected a JSON object");
    Result<RawCase> one = ReadCase(json);
    if (!one.ok()) return Malformed(place + one.error().message);
    if (!users.insert(one->user).second) {
      return Malformed(place + "user: expected a different user in each case");
    }
    if (!raw.empty() && raw[0].days.empty() != one->days.empty()) {
      return Malformed(place + "dates: expected for all cases or for none");
    }
    raw.push_back(*std::move(one));
  }
  if (raw.empty()) return Malformed(file_name + ": expected cases, one per line");
  return Number(std::move(raw));
}

Result<std::vector<CaseFold>> ReadCaseFolds(std::string_view text, const std::string& file_name,
                                            const BasketCases& data,
                                            const NextBasketOptions& options) {
  CaseOfUser case_of_user;
  for (size_t c = 0; c < data.cases.size(); ++c) case_of_user[data.cases[c].user] = c;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_array() || json.empty())
    return Malformed(file_name + ": expected an array of folds");
  std::vector<CaseFold> folds;
  for (const Json& entry : json) {
    const std::string place = file_name + ": [" + std::to_string(folds.size()) + "]";
    CaseFold& fold = folds.emplace_back();
    if (Status status = ReadFold(entry, place, case_of_user, &fold); !status.ok()) {
      return status.error();
    }
    if (Status status = CheckApart(data, fold, place, options); !status.ok()) {
      return status.error();
    }
  }
  return folds;
}

std::string WritePredictions(const BasketCases& data, std::span<const size_t> tested,
                             const Predictions& predictions, const std::string& as_of) {
  std::string lines;
  for (size_t t = 0; t < tested.size(); ++t) {
    Json line = {{"user", data.cases[tested[t]].user}, {"items", ItemNames(data, predictions[t])}};
    if (!as_of.empty()) line["asOf"] = as_of;
    lines += line.dump() + "\n";
  }
  return lines;
}

std::string WriteCompletions(const BasketCases& data, std::span<const OpenBasket> baskets,
                             const Predictions& predictions, const std::string& as_of) {
  std::string lines;
  for (size_t t = 0; t < baskets.size(); ++t) {
    Json line = {{"user", data.cases[baskets[t].number].user},
                 {"hidden", data.items[baskets[t].hidden]},
                 {"items", ItemNames(data, predictions[t])}};
    if (!as_of.empty()) line["asOf"] = as_of;
    lines += line.dump() + "\n";
  }
  return lines;
}

}  // namespace hearth
