#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "cli/commands.h"
#include "cli/time_zone.h"
#include "input/bad_rows.h"

namespace hearth {
namespace {

constexpr uint32_t kMaxK = 1'000'000;
constexpr double kMaxWeight = 1e6;

// ---- Kinds of options

CLI::Option* AddFile(CLI::App& app, const std::string& name, std::string& path,
                     const std::string& help) {
  return app.add_option(name, path, help)->type_name("FILE");
}

// A whole number from `low` to `high`.
template <class Number>
CLI::Option* AddNumber(CLI::App& app, const std::string& name, Number& value, Number low,
                       Number high, const std::string& help) {
  return app.add_option(name, value, help)
      ->type_name("N")
      ->check(CLI::Range(low, high))
      ->capture_default_str();
}

// One of the words of `choices`, which stands for its value.
template <class Value>
CLI::Option* AddChoice(CLI::App& app, const std::string& name, Value& value,
                       const std::map<std::string, Value>& choices, const std::string& help) {
  const auto set = [&value, choices](const std::string& word) { value = choices.at(word); };
  CLI::Option* option = app.add_option_function<std::string>(name, set, help);
  for (const auto& [word, stands_for] : choices) {
    if (stands_for == value) option->default_str(word);
  }
  return option->type_name("WORD")->check(CLI::IsMember(choices));
}

CLI::Option* AddYesOrNo(CLI::App& app, const std::string& name, bool& value,
                        const std::string& help) {
  return AddChoice(app, name, value, {{"yes", true}, {"no", false}}, help);
}

// CLI::Range takes "nan" for a number in every range.
CLI::Validator RealNumber(double low, double high) {
  const auto check = [low, high](const std::string& text) {
    double value = 0;
    const bool fits = CLI::detail::lexical_cast(text, value) && value >= low && value <= high;
    return fits ? std::string()
                : text + ": expected a number from " + std::to_string(low) + " to " +
                      std::to_string(high);
  };
  return CLI::Validator(check, "");
}

// Several numbers with commas between them, of which those at `whole` count something.
template <class... Numbers>
CLI::Option* AddNumbers(CLI::App& app, const std::string& name, std::tuple<Numbers&...> values,
                        std::initializer_list<int> whole, const std::string& help) {
  const auto set = [values](const std::tuple<Numbers...>& read) mutable { values = read; };
  CLI::Option* option = app.add_option_function<std::tuple<Numbers...>>(name, set, help);
  option->delimiter(',')->check(RealNumber(0, kMaxWeight));
  for (int at : whole) option->check(RealNumber(1, kMaxWeight).application_index(at));
  return option;
}

// ---- Commands

void AddEngineFiles(CLI::App& app, EngineFiles& files) {
  CLI::Option* pack = AddFile(app, "--pack", files.pack, "the shop's pack");
  AddFile(app, "--catalog", files.catalog, "instead: a small shop's catalog as JSON")
      ->excludes(pack);
}

void AddPackItems(CLI::App& app, PackCommand& command) {
  CLI::App& from = *app.add_option_group("Items")->require_option(1);
  from.add_option("--feed", command.feed.paths,
                  "product files, gzipped or not, - for standard input: tables, RSS or\nAtom of "
                  "Google and Meta; exports of Shopify, WooCommerce, Magento and\nPrestaShop; "
                  "products.json; schema.org; YML; tables, XML and JSON with\nid, title and price")
      ->type_name("FILE");
  AddFile(from, "--online-retail", command.online_retail,
          "the UCI \"Online Retail\" lines as CSV, instead of feed and orders");
  AddFile(app, "--categories", command.categories,
          "rules that give the items of --online-retail a category");
  app.add_option("--shop", command.shop, "the shop's short name")->type_name("NAME");
  app.add_option("--currency", command.currency, "ISO 4217")
      ->type_name("CODE")
      ->capture_default_str();
  AddFile(app, "--sensitive", command.sensitive,
          "what this shop counts as sensitive besides Hearth's own list, in the\nform and with the "
          "topics of core/policy/sensitive_default.json");
}

void AddFeedRules(CLI::App& app, PackCommand& command) {
  FeedArguments& feed = command.feed;
  AddFile(app, "--columns", feed.columns,
          "what the columns of the feed mean, where it is none of those:\n"
          R"({"id": "Number", "title": ["Name", "Label"], "price": "Gross"})");
  app.add_option("--encoding", feed.encoding,
                 "of the feed, orders and views, where the wrong one is recognised")
      ->type_name("NAME");
  app.add_option("--decimal-mark", feed.decimal_mark,
                 "before the cents of prices, where it cannot be told")
      ->check(CLI::IsMember({".", ","}));
  app.add_flag(
      "--allow-shrink", feed.allow_shrink,
      "make a pack of a feed without items, or with less than half of the rows that\nthe pack at "
      "--out was made of");
}

void AddPackLines(CLI::App& app, PackCommand& command) {
  AddFile(app, "--orders", command.orders,
          "order lines: an export of Shopify, WooCommerce or Magento (a row an item),\nOnline "
          "Retail, or customer, order, time, id, quantity, price as .csv, .tsv\nor .jsonl. Without "
          "them the pack has no statistics");
  AddFile(app, "--views", command.views,
          "what visitors looked at, .csv or .tsv: visitor, time, id. Says what is\nlooked at next; "
          "a visitor counts once, and k visitors stand behind\nevery number");
  app.add_option("--counts", command.counts,
                 "in place of order lines, what the SQL files answer: totals.csv,\n"
                 "item_counts.csv, pair_counts.csv, reveals.csv. Such a pack lacks what\n"
                 "only order lines tell: what --household and --train write")
      ->type_name("DIR");
  AddFile(app, "--hold-out", command.hold_out,
          "keep one customer in ten out of the order lines and write their\nhistories here as JSON "
          "lines, to measure with");
  AddNumber(app, "--k", command.options.k, 2u, kMaxK,
            "fewest distinct customers behind any number");
  app.add_option("--top", command.options.top,
                 "keep the N items that matter most in the pack and leave the others out: by\n"
                 "customers as the pack says them, then what is in stock, then the feed's\n"
                 "order; variants of a product are one item")
      ->type_name("N")
      ->check(CLI::Range(size_t{1}, kMaxItems));
  AddYesOrNo(
      app, "--batches", command.options.batches,
      "count whole weeks of k customers or more, so that packs of following\ndays say of what "
      "one customer ordered no more than that one of k did;\nno: count every line");
}

// What `parse` takes.
template <class Parse>
CLI::Validator Parsed(Parse parse) {
  return CLI::Validator(
      [parse](std::string& text) { return parse(text).ok() ? "" : parse(text).error().message; },
      "");
}

void AddTimes(CLI::App& app, TimeFormat& times) {
  AddChoice<DateOrder>(
      app, "--dates", times.dates,
      {{"day-first", DateOrder::kDayFirst}, {"month-first", DateOrder::kMonthFirst}},
      "how dates like 5/4/2026 are meant, where no number over 12 in the column\nproves it");
  app.add_option_function<std::string>(
         "--time-zone", [&](const std::string& text) { times.clock = *ReadTimeZone(text); },
         "of times that name none: Europe/London, or an offset from UTC like\n+02:00; default: UTC")
      ->type_name("ZONE")
      ->check(Parsed(ReadTimeZone));
}

// How order lines and views are read.
void AddPackReading(CLI::App& app, PackCommand& command) {
  AddTimes(app, command.times);
  app.add_option_function<std::string>(
         "--skip-bad-rows",
         [&](const std::string& text) { command.skip_bad_rows = *ParseShare(text); },
         "go on without rows that cannot be read, where they are at most this share,\nlike 2%")
      ->type_name("SHARE")
      ->check(Parsed(ParseShare));
  app.add_flag("--allow-unknown", command.allow_unknown,
               "go on where more than a fifth of the order lines are of items that the\nfeed does "
               "not have");
}

void AddPackResult(CLI::App& app, PackCommand& command) {
  AddYesOrNo(app, "--household", command.options.attribution,
             "taste vectors and groups, and the weights that tell a household's\nmembers apart");
  AddChoice<PackTraining>(
      app, "--train", command.options.train,
      {{"trees", PackTraining::kTrees}, {"ablation", PackTraining::kAblation}},
      "trees: fit the ranker to the order lines (needs XGBoost);\nablation: and say what each "
      "group of features is worth, in five\ntimes the time");
  CLI::App& to = *app.add_option_group("Result")->require_option(1);
  AddFile(to, "--out", command.out, "the pack");
  to.add_option("--tables", command.tables,
                "instead, for order lines too many for one machine\n(core/pack/sql/README.md): "
                "what the SQL files read, catalog_items.csv,\ncatalog_ids.csv, topics.csv "
                "and, of order lines given here,\norder_lines.csv")
      ->type_name("DIR");
}

void Declare(CLI::App& app, PackCommand& command) {
  AddPackItems(app, command);
  AddFeedRules(app, command);
  AddPackLines(app, command);
  AddPackReading(app, command);
  AddPackResult(app, command);
  for (const auto& [option, other] : {std::pair("--feed", "--shop"),
                                      {"--columns", "--feed"},
                                      {"--allow-shrink", "--feed"},
                                      {"--categories", "--online-retail"},
                                      {"--online-retail", "--categories"}}) {
    app.get_option(option)->needs(app.get_option(other));
  }
  for (const auto& [option, other] : {std::pair("--orders", "--online-retail"),
                                      {"--hold-out", "--views"},
                                      {"--tables", "--train"},
                                      {"--tables", "--top"},
                                      {"--counts", "--orders"},
                                      {"--counts", "--hold-out"},
                                      {"--counts", "--train"},
                                      {"--counts", "--household"},
                                      {"--counts", "--tables"}}) {
    app.get_option(option)->excludes(app.get_option(other));
  }
  app.footer(
      "Example:\n"
      "  printf 'id,title,price\\nA1,Tea Light,1.25 GBP\\nB2,Lantern,8.50 GBP\\n' > feed.csv\n"
      "  hearth pack --feed feed.csv --shop \"Corner Shop\" --currency GBP --out shop.hpack");
}

void Declare(CLI::App& app, RankCommand& command) {
  AddEngineFiles(app, command.engine);
  CLI::Option* events = AddFile(app, "--events", command.events,
                                "JSON lines, an event each:\n"
                                R"({"type": "view", "sku": "85123A", "time": 1323388800000})");
  CLI::Option* histories =
      AddFile(app, "--histories", command.histories, "instead: what `hearth pack --hold-out` wrote")
          ->excludes(events);
  histories->needs(app.add_option("--customer", command.customer, "whose history of those")
                       ->type_name("ID")
                       ->needs(histories));
  app.add_option("--surface", command.words.surface, "home, listing, similar, basket or buy_again")
      ->type_name("NAME")
      ->capture_default_str();
  app.add_option("--sku", command.words.sku, "for similar")->type_name("SKU");
  app.add_option("--category", command.words.category, "for listing")->type_name("PATH");
  app.add_option("--basket", command.words.basket, "for basket")
      ->type_name("SKU,SKU")
      ->delimiter(',')
      ->expected(1);
  AddNumber<int64_t>(app, "--limit", command.words.limit, 1, 10'000, "most items");
  AddFile(app, "--request", command.request,
          "a whole request in JSON instead of the options above");
  app.add_option("--now", command.now, "the moment, ms since 1970; default: the pack's own date")
      ->type_name("MS")
      ->check(CLI::Range(kMinTime, kMaxTime - 1));
  AddChoice(app, "--format", command.as_table, {{"json", false}, {"table", true}},
            "the bytes that a browser gets, or a table");
  app.footer(
      "Example, after `make demo`:\n"
      "  build/native/hearth rank --pack build/native/data/shop.hpack --surface similar \\\n"
      "    --sku 85123A --format table");
}

void Declare(CLI::App& app, ReplayCommand& command) {
  AddEngineFiles(app, command.engine);
  AddFile(app, "--requests", command.requests,
          "JSON lines: requests as core/engine/README.md describes them")
      ->required();
  AddFile(app, "--snapshot", command.snapshot,
          "begin from this snapshot; default: an empty history");
  AddFile(app, "--save", command.save, "write the snapshot at the end");
  app.footer(
      "An answer that is an error is an answer: the exit code is 0 as long as the files could be "
      "read.\n\n"
      "Example, after `make demo`:\n"
      "  echo '{\"op\": \"rank\", \"now\": 1323475200000, \"surface\": \"home\"}' > "
      "/tmp/requests.jsonl\n"
      "  build/native/hearth replay --pack build/native/data/shop.hpack \\\n"
      "    --requests /tmp/requests.jsonl");
}

void Declare(CLI::App& app, ImportCommand& command) {
  AddEngineFiles(app, command.shop);
  AddFile(app, "--history", command.history,
          "what was bought: Amazon's order history as CSV, a table with a header line,\norders of "
          "schema.org as JSON-LD (also in a page or a mail), JSON, or an export\nof Hearth; - for "
          "standard input")
      ->required();
  AddFile(app, "--columns", command.columns,
          "what the columns of a table mean, where their names do not say:\n"
          R"({"time": "Bought on", "title": "What", "price": "Paid"}; null: none)");
  AddTimes(app, command.times);
  app.add_option("--decimal-mark", command.decimal_mark,
                 "before the cents of prices, where it cannot be told")
      ->check(CLI::IsMember({".", ","}));
  AddFile(app, "--out", command.out,
          "the history, which a shop's page takes in; default: standard output");
  app.add_flag(
      "--preview", command.preview,
      "write nothing: say what was recognised, what the columns mean, and the\nfirst rows");
  app.footer(
      "Rows that are no purchase, or that read two ways, are skipped and named. What is not of\n"
      "this shop is kept by its description.\n\n"
      "Example, after `make demo`:\n"
      "  printf 'Date;Item;Price\\n25/11/2011;Red retrospot cup;0,65\\n' > /tmp/bought.csv\n"
      "  build/native/hearth import --pack build/native/data/shop.hpack \\\n"
      "    --history /tmp/bought.csv --out /tmp/history.json");
}

void Declare(CLI::App& app, EvalCommand& command) {
  AddEngineFiles(app, command.engine);
  AddFile(app, "--histories", command.histories,
          "shoppers that the pack was built without, and their histories,\nas `hearth pack "
          "--hold-out` writes them");
  AddNumber<size_t>(app, "--at", command.at, 1, 1000, "length of the list that is judged");
  AddNumber<size_t>(app, "--min-trips", command.min_trips, 2, 1000,
                    "shoppers with fewer trips are left out (one is hidden)");
  app.footer(
      "Example, after `make demo`:\n"
      "  build/native/hearth eval --pack build/native/data/shop.hpack \\\n"
      "    --histories build/native/data/held_out.jsonl");
}

void AddHouseholdFiles(CLI::App& app, EvalHouseholdCommand& command) {
  AddFile(app, "--population", command.population,
          "whom the shop may learn from: [name, ...], or the shoppers themselves,\n"
          "{name: [[item, ...], ...]}, and then no --data");
  app.add_option("--data", command.data,
                 "what every shopper bought: such a file (with _times and _items beside it),\n"
                 "or a folder with baskets.json (times.json, items.json) or with history.json\n"
                 "and future.json; each may be gzipped. Default: the population's own folder,\n"
                 "where it holds them. none: the shop has learned nothing yet but its items' names")
      ->type_name("PATH");
  AddFile(app, "--in", command.in, "households, a world a line, as a device may see them");
  AddFile(app, "--truth", command.truth,
          "the same as they truly were; default: X.truth.jsonl beside X.visible.jsonl.\n"
          "Without it there are answers, but nothing to compare them with");
  AddFile(app, "--out", command.out, "the answers, a line for each line of --in");
  app.add_option("--camra", command.camra,
                 "instead, the real households of CAMRa2011: groupMember.txt,\n"
                 "userRatingTrain.txt and userRatingTest.txt, gzipped or not")
      ->type_name("DIR");
  AddFile(app, "--figures", command.figures, "the figures as JSON, unrounded");
}

void AddHouseholdRules(CLI::App& app, EvalHouseholdCommand& command) {
  AddNumber<size_t>(app, "--visit-of", command.visit_of, 1, 1000,
                    "so many baskets in a row are one visit");
  AddNumber(app, "--k", command.k, 2u, kMaxK,
            "fewest distinct shoppers behind any number of the pack");
  AddNumber<size_t>(app, "--at", command.device.list_length, 1, 1000, "length of lists");
  AddChoice<Surface>(app, "--surface", command.device.surface,
                     {{"listing", Surface::kListing}, {"home", Surface::kHome}},
                     "lists are the order of the whole catalog or the home slate");
  AddChoice<std::optional<ShownAs>>(
      app, "--as", command.shown_as,
      {{"product", std::nullopt},
       {"merged", ShownAs::kMerged},
       {"oracle", ShownAs::kOracle},
       {"labels-only", ShownAs::kLabelsOnly}},
      "whose visits fill a member's lists: product (Hearth), merged (one\naccount for all), oracle "
      "(the truth), labels-only (what was signed)");
  AddNumber(app, "--threshold", command.device.threshold_percent, 50, 99,
            "who is shopping is guessed from so many % on; past visits fill lists\nfrom 30 less "
            "on, and from 50 at least");
  AddNumber(app, "--margin", command.device.margin_percent, 0, 50,
            "... and where the guess leads by so many %");
  CLI::Option* below =
      app.add_option("--ask-below", command.ask_below,
                     "ask who it was where the likeliest member has less than this, 0.01 to 1;\n"
                     "private visits are never asked about; needs the truth, which answers")
          ->type_name("P")
          ->check(RealNumber(0.01, 1));
  AddNumber(
      app, "--ask-of", command.ask_of, 1, 1000,
      "... but at most at one visit in this many, once everybody signed two: as\nthe product does")
      ->needs(below);
}

void Declare(CLI::App& app, EvalHouseholdCommand& command) {
  AddHouseholdFiles(app, command);
  AddHouseholdRules(app, command);
  app.footer(R"(Example:
  echo '{"a": [[1, 2], [1]], "b": [[3, 4], [3]], "c": [[1, 2]], "d": [[3, 4]]}' > shoppers.json
  echo '{"hh": "h", "world": "full", "members": ["x", "y"], "now": null, "pages": [], "sessions": [
    {"s": 0, "t": null, "items": [1, 2], "label": "x", "private": false},
    {"s": 1, "t": null, "items": [3], "label": "y", "private": false},
    {"s": 2, "t": null, "items": [1], "label": null, "private": false}]}' | tr -d '\n' > home.jsonl
  hearth eval household --population shoppers.json --in home.jsonl --out answers.jsonl --k 2)");
}

void AddCaseRules(CLI::App& app, CaseOptions& options) {
  app.add_option("--fold", options.fold, "this one, from 0; default: all, and their mean")
      ->type_name("N")
      ->check(CLI::Range(1'000'000));
  AddChoice(app, "--on", options.on_validation, {{"test", false}, {"val", true}},
            "test, or val: then packs are counted from train alone, and where the\nfolds have "
            "nobody to validate on, without every fifth of those");
  AddYesOrNo(app, "--train", options.options.train,
             "fit the ranker's trees to those the pack is counted from, as hearth pack --train");
  AddNumber(app, "--k", options.options.k, 2u, kMaxK,
            "fewest distinct customers behind any number of the pack");
  AddNumber(app, "--days-apart", options.options.days_apart, 1, 365,
            "days between trips where the cases have no dates");
  const auto one_character = [](const std::string& text) {
    return std::string(text.size() == 1 ? "" : "expected one character");
  };
  app.add_option("--customer-to", options.options.customer_ends_at,
                 "users that are the same up to this character are one customer, whose later\n"
                 "cases hold the earlier ones; the peers then see one shopper at a time")
      ->type_name("C")
      ->check(one_character);
}

// Cuts in time.
void AddAsOf(CLI::App& app, AsOfOptions& as_of) {
  app.add_option("--as-of", as_of.when,
                 "dates (2011-04-01) with commas between, monthly or weekly: as a shop has\nto, "
                 "packs, trees and peers know the trips before that day alone; tested is\neach "
                 "shopper's first trip from then on, and their own trips before it are\nknown. "
                 "Without --folds, everybody is learned from and tested")
      ->type_name("DAY");
  const auto bound = [&](const char* name, std::string& date, const char* help) {
    app.add_option(name, date, help)->type_name("DATE")->needs("--as-of");
  };
  bound("--first", as_of.first, "of monthly or weekly; default: 90 days after the first trip");
  bound("--last", as_of.last, "of monthly or weekly; default: the day of the last trip");
  AddNumber(app, "--within", as_of.within, 1, 3650, "days from --as-of in which that trip lies")
      ->needs("--as-of");
  AddNumber(app, "--pack-age", as_of.pack_age, 0, 3650,
            "counting stopped so many days before --as-of")
      ->needs("--as-of");
}

// What measuring next baskets has in common, and its example.
void AddCases(CLI::App& app, CaseOptions& options, const std::string& out_help) {
  AddFile(app, "--cases", options.cases,
          "a line each: {\"user\", \"history\": [[item, ...], ...], \"truth\": [item, ...]},\n"
          "with \"dates\" of the history's baskets and \"when\" of the truth, or without")
      ->required();
  AddFile(app, "--folds", options.folds,
          "[{\"train\": [user, ...], \"val\": [...], \"test\": [...]}, ...]; packs are counted\n"
          "from the histories of train and val, without their next baskets. Peers see\n"
          "the histories of all, of those tested too, as their papers do");
  AddFile(app, "--out", options.out, out_help)->required();
  AddAsOf(app, options.as_of);
  AddCaseRules(app, options);
  app.footer(R"(Example:
  for user in a b c d; do
    echo '{"user": "'$user'", "history": [[1, 2], [1]], "truth": [1, 3]}'
  done > cases.jsonl
  echo '[{"train": ["a", "b", "c"], "val": [], "test": ["d"]}]' > folds.json
  hearth eval )" +
             app.get_name() + " --cases cases.jsonl --folds folds.json --out result.txt --k 2");
}

