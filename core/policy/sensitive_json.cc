// The sensitive list written as JSON; sensitive.h says what is in it.
#include "base/json.h"
#include "policy/sensitive.h"

namespace hearth {
namespace {

constexpr size_t kMaxListBytes = 1u << 20;
constexpr int kListVersion = 1;

constexpr std::string_view kDefaultList =
#include "policy/sensitive_default.inc"
    ;

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
  Status status =
      CheckNames(object, {"id", "name", "tier", "adults_only", "categories", "except", "titles"});
  if (status.ok()) status = ReadTopic(object, &rules->topic);
  if (status.ok()) status = ReadTexts(object, "categories", &rules->categories);
  if (status.ok()) status = ReadTexts(object, "except", &rules->except);
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
  if (version == nullptr || !version->is_number() || version->number() != kListVersion) {
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
  return FromRules(std::move(rules));
}

const SensitiveList& SensitiveList::Default() {
  static const SensitiveList list = *FromJson(kDefaultList);  // asserts: a test reads it
  return list;
}

}  // namespace hearth
