// Devices of households under measurement: each world of each household lives on a device of its
// own, with the shop's pack and an empty history, and goes through the engine that a browser runs.
//
// Visits are recorded in order: a signed one by its member, the others by nobody. A private visit
// is sealed; a private one that nobody signed is not kept. Before anything later happens the device
// says who it believes a visit was. At the end each member picks their face and is shown a list and
// the household's pages.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attribution/asking.h"
#include "base/result.h"
#include "engine/engine.h"
#include "eval/household_world.h"

namespace hearth {

// Whose visits are taken for a member's when something is shown to them, to compare Hearth with.
enum class ShownAs {
  kMerged,      // everybody's: one account for the whole house
  kOracle,      // those that truly were theirs
  kLabelsOnly,  // those that they signed
};

struct DeviceOptions {
  Surface surface = Surface::kListing;  // of lists: kListing puts the whole catalog in order
  size_t list_length = 10;
  bool beliefs_early = true;   // after the first item, and after three, too
  std::optional<AskRule> ask;  // nobody is asked where there is none
  int threshold_percent = HouseholdSettings().threshold_percent;  // of a guess that is used
  int margin_percent = HouseholdSettings().margin_percent;
};

class HouseholdDevices {
 public:
  // Errors: those of the engine, when it refuses the pack.
  static Result<std::unique_ptr<HouseholdDevices>> Make(std::vector<uint8_t> pack);

  const Catalog& catalog() const { return *engine_.catalog(); }

  // Beliefs, lists and pages. `truth` answers what is asked about; it may be null where nothing is.
  // `now`: the moment at which lists are shown, after every visit. Errors: those of the engine,
  // where it refuses what the world holds.
  Result<HouseholdAnswer> Answer(const HouseholdWorld& world, const HouseholdTruth* truth, Time now,
                                 const DeviceOptions& options);

  // Lists and pages alone, each member's from the visits that `shown_as` gives them, on a device
  // where they live alone. `truth` is needed for kOracle.
  Result<HouseholdAnswer> Show(const HouseholdWorld& world, const HouseholdTruth* truth, Time now,
                               ShownAs shown_as, const DeviceOptions& options);

 private:
  HouseholdDevices() = default;

  // An empty history.
  void StartAnew();
  Status Send(const std::string& request);
  Status MoveIn(const std::vector<std::string>& members, const DeviceOptions& options);
  struct WatchedVisit {
    std::optional<EventId> id;  // nothing where the household keeps nothing of it
    bool asks = false;          // whether it is a good moment to ask who it was
  };
  // Records an unsigned visit and says, on the way, what is believed of it.
  Status Watch(const HouseholdWorld& world, const WorldVisit& visit, const DeviceOptions& options,
               HouseholdAnswer* answer, WatchedVisit* watched);
  // A new device that holds the visits (by place in the world) that are theirs, as ordinary ones.
  Status LiveAlone(const HouseholdWorld& world, const std::function<bool(size_t)>& is_theirs);
  // What `member`, who says so, is shown.
  void ShowTo(MemberId member, const std::string& name, const HouseholdWorld& world, Time now,
              const DeviceOptions& options, HouseholdAnswer* answer);

  Engine engine_;
  std::vector<ItemIndex> everything_;
};

// When a visit's item `i` is seen. It depends on nothing but the visit itself, so that taking
// another visit away moves no time.
Time TimeOfItem(const WorldVisit& visit, size_t i);

}  // namespace hearth
