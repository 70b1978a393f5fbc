// hearth rank: one slate, as in the browser.
#include <array>
#include <cstdio>
#include <sstream>

#include "cli/commands.h"
#include "cli/engine_files.h"
#include "cli/files.h"
#include "cli/histories_json.h"
#include "cli/options.h"

namespace hearth {
namespace {

constexpr std::string_view kHelp = R"(hearth rank: rank a shop's items for one history

  hearth rank --pack shop.hpack                                  the home slate of a new shopper
  hearth rank --pack shop.hpack --events me.jsonl --format table

  --pack FILE          the shop's pack; or --catalog FILE.json, a small shop's catalog
  --events FILE        JSON lines, an event each: {"type": "view", "sku": "85123A", "time": 1323388800000}
  --histories FILE     instead: what `hearth pack --hold-out` wrote, with --customer ID
  --surface NAME       home (default), listing, similar, basket, buy_again
  --sku SKU            for similar     --category PATH   for listing
  --basket SKU,SKU     for basket      --limit N         default 12
  --request FILE       a whole request in JSON instead of the options above
  --now MS             the moment, ms since 1970; default: the pack's own date
  --format NAME        json (default: the bytes that a browser gets) or table

Example, after `make demo`:
  build/native/hearth rank --pack build/native/data/shop.hpack --surface similar --sku 85123A --format table
)";

constexpr std::array<std::string_view, 13> kOptions = {
    "pack",     "catalog", "events", "histories", "customer", "surface", "sku",
    "category", "basket",  "limit",  "request",   "now",      "format"};

std::vector<std::string> SplitAtCommas(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

// The request that records the history the options name; empty when they name none.
Result<std::string> HistoryRequest(const Options& options, const Engine& engine, Time now) {
  if (options.Has("events")) {
    Result<std::string> text = ReadTextFile(options.Get("events"));
    if (!text.ok()) return text.error();
    return RecordRequest(*text, options.Get("events"), now);
  }
  if (!options.Has("histories")) return std::string();
  Result<std::string> text = ReadTextFile(options.Get("histories"));
  if (!text.ok()) return text.error();
  Result<std::vector<Shopper>> shoppers = ReadHistories(*text, options.Get("histories"));
  if (!shoppers.ok()) return shoppers.error();
  for (const Shopper& shopper : *shoppers) {
    if (shopper.name == options.Get("customer")) {
      return RecordRequest(shopper, *engine.catalog(), now);
    }
  }
  return NotFound("--customer: " + options.Get("histories") + " has no such customer");
}

Result<std::string> RankRequestOf(const Options& options, Time now) {
  if (options.Has("request")) return ReadTextFile(options.Get("request"));
  RankWords words;
  words.surface = options.Get("surface", "home");
  words.sku = options.Get("sku");
  words.category = options.Get("category");
  words.basket = SplitAtCommas(options.Get("basket"));
  Result<int64_t> limit = options.Number("limit", 12, 1, 10'000);
  if (!limit.ok()) return limit.error();
  words.limit = *limit;
  return RankRequestJson(words, now);
}

Result<int> RankOne(const Options& options, Engine& engine) {
  Result<Time> now = NowOf(options, engine);
  if (!now.ok()) return now.error();
  Result<std::string> history = HistoryRequest(options, engine, *now);
  if (!history.ok()) return history.error();
  if (!history->empty()) {
    const std::string envelope = engine.Handle(*history);
    if (!IsOk(envelope)) return Malformed(envelope);
  }
  Result<std::string> request = RankRequestOf(options, *now);
  if (!request.ok()) return request.error();
  const std::string envelope = engine.Handle(*request);
  bool ok = IsOk(envelope);
  if (options.Get("format", "json") == "table") {
    std::fputs(SlateTable(envelope, &ok).c_str(), ok ? stdout : stderr);
  } else {
    std::puts(envelope.c_str());
  }
  return ok ? 0 : 1;
}

}  // namespace

int CommandRank(std::span<const std::string> args) {
  return RunOnEngine(args, kHelp, kOptions, RankOne);
}

}  // namespace hearth
