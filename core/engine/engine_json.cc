// Requests in, envelopes out: engine/README.md. The table of operations stands here.
#include <algorithm>
#include <array>
#include <string>

#include "base/sort.h"
#include "engine/answers_json.h"
#include "engine/envelope_json.h"
#include "engine/history.h"
#include "engine/operations_json.h"

namespace hearth {
namespace {

constexpr auto kShop = Caller::kShop;
constexpr auto kMember = Caller::kMember;
constexpr bool kReads = false, kWrites = true;
constexpr bool kFree = false, kGuarded = true;

constexpr std::array kOperations = {
    Operation{"status", kClock | kViewer, kReads, kShop, kFree, DoStatus},
    Operation{"constants", kNothingMore, kReads, kShop, kFree, DoConstants},
    Operation{"record", kClock | kViewer, kWrites, kShop, kGuarded, DoRecord},
    Operation{"rank", kClock | kViewer | kCatalog, kReads, kShop, kFree, DoRank},
    Operation{"why", kClock | kViewer | kCatalog, kReads, kMember, kFree, DoWhy},
    Operation{"history.list", kClock | kViewer, kReads, kMember, kFree, DoHistoryList},
    Operation{"history.erase", kClock | kViewer, kWrites, kMember, kFree, DoHistoryErase},
    Operation{"history.export", kClock | kViewer, kReads, kMember, kFree, DoHistoryExport},
    Operation{"household.members", kNothingMore, kReads, kMember, kFree, DoHouseholdMembers},
    Operation{"household.add", kClock | kViewer, kWrites, kMember, kGuarded, DoHouseholdAdd},
    Operation{"household.change", kClock | kViewer, kWrites, kMember, kGuarded, DoHouseholdChange},
    Operation{"household.remove", kClock | kViewer, kWrites, kMember, kGuarded, DoHouseholdRemove},
    Operation{"household.settings", kClock | kViewer, kWrites, kMember, kGuarded,
              DoHouseholdSettings},
    Operation{"household.code", kClock | kViewer, kWrites, kMember, kGuarded, DoHouseholdCode},
    Operation{"household.erase", kClock | kViewer, kWrites, kMember, kGuarded, DoHouseholdErase},
    Operation{"household.undo", kClock | kViewer, kWrites, kMember, kFree, DoHouseholdUndo},
    Operation{"household.withheld", kClock, kReads, kMember, kFree, DoHouseholdWithheld},
    Operation{"household.release", kClock, kWrites, kMember, kFree, DoHouseholdRelease},
    Operation{"household.who", kClock | kViewer, kReads, kMember, kFree, DoHouseholdWho},
    Operation{"household.inbox", kClock, kReads, kMember, kFree, DoHouseholdInbox},
    Operation{"household.visits", kClock | kViewer, kReads, kMember, kFree, DoHouseholdVisits},
    Operation{"household.claim", kClock | kViewer, kWrites, kMember, kFree, DoHouseholdClaim},
    Operation{"household.discard", kClock | kViewer, kWrites, kMember, kGuarded,
              DoHouseholdDiscard},
    Operation{"controls.pause", kNothingMore, kWrites, kMember, kFree, DoPause},
    Operation{"controls.label", kClock | kViewer, kWrites, kMember, kFree, DoLabel},
    Operation{"controls.surprise", kClock | kViewer, kWrites, kMember, kFree, DoSurprise},
    Operation{"controls.share", kViewer, kWrites, kMember, kFree, DoShare},
    Operation{"controls.sharing", kViewer, kReads, kMember, kFree, DoSharing},
    Operation{"controls.sensitive", kViewer, kWrites, kMember, kFree, DoSensitive},
    Operation{"controls.topics", kViewer, kReads, kMember, kFree, DoTopics},
    Operation{"controls.mute", kViewer, kWrites, kMember, kFree, DoMute},
    Operation{"controls.muted", kViewer, kReads, kMember, kFree, DoMuted},
    Operation{"controls.join", kViewer, kWrites, kMember, kFree, DoJoin},
    Operation{"controls.joined", kViewer, kReads, kMember, kFree, DoJoined},
    Operation{"gift.suggest", kClock | kViewer | kCatalog, kReads, kMember, kFree, DoGiftSuggest},
    Operation{"catalog.item", kViewer | kCatalog, kReads, kShop, kFree, DoCatalogItem},
    Operation{"catalog.categories", kViewer | kCatalog, kReads, kShop, kFree, DoCatalogCategories},
    Operation{"catalog.list", kViewer | kCatalog, kReads, kShop, kFree, DoCatalogList},
    Operation{"catalog.search", kViewer | kCatalog, kReads, kShop, kFree, DoCatalogSearch},
};

Json OperationJson(const Operation& operation) {
  Json needs = Json::array();
  if ((operation.needs & kClock) != 0) needs.push_back("clock");
  if ((operation.needs & kViewer) != 0) needs.push_back("viewer");
  if ((operation.needs & kCatalog) != 0) needs.push_back("catalog");
  return {{"name", operation.name},
          {"needs", std::move(needs)},
          {"writes", operation.writes},
          {"caller", kCallerNames[static_cast<size_t>(operation.caller)]},
          {"guard", operation.guarded ? Json("grown_up") : Json()}};
}

// Makes the outcome's changes. Of a deed that can be undone the answer says how.
Json Make(Engine& engine, Outcome outcome, Time now) {
  const bool remembers = outcome.undoable && !outcome.undo && !outcome.changes.empty();
  const Household before = remembers ? engine.household() : Household();
  engine.Commit(outcome.changes);
  if (!outcome.undoable) return std::move(outcome.answer);
  if (remembers) {
    outcome.undo = engine.undo_memory().Remember(Difference(engine.household(), before), now);
  }
  outcome.answer["undo"] = outcome.undo ? Json(Hex(*outcome.undo)) : Json();
  outcome.answer["undoUntil"] = outcome.undo ? Json(now + kUndoSpan) : Json();
  return std::move(outcome.answer);
}

Result<Json> Run(Engine& engine, std::string_view request_json) {
  if (request_json.size() > kMaxRequestBytes) return TooLarge("request: over 64 MiB");
  const Result<Json> request = Json::Parse(request_json);
  if (!request.ok()) return Malformed("request: " + request.error().message);
  Fields fields(*request, "");
  const std::string name = fields.Text("op");
  const Time now = fields.IntegerOr("now", kMinTime, kMaxTime - 1, kMinTime);  // welcome everywhere
  if (!fields.HasText("op")) return fields.Finish().error();
  const auto operation = std::find_if(kOperations.begin(), kOperations.end(),
                                      [&](const Operation& each) { return each.name == name; });
  if (operation == kOperations.end()) return NotFound("op: there is no such operation");
  if ((operation->needs & kCatalog) != 0 && engine.catalog() == nullptr) {
    return Error{ErrorCode::kNotReady, "load a catalog first"};
  }
  OutcomeOrError outcome = operation->run(engine, fields);
  if (!outcome.ok()) return outcome.error();
  // Operations without fields of their own leave the check for left-over fields to here.
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return Make(engine, *std::move(outcome), now);
}

}  // namespace

std::span<const Operation> AllOperations() { return kOperations; }

OutcomeOrError DoStatus(Engine& engine, Fields& fields) {
  const Time now = ReadNowOr(fields, kMinTime);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const auto visible = engine.HouseholdAt(now).VisibleTo(*viewer, EndOfMinute(now));
  std::vector<ItemKey> items;
  for (const VisibleEvent& each : visible) {
    if (!IsSearch(*each.event)) items.push_back(each.event->item);
  }
  Sort(items);
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return Told({{"paused", engine.household().paused()},
               {"events", visible.size()},
               {"items", items.size()},
               {"catalog", engine.catalog() ? CatalogJson(*engine.catalog()) : Json()},
               {"words", engine.sensitivity().has_words()},
               {"version", 2}});
}

OutcomeOrError DoConstants(Engine&, Fields&) {
  Json operations = Json::array();
  for (const Operation& each : kOperations) operations.push_back(OperationJson(each));
  return Told({{"errors", Names(kErrorCodeNames)},
               {"eventTypes", Names(kRecordedTypes)},
               {"labels", Names(kRecordedLabels)},
               {"surfaces", Names(kSurfaceNames)},
               {"reasons", Names(kReasonCodeNames)},
               {"colours", Names(kColourNames)},
               {"kinds", Names(kMemberKindNames)},
               {"tiers", Names(kTierNames)},
               {"effects", Names(kEffectNames)},
               {"limits",
                {{"sittingGapMs", kSessionGap},
                 {"maxGiftMs", kMaxGiftSpan},
                 {"maxMembers", kMaxMembers},
                 {"maxNameBytes", kMaxMemberNameBytes},
                 {"maxQueryBytes", kMaxQueryBytes},
                 {"minCodeIterations", kMinGuardIterations},
                 {"undoMs", kUndoSpan},
                 {"releaseGapMs", kSittingsApart},
                 {"maxClockGapMs", kMaxClockGap}}},
               {"operations", std::move(operations)}});
}

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
  Result<Json> answer = Run(*this, request_json);
  if (!answer.ok()) return ErrorEnvelope(answer.error());
  return Json{{"ok", *std::move(answer)}}.Write();
}

}  // namespace hearth