void AddCounts(CLI::App& app, NextBasketOptions& options) {
  AddYesOrNo(app, "--counts", options.counts,
             "no: a pack without what order lines say. A peer that knows as little is\n`decay` "
             "without popularity (--decay 0.9,0)");
}

void AddSeed(CLI::App& app, uint64_t& seed, const std::string& help) {
  AddNumber<uint64_t>(app, "--seed", seed, 0, 1'000'000'000, help);
}

void AddFigures(CLI::App& app, CaseOptions& options) {
  AddFile(app, "--figures", options.figures, "the figures as JSON, unrounded");
}

// Parameters of the peers.
void AddPeers(CLI::App& app, EvalNextBasketCommand& command) {
  PeerParameters& with = command.peers;
  const CLI::Option* tifu =
      AddNumbers(app, "--tifu",
                 std::tie(with.tifu.neighbours, with.tifu.within, with.tifu.between, with.tifu.own,
                          with.tifu.groups),
                 {0, 4},
                 "of TIFU-kNN: neighbours, decay within and between groups, own share, groups;\n"
                 "default, of all three: chosen by one search for all data, on the last known\n"
                 "trips of those to learn from")
          ->type_name("K,RB,RG,A,M");
  const CLI::Option* up =
      AddNumbers(app, "--upcf", std::tie(with.up.recent, with.up.asymmetry, with.up.locality), {0},
                 "of UP-CF: recent baskets, asymmetry, locality")
          ->type_name("R,A,Q");
  const CLI::Option* decay =
      AddNumbers(app, "--decay", std::tie(with.decay.by_age, with.decay.popularity), {},
                 "of `decay`: by a trip's age, popularity's weight")
          ->type_name("D,W");
  AddSeed(app, command.seed, "on which trips peers' parameters are chosen, where they are many");
  app.callback([&command, tifu, up, decay] {
    command.tifu_given = tifu->count() > 0;
    command.up_given = up->count() > 0;
    command.decay_given = decay->count() > 0;
  });
}

void Declare(CLI::App& app, EvalNextBasketCommand& command) {
  AddCases(app, command.of_cases,
           "what Hearth predicts, 20 items a user: {\"user\", \"items\": [best first]}");
  AddCounts(app, command.of_cases.options);
  AddChoice<Surface>(
      app, "--surface", command.of_cases.options.surface,
      {{"listing", Surface::kListing}, {"home", Surface::kHome}, {"buy_again", Surface::kBuyAgain}},
      "listing: the whole catalog in order; home: as shown, 20 items;\nbuy_again: "
      "own items that are due, and of the next basket only those count.\nThe peers "
      "then see one shopper at a time, without popularity");
  AddNumber<size_t>(app, "--seen", command.seen, 0, 100,
                    "so many items of the next basket, sampled at random, have just been viewed,\n"
                    "and only its others are to be predicted. No method is shown them again;\nthe "
                    "peers make nothing of views");
  AddYesOrNo(app, "--views", command.views,
             "no: the items of --seen have not been viewed, to compare with");
  AddPeers(app, command);
  AddFigures(app, command.of_cases);
}

void Declare(CLI::App& app, EvalColdStartCommand& command) {
  AddCases(app, command.of_cases,
           "what is predicted after 10: {\"user\", \"items\": [best first]}");
  AddCounts(app, command.of_cases.options);
  AddSeed(app, command.seed, "which purchases of a trip are known where not all are");
  AddFigures(app, command.of_cases);
}

void Declare(CLI::App& app, EvalSourcesCommand& command) {
  AddCases(app, command.of_cases, "the figures");
}

void Declare(CLI::App& app, EvalBasketCommand& command) {
  AddCases(app, command.of_cases,
           "{\"user\", \"hidden\": item, \"items\": [best first]}, a line a basket");
  AddNumber<size_t>(app, "--hide", command.hide, 1, 1000,
                    "so many baskets of each tested shopper, each with another item hidden");
  AddSeed(app, command.seed, "which items are hidden");
  AddFigures(app, command.of_cases);
}

void Declare(CLI::App& app, EvalNextClickCommand& command) {
  AddFile(app, "--cases", command.cases,
          "first a line {\"train\": [[item, ...], ...]}, oldest visit first; then a line\n"
          "each: {\"case\": number, \"prefix\": [item, ...], \"next\": item}")
      ->required();
  AddFile(app, "--out", command.out,
          "what Hearth predicts, 20 items a case: {\"case\", \"items\": [best first]}")
      ->required();
  AddChoice(app, "--on", command.on_validation, {{"test", false}, {"val", true}},
            "test, or val: the last 10 percent of the training visits, and the pack is\ncounted "
            "from the others");
  AddYesOrNo(app, "--train", command.options.train,
             "fit the ranker's trees to training visits; no: weights set by hand");
  AddNumber<size_t>(app, "--nodes", command.options.training.max_nodes, 100, kMaxModelNodes,
                    "at most so many nodes of trees: as many as a pack may have");
  // 1 keeps every pair: for data sets so thin that hardly a pair has a second visit.
  AddNumber(app, "--k", command.options.k, 1u, kMaxK,
            "fewest distinct visits behind any number of the pack");
  AddYesOrNo(app, "--peers", command.with_peers,
             "popularity, sequential rules and V-SKNN beside it");
  app.footer(R"(Example:
  echo '{"train": [[1, 2, 3], [1, 2], [2, 3]]}' > clicks.jsonl
  echo '{"case": 0, "prefix": [1], "next": 2}' >> clicks.jsonl
  hearth eval nextclick --cases clicks.jsonl --out predictions.jsonl --k 2)");
}

// ---- The program

// A command of the command line: the words that name it, what parses its options, what runs it.
struct Entry {
  std::string name;
  CLI::App* app;
  std::function<Status()> run;
};

class Program {
 public:
  Program() {
    app_.require_subcommand(0, 1);
    Add<PackCommand>(app_, "pack", "make a shop's pack, the public file that all shoppers get");
    Add<RankCommand>(app_, "rank", "answer one request, as the browser would");
    Add<ReplayCommand>(app_, "replay", "answer a file of requests, one a line");
    Add<ImportCommand>(app_, "import", "make a history of what was bought elsewhere or before");
    CLI::App& eval = Add<EvalCommand>(
        app_, "eval",
        "measure the ranker on shoppers that the pack has not seen, last trip hidden");
    eval.require_subcommand(0, 1);
    Add<EvalHouseholdCommand>(eval, "household",
                              "households made of single shoppers: who was shopping, what leaks");
    Add<EvalNextBasketCommand>(eval, "nextbasket", "data sets of next baskets");
    Add<EvalColdStartCommand>(
        eval, "coldstart",
        "next baskets of whom nothing is known, then 1, 3 and 10 purchases,\nbeside what "
        "those to learn from bought, and that and the purchases (decay)");
    Add<EvalSourcesCommand>(eval, "sources",
                            "of the 20 best items of the catalog, how many candidates hold");
    Add<EvalBasketCommand>(eval, "basket", "which item is missing from a basket");
    Add<EvalNextClickCommand>(eval, "nextclick", "data sets of next views");
  }

  // Takes `words` in reverse order. Throws CLI::ParseError.
  void Parse(std::vector<std::string> words) { app_.parse(std::move(words)); }
  std::string Help() const { return app_.help(); }

  // The command that the words named, or null: of those parsed, the innermost.
  const Entry* Named() const {
    const auto named = std::find_if(entries_.rbegin(), entries_.rend(),
                                    [](const Entry& entry) { return entry.app->parsed(); });
    return named == entries_.rend() ? nullptr : &*named;
  }

 private:
  template <class Command>
  CLI::App& Add(CLI::App& parent, const std::string& name, const std::string& about) {
    CLI::App& app = *parent.add_subcommand(name, about);
    const auto command = std::make_shared<Command>();
    Declare(app, *command);
    entries_.push_back({(&parent == &app_ ? "hearth " : "hearth eval ") + name, &app,
                        [command] { return Run(*command); }});
    return app;
  }

  CLI::App app_{"Personalisation that stays with the shopper", "hearth"};
  std::vector<Entry> entries_;
};

int FailWith(const std::string& command, const std::string& message, bool not_understood) {
  std::fprintf(stderr, "%s: %s\n", command.c_str(), message.c_str());
  if (not_understood) std::fprintf(stderr, "`%s --help` says how.\n", command.c_str());
  return not_understood ? 2 : 1;
}

}  // namespace

int RunCommandLine(std::vector<std::string> words) {
  Program program;
  std::reverse(words.begin(), words.end());
  // The one place with exceptions: CLI11's, none of which leaves it.
  try {
    program.Parse(std::move(words));
  } catch (const CLI::CallForHelp&) {
    std::fputs(program.Help().c_str(), stdout);
    return 0;
  } catch (const CLI::ParseError& error) {
    const Entry* entry = program.Named();
    return FailWith(entry == nullptr ? "hearth" : entry->name, error.what(), true);
  }
  const Entry* entry = program.Named();
  if (entry == nullptr) return FailWith("hearth", "expected a command", true);
  const Status status = entry->run();
  if (status.ok()) return 0;
  return FailWith(entry->name, status.error().message,
                  status.error().code == ErrorCode::kInvalidArgument);
}

}  // namespace hearth
