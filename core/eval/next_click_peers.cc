// The peers of next_click.h, from their papers' formulas, with the parameters of their authors'
// study: V-SKNN 100 neighbours of the 2,000 newest visits, sequential rules of at most 10 steps.
#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "eval/next_click.h"

namespace hearth {
namespace {

constexpr size_t kSampled = 2000, kNeighbours = 100, kRuleSteps = 10;

using Scores = std::unordered_map<uint32_t, double>;

// Items numbered in the order in which they first come.
class PeerData {
 public:
  explicit PeerData(const ClickCases& data) {
    for (const auto& visit : data.train) {
      std::vector<uint32_t> items;
      for (const ClickItem item : visit) {
        const auto [at, is_new] = number_.emplace(item, static_cast<uint32_t>(items_.size()));
        if (is_new) items_.push_back(item);
        items.push_back(at->second);
      }
      visits.push_back(std::move(items));
    }
    visits_of_item.resize(items_.size());
    clicks.assign(items_.size(), 0);
    for (uint32_t v = 0; v < visits.size(); ++v) {
      std::vector<uint32_t> distinct = visits[v];
      for (const uint32_t item : distinct) ++clicks[item];
      std::sort(distinct.begin(), distinct.end());
      distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
      for (const uint32_t item : distinct) visits_of_item[item].push_back(v);
      sets.push_back(std::move(distinct));
    }
  }

  size_t item_count() const { return items_.size(); }
  std::vector<uint32_t> Known(const std::vector<ClickItem>& prefix) const {
    std::vector<uint32_t> known;
    for (const ClickItem item : prefix) {
      const auto found = number_.find(item);
      if (found != number_.end()) known.push_back(found->second);
    }
    return known;
  }
  std::vector<ClickItem> Best(const Scores& scores) const {
    std::vector<std::pair<double, uint32_t>> sorted;
    for (const auto& [item, score] : scores) {
      if (score > 0) sorted.emplace_back(-score, item);
    }
    std::sort(sorted.begin(), sorted.end());
    std::vector<ClickItem> best;
    for (const auto& [score, item] : sorted) {
      if (best.size() == kClicksPredicted) break;
      best.push_back(items_[item]);
    }
    return best;
  }

  std::vector<std::vector<uint32_t>> visits,
      sets;  // oldest first; as they were, and each item once
  std::vector<std::vector<uint32_t>> visits_of_item;
  std::vector<uint32_t> clicks;

 private:
  std::unordered_map<ClickItem, uint32_t> number_;
  std::vector<ClickItem> items_;
};

Scores Popularity(const PeerData& data) {
  Scores scores;
  for (uint32_t i = 0; i < data.item_count(); ++i) scores[i] = data.clicks[i];
  return scores;
}

std::vector<Scores> SequentialRules(const PeerData& data) {
  std::vector<Scores> rules(data.item_count());
  for (const auto& visit : data.visits) {
    for (size_t b = 1; b < visit.size(); ++b) {
      for (size_t a = b > kRuleSteps ? b - kRuleSteps : 0; a < b; ++a) {
        rules[visit[a]][visit[b]] += 1 / static_cast<double>(b - a);
      }
    }
  }
  return rules;
}

// A training visit that shares items with the prefix.
struct Neighbour {
  size_t shared;  // sum over the items shared of their positions in the prefix, from 1
  uint32_t visit;
  size_t last;  // position in the prefix of the newest item shared
};

Scores VsKnn(const PeerData& data, const std::vector<uint32_t>& prefix) {
  std::unordered_map<uint32_t, size_t> position;
  for (size_t p = 0; p < prefix.size(); ++p) position[prefix[p]] = p;
  std::unordered_map<uint32_t, Neighbour> by_visit;
  for (const auto& [item, p] : position) {
    for (const uint32_t v : data.visits_of_item[item]) {
      Neighbour& one = by_visit.emplace(v, Neighbour{0, v, 0}).first->second;
      one.shared += p + 1;
      one.last = std::max(one.last, p);
    }
  }
  std::vector<Neighbour> near;
  for (const auto& [v, one] : by_visit) near.push_back(one);
  std::sort(near.begin(), near.end(),
            [](const Neighbour& a, const Neighbour& b) { return a.visit > b.visit; });
  if (near.size() > kSampled) near.resize(kSampled);
  std::stable_sort(near.begin(), near.end(),
                   [](const Neighbour& a, const Neighbour& b) { return a.shared > b.shared; });
  if (near.size() > kNeighbours) near.resize(kNeighbours);
  Scores scores;
  for (const Neighbour& one : near) {
    const auto steps = static_cast<double>(prefix.size() - one.last);
    const double similarity = static_cast<double>(one.shared) / static_cast<double>(prefix.size());
    const double weight = steps < 10 ? similarity * (1 - 0.1 * steps) : 0;
    for (const uint32_t item : data.sets[one.visit]) scores[item] += weight;
  }
  for (auto& [item, score] : scores) {
    score *= std::log(static_cast<double>(data.visits.size()) /
                      static_cast<double>(data.visits_of_item[item].size()));
  }
  return scores;
}

}  // namespace

std::vector<PeerClicks> PredictByPeers(const ClickCases& data, const Progress& progress) {
  const PeerData peers(data);
  const std::vector<ClickItem> popular = peers.Best(Popularity(peers));
  const std::vector<Scores> rules = SequentialRules(peers);
  PeerClicks pop{"popular", {}}, sr{"sequential rules", {}}, vsknn{"V-SKNN", {}};
  for (size_t c = 0; c < data.cases.size(); ++c) {
    if (progress && c % 256 == 0) progress("ranking by peers", c, data.cases.size());
    const std::vector<uint32_t> known = peers.Known(data.cases[c].prefix);
    pop.predictions.push_back(known.empty() ? std::vector<ClickItem>() : popular);
    sr.predictions.push_back(known.empty() ? std::vector<ClickItem>()
                                           : peers.Best(rules[known.back()]));
    vsknn.predictions.push_back(peers.Best(VsKnn(peers, known)));
  }
  return {std::move(pop), std::move(sr), std::move(vsknn)};
}

}  // namespace hearth
