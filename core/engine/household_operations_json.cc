// The people of the household, whose visit it was, and the inbox.
#include <algorithm>
#include <string>
#include <utility>

#include "engine/answers_json.h"
#include "engine/operations_json.h"

namespace hearth {
namespace {

constexpr size_t kNewlySeen = 20;  // the latest unsigned visits asked about somebody new

Json MemberJson(const Member& member) {
  return {{"id", member.id},
          {"name", member.name},
          {"colour", kColourNames[static_cast<size_t>(member.colour)]},
          {"kind", kMemberKindNames[static_cast<size_t>(member.kind)]},
          {"locked", member.locked}};
}

Json HouseholdJson(const Household& household) {
  Json members = Json::array(), dates = Json::array();
  for (const Member& member : household.members()) members.push_back(MemberJson(member));
  for (const NotableDate& date : household.settings().dates) {
    dates.push_back({{"month", date.month}, {"day", date.day}, {"name", date.name}});
  }
  return {{"members", std::move(members)},
          {"threshold", household.settings().threshold_percent},
          {"margin", household.settings().margin_percent},
          {"dates", std::move(dates)}};
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

uint32_t Percent(uint32_t p_q15) { return (p_q15 * 100 + 16384) / 32768; }

Json VisitJson(const OpenVisit& visit) {
  return {{"visit", Hex(visit.id)},
          {"from", visit.start},
          {"to", visit.end},
          {"items", visit.item_count},
          {"searches", visit.searches}};
}

// Whether there is anything in it for its owner to know of.
bool IsWorthNaming(const OpenVisit& visit) { return visit.item_count > 0 || visit.searches > 0; }

// A good moment to ask who is shopping: somebody is hardly known yet, or the guess is weak and
// none of the last visits was signed (Hearth asks at most at one visit in five).
bool ShouldAsk(const Standing& standing) {
  const OpenVisits& open = standing.visits.open;
  if (open.candidates.empty()) return false;
  for (MemberId member : open.candidates) {
    const auto is_theirs = [member](const OpenVisit& visit) { return visit.owner == member; };
    if (std::count_if(open.visits.begin(), open.visits.end(), is_theirs) < 2) return true;
  }
  const auto is_signed = [](const OpenVisit& visit) { return visit.owner != kNobody; };
  const size_t recent = std::min<size_t>(open.visits.size(), 5);
  if (std::any_of(open.visits.end() - static_cast<std::ptrdiff_t>(recent), open.visits.end(),
                  is_signed)) {
    return false;
  }
  if (standing.visits.running == Visits::kNoVisit) return true;
  const Belief& belief = standing.beliefs[standing.visits.running];
  const auto last = belief.p_q15.begin() + static_cast<std::ptrdiff_t>(open.candidates.size());
  return std::max_element(belief.p_q15.begin(), last) == last ||
         *std::max_element(belief.p_q15.begin(), last) < 32768 * 6 / 10;
}

// Two visits of strong evidence: somebody shops here who was never named.
bool SeesSomebodyNew(const Standing& standing) {
  const OpenVisits& open = standing.visits.open;
  size_t seen = 0, strong = 0;
  for (size_t v = open.visits.size(); v-- > 0 && seen < kNewlySeen;) {
    if (open.visits[v].owner != kNobody || open.visits[v].item_count == 0) continue;
    ++seen;
    strong += standing.beliefs[v].p_q15[open.candidates.size()] >= 16384;
  }
  return strong >= 2;
}

}  // namespace

Answer DoHouseholdMembers(Engine& engine, Fields&) { return HouseholdJson(engine.household()); }

Answer DoHouseholdAdd(Engine& engine, Fields& fields) {
  Member member;
  member.name = fields.Text("name");
  member.colour = static_cast<Colour>(engine.household().members().size() % kColourNames.size());
  ReadTraits(fields, member);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  const Result<MemberId> id = engine.household().Add(std::move(member));
  if (!id.ok()) return id.error();
  return MemberJson(*engine.household().Find(*id));
}

Answer DoHouseholdChange(Engine& engine, Fields& fields) {
  Result<Member> member = ReadKnownMember(engine, fields);
  Member changed = member.ok() ? *member : Member();
  changed.name = fields.TextOr("name", changed.name);
  ReadTraits(fields, changed);
  if (fields.Has("locked")) changed.locked = fields.Flag("locked");
  const Result<Viewer> viewer = ReadViewer(engine, fields, ReadNowOr(fields, kMinTime));
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!member.ok()) return member.error();
  if (!viewer.ok()) return viewer.error();
  if (changed.locked != member->locked && *viewer != Viewer{member->id, true}) {
    return Error{ErrorCode::kNotReady,
                 "locked: only the member decides; say who is shopping first"};
  }
  Json answer = MemberJson(changed);
  if (Status status = engine.household().Change(std::move(changed)); !status.ok()) {
    return status.error();
  }
  return answer;
}

Answer DoHouseholdRemove(Engine& engine, Fields& fields) {
  constexpr std::array<std::string_view, 2> kHistory = {"erase", "hand_over"};
  const auto id = static_cast<MemberId>(fields.Integer("member", 0, kNobody - 1));
  const bool hand_over = fields.OneOf("history", kHistory) == 1;
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  const Result<Household::Removed> removed = engine.household().Remove(id, hand_over);
  if (!removed.ok()) return removed.error();
  return Json{{"erased", removed->erased}, {"handedOver", removed->handed_over}};
}

Answer DoHouseholdSettings(Engine& engine, Fields& fields) {
  HouseholdSettings settings = engine.household().settings();
  settings.threshold_percent =
      static_cast<uint8_t>(fields.IntegerOr("threshold", 50, 99, settings.threshold_percent));
  settings.margin_percent =
      static_cast<uint8_t>(fields.IntegerOr("margin", 0, 50, settings.margin_percent));
  const Json* dates = fields.Array("dates");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (dates != nullptr) {
    if (dates->size() > kMaxDates) return TooLarge("dates: at most 64");
    settings.dates.clear();
    for (size_t i = 0; i < dates->size(); ++i) {
      Fields each((*dates)[i], "dates[" + std::to_string(i) + "]");
      NotableDate date;
      date.month = static_cast<uint8_t>(each.Integer("month", 1, 12));
      date.day = static_cast<uint8_t>(each.Integer("day", 1, 31));
      date.name = each.Text("name");
      if (Status status = each.Finish(); !status.ok()) return status.error();
      settings.dates.push_back(std::move(date));
    }
  }
  if (Status status = engine.household().Configure(std::move(settings)); !status.ok()) {
    return status.error();
  }
  return HouseholdJson(engine.household());
}

Answer DoHouseholdErase(Engine& engine, Fields& fields) {
  if (!fields.Flag("everything")) fields.Fail("everything", "expected true");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  engine.household().EraseEverything();
  return Json{{"erased", true}};
}

Answer DoHouseholdWho(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const Standing& standing = engine.StandingAt(now);
  const bool known = viewer->member != kNobody;
  const bool alone = engine.household().members().size() == 1;
  Json beliefs = Json::array();
  uint32_t somebody_new = 0;
  Json visit;
  const auto& candidates = standing.visits.open.candidates;
  if (!viewer->answered && standing.visits.running != Visits::kNoVisit) {
    const Belief& belief = standing.beliefs[standing.visits.running];
    for (size_t i = 0; i < candidates.size(); ++i) {
      beliefs.push_back({{"member", candidates[i]}, {"percent", Percent(belief.p_q15[i])}});
    }
    somebody_new = Percent(belief.p_q15[candidates.size()]);
    visit = Hex(standing.visits.open.visits[standing.visits.running].id);
  }
  return Json{{"state", viewer->answered ? "answered"
                        : known          ? "guessed"
                                         : "nobody"},
              {"member", MemberIdJson(viewer->member)},
              {"beliefs", std::move(beliefs)},
              {"somebodyNewPercent", somebody_new},
              {"ask", !viewer->answered && ShouldAsk(standing)},
              {"somebodyNew", !alone && SeesSomebodyNew(standing)},
              {"visit", std::move(visit)}};
}

Answer DoHouseholdInbox(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  const Standing& standing = engine.StandingAt(now);
  const auto& visits = standing.visits.open.visits;
  Json listed = Json::array();
  for (size_t v = visits.size(); v-- > 0 && listed.size() < static_cast<size_t>(kMaxLimit);) {
    const bool waits = visits[v].owner == kNobody && IsWorthNaming(visits[v]);
    if (!waits || v == standing.visits.running) continue;
    Json visit = VisitJson(visits[v]);
    visit["guess"] = MemberIdJson(standing.guesses[v]);
    listed.push_back(std::move(visit));
  }
  return Json{{"visits", std::move(listed)}};
}

Answer DoHouseholdVisits(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 20));
  const Result<Viewer> viewer = ReadAnswered(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const auto& visits = engine.StandingAt(now).visits.open.visits;
  Json listed = Json::array();
  for (size_t v = visits.size(); v-- > 0 && listed.size() < limit;) {
    const bool own = visits[v].owner == viewer->member && IsWorthNaming(visits[v]);
    if (own) listed.push_back(VisitJson(visits[v]));
  }
  return Json{{"visits", std::move(listed)}};
}

Answer DoHouseholdClaim(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const auto visit = ParseHex(fields.Text("visit"));
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (!fields.Has("member")) fields.Fail("member", "expected a member's id or null");
  const MemberId member = ReadMemberId(fields, "member");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  if (!visit) return InvalidArgument("visit: expected 16 hexadecimal digits");
  const Result<size_t> moved = engine.household().Claim(*visit, *viewer, member, EndOfMinute(now));
  if (!moved.ok()) return moved.error();
  return Json{{"moved", *moved}};
}

Answer DoHouseholdDiscard(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const auto visit = ParseHex(fields.Text("visit"));
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  if (!visit) return InvalidArgument("visit: expected 16 hexadecimal digits");
  const Result<size_t> erased = engine.household().Discard(*visit, *viewer, EndOfMinute(now));
  if (!erased.ok()) return erased.error();
  return Json{{"erased", *erased}};
}

Answer DoHouseholdSettle(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  // Running any timed operation settles; this one is known to change what is stored.
  if (Status status = engine.Settle(now); !status.ok()) return status.error();
  return Json{{"settled", true}};
}

}  // namespace hearth
