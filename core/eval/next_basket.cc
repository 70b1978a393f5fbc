#include "eval/next_basket.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "base/random.h"
#include "catalog/builder.h"
#include "pack/counts/embedding.h"
#include "pack/orders/orders.h"
#include "pack/training/model_training.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

constexpr Time kToday = 2'000'000'000'000;  // 2033: undated histories of 30 years lie before it
constexpr Time kMorning = 8 * kMsPerHour;

std::string SkuOf(const BasketCases& data, CaseItem item) {
  return std::to_string(data.items[item]);
}

Result<std::unique_ptr<OwnedColumns>> MakeColumns(const BasketCases& data) {
  CatalogBuilder builder("next basket", {"GBP", 2});
  for (CaseItem i = 0; i < data.items.size(); ++i) {
    FeedItem item;
    item.sku = SkuOf(data, i);
    item.title = "Item " + item.sku;
    item.price_minor = 0;
    if (Status status = builder.Add(std::move(item)); !status.ok()) return status.error();
  }
  return builder.Build();
}

void AddBasket(const BasketCases& data, const BasketCase& one, size_t number,
               std::span<const CaseItem> basket, Time time, Orders* orders) {
  for (CaseItem item : basket) {
    orders->Add(one.user, std::to_string(number + 1), SkuOf(data, item), time, 1, 0);
  }
}

Orders OrdersOf(const BasketCases& data, std::span<const size_t> learn_from,
                const NextBasketOptions& options) {
  Orders orders;
  for (size_t c : learn_from) {
    const BasketCase& one = data.cases[c];
    const std::vector<Time> times = TimesOf(one, options);
    for (size_t b = 0; b < one.history.size(); ++b) {
      AddBasket(data, one, b, one.history[b], times[b], &orders);
    }
  }
  return orders;
}

}  // namespace

std::string_view CustomerOf(const BasketCase& one, const NextBasketOptions& options) {
  const std::string_view user = one.user;
  return options.customer_ends_at == 0 ? user : user.substr(0, user.find(options.customer_ends_at));
}

