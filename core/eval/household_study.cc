#include "eval/household_study.h"

#include <algorithm>
#include <utility>

#include "eval/household_formats_json.h"
#include "eval/household_population.h"
#include "input/lines.h"

namespace hearth {
namespace {

Status AddWorld(HouseholdWorld world, Study* study) {
  if (world.members.empty() || world.members.size() > kMaxMembers) {
    return Malformed("members: expected 1 to " + std::to_string(kMaxMembers));
  }
  WorldKey key{world.hh, world.world};
  if (study->worlds.contains(key)) {
    return Malformed("expected each world once: " + key.first + " has two \"" + key.second + "\"");
  }
  study->order.push_back(key);
  study->worlds.emplace(std::move(key), std::move(world));
  return {};
}

Status AddTruth(HouseholdTruth truth, Study* study) {
  std::string hh = truth.hh;
  const auto world = study->worlds.find({hh, kFullWorld});
  if (world == study->worlds.end()) return {};  // of a household that is not measured
  for (const WorldVisit& visit : world->second.visits) {
    if (static_cast<size_t>(visit.number) >= truth.truth.size()) {
      return Malformed("truth: expected one for each visit of " + hh + ", there is none for " +
                       std::to_string(visit.number));
    }
  }
  for (const SecretProbe& probe : truth.probes) {
    const auto& pages = world->second.pages;
    const bool found = probe.page < pages.size() &&
                       std::find(pages[probe.page].begin(), pages[probe.page].end(), probe.item) !=
                           pages[probe.page].end();
    if (!found) return Malformed("probes: expected pages of " + hh + " that hold their items");
  }
  if (!study->truths.emplace(std::move(hh), std::move(truth)).second) {
    return Malformed("hh: expected each household once");
  }
  return {};
}

// A minus world's visits are some of the full world's, so the full world's truth covers them.
Status CheckWorlds(const Study& study) {
  for (const WorldKey& key : study.order) {
    const auto full = study.worlds.find({key.first, kFullWorld});
    if (full == study.worlds.end()) {
      return Malformed("expected a world \"full\" of household " + key.first);
    }
    const std::vector<WorldVisit>& visits = full->second.visits;
    for (const WorldVisit& visit : study.worlds.at(key).visits) {
      const auto same =
          std::lower_bound(visits.begin(), visits.end(), visit.number,
                           [](const WorldVisit& a, int64_t number) { return a.number < number; });
      if (same == visits.end() || same->number != visit.number) {
        return Malformed("expected in " + key.first + " \"" + key.second +
                         "\" only visits of world \"full\", not " + std::to_string(visit.number));
      }
    }
  }
  return {};
}

// After the last visit of any world of the household: an hour, or where there are no times a day.
std::map<std::string, Time> MomentsOf(const Study& study) {
  std::map<std::string, Time> moments;
  for (const auto& [key, world] : study.worlds) {
    Time& moment = moments.try_emplace(key.first, kMinuteZero).first->second;
    if (world.now) moment = std::max(moment, TimeOfMinute(*world.now) + kMsPerHour);
    for (const WorldVisit& visit : world.visits) {
      moment = std::max(
          moment, TimeOfItem(visit, visit.items.size()) + (visit.minute ? kMsPerHour : kMsPerDay));
    }
  }
  return moments;
}

// What one device answers in each of the ways that are compared.
class DeviceRun {
 public:
  DeviceRun(const Study& study, const WorldKey& key, HouseholdDevices& devices,
            const DeviceOptions& options)
      : key_(key),
        world_(study.worlds.at(key)),
        now_(study.now.at(key.first)),
        devices_(devices),
        options_(options) {
    const auto truth = study.truths.find(key.first);
    if (truth != study.truths.end()) truth_ = &truth->second;
    options_.beliefs_early = IsFull();
  }

  bool IsFull() const { return key_.second == kFullWorld; }
  bool HasTruth() const { return truth_ != nullptr; }

