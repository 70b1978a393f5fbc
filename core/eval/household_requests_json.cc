#include "eval/household_requests_json.h"

#include <cstdio>

#include "base/bounded_json.h"
#include "eval/household_device.h"
#include "eval/household_population.h"

namespace hearth {
namespace {

std::string Hex(EventId id) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(id));
  return text;
}

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string RenameRequest(MemberId member, const std::string& name) {
  return Dump({{"op", "household.change"}, {"member", member}, {"name", name}});
}

std::string AddMemberRequest(const std::string& name) {
  return Dump({{"op", "household.add"}, {"name", name}});
}

std::string SettingsRequest(int threshold_percent, int margin_percent) {
  return Dump(
      {{"op", "household.settings"}, {"threshold", threshold_percent}, {"margin", margin_percent}});
}

std::string RecordRequest(const WorldVisit& visit, size_t from, size_t to,
                          std::optional<MemberId> member) {
  Json events = Json::array();
  for (size_t i = from; i < to; ++i) {
    Json event = {{"type", "buy"},
                  {"sku", SkuOf(visit.items[i])},
                  {"time", TimeOfItem(visit, i)},
                  {"session", visit.number + 1}};
    if (visit.is_private) event["label"] = "private";
    events.push_back(std::move(event));
  }
  Json request = {{"op", "record"}, {"now", TimeOfItem(visit, to)}, {"events", std::move(events)}};
  if (member) request["viewer"] = *member;
  return Dump(request);
}

std::string ClaimRequest(EventId visit, MemberId member, Time now) {
  return Dump({{"op", "household.claim"},
               {"now", now},
               {"viewer", member},
               {"visit", Hex(visit)},
               {"member", member}});
}

std::string DiscardRequest(EventId visit, Time now) {
  return Dump({{"op", "household.discard"}, {"now", now}, {"visit", Hex(visit)}});
}

Status StatusOf(const std::string& envelope) {
  if (envelope.starts_with("{\"ok\"")) return {};
  const Json json = Json::parse(envelope, nullptr, /*allow_exceptions=*/false);
  const auto error = json.find("error");
  if (error == json.end()) return Error{ErrorCode::kInternal, "the engine gave no envelope"};
  return Malformed((*error)["code"].get<std::string>() + ": " +
                   (*error)["message"].get<std::string>());
}

}  // namespace hearth
