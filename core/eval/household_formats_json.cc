#include "eval/household_formats_json.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <utility>

#include "base/json.h"

namespace hearth {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr size_t kMaxVisits = 100'000;
constexpr int64_t kMaxItemNumber = int64_t{1} << 53;

Error At(const std::string& place, std::string_view expected) {
  return Malformed(place + ": expected " + std::string(expected));
}

std::string Entry(const std::string& list, size_t index) {
  return list + "[" + std::to_string(index) + "]";
}

// A whole data set: its objects have an entry a shopper, which Json would refuse and
// OrderedJson would look through one by one. The files are the measurer's own; the parser does not
// recurse.
using LargeJson = nlohmann::json;

// The member `name` of an object, or null.
template <typename AnyJson>
const AnyJson& Field(const AnyJson& object, const std::string& name) {
  static const AnyJson kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

template <typename AnyJson>
bool IsWhole(const AnyJson& json, int64_t low, int64_t high) {
  if (!json.is_number_integer()) return false;
  if (json.is_number_unsigned()) {
    return json.template get<uint64_t>() <= static_cast<uint64_t>(high) &&
           json.template get<int64_t>() >= low;
  }
  const auto value = json.template get<int64_t>();
  return value >= low && value <= high;
}

Result<std::string> ReadName(const OrderedJson& json, const std::string& place) {
  const std::string* text = json.is_string() ? json.get_ptr<const std::string*>() : nullptr;
  if (text == nullptr || text->empty()) return At(place, "a text that is not empty");
  return *text;
}

Result<std::vector<std::string>> ReadNames(const OrderedJson& json, const std::string& place) {
  if (!json.is_array()) return At(place, "an array of texts");
  std::vector<std::string> names;
  for (const OrderedJson& entry : json) {
    Result<std::string> name = ReadName(entry, Entry(place, names.size()));
    if (!name.ok()) return name.error();
    names.push_back(*std::move(name));
  }
  return names;
}

Result<std::vector<ItemNumber>> ReadItems(const OrderedJson& json, const std::string& place) {
  if (!json.is_array()) return At(place, "an array of item numbers");
  std::vector<ItemNumber> items;
  for (const OrderedJson& entry : json) {
    if (!IsWhole(entry, 0, kMaxItemNumber)) {
      return At(Entry(place, items.size()), "an item's number, whole, from 0");
    }
    items.push_back(entry.get<int64_t>());
  }
  return items;
}

// Items of a visit or a page: none twice.
Result<std::vector<ItemNumber>> ReadDistinctItems(const OrderedJson& json,
                                                  const std::string& place) {
  Result<std::vector<ItemNumber>> items = ReadItems(json, place);
  if (!items.ok()) return items;
  std::vector<ItemNumber> sorted = *items;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
    return At(place, "each item once");
  }
  return items;
}

template <typename AnyJson>
Result<std::optional<int64_t>> ReadMinute(const AnyJson& json, const std::string& place) {
  if (json.is_null()) return std::optional<int64_t>();
  if (!IsWhole(json, 0, kMaxMinutes)) return At(place, "whole minutes from 0, or null");
  return std::optional(json.template get<int64_t>());
}

Result<WorldVisit> ReadVisit(const OrderedJson& json, const std::string& place) {
  if (!json.is_object()) return At(place, "an object");
  WorldVisit visit;
  if (!IsWhole(Field(json, "s"), 0, kMaxVisits - 1)) {
    return At(place + ".s", "the visit's number, whole, from 0");
  }
  visit.number = Field(json, "s").get<int64_t>();
  Result<std::optional<int64_t>> minute = ReadMinute(Field(json, "t"), place + ".t");
  if (!minute.ok()) return minute.error();
  visit.minute = *minute;
  Result<std::vector<ItemNumber>> items = ReadDistinctItems(Field(json, "items"), place + ".items");
  if (!items.ok()) return items.error();
  visit.items = *std::move(items);
  if (const OrderedJson& label = Field(json, "label"); !label.is_null()) {
    Result<std::string> name = ReadName(label, place + ".label");
    if (!name.ok()) return At(place + ".label", "a member or null");
    visit.label = *std::move(name);
  }
  const OrderedJson& is_private = Field(json, "private");
  if (!is_private.is_boolean()) return At(place + ".private", "true or false");
  visit.is_private = is_private.get<bool>();
  return visit;
}

Result<std::vector<WorldVisit>> ReadVisits(const OrderedJson& json) {
  if (!json.is_array() || json.size() > kMaxVisits) {
    return At("sessions", "an array of at most 100000 visits");
  }
  std::vector<WorldVisit> visits;
  for (const OrderedJson& entry : json) {
    const std::string place = Entry("sessions", visits.size());
    Result<WorldVisit> visit = ReadVisit(entry, place);
    if (!visit.ok()) return visit.error();
    if (!visits.empty() && visit->number <= visits.back().number) {
      return At(place + ".s", "numbers that ascend");
    }
    visits.push_back(*std::move(visit));
  }
  return visits;
}

Result<std::vector<std::vector<ItemNumber>>> ReadPages(const OrderedJson& json) {
  std::vector<std::vector<ItemNumber>> pages;
  if (json.is_null()) return pages;
  if (!json.is_array()) return At("pages", "an array of pages");
  for (const OrderedJson& entry : json) {
    Result<std::vector<ItemNumber>> page = ReadDistinctItems(entry, Entry("pages", pages.size()));
    if (!page.ok()) return page.error();
    pages.push_back(*std::move(page));
  }
  return pages;
}

Result<OrderedJson> ParseObject(std::string_view line) {
  // Json says where a text breaks, and bounds it; nlohmann's can be written with doubles, too.
  if (const Result<Json> checked = Json::Parse(line); !checked.ok()) return checked.error();
  OrderedJson json = OrderedJson::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Malformed("expected a JSON object");
  return json;
}

Result<std::vector<VisitKind>> ReadKinds(const OrderedJson& json) {
  if (!json.is_array()) return At("kind", "an array of kinds");
  std::vector<VisitKind> kinds;
  for (const OrderedJson& entry : json) {
    const std::string word = entry.is_string() ? entry.get<std::string>() : "";
    if (word == "normal") {
      kinds.push_back(VisitKind::kNormal);
    } else if (word == "gift") {
      kinds.push_back(VisitKind::kGift);
    } else if (word == "sensitive") {
      kinds.push_back(VisitKind::kSensitive);
    } else {
      return At(Entry("kind", kinds.size()), "\"normal\", \"gift\" or \"sensitive\"");
    }
  }
  return kinds;
}

Result<std::map<std::string, std::vector<ItemNumber>>> ReadTests(const OrderedJson& json) {
  if (!json.is_object()) return At("tests", "an object of members");
  std::map<std::string, std::vector<ItemNumber>> tests;
  for (const auto& [member, entry] : json.items()) {
    Result<std::vector<ItemNumber>> items = ReadItems(entry, "tests." + member);
    if (!items.ok()) return items.error();
    tests[member] = *std::move(items);
  }
  return tests;
}

Result<std::vector<SecretProbe>> ReadProbes(const OrderedJson& json) {
  std::vector<SecretProbe> probes;
  if (json.is_null()) return probes;
  if (!json.is_array()) return At("probes", "an array");
  for (const OrderedJson& entry : json) {
    const std::string place = Entry("probes", probes.size());
    const bool ok = entry.is_object() && IsWhole(Field(entry, "page"), 0, kMaxItemNumber) &&
                    IsWhole(Field(entry, "item"), 0, kMaxItemNumber) &&
                    Field(entry, "by").is_string();
    if (!ok) return At(place, "page and item as whole numbers, by as a member");
    probes.push_back({Field(entry, "page").get<size_t>(), Field(entry, "item").get<int64_t>(),
                      Field(entry, "by").get<std::string>()});
  }
  return probes;
}

OrderedJson PosteriorsOf(const std::vector<Posterior>& posteriors) {
  OrderedJson list = OrderedJson::array();
  for (const Posterior& posterior : posteriors) {
    OrderedJson entry;
    for (const auto& [member, p] : posterior) entry[member] = p;
    list.push_back(std::move(entry));
  }
  return list;
}

void Put(OrderedJson* json, const std::string& name, const Mean& mean) {
  (*json)[name] = mean ? OrderedJson(*mean) : OrderedJson();
}

OrderedJson FiguresOf(const AttributionScore& score) {
  OrderedJson json = {{"visits", score.visits}};
  Put(&json, "accuracy", score.accuracy);
  Put(&json, "macro_f1", score.macro_f1);
  Put(&json, "ece", score.ece);
  Put(&json, "log_loss", score.log_loss);
  Put(&json, "coverage@90", score.coverage_90);
  Put(&json, "coverage@95", score.coverage_95);
  Put(&json, "coverage@99", score.coverage_99);
  if (score.asked_share > 0) Put(&json, "asked_share", score.asked_share);
  for (const auto& [size, accuracy] : score.accuracy_by_size) {
    Put(&json, "accuracy_k" + std::to_string(size), accuracy);
  }
  if (score.accuracy_gift) Put(&json, "accuracy_gift", score.accuracy_gift);
  if (score.accuracy_sensitive) Put(&json, "accuracy_sensitive", score.accuracy_sensitive);
  if (score.new_member_auc) Put(&json, "new_member_auc", score.new_member_auc);
  return json;
}

OrderedJson FiguresOf(const RankingScore& score, size_t n) {
  const std::string at = "@" + std::to_string(n);
  OrderedJson json = {{"baskets", score.baskets}};
  Put(&json, "recall" + at, score.recall);
  Put(&json, "ndcg" + at, score.ndcg);
  Put(&json, "hit" + at, score.hit);
  return json;
}

OrderedJson FiguresOf(const LeakageScore& score) {
  OrderedJson json = {{"pairs", score.pairs},
                      {"lists_changed", score.lists_changed},
                      {"secret_items", score.secret_items}};
  Put(&json, "secret_shown", score.secret_shown);
  Put(&json, "page_changed", score.pages_changed);
  Put(&json, "attack_list", score.auc_list);
  Put(&json, "attack_page", score.auc_page);
  Put(&json, "attack_diff", score.auc_moved);
  return json;
}

bool IsNumber(std::string_view name) {
  name.remove_prefix(std::min(name.find_first_not_of('-'), name.size()));
  return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

// Shoppers' names in order: numbers first, by value; then the rest.
bool NameIsLess(const std::string& a, const std::string& b) {
  const bool a_is_number = IsNumber(a), b_is_number = IsNumber(b);
  if (a_is_number != b_is_number) return a_is_number;
  if (!a_is_number) return a < b;
  const auto value = [](const std::string& text) {
    int64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    return code == std::errc() ? number : std::numeric_limits<int64_t>::max();
  };
  return value(a) < value(b);
}

// Gives items given as texts a number, in the order in which they come.
class ItemNumbers {
 public:
  std::optional<ItemNumber> Of(const LargeJson& json) {
    if (IsWhole(json, -1, kMaxItemNumber)) return json.get<int64_t>();
    if (!json.is_string()) return std::nullopt;
    const auto next = static_cast<ItemNumber>(numbers_.size());
    return numbers_.try_emplace(json.get<std::string>(), next).first->second;
  }
  // The number of an item in a file of facts, whose keys are texts always.
  std::optional<ItemNumber> OfKey(const std::string& key) const {
    if (const auto found = numbers_.find(key); found != numbers_.end()) return found->second;
    int64_t number = 0;
    const auto [end, code] = std::from_chars(key.data(), key.data() + key.size(), number);
    if (code != std::errc() || end != key.data() + key.size()) return std::nullopt;
    return number;
  }

 private:
  std::unordered_map<std::string, ItemNumber> numbers_;
};

Result<LargeJson> ParseLargeObject(std::string_view text) {
  LargeJson json = LargeJson::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Malformed("expected a JSON object");
  return json;
}

const LargeJson& Shoppers(const LargeJson& json) {
  const LargeJson& users = Field(json, "users");
  return users.is_object() ? users : json;
}

std::vector<std::string> NamesInOrder(const LargeJson& shoppers) {
  std::vector<std::string> names;
  for (const auto& [name, baskets] : shoppers.items()) names.push_back(name);
  std::stable_sort(names.begin(), names.end(), NameIsLess);
  return names;
}

bool StandsForNothing(const LargeJson& basket) {
  if (basket.empty()) return true;
  return basket.size() == 1 && (basket[0] == -1 || basket[0] == "-1");
}

Result<std::vector<ItemNumber>> ReadBasket(const LargeJson& basket, const std::string& place,
                                           ItemNumbers* numbers) {
  std::vector<ItemNumber> items;
  for (const LargeJson& entry : basket) {
    const std::optional<ItemNumber> item = numbers->Of(entry);
    if (!item) return At(place, "items as whole numbers or texts");
    items.push_back(*item);
  }
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

// Appends to `shopper` the baskets of `json`; `times` is null or has a minute for each.
Status ReadShopper(const LargeJson& json, const LargeJson& times, ItemNumbers* numbers,
                   RecordedShopper* shopper) {
  if (!json.is_array()) return At(shopper->name, "an array of baskets");
  if (!times.is_null() && (!times.is_array() || times.size() != json.size())) {
    return At("times: " + shopper->name, "a minute for each basket");
  }
  for (size_t i = 0; i < json.size(); ++i) {
    const std::string place = Entry(shopper->name, i);
    if (!json[i].is_array()) return At(place, "an array of items");
    if (StandsForNothing(json[i])) continue;
    RecordedBasket basket;
    if (!times.is_null()) {
      Result<std::optional<int64_t>> minute = ReadMinute(times[i], "times: " + place);
      if (!minute.ok()) return minute.error();
      basket.minute = *minute;
    }
    Result<std::vector<ItemNumber>> items = ReadBasket(json[i], place, numbers);
    if (!items.ok()) return items.error();
    basket.items = *std::move(items);
    shopper->baskets.push_back(std::move(basket));
  }
  return {};
}

std::string TextOr(const LargeJson& json, std::string otherwise) {
  return json.is_string() ? json.get<std::string>() : std::move(otherwise);
}

Status ReadFacts(std::string_view text, const ItemNumbers& numbers, ShoppingRecord* record) {
  Result<LargeJson> json = ParseLargeObject(text);
  if (!json.ok()) return Malformed("items: " + json.error().message);
  for (const auto& [key, entry] : json->items()) {
    const std::optional<ItemNumber> item = numbers.OfKey(key);
    if (!item) continue;
    if (!entry.is_object()) return At("items: " + key, "an object");
    ItemFacts facts;
    facts.title = TextOr(Field(entry, "desc"), "");
    facts.category = TextOr(Field(entry, "cat"), "");
    if (Field(entry, "price").is_number()) {
      facts.price = Field(entry, "price").get<double>();
    }
    record->facts[*item] = std::move(facts);
  }
  return {};
}

}  // namespace

Result<HouseholdWorld> ParseWorld(std::string_view line) {
  Result<OrderedJson> json = ParseObject(line);
  if (!json.ok()) return json.error();
  HouseholdWorld world;
  for (const auto& [name, text] : {std::pair("hh", &world.hh), std::pair("world", &world.world)}) {
    Result<std::string> value = ReadName(Field(*json, name), name);
    if (!value.ok()) return value.error();
    *text = *std::move(value);
  }
  Result<std::vector<std::string>> members = ReadNames(Field(*json, "members"), "members");
  if (!members.ok()) return members.error();
  world.members = *std::move(members);
  Result<std::vector<WorldVisit>> visits = ReadVisits(Field(*json, "sessions"));
  if (!visits.ok()) return visits.error();
  world.visits = *std::move(visits);
  Result<std::optional<int64_t>> now = ReadMinute(Field(*json, "now"), "now");
  if (!now.ok()) return now.error();
  world.now = *now;
  Result<std::vector<std::vector<ItemNumber>>> pages = ReadPages(Field(*json, "pages"));
  if (!pages.ok()) return pages.error();
  world.pages = *std::move(pages);
  return world;
}

Result<HouseholdTruth> ParseTruth(std::string_view line) {
  Result<OrderedJson> json = ParseObject(line);
  if (!json.ok()) return json.error();
  HouseholdTruth truth;
  Result<std::string> hh = ReadName(Field(*json, "hh"), "hh");
  if (!hh.ok()) return hh.error();
  truth.hh = *std::move(hh);
  for (const auto& [name, list] :
       {std::pair("members", &truth.members), std::pair("truth", &truth.truth),
        std::pair("unenrolled", &truth.unenrolled)}) {
    Result<std::vector<std::string>> names = ReadNames(Field(*json, name), name);
    if (!names.ok()) return names.error();
    *list = *std::move(names);
  }
  Result<std::vector<VisitKind>> kinds = ReadKinds(Field(*json, "kind"));
  if (!kinds.ok()) return kinds.error();
  truth.kind = *std::move(kinds);
  if (truth.kind.size() != truth.truth.size()) return At("kind", "one for each entry of truth");
  Result<std::map<std::string, std::vector<ItemNumber>>> tests = ReadTests(Field(*json, "tests"));
  if (!tests.ok()) return tests.error();
  truth.tests = *std::move(tests);
  Result<std::vector<SecretProbe>> probes = ReadProbes(Field(*json, "probes"));
  if (!probes.ok()) return probes.error();
  truth.probes = *std::move(probes);
  return truth;
}

std::string WriteAnswer(const HouseholdAnswer& answer) {
  OrderedJson json = {
      {"hh", answer.hh}, {"world", answer.world}, {"post", PosteriorsOf(answer.post)}};
  if (!answer.first_item.empty()) json["post1"] = PosteriorsOf(answer.first_item);
  if (!answer.first_three.empty()) json["post3"] = PosteriorsOf(answer.first_three);
  if (!answer.last.empty()) json["final"] = PosteriorsOf(answer.last);
  json["asked"] = answer.asked;
  json["lists"] = OrderedJson::object();
  json["pages"] = OrderedJson::object();
  for (const auto& [member, list] : answer.lists) json["lists"][member] = list;
  for (const auto& [member, pages] : answer.pages) json["pages"][member] = pages;
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::string WriteFigures(const HouseholdScore& score, size_t n) {
  OrderedJson leakage = OrderedJson::object();
  for (const auto& [row, figures] : score.leakage) leakage[row] = FiguresOf(figures);
  const OrderedJson json = {{"attribution", FiguresOf(score.post)},
                            {"attribution_first_item", FiguresOf(score.first_item)},
                            {"attribution_first_3", FiguresOf(score.first_three)},
                            {"attribution_final", FiguresOf(score.last)},
                            {"ranking", FiguresOf(score.ranking, n)},
                            {"leakage", std::move(leakage)}};
  return json.dump(1) + "\n";
}

Result<PopulationFile> ParsePopulation(std::string text) {
  PopulationFile file;
  const LargeJson json = LargeJson::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_object()) {
    file.names = NamesInOrder(Shoppers(json));
    file.baskets = std::move(text);
    return file;
  }
  if (!json.is_array()) {
    return Malformed("expected the shoppers' names, [name, ...], or their baskets, {name: [...]}");
  }
  for (const LargeJson& entry : json) {
    if (!entry.is_string() && !entry.is_number_integer()) {
      return At(Entry("shoppers", file.names.size()), "a name or a number");
    }
    file.names.push_back(entry.is_string() ? entry.get<std::string>() : entry.dump());
  }
  return file;
}

Result<ShoppingRecord> ParseBaskets(std::string_view baskets, std::string_view times,
                                    std::string_view items) {
  const Result<LargeJson> json = ParseLargeObject(baskets);
  if (!json.ok()) return json.error();
  LargeJson minutes = LargeJson::object();
  if (!times.empty()) {
    Result<LargeJson> parsed = ParseLargeObject(times);
    if (!parsed.ok()) return Malformed("times: " + parsed.error().message);
    minutes = *std::move(parsed);
  }
  const LargeJson& shoppers = Shoppers(*json);
  ShoppingRecord record;
  ItemNumbers numbers;
  for (const std::string& name : NamesInOrder(shoppers)) {
    RecordedShopper shopper{name, {}};
    const Status status =
        ReadShopper(Field(shoppers, name), Field(minutes, name), &numbers, &shopper);
    if (!status.ok()) return status.error();
    record.shoppers.push_back(std::move(shopper));
  }
  if (!items.empty()) {
    if (Status status = ReadFacts(items, numbers, &record); !status.ok()) return status.error();
  }
  return record;
}

Result<ShoppingRecord> ParseHistoryAndFuture(std::string_view history, std::string_view future) {
  Result<ShoppingRecord> record = ParseBaskets(history, "", "");
  if (!record.ok()) return record;
  Result<ShoppingRecord> last = ParseBaskets(future, "", "");
  if (!last.ok()) return Malformed("future: " + last.error().message);
  std::unordered_map<std::string, RecordedShopper*> by_name;
  for (RecordedShopper& shopper : record->shoppers) by_name[shopper.name] = &shopper;
  for (RecordedShopper& shopper : last->shoppers) {
    const auto found = by_name.find(shopper.name);
    if (found == by_name.end()) continue;
    for (RecordedBasket& basket : shopper.baskets) {
      found->second->baskets.push_back(std::move(basket));
    }
  }
  return record;
}

}  // namespace hearth
