#include "eval/next_basket_peers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace hearth {
namespace {

struct Entry {
  CaseItem item;
  double value;
};
using SparseRow = std::vector<Entry>;  // ascending by item

bool IsSeen(const BasketCase& one, CaseItem item) {
  return std::find(one.seen.begin(), one.seen.end(), item) != one.seen.end();
}

std::vector<CaseItem> Best(const std::vector<double>& scores, const BasketCase& one) {
  return BestByScore(scores, one.seen, kPredicted);
}

SparseRow SumByItem(SparseRow entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.item < b.item; });
  SparseRow sums;
  for (const Entry& entry : entries) {
    if (!sums.empty() && sums.back().item == entry.item) {
      sums.back().value += entry.value;
    } else {
      sums.push_back(entry);
    }
  }
  return sums;
}

SparseRow TifuVector(const BasketCase& one, const TifuKnn& with) {
  const size_t trips = one.history.size();
  if (trips == 0) return {};
  const size_t groups = std::min(with.groups, trips);
  SparseRow entries;
  size_t basket = 0;
  for (size_t g = 0; g < groups; ++g) {
    const size_t size = trips / groups + (g >= groups - trips % groups ? 1 : 0);
    const double of_group =
        std::pow(with.between, static_cast<double>(groups - 1 - g)) / static_cast<double>(groups);
    for (size_t j = 0; j < size; ++j, ++basket) {
      const double weight = of_group * std::pow(with.within, static_cast<double>(size - 1 - j)) /
                            static_cast<double>(size);
      for (CaseItem item : one.history[basket]) entries.push_back({item, weight});
    }
  }
  return SumByItem(std::move(entries));
}

SparseRow UpVector(const BasketCase& one, const UpCf& with) {
  const size_t taken = std::min(with.recent, one.history.size());
  SparseRow entries;
  for (size_t b = one.history.size() - taken; b < one.history.size(); ++b) {
    for (CaseItem item : one.history[b]) entries.push_back({item, 1 / static_cast<double>(taken)});
  }
  return SumByItem(std::move(entries));
}

// A matrix of cases by items, by rows and by columns.
struct SparseMatrix {
  std::vector<SparseRow> rows;
  std::vector<std::vector<std::pair<uint32_t, double>>> columns;
  std::vector<double> squares;  // of each row's length

  template <typename MakeRow>
  SparseMatrix(const BasketCases& data, MakeRow make_row) : columns(data.items.size()) {
    for (const BasketCase& one : data.cases) {
      const auto r = static_cast<uint32_t>(rows.size());
      double square = 0;
      for (const Entry& entry : rows.emplace_back(make_row(one))) {
        columns[entry.item].emplace_back(r, entry.value);
        square += entry.value * entry.value;
      }
      squares.push_back(square);
    }
  }

  std::vector<double> DotsWith(size_t row) const {
    std::vector<double> dots(rows.size(), 0);
    for (const Entry& entry : rows[row]) {
      for (const auto& [other, value] : columns[entry.item]) dots[other] += entry.value * value;
    }
    return dots;
  }
};

void AddScaled(const SparseRow& row, double scale, std::vector<double>* sums) {
  for (const Entry& entry : row) (*sums)[entry.item] += scale * entry.value;
}

}  // namespace

Peers::Peers(const BasketCases& data, std::span<const size_t> counted, PeerSight sight,
             Progress progress)
    : data_(data),
      sight_(std::move(sight)),
      progress_(std::move(progress)),
      popularity_(data.items.size(), 0) {
  std::map<std::string_view, size_t> numbers;
  for (const BasketCase& one : data.cases) {
    user_of_case_.push_back(numbers.emplace(one.user, numbers.size()).first->second);
  }
  const auto count = [this](const std::vector<CaseItem>& basket) {
    for (CaseItem item : basket) ++popularity_[item];
  };
  for (size_t c : counted) {
    for (const std::vector<CaseItem>& basket : data.cases[c].history) count(basket);
  }
}

std::vector<size_t> Peers::NeighboursOf(size_t c) const {
  std::vector<size_t> others;
  if (sight_.own_only) return others;
  const auto add = [&](size_t r) {
    if (user_of_case_[r] != user_of_case_[c]) others.push_back(r);
  };
  if (sight_.neighbours) {
    for (size_t r : *sight_.neighbours) add(r);
  } else {
    for (size_t r = 0; r < data_.cases.size(); ++r) add(r);
  }
  return others;
}

Predictions Peers::Popular(std::span<const size_t> tested) const {
  Predictions predictions;
  for (size_t c : tested) predictions.push_back(Best(popularity_, data_.cases[c]));
  return predictions;
}

