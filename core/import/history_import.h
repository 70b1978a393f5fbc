// A file of purchases as events of this shop: each line matched to an item, or kept by its
// description, which counts for its category and brand.
//
// Twice is once, in one file too. A line is an item of an order, by the order's number, whatever
// its price and time; where the number comes again 31 days later, it is another order. Lines are
// one telling where they stand together: in one Order of schema.org, or in rows of a table without
// another order's rows between them. An item's lines in one telling add up. Of several tellings one
// counts: the one with the most pieces bought, and of those with as many the first, or a later one
// of which pieces were cancelled or sent back. The others' rows are skipped as kRepeated, or as
// kCancelled where nothing is left. Without an item, a line that was cancelled is the whole order.
// Rows of a table that name no order all add up, where they are equal (what, when and for how
// much); orders of schema.org without a number are told apart by such lines.
//
// Between files (`known`) it is the same: an order's lines have a session that is made of its
// number. What is known is not recorded again, and of a line with more pieces than before the
// others are an event of their own, a millisecond later or behind others like it. What was
// cancelled or sent back since is counted as `withdrawn`; taking it out of the history is for the
// person. An item that an older pack had for a line, and that is in the shop no more, is known by
// its order, time, price, pieces and title.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "history/event.h"
#include "import/history_file.h"
#include "import/item_matcher.h"

namespace hearth {

// A purchase that is in the history already.
struct KnownPurchase {
  Time time = 0;
  SessionId session = kNoSession;
  std::string sku;
  int32_t price_minor = 0;
  uint32_t quantity = 1;
  std::string title = {};  // "" where it is not known
};

struct ImportedPurchase {
  KnownPurchase event;
  ItemDescription described;  // of no item of the catalog; else empty
  MatchedBy by = MatchedBy::kNothing;
  bool is_gift = false;  // recorded with a gift cue, so that it teaches nothing and is its giver's
  uint32_t bought = 1;   // pieces, with those that were cancelled or sent back
};

struct ImportCounts {
  size_t by_sku = 0, by_gtin = 0, by_title = 0, described = 0;  // of purchases()
  size_t added_up = 0;   // lines that went into an equal one of their order
  size_t repeated = 0;   // lines of an order that the file holds already; skipped.Of(kRepeated)
  size_t cancelled = 0;  // lines that a later one cancels; they are in skipped.Of(kCancelled)
  size_t gifts = 0;      // of purchases(): they look like presents
  size_t known = 0;      // events that are there already
  size_t topped_up = 0;  // of purchases(): there with fewer pieces, and here with the others
  size_t withdrawn = 0;  // lines that say that what is there was cancelled or sent back since
};

class HistoryImport {
 public:
  // `shop` must outlive this.
  explicit HistoryImport(const ShopItems& shop) : shop_(shop), matcher_(shop) {}

  // In place of what was read before. Errors: those of ReadHistory, and nothing is changed.
  Status Read(std::string_view bytes, const HistoryOptions& options,
              std::span<const KnownPurchase> known);

  const HistoryFile& file() const { return file_; }
  const ImportCounts& counts() const { return counts_; }
  // In the order of the file. Of Hearth's own export there are none: its events are the file's.
  const std::vector<ImportedPurchase>& purchases() const { return purchases_; }

  size_t event_count() const { return purchases_.size() + file_.events.size(); }
  // Events from `at` on, at most `count`, as `record` takes them: a JSON array.
  Json Events(size_t at, size_t count) const;

 private:
  using Marks = std::vector<uint8_t>;  // 1 or 0 for each purchase; std::vector<bool> is larger code

  void Take(const BoughtLine& purchase);
  std::string OwnSku(const BoughtLine& purchase) const;
  Marks ChooseTellings();
  void LeaveCancelledOrders(Marks* is_dropped) const;
  void AddUp();
  bool MayBe(const KnownPurchase& known, size_t i) const;
  void LeaveKnown(std::span<const KnownPurchase> known);
  void LeavePrices();

  const ShopItems& shop_;
  ItemMatcher matcher_;
  HistoryFile file_;
  ImportCounts counts_;
  std::vector<ImportedPurchase> purchases_;
  std::vector<std::string> own_skus_;  // what each would be called if nothing matched
};

}  // namespace hearth
