#include "eval/next_click.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "catalog/builder.h"
#include "pack/counts/view_counts.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

constexpr Time kFirstVisit = 1'300'000'000'000;
constexpr Time kLookApart = kMsPerMinute / 2;

std::string SkuOf(ClickItem item) { return std::to_string(item); }

Result<std::unique_ptr<OwnedColumns>> MakeColumns(const ClickCases& data) {
  std::set<ClickItem> items;
  for (const auto& visit : data.train) items.insert(visit.begin(), visit.end());
  CatalogBuilder builder("next click", {"GBP", 2});
  for (const ClickItem item : items) {
    FeedItem entry;
    entry.sku = SkuOf(item);
    entry.title = "Item " + entry.sku;
    entry.price_minor = 0;
    if (Status status = builder.Add(std::move(entry)); !status.ok()) return status.error();
  }
  Result<std::unique_ptr<OwnedColumns>> columns = builder.Build();
  if (!columns.ok()) return columns.error();
  // The order of the data set's numbers is nobody's liking.
  std::fill((*columns)->item_customers.begin(), (*columns)->item_customers.end(), 0u);
  return columns;
}

ViewLines LinesOf(const ClickCases& data) {
  ViewLines lines;
  for (size_t v = 0; v < data.train.size(); ++v) {
    const Time start = kFirstVisit + static_cast<Time>(v) * kMsPerMinute;
    for (size_t i = 0; i < data.train[v].size(); ++i) {
      lines.Add(std::to_string(v), SkuOf(data.train[v][i]),
                start + static_cast<Time>(i) * kLookApart);
    }
  }
  return lines;
}

// Counted from the training visits, with trees fitted to them where asked for.
Result<std::vector<uint8_t>> MakeClickPack(const ClickCases& data, const NextClickOptions& options,
                                           const Progress& progress,
                                           ClickTrainingReport* training) {
  const Result<std::unique_ptr<OwnedColumns>> columns = MakeColumns(data);
  if (!columns.ok()) return columns.error();
  OwnedColumns& built = **columns;
  const Trails trails = MakeTrails(LinesOf(data), built);
  if (options.train) {
    const Result<ClickTrees> trees =
        TrainClicks(trails, options.k, options.training, progress, built);
    if (!trees.ok()) return trees.error();
    *training = trees->report;
    if (trees->report.trees > 0) PutModel(trees->arrays, &built);
  }
  CountViews(trails, {}, options.k, progress, &built);
  return EncodePack(built);
}

std::vector<ItemIndex> KnownViews(const Catalog& catalog, std::span<const ClickItem> prefix) {
  std::vector<ItemIndex> views;
  for (const ClickItem item : prefix) {
    const ItemIndex index = catalog.FindSku(SkuOf(item));
    if (index != kNoItem) views.push_back(index);
  }
  return views;
}

}  // namespace

ClickCases ForValidation(const ClickCases& data, size_t percent) {
  ClickCases part;
  const size_t first = data.train.size() - data.train.size() * percent / 100;
  for (size_t v = 0; v < data.train.size(); ++v) {
    const std::vector<ClickItem>& visit = data.train[v];
    if (v < first) {
      part.train.push_back(visit);
      continue;
    }
    for (size_t at = 1; at < visit.size(); ++at) {
      const auto end = visit.begin() + static_cast<std::ptrdiff_t>(at);
      part.cases.push_back(
          {static_cast<int64_t>(part.cases.size()), {visit.begin(), end}, visit[at]});
    }
  }
  return part;
}

Result<HearthClicks> PredictNextClicks(const ClickCases& data, const NextClickOptions& options,
                                       const Progress& progress) {
  HearthClicks result;
  Result<std::vector<uint8_t>> pack = MakeClickPack(data, options, progress, &result.training);
  if (!pack.ok()) return pack.error();
  result.pack_bytes = pack->size();
  const Result<Catalog> catalog = Catalog::FromPack(*std::move(pack));
  if (!catalog.ok()) return catalog.error();
  const Result<Model> model = Model::FromCatalog(*catalog);
  if (!model.ok()) return model.error();
  const PublicColumns publics = ComputePublicColumns(*catalog);
  for (const ClickCase& one : data.cases) {
    if (progress && result.predictions.size() % 256 == 0) {
      progress("ranking", result.predictions.size(), data.cases.size());
    }
    const Result<Profile> profile = ProfileOfViews(*catalog, KnownViews(*catalog, one.prefix));
    if (!profile.ok()) return profile.error();
    std::vector<ClickItem>& items = result.predictions.emplace_back();
    for (const ItemIndex item : RankNextView(*catalog, publics, *model, *profile)) {
      if (items.size() == kClicksPredicted) break;
      items.push_back(std::stoll(std::string(catalog->Sku(item))));
    }
  }
  return result;
}

ClickScore ScoreClicks(const ClickCases& data, const ClickPredictions& predictions) {
  ClickScore mean;
  const auto count = static_cast<double>(std::max<size_t>(data.cases.size(), 1));
  for (size_t c = 0; c < data.cases.size(); ++c) {
    const auto& items = predictions[c];
    const auto end =
        items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), kClicksPredicted));
    const auto found = std::find(items.begin(), end, data.cases[c].next);
    if (found == end) continue;
    mean.hr += 1 / count;
    mean.mrr += 1 / static_cast<double>(found - items.begin() + 1) / count;
  }
  return mean;
}

}  // namespace hearth
