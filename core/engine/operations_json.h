// The operations of engine/README.md: a function each, and the table that says of each what it
// needs, whether it writes, who may ask for it and what guards it. The functions read a request,
// let a typed operation decide (history.h, controls.h, household/decisions.h) and write the answer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/answers_json.h"
#include "household/decisions.h"

namespace hearth {

// What an operation answers, and what it does to the household.
struct Outcome {
  Json answer;
  Changes changes;
  bool undoable = false;              // the answer says how to undo it:
  std::optional<uint64_t> undo = {};  // what is withheld, else this tab's memory
};
using OutcomeOrError = Result<Outcome>;

enum class Caller : uint8_t { kShop, kMember };
inline constexpr std::array<std::string_view, 2> kCallerNames = {"shop", "member"};

// What a request must carry, or the engine must hold.
enum Needs : uint8_t { kNothingMore = 0, kClock = 1, kViewer = 2, kCatalog = 4 };

struct Operation {
  std::string_view name;
  uint8_t needs;
  bool writes;
  Caller caller;
  bool guarded;  // may need a grown-up (guard.h)
  OutcomeOrError (*run)(Engine&, Fields&);
};
std::span<const Operation> AllOperations();

OutcomeOrError DoStatus(Engine& engine, Fields& fields);
OutcomeOrError DoConstants(Engine& engine, Fields& fields);

OutcomeOrError DoRank(Engine& engine, Fields& fields);
OutcomeOrError DoWhy(Engine& engine, Fields& fields);

OutcomeOrError DoRecord(Engine& engine, Fields& fields);
OutcomeOrError DoHistoryList(Engine& engine, Fields& fields);
OutcomeOrError DoHistoryErase(Engine& engine, Fields& fields);
OutcomeOrError DoHistoryExport(Engine& engine, Fields& fields);

OutcomeOrError DoHouseholdMembers(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdAdd(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdChange(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdRemove(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdSettings(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdCode(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdErase(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdUndo(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdWithheld(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdRelease(Engine& engine, Fields& fields);

OutcomeOrError DoHouseholdWho(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdInbox(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdVisits(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdClaim(Engine& engine, Fields& fields);
OutcomeOrError DoHouseholdDiscard(Engine& engine, Fields& fields);

OutcomeOrError DoPause(Engine& engine, Fields& fields);
OutcomeOrError DoLabel(Engine& engine, Fields& fields);
OutcomeOrError DoSurprise(Engine& engine, Fields& fields);
OutcomeOrError DoShare(Engine& engine, Fields& fields);
OutcomeOrError DoSharing(Engine& engine, Fields& fields);
OutcomeOrError DoSensitive(Engine& engine, Fields& fields);
OutcomeOrError DoTopics(Engine& engine, Fields& fields);
OutcomeOrError DoMute(Engine& engine, Fields& fields);
OutcomeOrError DoMuted(Engine& engine, Fields& fields);
OutcomeOrError DoJoin(Engine& engine, Fields& fields);
OutcomeOrError DoJoined(Engine& engine, Fields& fields);
OutcomeOrError DoGiftSuggest(Engine& engine, Fields& fields);

OutcomeOrError DoCatalogItem(Engine& engine, Fields& fields);
OutcomeOrError DoCatalogCategories(Engine& engine, Fields& fields);
OutcomeOrError DoCatalogList(Engine& engine, Fields& fields);
OutcomeOrError DoCatalogSearch(Engine& engine, Fields& fields);

template <typename Enum, size_t n>
Enum ByName(const std::array<std::string_view, n>& names, std::string_view name) {
  return static_cast<Enum>(std::find(names.begin(), names.end(), name) - names.begin());
}

// A decision's answer as JSON and its changes, or its error.
template <typename T, typename ToJson>
OutcomeOrError Told(Result<Decision<T>> decision, const ToJson& to_json) {
  if (!decision.ok()) return decision.error();
  return Outcome{to_json(decision->answer), std::move(decision->changes)};
}
inline Outcome Told(Json answer) { return {std::move(answer), {}}; }

}  // namespace hearth
