#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "eval/next_click.h"

namespace hearth {
namespace {

// The files are the measurer's own, and long: the parser does not recurse.
using Json = nlohmann::json;

constexpr int64_t kMaxItem = int64_t{1} << 53;

bool ReadItem(const Json& json, ClickItem* item) {
  if (!json.is_number_integer() || json.get<int64_t>() < -1 || json.get<int64_t>() > kMaxItem) {
    return false;
  }
  *item = json.get<int64_t>();
  return true;
}

bool ReadVisit(const Json& json, std::vector<ClickItem>* items) {
  if (!json.is_array()) return false;
  for (const Json& entry : json) {
    if (!ReadItem(entry, &items->emplace_back())) return false;
  }
  return true;
}

bool ReadTraining(const Json& json, ClickCases* data) {
  if (!json.is_array()) return false;
  for (const Json& visit : json) {
    if (!ReadVisit(visit, &data->train.emplace_back())) return false;
  }
  return !data->train.empty();
}

bool ReadCase(const Json& json, ClickCase* one) {
  if (!json.contains("case") || !json.contains("prefix") || !json.contains("next")) return false;
  return ReadItem(json["case"], &one->number) && ReadVisit(json["prefix"], &one->prefix) &&
         !one->prefix.empty() && ReadItem(json["next"], &one->next);
}

}  // namespace

Result<ClickCases> ReadClickCases(std::string_view text, const std::string& file_name) {
  ClickCases data;
  size_t number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty()) continue;
    const Json json = Json::parse(line, nullptr, false);
    const std::string place = file_name + ":" + std::to_string(number) + ": ";
    if (!json.is_object()) return Malformed(place + "expected an object");
    if (json.contains("train")) {
      if (ReadTraining(json["train"], &data)) continue;
      return Malformed(place + "train: expected arrays of items, whole numbers");
    }
    if (!ReadCase(json, &data.cases.emplace_back())) {
      return Malformed(place + "expected case, prefix and next, items as whole numbers");
    }
  }
  if (data.train.empty() || data.cases.empty()) {
    return Malformed(file_name + ": expected a line of training visits, and cases");
  }
  return data;
}

std::string WriteClickPredictions(const ClickCases& data, const ClickPredictions& predictions) {
  std::string lines;
  for (size_t c = 0; c < data.cases.size(); ++c) {
    const Json line = {{"case", data.cases[c].number}, {"items", predictions[c]}};
    lines += line.dump() + "\n";
  }
  return lines;
}

}  // namespace hearth
