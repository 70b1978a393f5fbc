#include "eval/peer_search.h"

#include <functional>
#include <utility>
#include <vector>

namespace hearth {
namespace {

constexpr int kRounds = 2;
constexpr uint64_t kSeedOfBaskets = 1;

double Worth(const BasketScore& score) { return score[0].recall + score[0].ndcg; }

// The best of some parameters so far.
template <typename Parameters>
class Best {
 public:
  using Judge = std::function<double(const Parameters&)>;

  Best(Parameters first, Judge judge)
      : judge_(std::move(judge)), with_(first), worth_(judge_(first)) {}

  void Try(const Parameters& with) {
    const double worth = judge_(with);
    if (worth <= worth_) return;
    worth_ = worth;
    with_ = with;
  }

  template <typename Value>
  void TryEach(Value Parameters::*parameter, std::initializer_list<Value> values) {
    const Parameters from = with_;
    for (const Value& value : values) {
      Parameters with = from;
      with.*parameter = value;
      if (value != from.*parameter) Try(with);
    }
  }

  const Parameters& with() const { return with_; }

 private:
  Judge judge_;
  Parameters with_;
  double worth_;
};

TifuKnn ChooseTifu(const std::function<double(const TifuKnn&)>& judge, bool own_only) {
  Best<TifuKnn> best(TifuKnn(), judge);
  for (int round = 0; round < kRounds; ++round) {
    if (!own_only) best.TryEach(&TifuKnn::own, {0.1, 0.3, 0.5, 0.7, 0.9, 0.97});
    best.TryEach(&TifuKnn::between, {0.5, 0.6, 0.7, 0.8, 0.9, 1.0});
    best.TryEach(&TifuKnn::within, {0.7, 0.8, 0.9, 0.95, 1.0});
    best.TryEach<size_t>(&TifuKnn::groups, {3, 7, 14, 23});
    if (!own_only) best.TryEach<size_t>(&TifuKnn::neighbours, {50, 100, 300, 600, 900});
  }
  return best.with();
}

UpCf ChooseUp(const std::function<double(const UpCf&)>& judge, bool own_only) {
  Best<UpCf> best(UpCf(), judge);
  for (int round = 0; round < kRounds; ++round) {
    best.TryEach<size_t>(&UpCf::recent, {1, 5, 10, 25, 100});
    if (own_only) return best.with();
    best.TryEach(&UpCf::locality, {1.0, 2.0, 5.0, 10.0, 20.0, 50.0});
    best.TryEach(&UpCf::asymmetry, {0.0, 0.25, 0.5, 0.75, 1.0});
  }
  return best.with();
}

}  // namespace

DecayedFrequency ChooseDecay(const Peers& peers, const BasketCases& hidden,
                             std::span<const size_t> tested) {
  if (tested.empty()) return {};
  Best<DecayedFrequency> best({}, [&](const DecayedFrequency& with) {
    return Worth(ScoreBaskets(hidden, tested, peers.Decayed(tested, with)));
  });
  for (double by_age : {0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0}) {
    for (double popularity : {0.0, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 1.5, 2.0, 4.0}) {
      best.Try({by_age, popularity});
    }
  }
  return best.with();
}

PeerParameters ChooseParameters(const BasketCases& hidden, std::span<const size_t> tested,
                                bool own_only, const Progress& progress) {
  if (tested.empty()) return {};
  size_t tried = 0;
  const Peers peers(hidden, AllCases(hidden), {.own_only = own_only}, {});
  const auto worth = [&](const Predictions& predictions) {
    constexpr size_t kAbout = 90;  // points of TIFU-kNN's and UP-CF's grids
    if (progress) progress("choosing peers' parameters", std::min(++tried, kAbout), kAbout);
    return Worth(ScoreBaskets(hidden, tested, predictions));
  };
  PeerParameters chosen;
  chosen.decay = ChooseDecay(peers, hidden, tested);
  chosen.tifu =
      ChooseTifu([&](const TifuKnn& with) { return worth(peers.Tifu(tested, with)); }, own_only);
  chosen.up = ChooseUp([&](const UpCf& with) { return worth(peers.Up(tested, with)); }, own_only);
  return chosen;
}

WithOwn ChooseWithOwn(const BasketCases& hidden, std::span<const size_t> tested) {
  const std::vector<OpenBasket> baskets = HideOneItem(hidden, tested, 1, kSeedOfBaskets);
  if (baskets.empty()) return {};
  const BasketPeers peers(hidden, AllCases(hidden));
  Best<WithOwn> best({}, [&](const WithOwn& with) {
    return Worth(ScoreCompletions(baskets, peers.ByBasketWithOwn(hidden, baskets, with)));
  });
  for (double by_age : {0.8, 0.95, 1.0}) {
    for (double weight : {0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0}) best.Try({by_age, weight});
  }
  return best.with();
}

}  // namespace hearth
