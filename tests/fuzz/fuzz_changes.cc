// Segments of changes. Each input is tried as it is and then as bodies, of which a kind and a
// length of a byte each come first. What decodes is applied to a household with a bit of
// everything, one change after the other, and to an engine that is then used.
#include <algorithm>
#include <set>
#include <vector>

#include "base/bytes.h"
#include "fuzz/busy_household.h"
#include "fuzz/oracles.h"

namespace hearth::fuzz {
namespace {

constexpr size_t kMaxApplied = 64;  // changes of an input; each is a few snapshots

std::vector<uint8_t> WithFittingFrames(std::span<const uint8_t> input) {
  ByteWriter out;
  out.PutText("HC");
  out.Put(uint16_t{1});
  out.Put(uint8_t{0});  // no owners
  constexpr size_t kKinds = std::variant_size_v<Change>;
  while (input.size() >= 2) {
    const size_t size = std::min<size_t>(input[1], input.size() - 2);
    out.Put(static_cast<uint8_t>(input[0] % kKinds));
    out.Put(static_cast<uint32_t>(size));
    out.PutBytes(input.subspan(2, size));
    input = input.subspan(2 + size);
  }
  return out.Take();
}

Household Reread(const Household& household) {
  Result<Household> read = Household::FromSnapshot(household.Snapshot());
  Must(read.ok(), "a household restores from its snapshot");
  Must(*read == household, "a household restores to itself");
  return *std::move(read);
}

// Every event with the log it is in, without its label.
std::set<EventRef> EventsOf(const Household& household) {
  std::set<EventRef> events;
  household.ForEachEvent([&](const EventRef& ref, const Event&, const ItemDescription&,
                             const GiftTerms*) { events.insert(ref); });
  return events;
}

void ApplyOne(const Change& change, Household* household) {
  const Effect effect = std::max(household->EffectOf(change, Record::kPeople),
                                 household->EffectOf(change, Record::kShop));
  Must(static_cast<size_t>(effect) < kEffectNames.size(), "an effect is one of the API");
  const Household before = *household;
  household->Apply(change);
  if (effect == Effect::kNone) Must(*household == before, "no effect is no change");
  if (effect == Effect::kAppended) {
    const std::set<EventRef> were = EventsOf(before), are = EventsOf(*household);
    // What is recorded as a secret leaves the other logs: it is said with the event, as appended.
    const bool may_seal = std::holds_alternative<EventsRecorded>(change);
    for (const EventRef& ref : were) {
      const bool is_sealed = may_seal && are.contains({ref.owner, LogPart::kSecrets, ref.id});
      Must(are.contains(ref) || is_sealed, "what is appended takes nothing away");
    }
  }
  Household twice = *household;
  twice.Apply(change);
  Must(twice == *household, "a change applied twice is as applied once");
}

bool ApplyAll(std::span<const uint8_t> bytes) {
  static const Household base = BusyHousehold();
  static Engine engine = EngineWithShop();
  engine.Become(base);
  const Result<Segment> decoded = DecodeSegment(bytes);
  for (const Record record : kRecords) {
    Must(ReadEnvelope(engine.Apply(record, bytes)).ok == decoded.ok(),
         "the engine takes what decodes");
  }
  if (!decoded.ok()) {
    Must(engine.household() == base, "refused changes change nothing");
    return false;
  }
  const Result<Segment> again = DecodeSegment(Encode(*decoded));
  Must(again.ok() && again->changes == decoded->changes && again->owners == decoded->owners,
       "an encoded segment decodes to the same");
  if (decoded->changes.size() > kMaxApplied) return true;
  Household step_by_step = base, reread = base;
  for (const Change& change : decoded->changes) {
    ApplyOne(change, &step_by_step);
    reread.Apply(change);
    reread = Reread(reread);
  }
  Must(reread == step_by_step, "changes are the same wherever a snapshot lies between");
  Must(reread.Snapshot() == step_by_step.Snapshot(), "equal households have equal bytes");
  engine.Reconcile();
  Reread(engine.household());
  UseEverything(engine, kNow);
  UseWithheld(engine, kNow);
  Reread(engine.household());
  return true;
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hearth::fuzz;
  const auto input = BytesOf(data, size);
  if (!ApplyAll(input)) ApplyAll(WithFittingFrames(input));
  return 0;
}
