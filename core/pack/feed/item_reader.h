// Makes an item of each record of a file, by the table of its layout (layouts.h).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "catalog/feed_item.h"
#include "input/money.h"
#include "input/records.h"
#include "input/time_reader.h"
#include "pack/feed/category_column.h"
#include "pack/feed/layouts.h"

namespace hearth {

// How a file writes its prices, categories and dates, as all of its records show.
struct ColumnEvidence {
  MoneyReader money;
  CategoryColumn categories, google_categories;
  DateEvidence dates;
  std::unordered_map<std::string, std::string> group_of;  // by id, where products list variants
};

// How the dates of sales are written, and the moment at which one counts.
struct SaleTimes {
  TimeFormat format;
  Time now = 0;
};

struct ItemError {
  size_t slot;          // of the record, or RecordSource::kWhole
  std::string message;  // begins with the field: "price: expected ..."
};

// Of one record: an item, or why there is none.
struct ReadItem {
  std::optional<FeedItem> item;
  std::optional<ItemError> error;
  std::string_view left_out;  // "draft", ...: neither an item nor a mistake
};

class ItemReader {
 public:
  // What it is given must outlive it. `evidence`: of all records of the file.
  ItemReader(const Layout& layout, const RecordSource& source, const ColumnEvidence& evidence,
             const SaleTimes& sales);

  // Takes the last record as evidence.
  void Observe(ColumnEvidence* evidence);

  // Of the last record of the source.
  ReadItem Read();

  // Sale prices whose dates were not understood, so that the regular price was taken.
  size_t sales_not_understood() const { return sales_not_understood_; }
  // Prices that are without tax, where the file has no other.
  size_t net_prices() const { return net_prices_; }

 private:
  using Slots = std::vector<size_t>;
  using Row = std::vector<std::string>;

  void FindSlots();
  Slots SlotsOf(std::string_view names) const;
  Slots FurtherSlots(const Slots& slots) const;
  std::string_view At(size_t slot, bool inherits) const;
  std::string_view Text(ItemField field, size_t* slot = nullptr) const;
  std::string_view LeftOut() const;
  void KeepParent();
  void FindParent();
  bool SaysNothingOfAnItem() const;

  std::string IdText() const;
  std::string GroupText() const;
  bool IsFromListOfVariants() const;
  std::string TitleText() const;
  std::string GoogleText() const;
  Result<std::string> FurtherCategories(const FeedItem& item) const;
  std::string LinkText() const;
  std::string ImageText() const;
  TimeFormat TimesOf() const;
  bool SaleHolds();
  Status ReadPrice(size_t* slot, FeedItem* item);
  Status ReadSince(size_t* slot, FeedItem* item) const;
  Status ReadAvailability(size_t* slot, FeedItem* item) const;
  std::optional<ItemError> Fill(FeedItem* item);

  const Layout& layout_;
  const RecordSource& source_;
  const ColumnEvidence& evidence_;
  SaleTimes sales_;
  size_t names_known_ = 0;  // slots that were there when they were looked up
  std::array<Slots, kItemFieldCount> slots_;
  std::vector<Slots> skip_slots_;
  Slots further_categories_, further_google_;  // of records that name several
  Slots parent_key_slots_, parent_of_slots_, product_slots_, list_slots_;
  std::unordered_map<std::string, Row> parents_;
  const Row* parent_ = nullptr;  // of the last record
  size_t sales_not_understood_ = 0;
  size_t net_prices_ = 0;
};

}  // namespace hearth
