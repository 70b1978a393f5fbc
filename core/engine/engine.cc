#include "engine/engine.h"

#include <algorithm>
#include <numeric>

#include "engine/envelope_json.h"
#include "rank/rank.h"

namespace hearth {

std::string Engine::LoadPack(std::vector<uint8_t> bytes) {
  return Adopt(Catalog::FromPack(std::move(bytes)));
}

std::string Engine::LoadCatalogJson(std::string_view text) {
  return Adopt(Catalog::FromJson(text));
}

std::string Engine::Adopt(Result<Catalog> catalog) {
  if (!catalog.ok()) return ErrorEnvelope(catalog.error());
  catalog_ = *std::move(catalog);
  publics_ = ComputePublicColumns(*catalog_);
  cached_profile_.reset();
  shop_order_.clear();
  return CatalogEnvelope(*catalog_);
}

std::string Engine::Restore(std::span<const uint8_t> bytes) {
  Result<Household> household = Household::FromSnapshot(bytes);
  if (!household.ok()) return ErrorEnvelope(household.error());
  household_ = *std::move(household);
  cached_profile_.reset();
  return RestoredEnvelope(household_);
}

const Profile& Engine::ProfileAt(Time now) {
  const Time moment = EndOfMinute(now);
  if (!cached_profile_ || cached_profile_->now != moment ||
      cached_profile_->revision != household_.revision()) {
    const View view = household_.ViewOf(kFirstMember, moment);
    cached_profile_ = {moment, household_.revision(), Fold(view, *catalog_, moment)};
  }
  return cached_profile_->profile;
}

std::span<const ItemIndex> Engine::ShopOrder() {
  if (shop_order_.size() != catalog_->item_count()) {
    shop_order_.resize(catalog_->item_count());
    std::iota(shop_order_.begin(), shop_order_.end(), 0);
    const auto customers = catalog_->columns().item_customers;
    std::sort(shop_order_.begin(), shop_order_.end(), [&](ItemIndex a, ItemIndex b) {
      return customers[a] != customers[b] ? customers[a] > customers[b] : a < b;
    });
  }
  return shop_order_;
}

Slate Engine::RankAt(const RankRequest& request, Time now) {
  return Rank(*catalog_, publics_, policy_, LinearModel::Default(), ProfileAt(now), request);
}

}  // namespace hearth
