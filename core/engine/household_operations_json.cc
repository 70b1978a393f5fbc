// The people of the household, whose visit it was, the inbox, and undoing.
#include <algorithm>
#include <string>
#include <utility>

#include "engine/answers_json.h"
#include "engine/operations_json.h"
#include "household/decisions.h"

namespace hearth {
namespace {

Json MemberJson(const Member& member) {
  return {{"id", member.id},
          {"name", member.name},
          {"colour", kColourNames[static_cast<size_t>(member.colour)]},
          {"kind", kMemberKindNames[static_cast<size_t>(member.kind)]},
          {"locked", member.locked}};
}

Json CodeJson(const std::optional<GuardCode>& code) {
  if (!code) return {};
  return {{"salt", HexText(code->salt)}, {"iterations", code->iterations}};
}

Json HouseholdJson(const Household& household, const HouseholdSettings& settings) {
  Json members = Json::array(), dates = Json::array();
  for (const Member& member : household.members()) members.push_back(MemberJson(member));
  for (const NotableDate& date : settings.dates) {
    dates.push_back({{"month", date.month}, {"day", date.day}, {"name", date.name}});
  }
  return {{"members", std::move(members)},
          {"threshold", settings.threshold_percent},
          {"margin", settings.margin_percent},
          {"dates", std::move(dates)},
          {"code", CodeJson(settings.code)}};
}

// What a request says of a member, over what is known already.
void ReadTraits(Fields& fields, Member& member) {
  member.colour = static_cast<Colour>(
      fields.OneOfOr("colour", kColourNames, static_cast<size_t>(member.colour)));
  member.kind = static_cast<MemberKind>(
      fields.OneOfOr("kind", kMemberKindNames, static_cast<size_t>(member.kind)));
}

Result<Member> ReadKnownMember(Engine& engine, Fields& fields) {
  const auto id = static_cast<MemberId>(fields.Integer("member", 0, kNobody - 1));
  const Member* member = engine.household().Find(id);
  if (member == nullptr) return NotFound("member: the household has no such member");
  return *member;
}

// Who asks for a guarded operation, and what shows that a grown-up stands behind it.
struct Asker {
  Viewer viewer;
  GrownUp proof;

