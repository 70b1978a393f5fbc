#include "cli/case_figures_json.h"

#include <nlohmann/json.hpp>

namespace hearth {
namespace {

using Json = nlohmann::ordered_json;

Json FiguresOf(const BasketScore& score) {
  Json json = Json::object();
  for (size_t at = 0; at < kJudgedAt.size(); ++at) {
    const std::string k = std::to_string(kJudgedAt[at]);
    json["recall@" + k] = score[at].recall;
    json["ndcg@" + k] = score[at].ndcg;
    json["ndcgStd@" + k] = score[at].ndcg_std;
    json["phr@" + k] = score[at].phr;
  }
  return json;
}

Json RowOf(const ComparedRow& row, std::span<const char* const> methods) {
  Json json = {{"name", row.name}, {"trips", row.trips}};
  for (size_t by = 0; by < kComparedBy.size(); ++by) {
    const Compared& one = row.by[by];
    json[kComparedBy[by]] = {{"peer", methods[one.peer]}, {"hearth", one.hearth},
                             {"best", one.best},          {"ratio", one.ratio.ratio},
                             {"low", one.ratio.low},      {"high", one.ratio.high}};
  }
  return json;
}

}  // namespace

std::string WriteFigures(const CaseData& data, std::span<const char* const> methods,
                         std::span<const std::vector<BasketScore>> of_method,
                         std::span<const ComparedTable> tables) {
  Json json = {{"counted", data.counted}, {"sets", Json::array()}, {"compared", Json::array()}};
  for (size_t s = 0; s < data.sets.size(); ++s) {
    Json by_method = Json::object();
    for (size_t m = 0; m < methods.size(); ++m) by_method[methods[m]] = FiguresOf(of_method[m][s]);
    json["sets"].push_back({{"name", data.sets[s].name}, {"methods", by_method}});
  }
  for (const ComparedTable& table : tables) {
    Json rows = Json::array();
    for (const ComparedRow& row : table.rows) rows.push_back(RowOf(row, methods));
    Json one = {{"what", table.what}, {"rows", rows}};
    for (size_t by = 0; by < kComparedBy.size(); ++by) {
      one["meanRatio"][kComparedBy[by]] = table.mean_ratio[by];
    }
    json["compared"].push_back(one);
  }
  return json.dump(1) + "\n";
}

}  // namespace hearth