std::vector<size_t> AllCases(const BasketCases& data) {
  std::vector<size_t> all(data.cases.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

std::vector<std::string> CustomersOf(const BasketCases& data, std::span<const size_t> cases,
                                     const NextBasketOptions& options) {
  std::vector<std::string> customers;
  for (size_t c : cases) customers.emplace_back(CustomerOf(data.cases[c], options));
  return customers;
}

std::vector<size_t> LastCases(const BasketCases& data, std::span<const size_t> cases,
                              const NextBasketOptions& options) {
  std::map<std::string_view, size_t> place;
  std::vector<size_t> last;
  for (size_t c : cases) {
    const auto [at, is_new] = place.emplace(CustomerOf(data.cases[c], options), last.size());
    if (is_new) {
      last.push_back(c);
    } else if (data.cases[c].history.size() > data.cases[last[at->second]].history.size()) {
      last[at->second] = c;
    }
  }
  return last;
}

void TakeValidation(const BasketCases& data, const NextBasketOptions& options, CaseFold* fold) {
  std::map<std::string_view, size_t> number;
  std::vector<size_t> rest;
  for (size_t c : fold->train) {
    const auto at = number.emplace(CustomerOf(data.cases[c], options), number.size()).first;
    (at->second % 5 == 0 ? fold->validation : rest).push_back(c);
  }
  fold->train = std::move(rest);
}

MeasuredFold Measured(const BasketCases& data, CaseFold fold, size_t number, bool on_validation,
                      const NextBasketOptions& options) {
  if (on_validation && fold.validation.empty()) TakeValidation(data, options, &fold);
  std::vector<size_t> known = std::move(fold.train);
  if (!on_validation) {
    known.insert(known.end(), fold.validation.begin(), fold.validation.end());
  }
  return {number, LastCases(data, known, options),
          on_validation ? std::move(fold.validation) : std::move(fold.test)};
}

std::vector<size_t> FirstCases(const BasketCases& data, const NextBasketOptions& options) {
  std::set<std::string_view> customers;
  std::vector<size_t> first;
  for (size_t c = 0; c < data.cases.size(); ++c) {
    if (customers.insert(CustomerOf(data.cases[c], options)).second) first.push_back(c);
  }
  return first;
}

BasketCases RevealSome(const BasketCases& data, size_t count, bool viewed,
                       std::vector<size_t>* tested) {
  BasketCases revealed = data;
  std::erase_if(*tested, [&](size_t c) { return data.cases[c].truth.size() <= count; });
  for (const size_t c : *tested) {
    BasketCase& one = revealed.cases[c];
    one.viewed = viewed;
    Random random(c + 1);
    for (size_t i = 0; i < count; ++i) {
      const auto at =
          one.truth.begin() + static_cast<std::ptrdiff_t>(random.Below(one.truth.size()));
      one.seen.push_back(*at);
      one.truth.erase(at);
    }
  }
  return revealed;
}

std::vector<Time> TimesOf(const BasketCase& one, const NextBasketOptions& options) {
  const size_t trips = one.history.size() + 1;
  std::vector<Time> times(trips);
  for (size_t b = 0; b < trips; ++b) {
    if (one.days.empty()) {
      times[b] = kToday - static_cast<Time>(trips - 1 - b) * options.days_apart * kMsPerDay;
      continue;
    }
    times[b] = one.days[b] * kMsPerDay + kMorning;
    // Trips of one day follow each other by the minute.
    if (b > 0) times[b] = std::max(times[b], times[b - 1] + kMsPerMinute);
  }
  return times;
}

BasketCases OnlyRepeats(const BasketCases& data, std::vector<size_t>* tested) {
  BasketCases repeats = data;
  for (size_t c : *tested) {
    const auto& history = data.cases[c].history;
    std::erase_if(repeats.cases[c].truth, [&](CaseItem item) {
      return std::none_of(history.begin(), history.end(), [item](const auto& basket) {
        return std::find(basket.begin(), basket.end(), item) != basket.end();
      });
    });
  }
  std::erase_if(*tested, [&](size_t c) { return repeats.cases[c].truth.empty(); });
  return repeats;
}

Result<std::vector<uint8_t>> MakeCasesPack(const BasketCases& data,
                                           std::span<const size_t> learn_from,
                                           const NextBasketOptions& options,
                                           const Progress& progress) {
  Result<std::unique_ptr<OwnedColumns>> columns = MakeColumns(data);
  if (!columns.ok()) return columns.error();
  OwnedColumns& built = **columns;
  if (!options.counts) return EncodePack(built);
  const Orders orders = OrdersOf(data, learn_from, options);
  if (options.train) {
    const Result<TrainingReport> trained = TrainModel(orders, options.k, {}, progress, &built);
    if (!trained.ok()) return trained.error();
  }
  const Counted counted = CountStatistics(orders, options.k, progress, &built);
  built.embedding = MakeEmbedding(counted.pairs, built.item_count());
  return EncodePack(built);
}

Result<CaseShop> CaseShop::Open(const BasketCases& data, std::vector<uint8_t> pack) {
  CaseShop shop;
  shop.engine_ = std::make_unique<Engine>();
  shop.engine_->LoadPack(std::move(pack));
  const Catalog* catalog = shop.engine_->catalog();
  if (catalog == nullptr) return Error{ErrorCode::kInternal, "the pack was refused"};
  shop.index_of_item_.resize(data.items.size());
  shop.item_of_index_.resize(data.items.size());
  for (CaseItem i = 0; i < data.items.size(); ++i) {
    shop.index_of_item_[i] = catalog->FindSku(SkuOf(data, i));
    shop.item_of_index_[shop.index_of_item_[i]] = i;
  }
  return shop;
}

HiddenTrip CaseShop::Hide(const BasketCase& one, const NextBasketOptions& options) const {
  const Catalog& catalog = *engine_->catalog();
  const std::vector<Time> times = TimesOf(one, options);
  HiddenTrip hidden;
  hidden.now = times.back();
  const auto add = [&](CaseItem item, EventType type, Time time, size_t trip) {
    hidden.known.push_back(
        EventOf(catalog, IndexOf(item), type, time, static_cast<SessionId>(trip + 1)));
  };
  for (size_t b = 0; b < one.history.size(); ++b) {
    for (CaseItem item : one.history[b]) add(item, EventType::kBuy, times[b], b);
  }
  for (size_t i = 0; one.viewed && i < one.seen.size(); ++i) {
    const Time before = static_cast<Time>(one.seen.size() - i) * kMsPerMinute;
    add(one.seen[i], EventType::kView, hidden.now - before, one.history.size());
  }
  return hidden;
}

std::vector<CaseItem> CaseShop::Rank(const RankRequest& request, Time now) {
  std::vector<CaseItem> items;
  for (const Slot& slot : engine_->RankAt(request, now)) {
    items.push_back(item_of_index_[slot.item]);
  }
  return items;
}

std::vector<ItemIndex> CaseShop::Everything() const {
  std::vector<ItemIndex> items(index_of_item_.size());
  std::iota(items.begin(), items.end(), 0);
  return items;
}

Result<Predictions> Predict(const BasketCases& data, std::span<const size_t> tested,
                            std::vector<uint8_t> pack, RankRequest request,
                            const AdaptRequest& adapt, const NextBasketOptions& options,
                            const Progress& progress) {
  Result<CaseShop> shop = CaseShop::Open(data, std::move(pack));
  if (!shop.ok()) return shop.error();
  Predictions predictions;
  const auto hide = [&](size_t t) { return shop->Hide(data.cases[tested[t]], options); };
  const auto ask = [&](size_t t, Time now) {
    adapt(t, *shop, &request);
    predictions.push_back(shop->Rank(request, now));
  };
  const Status asked =
      AskAtHiddenTrips(shop->engine(), tested.size(), hide, ask, "ranking", progress);
  if (!asked.ok()) return asked.error();
  return predictions;
}

Result<Predictions> PredictNextBaskets(const BasketCases& data, std::span<const size_t> tested,
                                       std::vector<uint8_t> pack, const NextBasketOptions& options,
                                       const Progress& progress) {
  RankRequest request;
  request.surface = options.surface;
  request.limit = kPredicted;
  const auto adapt = [&](size_t t, const CaseShop& shop, RankRequest* one) {
    if (options.surface == Surface::kListing && t == 0) one->candidates = shop.Everything();
    one->exclude.clear();
    for (CaseItem item : data.cases[tested[t]].seen) one->exclude.push_back(shop.IndexOf(item));
  };
  return Predict(data, tested, std::move(pack), std::move(request), adapt, options, progress);
}

BasketScore JudgeList(std::span<const CaseItem> list, std::span<const CaseItem> hidden,
                      size_t count) {
  BasketScore score;
  for (size_t at = 0; at < kJudgedAt.size(); ++at) {
    score[at] = Judge(list, hidden, count, kJudgedAt[at]);
  }
  return score;
}

std::vector<BasketScore> JudgeBaskets(const BasketCases& data, std::span<const size_t> tested,
                                      const Predictions& predictions) {
  std::vector<BasketScore> scores;
  for (size_t t = 0; t < tested.size(); ++t) {
    const BasketCase& one = data.cases[tested[t]];
    scores.push_back(JudgeList(predictions[t], one.truth, one.truth.size() + one.beyond));
  }
  return scores;
}

BasketScore ScoreBaskets(const BasketCases& data, std::span<const size_t> tested,
                         const Predictions& predictions) {
  return MeanScore(JudgeBaskets(data, tested, predictions));
}

BasketScore MeanScore(std::span<const BasketScore> folds) {
  BasketScore mean;
  for (const BasketScore& fold : folds) {
    for (size_t at = 0; at < kJudgedAt.size(); ++at) {
      AddToMean(fold[at], folds.size(), &mean[at]);
    }
  }
  return mean;
}

}  // namespace hearth
