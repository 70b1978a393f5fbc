#include "eval/next_basket.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "base/random.h"
#include "catalog/builder.h"
#include "pack/counts/embedding.h"
#include "pack/orders/orders.h"
#include "pack/training/model_training.h"
#include "pack/training/trees_json.h"
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
    AddBasket(data, one, one.history.size(), one.truth, times.back(), &orders);
  }
  return orders;
}

std::vector<DescribedEvent> EventsOf(const Catalog& catalog, const BasketCase& one,
                                     std::span<const ItemIndex> index_of_item,
                                     std::span<const Time> times) {
  std::vector<DescribedEvent> events;
  for (size_t b = 0; b < one.history.size(); ++b) {
    for (CaseItem item : one.history[b]) {
      const ItemIndex index = index_of_item[item];
      DescribedEvent& event = events.emplace_back();
      event.event.time = times[b];
      event.event.type = EventType::kBuy;
      event.event.session = static_cast<SessionId>(b + 1);
      event.description.sku = catalog.Sku(index);
      event.description.title = catalog.Title(index);
    }
  }
  for (size_t i = 0; one.looks && i < one.seen.size(); ++i) {
    const ItemIndex index = index_of_item[one.seen[i]];
    DescribedEvent& event = events.emplace_back();
    event.event.time = times.back() - static_cast<Time>(one.seen.size() - i) * kMsPerMinute;
    event.event.type = EventType::kView;
    event.event.session = static_cast<SessionId>(one.history.size() + 1);
    event.description.sku = catalog.Sku(index);
    event.description.title = catalog.Title(index);
  }
  return events;
}

BasketFigures Score(std::span<const CaseItem> predicted, const std::vector<CaseItem>& truth,
                    size_t k) {
  double gained = 0, best = 0, best_of_k = 0;
  size_t hits = 0;
  for (size_t r = 0; r < std::max(truth.size(), k); ++r) {
    const double gain = 1 / std::log2(static_cast<double>(r) + 2);
    if (r < truth.size()) best += gain;
    if (r < std::min(truth.size(), k)) best_of_k += gain;
    const bool hit = r < std::min(predicted.size(), k) &&
                     std::find(truth.begin(), truth.end(), predicted[r]) != truth.end();
    if (!hit) continue;
    gained += gain;
    ++hits;
  }
  return {static_cast<double>(hits) / static_cast<double>(truth.size()), gained / best,
          gained / best_of_k, hits > 0 ? 1.0 : 0.0};
}

}  // namespace

std::string_view CustomerOf(const BasketCase& one, const NextBasketOptions& options) {
  const std::string_view user = one.user;
  return options.customer_ends_at == 0 ? user : user.substr(0, user.find(options.customer_ends_at));
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

std::vector<size_t> FirstCases(const BasketCases& data, const NextBasketOptions& options) {
  std::set<std::string_view> customers;
  std::vector<size_t> first;
  for (size_t c = 0; c < data.cases.size(); ++c) {
    if (customers.insert(CustomerOf(data.cases[c], options)).second) first.push_back(c);
  }
  return first;
}

BasketCases RevealSome(const BasketCases& data, size_t count, bool looks,
                       std::vector<size_t>* tested) {
  BasketCases revealed = data;
  std::erase_if(*tested, [&](size_t c) { return data.cases[c].truth.size() <= count; });
  for (const size_t c : *tested) {
    BasketCase& one = revealed.cases[c];
    one.looks = looks;
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
  if (!options.counts) {
    if (options.shipped_trees) PutModel(DefaultTrees(), &built);
    return EncodePack(built);
  }
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

Status CaseShop::Remember(const BasketCase& one, std::span<const Time> times) {
  engine_->household().EraseIf([](const Event&, const ItemDescription&) { return true; });
  const Result<size_t> recorded = engine_->household().Record(
      EventsOf(*engine_->catalog(), one, index_of_item_, times), times.back());
  return recorded.ok() ? Status() : Status(recorded.error());
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

Result<Predictions> PredictNextBaskets(const BasketCases& data, std::span<const size_t> tested,
                                       std::vector<uint8_t> pack, const NextBasketOptions& options,
                                       const Progress& progress) {
  Result<CaseShop> shop = CaseShop::Open(data, std::move(pack));
  if (!shop.ok()) return shop.error();
  RankRequest request;
  request.surface = options.surface;
  request.limit = kPredicted;
  if (options.surface == Surface::kListing) request.candidates = shop->Everything();

  Predictions predictions;
  for (size_t c : tested) {
    if (progress) progress("ranking", predictions.size(), tested.size());
    const std::vector<Time> times = TimesOf(data.cases[c], options);
    if (Status status = shop->Remember(data.cases[c], times); !status.ok()) return status.error();
    request.exclude.clear();
    for (CaseItem item : data.cases[c].seen) request.exclude.push_back(shop->IndexOf(item));
    predictions.push_back(shop->Rank(request, times.back()));
  }
  return predictions;
}

BasketScore ScoreBaskets(const BasketCases& data, std::span<const size_t> tested,
                         const Predictions& predictions) {
  BasketScore mean;
  const auto count = static_cast<double>(std::max<size_t>(tested.size(), 1));
  for (size_t t = 0; t < tested.size(); ++t) {
    for (size_t at = 0; at < kJudgedAt.size(); ++at) {
      const BasketFigures one = Score(predictions[t], data.cases[tested[t]].truth, kJudgedAt[at]);
      mean[at].recall += one.recall / count;
      mean[at].ndcg += one.ndcg / count;
      mean[at].ndcg_std += one.ndcg_std / count;
      mean[at].phr += one.phr / count;
    }
  }
  return mean;
}

}  // namespace hearth
