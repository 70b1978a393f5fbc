// Sensitive lists that come from outside, as JSON; sensitive.h says what is in one. The list that
// Hearth ships does without this file, so that the browser's module does too.
#include <algorithm>
#include <utility>

#include "base/json.h"
#include "base/utf8.h"
#include "policy/sensitive.h"

namespace hearth {
namespace {

constexpr size_t kMaxListBytes = 1u << 20;
constexpr int kListVersion = 1;

bool IsTopicId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxTopicIdBytes &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

Status ReadTexts(const Json& object, const char* name, std::vector<std::string>* texts) {
  const Json* found = object.find(name);
  if (found == nullptr) return {};
  const Error error = Malformed(std::string(name) + ": expected an array of strings");
  if (!found->is_array()) return error;
  for (const Json& text : found->elements()) {
    if (!text.is_string()) return error;
    texts->push_back(text.string());
  }
  return {};
}

Status ReadNumbers(const Json& object, std::vector<uint32_t>* numbers) {
  const Json* found = object.find("numbers");
  if (found == nullptr) return {};
  const Error error = Malformed("numbers: expected an array of numbers of Google's taxonomy");
  if (!found->is_array()) return error;
  for (const Json& number : found->elements()) {
    if (!number.is_number_integer()) return error;
    const int64_t value = number.integer();
    if (value <= 0 || value > int64_t{kMaxGoogleCategory}) return error;
    numbers->push_back(static_cast<uint32_t>(value));
  }
  return {};
}

Result<std::string> ReadText(const Json& object, const char* name) {
  const Json* found = object.find(name);
  if (found == nullptr || !found->is_string()) {
    return Malformed(std::string(name) + ": expected a string");
  }
  return found->string();
}

// A field that nobody reads is a misspelt one, and a rule that is not there protects nobody.
Status CheckNames(const Json& object, std::initializer_list<std::string_view> names) {
  if (!object.is_object()) return Malformed("expected an object");
  for (const Json::Entry& entry : object.entries()) {
    bool known = false;
    for (const std::string_view name : names) known = known || entry.name == name;
    if (!known) return Malformed(entry.name.substr(0, 64) + ": not a field of the list");
  }
  return {};
}

Status ReadTopic(const Json& object, Topic* topic) {
  const Result<std::string> id = ReadText(object, "id");
  if (!id.ok()) return id.error();
  const Result<std::string> name = ReadText(object, "name");
  if (!name.ok()) return name.error();
  const Result<std::string> tier = ReadText(object, "tier");
  if (!tier.ok()) return tier.error();
  topic->id = *id;
  topic->name = *name;
  for (const Tier each : {Tier::kQuiet, Tier::kOwnScreen, Tier::kNever}) {
    if (Name(each) == *tier) topic->tier = each;
  }
  if (topic->tier == Tier::kNone) return Malformed("tier: expected never, own_screen or quiet");
  const Json* adults_only = object.find("adults_only");
  if (adults_only == nullptr) return {};
  if (!adults_only->is_boolean()) return Malformed("adults_only: expected true or false");
  topic->adults_only = adults_only->boolean();
  return {};
}

Status ReadTitleRules(const Json& object, std::vector<TitleRule>* rules) {
  const Json* titles = object.find("titles");
  if (titles == nullptr) return {};
  if (!titles->is_array()) return Malformed("titles: expected an array");
  for (const Json& each : titles->elements()) {
    TitleRule rule;
    Status status = CheckNames(each, {"words", "unless"});
    if (status.ok()) status = ReadTexts(each, "words", &rule.words);
    if (status.ok()) status = ReadTexts(each, "unless", &rule.unless);
    if (!status.ok()) return Malformed("titles: " + status.error().message);
    rules->push_back(std::move(rule));
  }
  return {};
}

Status ReadRules(const Json& object, TopicRules* rules) {
  Status status = CheckNames(object, {"id", "name", "tier", "adults_only", "categories", "except",
                                      "translated", "numbers", "titles"});
  if (status.ok()) status = ReadTopic(object, &rules->topic);
  if (status.ok()) status = ReadTexts(object, "categories", &rules->categories);
  if (status.ok()) status = ReadTexts(object, "except", &rules->except);
  if (status.ok()) status = ReadTexts(object, "translated", &rules->categories);
  if (status.ok()) status = ReadNumbers(object, &rules->numbers);
  if (status.ok()) status = ReadTitleRules(object, &rules->titles);
  return status;
}

}  // namespace

Result<SensitiveList> SensitiveList::FromJson(std::string_view text) {
  if (text.size() > kMaxListBytes) return TooLarge("expected at most 1 MiB of JSON");
  const Result<Json> root = Json::Parse(text);
  if (!root.ok()) return root.error();
  if (const Status status = CheckNames(*root, {"version", "topics"}); !status.ok()) {
    return status.error();
  }
  const Json* version = root->find("version");
  if (version == nullptr || !version->is_number_integer() || version->integer() != kListVersion) {
    return Error{ErrorCode::kUnsupportedVersion, "version: expected 1"};
  }
  const Json* topics = root->find("topics");
  if (topics == nullptr || !topics->is_array()) return Malformed("topics: expected an array");
  std::vector<TopicRules> rules(topics->size());
  for (size_t i = 0; i < rules.size(); ++i) {
    const Status status = ReadRules((*topics)[i], &rules[i]);
    if (status.ok()) continue;
    return Malformed("topics[" + std::to_string(i) + "]: " + status.error().message);
  }
  return FromRules(rules);
}

Result<SensitiveList> SensitiveList::FromRules(const std::vector<TopicRules>& rules) {
  if (rules.size() > kMaxTopics) {
    return TooLarge("topics: expected at most " + std::to_string(kMaxTopics));
  }
  SensitiveList list;
  for (const TopicRules& each : rules) {
    const std::string where = "topics[" + std::to_string(list.topics_.size() - 1) + "]";
    if (!IsTopicId(each.topic.id)) {
      return Malformed(where + ".id: expected 1 to 32 of a-z, 0-9 and _");
    }
    if (list.Find(each.topic.id) != kNoTopic) {
      return Malformed(where + ".id: \"" + each.topic.id + "\" is a duplicate");
    }
    if (each.topic.name.empty() || each.topic.name.size() > kMaxNameBytes ||
        !IsCleanUtf8(each.topic.name)) {
      return Malformed(where + ".name: expected 1 to 128 bytes");
    }
    list.AddTopic(each.topic);
    for (const auto& [paths, bits] : {std::pair(&each.categories, &Verdict::fires),
                                      std::pair(&each.except, &Verdict::spares)}) {
      for (const std::string& path : *paths) {
        if (list.AddPath(path, bits)) continue;
        return Malformed(where + ": expected a category like \"Baby & Toddler > Diapering\"");
      }
    }
    for (const uint32_t number : each.numbers) {
      if (!list.AddNumber(number)) return Malformed(where + ".numbers: expected 1 to 9999999");
    }
    for (const TitleRule& rule : each.titles) {
      if (list.topic_of_rule_.size() >= kMaxTitleRules) {
        return TooLarge(where + ": expected at most " + std::to_string(kMaxTitleRules) +
                        " title rules in the whole list");
      }
      if (rule.words.empty()) return Malformed(where + ".titles: expected words");
      list.AddTitleRule();
      for (const auto& [phrases, bits] :
           {std::pair(&rule.words, &Verdict::fires), std::pair(&rule.unless, &Verdict::spares)}) {
        for (const std::string& phrase : *phrases) {
          if (list.AddPhrase(phrase, bits)) continue;
          return Malformed(where + ".titles: expected phrases of 1 to 4 words");
        }
      }
    }
  }
  return list;
}

}  // namespace hearth
