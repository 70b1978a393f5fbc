// Requests in, envelopes out: engine/README.md. Every operation is a function of `Fields`; the
// table below names them.
#include <algorithm>
#include <array>
#include <string>

#include "base/sort.h"
#include "engine/answers_json.h"
#include "engine/envelope_json.h"
#include "engine/operations_json.h"

namespace hearth {
namespace {

Answer DoStatus(Engine& engine, Fields& fields) {
  const Time now = ReadNowOr(fields, kMinTime);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const auto visible = engine.household().VisibleTo(*viewer, EndOfMinute(now));
  std::vector<ItemKey> items;
  for (const VisibleEvent& each : visible) {
    if (!IsSearch(*each.event)) items.push_back(each.event->item);
  }
  Sort(items);
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return Json{{"paused", engine.household().paused()},
              {"events", visible.size()},
              {"items", items.size()},
              {"catalog", engine.catalog() ? CatalogJson(*engine.catalog()) : Json()},
              {"version", 1}};
}

Answer DoConstants(Engine&, Fields&) {
  return Json{{"errors", Names(kErrorCodeNames)},   {"eventTypes", Names(kRecordedTypes)},
              {"labels", Names(kRecordedLabels)},   {"surfaces", Names(kSurfaceNames)},
              {"reasons", Names(kReasonCodeNames)}, {"colours", Names(kColourNames)},
              {"kinds", Names(kMemberKindNames)},   {"tiers", Names(kTierNames)}};
}

struct Operation {
  std::string_view name;
  bool needs_catalog;
  Answer (*run)(Engine&, Fields&);
};

constexpr std::array kOperations = {
    Operation{"status", false, DoStatus},
    Operation{"constants", false, DoConstants},
    Operation{"record", false, DoRecord},
    Operation{"rank", true, DoRank},
    Operation{"why", true, DoWhy},
    Operation{"history.list", false, DoHistoryList},
    Operation{"history.erase", false, DoHistoryErase},
    Operation{"history.export", false, DoHistoryExport},
    Operation{"household.members", false, DoHouseholdMembers},
    Operation{"household.add", false, DoHouseholdAdd},
    Operation{"household.change", false, DoHouseholdChange},
    Operation{"household.remove", false, DoHouseholdRemove},
    Operation{"household.settings", false, DoHouseholdSettings},
    Operation{"household.erase", false, DoHouseholdErase},
    Operation{"household.who", false, DoHouseholdWho},
    Operation{"household.inbox", false, DoHouseholdInbox},
    Operation{"household.visits", false, DoHouseholdVisits},
    Operation{"household.claim", false, DoHouseholdClaim},
    Operation{"household.discard", false, DoHouseholdDiscard},
    Operation{"household.settle", false, DoHouseholdSettle},
    Operation{"controls.pause", false, DoPause},
    Operation{"controls.label", false, DoLabel},
    Operation{"controls.share", false, DoShare},
    Operation{"controls.sharing", false, DoSharing},
    Operation{"controls.sensitive", false, DoSensitive},
    Operation{"controls.topics", false, DoTopics},
    Operation{"gift.suggest", true, DoGiftSuggest},
    Operation{"catalog.item", true, DoCatalogItem},
    Operation{"catalog.categories", true, DoCatalogCategories},
    Operation{"catalog.list", true, DoCatalogList},
    Operation{"catalog.search", true, DoCatalogSearch},
};

Answer Run(Engine& engine, std::string_view request_json) {
  if (request_json.size() > kMaxRequestBytes) return TooLarge("request: over 64 MiB");
  const Result<Json> request = Json::Parse(request_json);
  if (!request.ok()) return Malformed("request: " + request.error().message);
  Fields fields(*request, "");
  const std::string name = fields.Text("op");
  const bool timed = fields.Has("now");
  const Time now = fields.IntegerOr("now", kMinTime, kMaxTime - 1, kMinTime);  // welcome everywhere
  if (!fields.HasText("op")) return fields.Finish().error();
  const auto operation = std::find_if(kOperations.begin(), kOperations.end(),
                                      [&](const Operation& each) { return each.name == name; });
  if (operation == kOperations.end()) return NotFound("op: there is no such operation");
  if (operation->needs_catalog && engine.catalog() == nullptr) {
    return Error{ErrorCode::kNotReady, "load a catalog first"};
  }
  // Where the history is too full to take a gift in, it stays hidden and all else goes on.
  const uint64_t before = engine.household().revision();
  if (timed) static_cast<void>(engine.Settle(now));
  const uint64_t settled = engine.household().revision();
  Answer answer = operation->run(engine, fields);
  // Recording takes nothing out.
  const bool changed = engine.household().revision() != settled && operation->run != DoRecord;
  if (settled != before || changed) engine.Forget();
  // Operations without fields of their own leave the check for left-over fields to here.
  if (Status status = fields.Finish(); answer.ok() && !status.ok()) return status.error();
  return answer;
}

}  // namespace

std::string ErrorEnvelope(const Error& error) {
  return Json{{"error", {{"code", Name(error.code)}, {"message", error.message}}}}.Write();
}

std::string CatalogEnvelope(const Catalog& catalog) {
  return Json{{"ok", CatalogJson(catalog)}}.Write();
}

std::string RestoredEnvelope(const Household& household) {
  return Json{{"ok", {{"members", household.members().size()}, {"paused", household.paused()}}}}
      .Write();
}

std::string Engine::Handle(std::string_view request_json) {
  Answer answer = Run(*this, request_json);
  if (!answer.ok()) return ErrorEnvelope(answer.error());
  return Json{{"ok", *std::move(answer)}}.Write();
}

}  // namespace hearth