  Status Check(const Engine& engine) const {
    return CheckGrownUp(engine.household(), viewer, proof);
  }
};
Result<Asker> ReadAsker(Engine& engine, Fields& fields, Time now) {
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  const Result<GrownUp> proof = ReadGrownUp(fields);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  if (!proof.ok()) return proof.error();
  return Asker{*viewer, *proof};
}

uint32_t Percent(uint32_t p_q15) { return (p_q15 * 100 + 16384) / 32768; }

Json VisitJson(const OpenVisit& visit) {
  return {{"visit", Hex(visit.id)},
          {"from", visit.start},
          {"to", visit.end},
          {"items", visit.item_count},
          {"searches", visit.searches}};
}

Result<std::vector<NotableDate>> ReadDates(const Json& json) {
  if (json.size() > kMaxDates) return TooLarge("dates: at most 64");
  std::vector<NotableDate> dates;
  for (size_t i = 0; i < json.size(); ++i) {
    Fields each(json[i], "dates[" + std::to_string(i) + "]");
    NotableDate& date = dates.emplace_back();
    date.month = static_cast<uint8_t>(each.Integer("month", 1, 12));
    date.day = static_cast<uint8_t>(each.Integer("day", 1, 31));
    date.name = each.Text("name");
    if (Status status = each.Finish(); !status.ok()) return status.error();
  }
  return dates;
}

// With `hash`, `salt` and `iterations`; or with a `hash` of null, for no code.
Result<std::optional<GuardCode>> ReadCode(Fields& fields) {
  if (fields.IsNull("hash")) return std::optional<GuardCode>();
  GuardCode code;
  code.iterations =
      static_cast<uint32_t>(fields.Integer("iterations", kMinGuardIterations, kMaxGuardIterations));
  if (!ParseHexText(fields.Text("salt"), code.salt)) {
    fields.Fail("salt", "expected 32 hexadecimal digits");
  }
  if (!ParseHexText(fields.Text("hash"), code.hash)) {
    fields.Fail("hash", "expected 64 hexadecimal digits");
  }
  return std::optional(code);
}

}  // namespace

OutcomeOrError DoHouseholdMembers(Engine& engine, Fields&) {
  return Told(HouseholdJson(engine.household(), engine.household().settings()));
}

OutcomeOrError DoHouseholdAdd(Engine& engine, Fields& fields) {
  const Household& household = engine.household();
  Member member;
  member.name = fields.Text("name");
  member.colour = static_cast<Colour>(household.members().size() % kColourNames.size());
  ReadTraits(fields, member);
  const Time now = ReadNowOr(fields, kMinTime);
  const Result<Asker> asker = ReadAsker(engine, fields, now);
  if (!asker.ok()) return asker.error();
  Result<Decision<MemberId>> decision = DecideAddMember(household, member, now);
  if (decision.ok() && AddingIsGuarded(household, member)) {
    if (Status status = asker->Check(engine); !status.ok()) return status.error();
  }
  return Told(std::move(decision), [&](MemberId id) {
    member.id = id;
    return MemberJson(member);
  });
}

OutcomeOrError DoHouseholdChange(Engine& engine, Fields& fields) {
  Result<Member> member = ReadKnownMember(engine, fields);
  Member changed = member.ok() ? *member : Member();
  changed.name = fields.TextOr("name", changed.name);
  ReadTraits(fields, changed);
  if (fields.Has("locked")) changed.locked = fields.Flag("locked");
  const Result<Asker> asker = ReadAsker(engine, fields, ReadNowOr(fields, kMinTime));
  if (!asker.ok()) return asker.error();
  if (!member.ok()) return member.error();
  if (Status status = CheckLock(*member, changed, asker->viewer); !status.ok()) {
    return status.error();
  }
  Result<Decision<Nothing>> decision = DecideChangeMember(engine.household(), changed);
  const bool guarded = ChangingIsGuarded(*member, changed);
  if (decision.ok() && guarded) {
    if (Status status = asker->Check(engine); !status.ok()) return status.error();
  }
  OutcomeOrError outcome = Told(std::move(decision), [&](Nothing) { return MemberJson(changed); });
  if (outcome.ok()) outcome->undoable = guarded;
  return outcome;
}

OutcomeOrError DoHouseholdRemove(Engine& engine, Fields& fields) {
  constexpr std::array<std::string_view, 2> kHistory = {"erase", "hand_over"};
  const Time now = ReadNow(fields);
  const auto id = static_cast<MemberId>(fields.Integer("member", 0, kNobody - 1));
  const bool hand_over = fields.OneOf("history", kHistory) == 1;
  const Result<Asker> asker = ReadAsker(engine, fields, now);
  if (!asker.ok()) return asker.error();
  if (Status status = asker->Check(engine); !status.ok()) return status.error();
  Result<Decision<Removed>> removed = DecideRemoveMember(engine.household(), id, hand_over, now);
  if (!removed.ok()) return removed.error();
  const Removed& counts = removed->answer;
  return Outcome{{{"erased", counts.erased}, {"handedOver", counts.handed_over}},
                 std::move(removed->changes),
                 true,
                 counts.undo};
}

OutcomeOrError DoHouseholdSettings(Engine& engine, Fields& fields) {
  HouseholdSettings settings = engine.household().settings();
  settings.threshold_percent =
      static_cast<uint8_t>(fields.IntegerOr("threshold", 50, 99, settings.threshold_percent));
  settings.margin_percent =
      static_cast<uint8_t>(fields.IntegerOr("margin", 0, 50, settings.margin_percent));
  const bool guarded = SettingIsGuarded(engine.household().settings(), settings);
  const Json* dates = fields.Array("dates");
  const Result<Asker> asker = ReadAsker(engine, fields, ReadNowOr(fields, kMinTime));
  if (!asker.ok()) return asker.error();
  if (guarded) {
    if (Status status = asker->Check(engine); !status.ok()) return status.error();
  }
  if (dates != nullptr) {
    Result<std::vector<NotableDate>> read = ReadDates(*dates);
    if (!read.ok()) return read.error();
    settings.dates = *std::move(read);
  }
  Result<Decision<Nothing>> decision = DecideSettings(engine.household(), settings);
  if (!decision.ok()) return decision.error();
  const bool changes = !decision->changes.empty();
  const HouseholdSettings& after =
      changes ? std::get<SettingsChanged>(decision->changes.front()).settings
              : engine.household().settings();
  Json answer = HouseholdJson(engine.household(), after);
  return Outcome{std::move(answer), std::move(decision->changes), guarded};
}

OutcomeOrError DoHouseholdCode(Engine& engine, Fields& fields) {
  HouseholdSettings settings = engine.household().settings();
  const Result<std::optional<GuardCode>> code = ReadCode(fields);
  const Result<Asker> asker = ReadAsker(engine, fields, ReadNowOr(fields, kMinTime));
  if (!asker.ok()) return asker.error();
  if (Status status = asker->Check(engine); !status.ok()) return status.error();
  settings.code = *code;
  return Told(DecideSettings(engine.household(), settings),
              [&](Nothing) { return HouseholdJson(engine.household(), settings); });
}

OutcomeOrError DoHouseholdErase(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  if (!fields.Flag("everything")) fields.Fail("everything", "expected true");
  const Result<Asker> asker = ReadAsker(engine, fields, now);
  if (!asker.ok()) return asker.error();
  if (Status status = asker->Check(engine); !status.ok()) return status.error();
  Decision<Erased> decision = DecideEraseEverything(engine.household(), now);
  return Outcome{{{"erased", true}}, std::move(decision.changes), true, decision.answer.undo};
}

OutcomeOrError DoHouseholdUndo(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const auto id = ParseHex(fields.Text("undo"));
  ReadMemberId(fields, "viewer");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!id) return InvalidArgument("undo: expected 16 hexadecimal digits");
  Json answer = {{"restored", true}};
  if (std::optional<Changes> changes = engine.undo_memory().Take(*id, now)) {
    return Outcome{std::move(answer), *std::move(changes)};
  }
  return Told(DecideUndo(engine.household(), *id, now), [&](Nothing) { return std::move(answer); });
}

