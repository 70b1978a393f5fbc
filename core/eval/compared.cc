#include "eval/compared.h"

namespace hearth {
namespace {

double FigureOf(const BasketScore& score, size_t by) {
  return by == 0 ? score[0].recall : score[0].ndcg;
}

}  // namespace

void JudgedTrips::Append(const JudgedTrips& more) {
  shoppers.insert(shoppers.end(), more.shoppers.begin(), more.shoppers.end());
  of_method.resize(more.of_method.size());
  for (size_t m = 0; m < of_method.size(); ++m) {
    of_method[m].insert(of_method[m].end(), more.of_method[m].begin(), more.of_method[m].end());
  }
}

std::array<Compared, kComparedBy.size()> CompareToBest(const JudgedTrips& trips, size_t hearth,
                                                       std::span<const size_t> peers) {
  std::array<Compared, kComparedBy.size()> compared;
  for (size_t by = 0; by < kComparedBy.size(); ++by) {
    Compared& one = compared[by];
    one.hearth = FigureOf(MeanScore(trips.of_method[hearth]), by);
    one.best = -1;
    for (size_t peer : peers) {
      const double mean = FigureOf(MeanScore(trips.of_method[peer]), by);
      if (mean <= one.best) continue;
      one.best = mean;
      one.peer = peer;
    }
    std::vector<PairedTrip> pairs;
    for (size_t t = 0; t < trips.shoppers.size(); ++t) {
      pairs.push_back({trips.shoppers[t], FigureOf(trips.of_method[hearth][t], by),
                       FigureOf(trips.of_method[one.peer][t], by)});
    }
    one.ratio = RatioOf(pairs);
  }
  return compared;
}

}  // namespace hearth