Predictions Peers::OwnFrequency(std::span<const size_t> tested) const {
  Predictions predictions;
  for (size_t c : tested) {
    std::map<CaseItem, size_t> baskets;
    for (const auto& basket : data_.cases[c].history) {
      for (CaseItem item : basket) ++baskets[item];
    }
    std::vector<CaseItem>& items = predictions.emplace_back();
    for (const auto& [item, count] : baskets) {
      if (!IsSeen(data_.cases[c], item)) items.push_back(item);
    }
    std::sort(items.begin(), items.end(), [&](CaseItem a, CaseItem b) {
      if (baskets[a] != baskets[b]) return baskets[a] > baskets[b];
      return popularity_[a] != popularity_[b] ? popularity_[a] > popularity_[b] : a < b;
    });
    items.resize(std::min(items.size(), kPredicted));
  }
  return predictions;
}

Predictions Peers::FrequencyThenPopular(std::span<const size_t> tested) const {
  Predictions predictions = OwnFrequency(tested);
  for (size_t t = 0; t < tested.size(); ++t) {
    std::vector<CaseItem> excluded = data_.cases[tested[t]].seen;
    excluded.insert(excluded.end(), predictions[t].begin(), predictions[t].end());
    const std::vector<CaseItem> popular =
        BestByScore(popularity_, excluded, kPredicted - predictions[t].size());
    predictions[t].insert(predictions[t].end(), popular.begin(), popular.end());
  }
  return predictions;
}

Predictions Peers::Decayed(std::span<const size_t> tested, const DecayedFrequency& with) const {
  const double most = popularity_.empty() ? 0 : *std::ranges::max_element(popularity_);
  Predictions predictions;
  for (size_t c : tested) {
    std::vector<double> scores;
    for (double count : popularity_) {
      scores.push_back(most > 0 ? with.popularity * count / most : 0);
    }
    double weight = 1;
    const auto& history = data_.cases[c].history;
    for (auto basket = history.rbegin(); basket != history.rend(); ++basket) {
      for (CaseItem item : *basket) scores[item] += weight;
      weight *= with.by_age;
    }
    predictions.push_back(Best(scores, data_.cases[c]));
  }
  return predictions;
}

Predictions Peers::Tifu(std::span<const size_t> tested, const TifuKnn& with) const {
  const SparseMatrix matrix(data_, [&](const BasketCase& one) { return TifuVector(one, with); });
  Predictions predictions;
  for (size_t c : tested) {
    if (progress_) progress_("TIFU-kNN", predictions.size(), tested.size());
    std::vector<double> scores(data_.items.size(), 0);
    const std::vector<size_t> others = NeighboursOf(c);
    const size_t nearest = std::min(with.neighbours, others.size());
    AddScaled(matrix.rows[c], sight_.own_only ? 1 : with.own, &scores);
    if (nearest > 0) {
      const std::vector<double> dots = matrix.DotsWith(c);
      std::vector<std::pair<double, size_t>> distances;
      for (size_t r : others) distances.emplace_back(matrix.squares[r] - 2 * dots[r], r);
      std::nth_element(distances.begin(),
                       distances.begin() + static_cast<std::ptrdiff_t>(nearest - 1),
                       distances.end());
      const double share = (1 - with.own) / static_cast<double>(nearest);
      for (size_t i = 0; i < nearest; ++i) {
        AddScaled(matrix.rows[distances[i].second], share, &scores);
      }
    }
    predictions.push_back(Best(scores, data_.cases[c]));
  }
  return predictions;
}

Predictions Peers::Up(std::span<const size_t> tested, const UpCf& with) const {
  const SparseMatrix matrix(data_, [&](const BasketCase& one) { return UpVector(one, with); });
  Predictions predictions;
  for (size_t c : tested) {
    if (progress_) progress_("UP-CF", predictions.size(), tested.size());
    std::vector<double> scores(data_.items.size(), 0);
    const std::vector<double> dots = matrix.DotsWith(c);
    std::vector<size_t> rows = NeighboursOf(c);
    rows.insert(std::lower_bound(rows.begin(), rows.end(), c), c);
    for (size_t r : rows) {
      if (dots[r] <= 0) continue;
      const double near = dots[r] / (std::pow(matrix.squares[c], with.asymmetry) *
                                     std::pow(matrix.squares[r], 1 - with.asymmetry));
      AddScaled(matrix.rows[r], std::pow(near, with.locality), &scores);
    }
    predictions.push_back(Best(scores, data_.cases[c]));
  }
  return predictions;
}

}  // namespace hearth