OutcomeOrError DoHouseholdWithheld(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  Json listed = Json::array();
  for (const Withheld& each : engine.household().withheld()) {
    if (IsUndoOver(each.at, now) || each.kind == WithheldKind::kEvents) continue;
    listed.push_back({{"undo", Hex(each.id)},
                      {"what", kWithheldKindNames[static_cast<size_t>(each.kind)]},
                      {"name", each.name},
                      {"until", each.at + kUndoSpan}});
  }
  return Told({{"withheld", std::move(listed)}});
}

OutcomeOrError DoHouseholdRelease(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  Decision<bool> release = DecideRelease(engine.household(), engine.sensitivity(), now);
  // What else was released is not told: whoever asks may be anybody.
  return Outcome{{{"released", true}, {"household", release.answer}}, std::move(release.changes)};
}

OutcomeOrError DoHouseholdWho(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const Shopping shopping = WhoIsShopping(engine, *viewer, now);
  const AttributionState& state = engine.AttributionAt(now);
  const OpenVisits& open = state.visits.open;
  const bool known = viewer->member != kNobody;
  Json beliefs = Json::array();
  uint32_t somebody_new = 0;
  Json visit;
  if (shopping.runs) {
    const Belief& belief = state.beliefs[shopping.visit];
    for (size_t i = 0; i < open.candidates.size(); ++i) {
      beliefs.push_back({{"member", open.candidates[i]}, {"percent", Percent(belief.p_q15[i])}});
    }
    somebody_new = Percent(belief.p_q15[open.candidates.size()]);
    visit = Hex(open.visits[shopping.visit].id);
  }
  return Told({{"state", viewer->answered ? "answered"
                         : known          ? "guessed"
                                          : "nobody"},
               {"member", MemberIdJson(viewer->member)},
               {"beliefs", std::move(beliefs)},
               {"somebodyNewPercent", somebody_new},
               {"ask", shopping.ask},
               {"somebodyNew", shopping.somebody_new},
               {"visit", std::move(visit)}});
}

OutcomeOrError DoHouseholdInbox(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  const AttributionState& state = engine.AttributionAt(now);
  Json listed = Json::array();
  for (const size_t v : UnsignedVisits(engine, now, kMaxLimit)) {
    Json visit = VisitJson(state.visits.open.visits[v]);
    visit["guess"] = MemberIdJson(state.guesses[v]);
    listed.push_back(std::move(visit));
  }
  return Told({{"visits", std::move(listed)}});
}

OutcomeOrError DoHouseholdVisits(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 20));
  const Result<Viewer> viewer = ReadAnswered(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const AttributionState& state = engine.AttributionAt(now);
  Json listed = Json::array();
  for (const size_t v : VisitsOf(engine, viewer->member, now, limit)) {
    listed.push_back(VisitJson(state.visits.open.visits[v]));
  }
  return Told({{"visits", std::move(listed)}});
}

OutcomeOrError DoHouseholdClaim(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const auto visit = ParseHex(fields.Text("visit"));
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (!fields.Has("member")) fields.Fail("member", "expected a member's id or null");
  const MemberId member = ReadMemberId(fields, "member");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  if (!visit) return InvalidArgument("visit: expected 16 hexadecimal digits");
  return Told(DecideClaim(engine.HouseholdAt(now), *visit, *viewer, member, EndOfMinute(now)),
              [](size_t moved) {
                return Json{{"moved", moved}};
              });
}

OutcomeOrError DoHouseholdDiscard(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const auto visit = ParseHex(fields.Text("visit"));
  const Result<Asker> asker = ReadAsker(engine, fields, now);
  if (!asker.ok()) return asker.error();
  if (!visit) return InvalidArgument("visit: expected 16 hexadecimal digits");
  const Household& household = engine.HouseholdAt(now);
  Result<Decision<Erased>> decision = DecideDiscard(household, *visit, asker->viewer, now);
  if (!decision.ok()) return decision.error();
  if (DiscardingIsGuarded(household, *visit, asker->viewer, now)) {
    if (Status status = asker->Check(engine); !status.ok()) return status.error();
  }
  return Outcome{{{"erased", decision->answer.events}},
                 std::move(decision->changes),
                 true,
                 decision->answer.undo};
}

}  // namespace hearth
