#include "eval/household_score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

namespace hearth {
namespace {

constexpr int kBins = 15;
constexpr double kMinProbability = 1e-9;

Mean MeanOf(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double Share(size_t part, size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

bool Holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

double ProbabilityOf(const Posterior& posterior, const std::string& name) {
  const auto found = posterior.find(name);
  return found == posterior.end() ? 0 : found->second;
}

// Mean over `members` that were there or guessed right; nothing when none was.
Mean MacroF1(const std::vector<std::string>& truth, const std::vector<std::string>& guess,
             const std::vector<std::string>& members) {
  std::vector<double> scores;
  for (const std::string& member : members) {
    size_t right = 0, there = 0, guessed = 0;
    for (size_t i = 0; i < truth.size(); ++i) {
      there += truth[i] == member;
      guessed += guess[i] == member;
      right += truth[i] == member && guess[i] == member;
    }
    if (there > 0) scores.push_back(2 * Share(right, there + guessed));
  }
  return scores.empty() ? 0.0 : MeanOf(scores);
}

// All the visits of world "full" that may be scored, gone through one by one.
class AttributionSums {
 public:
  void Add(const HouseholdTruth& truth, const HouseholdWorld& world, const HouseholdAnswer& answer,
           const std::vector<Posterior>& posteriors) {
    const std::set<int64_t> asked(answer.asked.begin(), answer.asked.end());
    truths_.clear();
    guesses_.clear();
    for (size_t i = 0; i < std::min(world.visits.size(), posteriors.size()); ++i) {
      const WorldVisit& visit = world.visits[i];
      if (visit.label) continue;
      ++unsigned_;
      if (asked.contains(visit.number)) {
        ++asked_;
      } else if (!posteriors[i].empty()) {
        AddVisit(truth, static_cast<size_t>(visit.number), posteriors[i]);
      }
    }
    if (truths_.empty()) return;
    f1_.push_back(*MacroF1(truths_, guesses_, truth.members));
  }

  AttributionScore Score() const {
    AttributionScore score;
    score.visits = guessed_.size();
    std::vector<double> right;
    for (const Guess& guess : guessed_) right.push_back(guess.right);
    score.accuracy = MeanOf(right);
    score.macro_f1 = MeanOf(f1_);
    score.log_loss = MeanOf(losses_);
    score.ece = ExpectedCalibrationError(guessed_);
    score.coverage_90 = CoverageAt(guessed_, 0.90);
    score.coverage_95 = CoverageAt(guessed_, 0.95);
    score.coverage_99 = CoverageAt(guessed_, 0.99);
    for (const auto& [size, list] : right_by_size_) score.accuracy_by_size[size] = *MeanOf(list);
    score.accuracy_gift = MeanOf(right_gift_);
    score.accuracy_sensitive = MeanOf(right_sensitive_);
    score.new_member_auc = AreaUnderCurve(new_of_strangers_, new_of_members_);
    score.asked_share = Share(asked_, unsigned_);
    return score;
  }

 private:
  void AddVisit(const HouseholdTruth& truth, size_t number, const Posterior& posterior) {
    const std::string& who = truth.truth[number];
    if (Holds(truth.unenrolled, who)) {
      new_of_strangers_.push_back(ProbabilityOf(posterior, kSomebodyNew));
      return;
    }
    new_of_members_.push_back(ProbabilityOf(posterior, kSomebodyNew));
    const auto& [name, confidence] = Likeliest(posterior);
    const bool right = name == who;
    if (truth.kind[number] != VisitKind::kNormal) {
      (truth.kind[number] == VisitKind::kGift ? right_gift_ : right_sensitive_).push_back(right);
      return;
    }
    guessed_.push_back({confidence, right});
    losses_.push_back(-std::log(std::max(ProbabilityOf(posterior, who), kMinProbability)));
    right_by_size_[truth.members.size()].push_back(right);
    truths_.push_back(who);
    guesses_.push_back(name);
  }

  std::vector<std::string> truths_, guesses_;  // of the household at hand
  std::vector<Guess> guessed_;
  std::vector<double> f1_, losses_, right_gift_, right_sensitive_;
  std::vector<double> new_of_strangers_, new_of_members_;
  std::map<size_t, std::vector<double>> right_by_size_;
  size_t unsigned_ = 0, asked_ = 0;
};

double GainAt(size_t rank) { return 1.0 / std::log2(static_cast<double>(rank) + 2); }

std::vector<ItemNumber> First(const std::vector<ItemNumber>& list, size_t n) {
  return {list.begin(), list.begin() + static_cast<std::ptrdiff_t>(std::min(n, list.size()))};
}

class RankingSums {
 public:
  void Add(const std::set<ItemNumber>& want, const std::vector<ItemNumber>& shown, size_t n) {
    if (want.empty()) return;
    size_t found = 0;
    double gain = 0, ideal = 0;
    for (size_t r = 0; r < shown.size(); ++r) {
      if (!want.contains(shown[r])) continue;
      ++found;
      gain += GainAt(r);
    }
    for (size_t r = 0; r < std::min(n, want.size()); ++r) ideal += GainAt(r);
    recall_.push_back(Share(found, want.size()));
    ndcg_.push_back(gain / ideal);
    hit_.push_back(found > 0);
  }

  RankingScore Score() const {
    return {recall_.size(), MeanOf(recall_), MeanOf(ndcg_), MeanOf(hit_)};
  }

 private:
  std::vector<double> recall_, ndcg_, hit_;
};

size_t PlaceOf(ItemNumber item, const std::vector<ItemNumber>& list) {
  return static_cast<size_t>(std::find(list.begin(), list.end(), item) - list.begin());
}

// What an onlooker at B's screen has to go by, in the world with the secret and in the one without.
struct Onlooker {
  std::vector<double> list_with, list_without, page_with, page_without;

  void SeeList(ItemNumber secret, const std::vector<ItemNumber>& with,
               const std::vector<ItemNumber>& without) {
    const auto height = [&](const std::vector<ItemNumber>& list) {
      const size_t place = PlaceOf(secret, list);
      return place == list.size() ? 0.0 : 1.0 / (1.0 + static_cast<double>(place));
    };
    list_with.push_back(height(with));
    list_without.push_back(height(without));
  }
  void SeePage(ItemNumber secret, const std::vector<ItemNumber>& with,
               const std::vector<ItemNumber>& without) {
    page_with.push_back(-static_cast<double>(PlaceOf(secret, with)));
    page_without.push_back(-static_cast<double>(PlaceOf(secret, without)));
  }
};

class LeakageSums {
 public:
  // What B is shown in the two worlds; `secrets` are A's.
  void Add(const HouseholdAnswer& full, const HouseholdAnswer& minus, const std::string& b,
           const std::vector<const SecretProbe*>& secrets, size_t n) {
    const auto without_b = minus.lists.find(b);
    const std::vector<ItemNumber> with = First(full.lists.at(b), n);
    const std::vector<ItemNumber> without =
        First(without_b == minus.lists.end() ? std::vector<ItemNumber>{} : without_b->second, n);
    ++pairs_;
    changed_ += with != without;
    for (const SecretProbe* probe : secrets) {
      ++items_;
      const bool shown = PlaceOf(probe->item, with) < with.size();
      shown_ += shown && PlaceOf(probe->item, without) == without.size();
      onlooker_.SeeList(probe->item, with, without);
      AddPage(full, minus, b, *probe);
    }
  }

  LeakageScore Score() const {
    LeakageScore score;
    score.pairs = pairs_;
    score.secret_items = items_;
    score.lists_changed = Share(changed_, pairs_);
    if (items_ > 0) score.secret_shown = Share(shown_, items_);
    if (pages_ > 0) score.pages_changed = Share(moved_, pages_);
    score.auc_list = AreaUnderCurve(onlooker_.list_with, onlooker_.list_without);
    score.auc_page = AreaUnderCurve(onlooker_.page_with, onlooker_.page_without);
    std::vector<double> moves;
    for (size_t i = 0; i < onlooker_.page_with.size(); ++i) {
      moves.push_back(onlooker_.page_with[i] - onlooker_.page_without[i]);
    }
    score.auc_moved = AreaUnderCurve(moves, std::vector<double>(moves.size(), 0.0));
    return score;
  }

 private:
  void AddPage(const HouseholdAnswer& full, const HouseholdAnswer& minus, const std::string& b,
               const SecretProbe& probe) {
    const auto with = full.pages.find(b), without = minus.pages.find(b);
    if (with == full.pages.end() || without == minus.pages.end()) return;
    if (probe.page >= with->second.size() || probe.page >= without->second.size()) return;
    ++pages_;
    moved_ += with->second[probe.page] != without->second[probe.page];
    onlooker_.SeePage(probe.item, with->second[probe.page], without->second[probe.page]);
  }

  size_t pairs_ = 0, changed_ = 0, items_ = 0, shown_ = 0, pages_ = 0, moved_ = 0;
  Onlooker onlooker_;
};

// A's visits with a secret in one household: of which kinds, marked or not.
struct Plan {
  std::set<VisitKind> kinds;
  std::set<bool> marked;
};

Plan PlanOf(const HouseholdTruth& truth, const HouseholdWorld& full, const std::string& member) {
  Plan plan;
  for (const WorldVisit& visit : full.visits) {
    const auto number = static_cast<size_t>(visit.number);
    if (truth.truth[number] != member || truth.kind[number] == VisitKind::kNormal) continue;
    plan.kinds.insert(truth.kind[number]);
    plan.marked.insert(visit.is_private);
  }
  return plan;
}

std::vector<const SecretProbe*> SecretsOf(const HouseholdTruth& truth, const std::string& member) {
  std::vector<const SecretProbe*> secrets;
  for (const SecretProbe& probe : truth.probes) {
    if (probe.by == member) secrets.push_back(&probe);
  }
  return secrets;
}

// The rows of the report that a plan counts in; none when it is mixed or empty.
std::vector<std::string> RowsOf(const Plan& plan) {
  if (plan.marked.size() != 1) return {};
  const std::string suffix = *plan.marked.begin() ? "/marked" : "/unmarked";
  std::vector<std::string> rows = {"all" + suffix};
  if (plan.kinds.size() == 1) {
    rows.push_back((*plan.kinds.begin() == VisitKind::kGift ? "gift" : "sensitive") + suffix);
  }
  return rows;
}

}  // namespace

double ExpectedCalibrationError(const std::vector<Guess>& guesses) {
  std::array<double, kBins> confidence{}, right{};
  for (const Guess& guess : guesses) {
    const auto bin =
        static_cast<size_t>(std::clamp(static_cast<int>(guess.confidence * kBins), 0, kBins - 1));
    confidence[bin] += guess.confidence;
    right[bin] += guess.right;
  }
  double error = 0;
  for (size_t bin = 0; bin < kBins; ++bin) error += std::abs(confidence[bin] - right[bin]);
  return guesses.empty() ? 0 : error / static_cast<double>(guesses.size());
}

double CoverageAt(const std::vector<Guess>& guesses, double accuracy) {
  std::vector<Guess> sorted = guesses;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Guess& a, const Guess& b) { return a.confidence > b.confidence; });
  size_t best = 0, right = 0;
  for (size_t n = 1; n <= sorted.size(); ++n) {
    right += sorted[n - 1].right;
    const bool whole = n == sorted.size() || sorted[n].confidence < sorted[n - 1].confidence;
    if (whole && Share(right, n) >= accuracy) best = n;
  }
  return Share(best, sorted.size());
}

Mean AreaUnderCurve(const std::vector<double>& high, const std::vector<double>& low) {
  if (high.empty() || low.empty()) return std::nullopt;
  std::vector<std::pair<double, bool>> all;
  for (double value : high) all.emplace_back(value, true);
  for (double value : low) all.emplace_back(value, false);
  std::sort(all.begin(), all.end());
  double rank_sum = 0;
  for (size_t i = 0; i < all.size();) {
    size_t end = i, of_high = 0;
    for (; end < all.size() && all[end].first == all[i].first; ++end) of_high += all[end].second;
    rank_sum += static_cast<double>(i + end + 1) / 2 * static_cast<double>(of_high);
    i = end;
  }
  const auto n1 = static_cast<double>(high.size()), n0 = static_cast<double>(low.size());
  return (rank_sum - n1 * (n1 + 1) / 2) / (n1 * n0);
}

const std::pair<const std::string, double>& Likeliest(const Posterior& posterior) {
  return *std::max_element(posterior.begin(), posterior.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
}

AttributionScore ScoreAttribution(const Truths& truths, const Worlds& worlds,
                                  const Answers& answers, Posteriors which) {
  AttributionSums sums;
  for (const auto& [hh, truth] : truths) {
    const auto answer = answers.find({hh, kFullWorld});
    if (answer == answers.end()) continue;
    sums.Add(truth, worlds.at({hh, kFullWorld}), answer->second, answer->second.*which);
  }
  return sums.Score();
}

RankingScore ScoreRanking(const Truths& truths, const Answers& answers, size_t n) {
  RankingSums sums;
  for (const auto& [hh, truth] : truths) {
    const auto answer = answers.find({hh, kFullWorld});
    if (answer == answers.end()) continue;
    for (const auto& [member, basket] : truth.tests) {
      const auto list = answer->second.lists.find(member);
      if (Holds(truth.unenrolled, member) || list == answer->second.lists.end()) continue;
      sums.Add(std::set<ItemNumber>(basket.begin(), basket.end()), First(list->second, n), n);
    }
  }
  return sums.Score();
}

std::map<std::string, LeakageScore> ScoreLeakage(const Truths& truths, const Worlds& worlds,
                                                 const Answers& answers, size_t n) {
  std::map<std::string, LeakageSums> rows;
  for (const auto& [hh, truth] : truths) {
    const auto full = answers.find({hh, kFullWorld});
    if (full == answers.end()) continue;
    for (const std::string& a : truth.members) {
      const auto minus = answers.find({hh, kMinusWorld + a});
      if (minus == answers.end()) continue;
      const std::vector<const SecretProbe*> secrets = SecretsOf(truth, a);
      for (const std::string& row : RowsOf(PlanOf(truth, worlds.at({hh, kFullWorld}), a))) {
        for (const auto& [b, list] : full->second.lists) {
          if (b != a) rows[row].Add(full->second, minus->second, b, secrets, n);
        }
      }
    }
  }
  std::map<std::string, LeakageScore> scores;
  for (const auto& [row, sums] : rows) scores[row] = sums.Score();
  return scores;
}

HouseholdScore ScoreHouseholds(const Truths& truths, const Worlds& worlds, const Answers& answers,
                               size_t n) {
  HouseholdScore score;
  score.post = ScoreAttribution(truths, worlds, answers, &HouseholdAnswer::post);
  score.first_item = ScoreAttribution(truths, worlds, answers, &HouseholdAnswer::first_item);
  score.first_three = ScoreAttribution(truths, worlds, answers, &HouseholdAnswer::first_three);
  score.last = ScoreAttribution(truths, worlds, answers, &HouseholdAnswer::last);
  score.ranking = ScoreRanking(truths, answers, n);
  score.leakage = ScoreLeakage(truths, worlds, answers, n);
  return score;
}

}  // namespace hearth