  Status Answer(std::optional<ShownAs> shown_as, Answers* answers) {
    Result<HouseholdAnswer> answer = devices_.Answer(world_, truth_, now_, options_);
    if (!answer.ok()) return Failed(answer.error());
    if (shown_as) {
      Result<HouseholdAnswer> shown = Lists(*shown_as);
      if (!shown.ok()) return Failed(shown.error());
      answer->lists = std::move(shown->lists);
      answer->pages = std::move(shown->pages);
    }
    answers->emplace(key_, *std::move(answer));
    return {};
  }

  Status Show(ShownAs shown_as, Answers* answers) {
    Result<HouseholdAnswer> shown = Lists(shown_as);
    if (!shown.ok()) return Failed(shown.error());
    answers->emplace(key_, *std::move(shown));
    return {};
  }

 private:
  Result<HouseholdAnswer> Lists(ShownAs shown_as) {
    return devices_.Show(world_, truth_, now_, shown_as, options_);
  }
  Error Failed(const Error& error) const {
    return {error.code, key_.first + " \"" + key_.second + "\": " + error.message};
  }

  const WorldKey& key_;
  const HouseholdWorld& world_;
  const HouseholdTruth* truth_ = nullptr;
  Time now_;
  HouseholdDevices& devices_;
  DeviceOptions options_;
};

}  // namespace

Result<Study> ReadStudy(const NamedText& visible, const NamedText& truth) {
  Study study;
  Status status = ForEachLine(visible.text, visible.name, [&](std::string_view line) -> Status {
    Result<HouseholdWorld> world = ParseWorld(line);
    if (!world.ok()) return world.error();
    return AddWorld(*std::move(world), &study);
  });
  if (status.ok()) status = CheckWorlds(study);
  if (!status.ok()) return status.error();
  if (study.order.empty()) return Malformed(visible.name + ": expected one household per line");
  study.now = MomentsOf(study);
  if (truth.text.empty()) return study;
  status = ForEachLine(truth.text, truth.name, [&](std::string_view line) -> Status {
    Result<HouseholdTruth> parsed = ParseTruth(line);
    if (!parsed.ok()) return parsed.error();
    return AddTruth(*std::move(parsed), &study);
  });
  if (!status.ok()) return status.error();
  for (const auto& [hh, moment] : study.now) {
    if (!study.truths.contains(hh)) return Malformed(truth.name + ": expected household " + hh);
  }
  return study;
}

std::set<ItemNumber> ItemsOf(const Study& study) {
  std::set<ItemNumber> items;
  for (const auto& [key, world] : study.worlds) {
    for (const WorldVisit& visit : world.visits)
      items.insert(visit.items.begin(), visit.items.end());
    for (const auto& page : world.pages) items.insert(page.begin(), page.end());
  }
  return items;
}

Result<StudyReport> RunStudy(const Study& study, HouseholdDevices& devices,
                             const DeviceOptions& options, std::optional<ShownAs> shown_as,
                             const std::function<void(size_t done, size_t total)>& progress) {
  StudyReport report;
  for (const WorldKey& key : study.order) {
    progress(report.answers.size(), study.order.size());
    DeviceRun run(study, key, devices, options);
    Status status = run.Answer(shown_as, &report.answers);
    if (status.ok() && run.IsFull() && run.HasTruth()) {
      status = run.Show(ShownAs::kMerged, &report.merged);
      if (status.ok()) status = run.Show(ShownAs::kOracle, &report.oracle);
    }
    if (!status.ok()) return status.error();
  }
  progress(study.order.size(), study.order.size());
  return report;
}

Mean ShareOfGap(const RankingScore& score, const RankingScore& merged, const RankingScore& oracle) {
  if (!score.recall || !merged.recall || !oracle.recall) return std::nullopt;
  const double gap = *oracle.recall - *merged.recall;
  if (gap <= 0) return std::nullopt;
  return (*score.recall - *merged.recall) / gap;
}

}  // namespace hearth
