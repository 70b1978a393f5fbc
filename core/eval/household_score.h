// Scores answers about households against what was true.
//
// Who was it: over visits of world "full" that nobody signed, that were guessed at, not asked
// about, and hold no secret.
//   accuracy          share whose likeliest member was the right one
//   macro F1          mean F1 over the members of a household, then mean over households
//   ECE               15 equal bins of confidence: mean |confidence - accuracy|, weighted by visits
//                     (Guo et al., "On calibration of modern neural networks", ICML 2017)
//   coverage at 95 %  largest share of visits, surest first, of which 95 % are right
// What is shown: each member's hidden basket against the first n of their list, world "full".
//   Recall@n, NDCG@n  as in eval.h
// What others could learn: "full" against "minus:A", for each member B other than A.
//   changed           share of B's lists, and of B's pages, that are not the same
//   AUC               chance that an onlooker tells the worlds apart, 0.5: cannot. By the place of
//                     the secret item in B's list, on B's page, and by how far it moved there
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "eval/household_world.h"

namespace hearth {

using Truths = std::map<std::string, HouseholdTruth>;  // by household
using Worlds = std::map<WorldKey, HouseholdWorld>;
using Answers = std::map<WorldKey, HouseholdAnswer>;

// Nothing where there was nothing to take a mean of.
using Mean = std::optional<double>;

struct AttributionScore {
  size_t visits = 0;
  Mean accuracy, macro_f1, log_loss;
  double ece = 0;
  double coverage_90 = 0, coverage_95 = 0, coverage_99 = 0;
  std::map<size_t, double> accuracy_by_size;  // by number of members
  Mean accuracy_gift, accuracy_sensitive;     // visits with a secret
  Mean new_member_auc;                        // does kSomebodyNew tell who never said their name?
  double asked_share = 0;                     // of the visits that nobody signed
};

struct RankingScore {
  size_t baskets = 0;
  Mean recall, ndcg, hit;
};

struct LeakageScore {
  size_t pairs = 0, secret_items = 0;
  double lists_changed = 0;
  Mean secret_shown, pages_changed;
  Mean auc_list, auc_page, auc_moved;
};

struct HouseholdScore {
  AttributionScore post, first_item, first_three, last;
  RankingScore ranking;
  std::map<std::string, LeakageScore> leakage;  // "gift/marked", ..., "all/unmarked"
};

using Posteriors = std::vector<Posterior> HouseholdAnswer::*;

// Every visit's number must have its truth, and every full world of `truths` is in `worlds`.
// Households without an answer are left out.
AttributionScore ScoreAttribution(const Truths& truths, const Worlds& worlds,
                                  const Answers& answers, Posteriors which);
RankingScore ScoreRanking(const Truths& truths, const Answers& answers, size_t n);
std::map<std::string, LeakageScore> ScoreLeakage(const Truths& truths, const Worlds& worlds,
                                                 const Answers& answers, size_t n);
HouseholdScore ScoreHouseholds(const Truths& truths, const Worlds& worlds, const Answers& answers,
                               size_t n);

// A guess with its confidence, and whether it was right.
struct Guess {
  double confidence = 0;
  bool right = false;
};
double ExpectedCalibrationError(const std::vector<Guess>& guesses);
double CoverageAt(const std::vector<Guess>& guesses, double accuracy);
// Chance that one of `high` is above one of `low`, ties half; nothing when either is empty.
Mean AreaUnderCurve(const std::vector<double>& high, const std::vector<double>& low);
// The likeliest; of equal ones the first by name. `posterior` is not empty.
const std::pair<const std::string, double>& Likeliest(const Posterior& posterior);

}  // namespace hearth
