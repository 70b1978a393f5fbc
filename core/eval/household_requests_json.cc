#include "eval/household_requests_json.h"

#include "base/hex.h"
#include "base/json.h"
#include "eval/household_device.h"
#include "eval/household_population.h"

namespace hearth {

std::string RenameRequest(MemberId member, const std::string& name) {
  return Json({{"op", "household.change"}, {"member", member}, {"name", name}}).Write();
}

std::string AddMemberRequest(const std::string& name) {
  return Json({{"op", "household.add"}, {"name", name}}).Write();
}

std::string SettingsRequest(int threshold_percent, int margin_percent) {
  return Json({{"op", "household.settings"},
               {"threshold", threshold_percent},
               {"margin", margin_percent},
               {"grownUp", {{"asked", true}}}})
      .Write();
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
  return request.Write();
}

std::string ClaimRequest(EventId visit, MemberId member, Time now) {
  return Json({{"op", "household.claim"},
               {"now", now},
               {"viewer", member},
               {"visit", Hex(visit)},
               {"member", member}})
      .Write();
}

std::string DiscardRequest(EventId visit, Time now) {
  return Json({{"op", "household.discard"},
               {"now", now},
               {"visit", Hex(visit)},
               {"grownUp", {{"asked", true}}}})
      .Write();
}

Status StatusOf(const std::string& envelope) {
  if (envelope.starts_with("{\"ok\"")) return {};
  const Result<Json> json = Json::Parse(envelope);
  const Json* error = json.ok() ? json->find("error") : nullptr;
  if (error == nullptr) return Error{ErrorCode::kInternal, "the engine gave no envelope"};
  return Malformed(error->find("code")->string() + ": " + error->find("message")->string());
}

}  // namespace hearth
