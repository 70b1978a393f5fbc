// The operations of engine/README.md, one function each; engine_json.cc holds their table.
#pragma once

#include "engine/answers_json.h"

namespace hearth {

Answer DoRank(Engine& engine, Fields& fields);
Answer DoWhy(Engine& engine, Fields& fields);

Answer DoRecord(Engine& engine, Fields& fields);
Answer DoHistoryList(Engine& engine, Fields& fields);
Answer DoHistoryErase(Engine& engine, Fields& fields);
Answer DoHistoryExport(Engine& engine, Fields& fields);

Answer DoHouseholdMembers(Engine& engine, Fields& fields);
Answer DoHouseholdAdd(Engine& engine, Fields& fields);
Answer DoHouseholdChange(Engine& engine, Fields& fields);
Answer DoHouseholdRemove(Engine& engine, Fields& fields);
Answer DoHouseholdSettings(Engine& engine, Fields& fields);
Answer DoHouseholdErase(Engine& engine, Fields& fields);

Answer DoHouseholdWho(Engine& engine, Fields& fields);
Answer DoHouseholdInbox(Engine& engine, Fields& fields);
Answer DoHouseholdVisits(Engine& engine, Fields& fields);
Answer DoHouseholdClaim(Engine& engine, Fields& fields);
Answer DoHouseholdDiscard(Engine& engine, Fields& fields);
Answer DoHouseholdSettle(Engine& engine, Fields& fields);

Answer DoPause(Engine& engine, Fields& fields);
Answer DoLabel(Engine& engine, Fields& fields);
Answer DoShare(Engine& engine, Fields& fields);
Answer DoSharing(Engine& engine, Fields& fields);
Answer DoSensitive(Engine& engine, Fields& fields);
Answer DoTopics(Engine& engine, Fields& fields);
Answer DoGiftSuggest(Engine& engine, Fields& fields);

Answer DoCatalogItem(Engine& engine, Fields& fields);
Answer DoCatalogCategories(Engine& engine, Fields& fields);
Answer DoCatalogList(Engine& engine, Fields& fields);
Answer DoCatalogSearch(Engine& engine, Fields& fields);

// What `record` takes in; the other types and labels are reserved or given by other operations.
inline constexpr std::array<std::string_view, 10> kRecordedTypes = {
    "impression", "view", "search", "basket_add", "basket_remove",
    "wish",       "buy",  "return", "dismiss",    "like"};
inline constexpr std::array<std::string_view, 4> kRecordedLabels = {"personal", "private", "gift",
                                                                    "sensitive"};

template <typename Enum, size_t n>
Enum ByName(const std::array<std::string_view, n>& names, std::string_view name) {
  return static_cast<Enum>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace hearth
