// What others would predict: the methods that next-basket papers compare with. All but the last
// two read everybody's raw histories on a server, the tested shoppers' own too, as those papers do;
// nobody's next basket. What was revealed of a tested shopper's next basket (BasketCase::seen) they
// predict no more than Hearth does.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "eval/next_basket.h"

namespace hearth {

// Hu, He, Gao, Zhang, "Modeling personalized item frequency information for next-basket
// recommendation" (TIFU-kNN), SIGIR, 2020. A shopper's t baskets are cut into min(groups, t) groups
// in a row, the later ones taking what is left over; basket j of a group of x weighs
// within^(x-j) / x, group g of G weighs between^(G-g) / G.
//     score = own * own vector + (1 - own) * mean of the nearest shoppers' (Euclidean)
struct TifuKnn {
  size_t neighbours = 300;
  double within = 0.9, between = 0.7, own = 0.7;
  size_t groups = 7;
};

// Faggioli, Polato, Aiolli, "Recency aware collaborative filtering for next basket recommendation"
// (UP-CF@r), UMAP, 2020. x_u = share of u's last r baskets that hold each item.
//     w(u, v) = <x_u, x_v> / (|x_u|^2a |x_v|^2(1-a)),   score = sum over v of w^q x_v
struct UpCf {
  size_t recent = 10;
  double asymmetry = 0.75, locality = 10;
};

// No paper's: the floor for a ranker on the device. Own baskets that hold the item, each weighted
// by + popularity's weight times its share of the most popular item's.
struct DecayedFrequency {
  double by_age = 0.95, popularity = 1.5;
};

// Parameters of each.
struct PeerParameters {
  TifuKnn tifu;
  UpCf up;
  DecayedFrequency decay;
};

struct PeerSight {
  // TIFU-kNN and UP-CF see nobody but the shopper: for cases whose histories hold each other's next
  // baskets.
  bool own_only = false;
  // TIFU-kNN and UP-CF have these cases for neighbours, but none of the shopper's own user;
  // nullopt: all cases.
  std::optional<std::vector<size_t>> neighbours = std::nullopt;
};

class Peers {
 public:
  // Popularity counts the cases `counted`, one a customer.
  Peers(const BasketCases& data, std::span<const size_t> counted, PeerSight sight,
        Progress progress);

  // Has the popularity that `other` counted.
  void CountAs(const Peers& other) { popularity_ = other.popularity_; }

  Predictions Popular(std::span<const size_t> tested) const;
  // Own items by baskets that hold them; ties by popularity. Nothing else.
  Predictions OwnFrequency(std::span<const size_t> tested) const;
  // The same, then the shop's other items by popularity.
  Predictions FrequencyThenPopular(std::span<const size_t> tested) const;
  Predictions Decayed(std::span<const size_t> tested, const DecayedFrequency& with) const;
  Predictions Tifu(std::span<const size_t> tested, const TifuKnn& with) const;
  Predictions Up(std::span<const size_t> tested, const UpCf& with) const;

 private:
  // Cases other than `c` that stand in its neighbourhood, ascending.
  std::vector<size_t> NeighboursOf(size_t c) const;

  const BasketCases& data_;
  PeerSight sight_;
  Progress progress_;
  std::vector<double> popularity_;    // baskets of `counted` that hold each item
  std::vector<size_t> user_of_case_;  // a number each
};

}  // namespace hearth
