// The commands of `hearth`: the options of each as command_line.cc reads them, and how it runs.
// `Run` prints to stdout. Errors: invalid_argument, where options do not fit each other or the
// files; others for what went wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/case_options.h"
#include "cli/engine_files.h"
#include "cli/feed_files.h"
#include "cli/histories_json.h"
#include "eval/household_device.h"
#include "eval/next_basket_peers.h"
#include "eval/next_click.h"
#include "pack/pipeline.h"

namespace hearth {

// Files and other texts are empty where the option was not given.
struct PackCommand {
  FeedArguments feed;
  std::string orders, views, online_retail, categories, counts;
  std::string shop = "Online Retail", currency = "GBP", sensitive;
  std::string out, tables, hold_out;
  TimeFormat times;          // of order lines and views
  double skip_bad_rows = 0;  // the share of rows that may be bad
  bool allow_unknown = false;
  PackOptions options;
};
Status Run(const PackCommand& command);

struct RankCommand {
  EngineFiles engine;
  std::string events, histories, customer;
  RankWords words;
  std::string request;
  std::optional<Time> now;
  bool as_table = false;
};
Status Run(const RankCommand& command);

struct ReplayCommand {
  EngineFiles engine;
  std::string requests, snapshot, save;
};
Status Run(const ReplayCommand& command);

struct ImportCommand {
  EngineFiles shop;
  std::string history, columns, out, decimal_mark;
  TimeFormat times;
  bool preview = false;
};
Status Run(const ImportCommand& command);

struct EvalCommand {
  EngineFiles engine;
  std::string histories;
  size_t at = 10, min_trips = 2;
};
Status Run(const EvalCommand& command);

struct EvalHouseholdCommand {
  std::string population, data, in, truth, out, figures, camra;
  size_t visit_of = 1;
  uint32_t k = 5;
  DeviceOptions device;
  std::optional<ShownAs> shown_as;
  std::optional<double> ask_below;
  int ask_of = static_cast<int>(AskRule().of_visits);
};
Status Run(const EvalHouseholdCommand& command);

struct EvalNextBasketCommand {
  CaseOptions of_cases;
  size_t seen = 0;
  bool views = true;
  PeerParameters peers;  // of those given; others are chosen on what is known
  bool tifu_given = false, up_given = false, decay_given = false;
  uint64_t seed = 1;
};
Status Run(const EvalNextBasketCommand& command);

struct EvalColdStartCommand {
  CaseOptions of_cases;
  uint64_t seed = 1;
};
Status Run(const EvalColdStartCommand& command);

struct EvalSourcesCommand {
  CaseOptions of_cases;
};
Status Run(const EvalSourcesCommand& command);

struct EvalBasketCommand {
  CaseOptions of_cases;
  size_t hide = 1;
  uint64_t seed = 1;
};
Status Run(const EvalBasketCommand& command);

struct EvalNextClickCommand {
  std::string cases, out;
  bool on_validation = false, with_peers = true;
  NextClickOptions options;
};
Status Run(const EvalNextClickCommand& command);

}  // namespace hearth
