// A study of many households: reads the files whole and checks that they fit each other before
// anything runs, then lets every world's device answer.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "eval/household_device.h"
#include "eval/household_score.h"
#include "eval/household_world.h"

namespace hearth {

struct Study {
  std::vector<WorldKey> order;  // as the visible file has them
  Worlds worlds;
  Truths truths;  // empty when there is no truth file
  // When each household's lists are shown: the same moment in all its worlds.
  std::map<std::string, Time> now;
};

struct NamedText {
  std::string name, text;  // of a file
};

// `truth` may have no text. Errors: malformed, with file and line; that a household has no truth or
// no full world.
Result<Study> ReadStudy(const NamedText& visible, const NamedText& truth);

std::set<ItemNumber> ItemsOf(const Study& study);

struct StudyReport {
  Answers answers;
  // The same devices' lists as one merged account, and as if it were known whose each visit was; of
  // full worlds. Empty without truth.
  Answers merged, oracle;
};

// `shown_as`: lists and pages are not Hearth's own but these. Deterministic. Errors: those of the
// engine, with household and world.
Result<StudyReport> RunStudy(const Study& study, HouseholdDevices& devices,
                             const DeviceOptions& options, std::optional<ShownAs> shown_as,
                             const std::function<void(size_t done, size_t total)>& progress);

// The share of the gap from merged to oracle in Recall@n that `score` wins back; nothing where
// there is no gap.
Mean ShareOfGap(const RankingScore& score, const RankingScore& merged, const RankingScore& oracle);

}  // namespace hearth
