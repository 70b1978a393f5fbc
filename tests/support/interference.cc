#include "support/interference.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <utility>

#include "base/hash.h"
#include "engine/engine.h"

namespace hearth {
namespace {

constexpr size_t kCasesOfWorld = 24;
constexpr size_t kStages = 4;         // no deed, then three
constexpr size_t kQuestionsKept = 6;  // of a stage, for its cases
constexpr uint64_t kAllQuestionsEvery = 101;

// The length of the sealed section's smallest class, which the secrets of a small world fill.
constexpr size_t kSealedClass = 16u << 10;

// A record up to its sealed section; everything, should the section have another length.
std::span<const uint8_t> OpenPart(std::span<const uint8_t> record) {
  constexpr size_t kTail = 4 + kSealedClass + 8;
  if (record.size() < kTail) return record;
  const size_t open = record.size() - kTail;
  const bool smallest = record[open] == 0 && record[open + 1] == (kSealedClass >> 8) &&
                        record[open + 2] == 0 && record[open + 3] == 0;
  return smallest ? record.first(open) : record;
}

// What of both records is no secret, and their lengths; as one and in parts.
std::string OpenPartsOf(const Household& household) {
  std::string open;
  for (const Record record : kRecords) {
    const std::vector<uint8_t> bytes = household.Snapshot(record);
    const auto part = OpenPart(bytes);
    open += std::to_string(bytes.size()) + ":";
    open.append(reinterpret_cast<const char*>(part.data()), part.size());
    const StoredParts parts = household.PartsOf(record);
    open += std::to_string(EncodeRecord(record, parts).size()) + ":";
    open.append(reinterpret_cast<const char*>(parts.open.data()), parts.open.size());
  }
  return open;
}

uint64_t OpenHash(const Household& household) { return Hash64(OpenPartsOf(household)); }

// One engine a shop, made once: a sensitive list and a pack take longer to read than a case to try.
// Where the packs tell the truth of sensitive things, the words need not have come yet.
class Engines {
 public:
  explicit Engines(bool words_have_come = false) : words_have_come_(words_have_come) {}

  Engine& Of(size_t shop) {
    std::unique_ptr<Engine>& engine = engines_[shop];
    if (engine == nullptr) {
      const bool waits = WordsAreLate(shop) && !words_have_come_;
      engine = std::make_unique<Engine>(waits ? SensitiveList::DefaultTopics()
                                              : SensitiveList::Default());
      engine->LoadPack(SecretShopPack(shop));
    }
    return *engine;
  }

 private:
  bool words_have_come_;
  std::array<std::unique_ptr<Engine>, kSecretShops> engines_;
};

void HandleAll(Engine& engine, const std::vector<std::string>& requests) {
  for (const std::string& request : requests) engine.Handle(request);
}

// ---- What questions are made of, as bytes

class Bytes {
 public:
  template <typename T>
  void Put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    text_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  void Put(const Event& event) {
    Put(event.time), Put(event.item), Put(event.description), Put(event.session);
    Put(event.price_minor), Put(event.quantity), Put(event.type), Put(event.label);
    Put(event.owner);
  }
  void Put(const ItemDescription& text) {
    text_ += text.sku + '\n' + text.title + '\n' + text.category + '\n' + text.brand + '\n';
  }
  void Put(EventType type) { text_ += static_cast<char>(type); }
  void Put(Label label) { text_ += static_cast<char>(label); }
  void Mark(char what) { text_ += what; }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

void PutAttribution(const AttributionState& state, Bytes& bytes) {
  const OpenVisits& open = state.visits.open;
  bytes.Mark('c');
  for (const MemberId member : open.candidates) bytes.Put(member);
  bytes.Mark('v');
  for (size_t v = 0; v < open.visits.size(); ++v) {
    const OpenVisit& visit = open.visits[v];
    bytes.Put(visit.id), bytes.Put(visit.start), bytes.Put(visit.end), bytes.Put(visit.owner);
    bytes.Put(visit.item_count);
    bytes.Put(state.beliefs[v].p_q15);
    bytes.Put(state.guesses[v]), bytes.Put(state.likely[v]);
  }
  bytes.Mark('i');
  for (const ItemKey item : open.items) bytes.Put(item);
  bytes.Put(state.visits.running), bytes.Put(state.viewer.member);
  bytes.Put(state.viewer.answered);
}

void PutHistory(Engine& engine, const Viewer& viewer, Time now, Bytes& bytes) {
  bytes.Mark('w');
  const VisibleHistory history = engine.HistoryFor(viewer, now);
  for (const Event& event : history.events()) bytes.Put(event), bytes.Put(history.Describe(event));
}

void PutVisible(Engine& engine, const Viewer& viewer, Time now, Bytes& bytes) {
  bytes.Mark('l');
  for (const VisibleEvent& each : engine.household().VisibleTo(viewer, now)) {
    bytes.Put(*each.event), bytes.Put(*each.text);
    bytes.Put(each.gift != nullptr);
    if (each.gift != nullptr) bytes.Put(each.gift->until);
  }
}

void PutHome(Engine& engine, const Viewer& viewer, Time now, Bytes& bytes) {
  bytes.Mark('s');
  for (const Slot& slot : engine.RankFor(viewer, {}, now))
    bytes.Put(slot.item), bytes.Put(slot.variant), bytes.Put(slot.reason);
}

// As anybody but the keeper can find out; `colourless`: and as the keeper's own slates may be.
std::string Seen(Engine& engine, const World& world, bool colourless, bool ranks) {
  Bytes bytes;
  const Household& household = engine.household();
  bytes.Put(OpenHash(household));
  const AttributionState& state = engine.AttributionAt(world.now);
  const Viewer guess = state.viewer;
  PutAttribution(state, bytes);
  if (!guess.answered || guess.member != world.keeper) PutHistory(engine, guess, world.now, bytes);
  PutVisible(engine, guess.answered ? Viewer{} : guess, world.now, bytes);
  PutHistory(engine, {kNobody, false}, world.now, bytes);
  PutVisible(engine, {kNobody, false}, world.now, bytes);
  for (const Member& member : household.members()) {
    const bool alone = household.members().size() == 1;
    PutHistory(engine, {member.id, false}, world.now, bytes);
    if (member.id == world.keeper) {
      if (colourless && !alone) PutHistory(engine, {member.id, true}, world.now, bytes);
      if (colourless && ranks) PutHome(engine, {member.id, true}, world.now, bytes);
      continue;
    }
    PutHistory(engine, {member.id, true}, world.now, bytes);
    PutVisible(engine, {member.id, true}, world.now, bytes);
    if (ranks) PutHome(engine, {member.id, true}, world.now, bytes);
  }
  if (ranks) PutHome(engine, {kNobody, false}, world.now, bytes);
  return bytes.Take();
}

// ---- The search

struct Question {
  std::string request;
  std::optional<std::string> answer;  // without secrets
};

// The open household after a deed, or after none; and what it answers.
struct Stage {
  std::string deed, deed_answer;
  Household household;
  std::optional<std::string> seen[2][2];  // by colourless, ranks
  std::vector<Question> questions;
};

class Searcher {
 public:
  Search Run(uint64_t first, uint64_t step, uint64_t cases) {
    for (uint64_t seed = first; search_.cases < cases && !search_.found; seed += step) {
      TryWorld(seed);
    }
    return std::move(search_);
  }

 private:
  void TryWorld(uint64_t seed) {
    seed_ = seed;
    ++search_.worlds;
    world_ = MakeWorld(seed);
    Random random(seed ^ 0xCA5E5);
    Engine& plain = plain_.Of(world_.shop);
    plain.Become(Household());
    HandleAll(plain, world_.requests);
    before_closing_ = plain.household();
    HandleAll(plain, world_.closing);
    const Household open = plain.household();
    for (size_t s = 0; s < kStages && !search_.found; ++s) {
      Stage stage;
      plain.Become(open);
      // Drawn before the deed, which may use what it guesses of them.
      const Secrets first = SecretsOf(world_, random);
      if (s > 0) {
        stage.deed = DeedOf(world_, first.happenings, random);
        stage.deed_answer = plain.Handle(stage.deed);
      }
      stage.household = plain.household();
      for (std::string& question : QuestionsOf(world_, first, random)) {
        stage.questions.push_back({std::move(question), std::nullopt});
      }
      for (size_t i = 0; i < kQuestionsKept; ++i) {
        std::swap(stage.questions[i],
                  stage.questions[i + random.Below(stage.questions.size() - i)]);
      }
      for (size_t c = 0; c < kCasesOfWorld / kStages && !search_.found; ++c) {
        const bool late = s > 0 && random.Chance(20);  // the deed comes before the secrets
        TryCase(stage, c == 0 ? first : SecretsOf(world_, random, late, first.happenings),
                late && c > 0, random);
      }
    }
  }

  void TryCase(Stage& stage, const Secrets& secrets, bool deed_first, Random& random) {
    ++search_.cases;
    Engine& plain = plain_.Of(world_.shop);
    Engine& engine = secret_.Of(world_.shop);
    if (deed_first) {
      engine.Become(stage.household);
      HandleAll(engine, secrets.requests);
    } else {
      engine.Become(before_closing_);
      for (const Record record : kRecords) engine.TakeChanges(record);
      HandleAll(engine, secrets.requests);
      if (random.Chance(20)) ComeBack(engine, random);
      HandleAll(engine, world_.closing);
      if (random.Chance(10)) SayThatGiftsAreDue(engine);
      // Warms what is cached with what the keeper alone may see.
      if (random.Chance(30)) engine.Handle(KeepersSlates(world_, random).back());
      if (!stage.deed.empty() && engine.Handle(stage.deed) != stage.deed_answer) {
        return Report(secrets, stage, deed_first, {});
      }
    }
    const bool all = search_.cases % kAllQuestionsEvery == 0;
    const bool ranks = all || random.Chance(25);
    const bool colourless = !secrets.colours_keeper;
    const bool keeper_alone = engine.household().members().size() == 1 &&
                              engine.household().Find(world_.keeper) != nullptr;
    if (!keeper_alone || colourless) {
      std::optional<std::string>& expected = stage.seen[colourless][ranks];
      if (!expected) expected = Seen(plain, world_, colourless, ranks);
      if (random.Chance(20) && engine.household().Find(world_.keeper) != nullptr) {
        engine.ProfileFor({world_.keeper, true}, world_.now);
      }
      if (Seen(engine, world_, colourless, ranks) != *expected) {
        return Report(secrets, stage, deed_first, {});
      }
      const Viewer& guess = plain.AttributionAt(world_.now).viewer;
      search_.with_guess += !guess.answered && guess.member != kNobody;
      search_.guessed_keeper += !guess.answered && guess.member == world_.keeper;
    }
    // With the keeper alone at home nobody else is there to ask, and no viewer means the keeper.
    if (keeper_alone) return;
    const size_t asked = all ? stage.questions.size() : 1 + random.Below(2);
    for (size_t i = 0; i < asked; ++i) {
      Question& question = stage.questions[all ? i : random.Below(kQuestionsKept)];
      if (!question.answer) question.answer = plain.Handle(question.request);
      ++search_.questions;
      if (engine.Handle(question.request) != *question.answer) {
        return Report(secrets, stage, deed_first, {question.request});
      }
    }
    if (all) AskKeeper(stage, secrets, deed_first, random);
  }

  // The tab was closed and is open again: what the engine holds comes from stored bytes.
  void ComeBack(Engine& engine, Random& random) {
    if (random.Chance(50)) {
      engine.Restore(engine.Snapshot());
      return;
    }
    const auto done = engine.untaken();
    const Result<Segment> read = DecodeSegment(Encode(Changes(done.begin(), done.end())));
    Household after = before_closing_;
    after.Apply(read->changes);
    engine.Become(std::move(after));
  }

  // Another tab, whose clock is wrong, says that every gift's date has passed for good.
  static void SayThatGiftsAreDue(Engine& engine) {
    GiftsReleased released;
    engine.household().ForEachEvent([&](const EventRef& ref, const Event& event,
                                        const ItemDescription&, const GiftTerms* terms) {
      if (terms == nullptr) return;
      released.gifts.push_back({ref, event.owner, Label::kPersonal, std::nullopt});
    });
    if (!released.gifts.empty()) engine.Apply(Record::kShop, Encode({std::move(released)}));
  }

  void AskKeeper(Stage& stage, const Secrets& secrets, bool deed_first, Random& random) {
    Engine& plain = plain_.Of(world_.shop);
    Engine& engine = secret_.Of(world_.shop);
    if (!secrets.colours_keeper) {
      for (const std::string& question : KeepersSlates(world_, random)) {
        if (engine.Handle(question) != plain.Handle(question)) {
          return Report(secrets, stage, deed_first, {question});
        }
      }
    }
    if (secrets.happenings.empty() || !stage.deed.empty()) return;
    const std::string list = Request("history.list", world_.now, world_.keeper, "");
    ++search_.keeper_asked;
    search_.keeper_sees += engine.Handle(list) != plain.Handle(list);
  }

  void Report(const Secrets& secrets, const Stage& stage, bool deed_first,
              std::vector<std::string> question);

  Engines plain_, secret_;
  uint64_t seed_ = 0;
  World world_;
  Household before_closing_;
  Search search_;
};

// ---- Telling what was found

bool Interferes(const Script& script) {
  return AnswersTo(script, true) != AnswersTo(script, false);
}

// Without it the secrets may be none.
bool MakesSecret(const std::string& request) {
  return request.find("household.change") != std::string::npos ||
         request.find("household.add") != std::string::npos;
}

// Leaves out whatever the difference does not need, but no secret: half a secret may be none.
void Shrink(Script& script) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (auto part : {&Script::after, &Script::world}) {
      std::vector<std::string>& requests = script.*part;
      for (size_t i = requests.size(); i-- > 0;) {
        if (MakesSecret(requests[i])) continue;
        Script without = script;
        (without.*part).erase((without.*part).begin() + static_cast<std::ptrdiff_t>(i));
        if (!Interferes(without)) continue;
        script = std::move(without);
        smaller = true;
      }
    }
  }
}

// The answers that differ, one after the other.
std::string Differences(const Script& script) {
  const std::string with = AnswersTo(script, true), without = AnswersTo(script, false);
  return "answers with the secrets:\n" + with + "answers without:\n" + without;
}

void Searcher::Report(const Secrets& secrets, const Stage& stage, bool deed_first,
                      std::vector<std::string> question) {
  Script script;
  script.shop = world_.shop;
  script.world = world_.requests;
  script.secrets = secrets.requests;
  if (deed_first) {
    script.world.insert(script.world.end(), world_.closing.begin(), world_.closing.end());
    script.world.push_back(stage.deed);
  } else {
    script.after = world_.closing;
    if (!stage.deed.empty()) script.after.push_back(stage.deed);
  }
  script.after.insert(script.after.end(), question.begin(), question.end());
  const std::string unshrunk = Told(script);
  if (question.empty()) {
    for (const Question& each : stage.questions) script.after.push_back(each.request);
  }
  std::string story = "world " + std::to_string(seed_) + ", case " + std::to_string(search_.cases);
  if (Interferes(script)) {
    Shrink(script);
    story += ", shrunk:\n" + Told(script) + Differences(script);
  } else {
    story += ", seen below the questions or after others only:\n" + unshrunk;
  }
  search_.found = std::move(story);
}

// ---- Gifts whose date has come

class GiftSearcher {
 public:
  Search Run(uint64_t first, uint64_t step, uint64_t cases) {
    for (uint64_t seed = first; search_.cases < cases && !search_.found; seed += step) {
      world_ = MakeWorld(seed);
      if (world_.keeper_leaves) world_.closing.pop_back();  // who gave stays
      Random random(seed ^ 0x61F7);
      ++search_.worlds;
      for (const char* then :
           {"\"then\":\"forget\"", "\"then\":\"reveal\"", "\"then\":\"reveal\",\"taste\":true"}) {
        if (!search_.found) TryGift(seed, then, random);
      }
    }
    return std::move(search_);
  }

 private:
  void TryGift(uint64_t seed, const std::string& then, Random& random) {
    const std::vector<Happening> happenings = HappeningsOf(world_, random);
    if (happenings.empty()) return;
    ++search_.cases;
    const Time until = world_.now + random.Between(1, 40 * kMsPerDay);
    const std::string gift = ",\"gift\":{\"until\":" + std::to_string(until) + "," + then + "}";
    std::vector<std::string> events;
    for (const Happening& each : happenings) events.push_back(EventJson(world_.catalog(), each));
    gift_ = RecordRequest(world_, world_.keeper, events, gift);
    later_ = world_;
    later_.now = until + random.Between(0, 2) * random.Between(0, kMsPerDay);
    Engine& plain = Open(plain_, nullptr);
    Engine& engine = Open(secret_, &gift_);
    const bool forgets = then.find("forget") != std::string::npos;
    const bool counts = then.find("taste") != std::string::npos;
    CheckTheDayBefore(until, happenings.size());
    // Released for good, or not yet: it is the same to whoever asks.
    const bool released = random.Chance(50);
    if (released) Release(engine);
    const std::string ordinary = RecordRequest(world_, world_.keeper, events);
    Engine& expected = counts ? Open(plain_, &ordinary) : plain;
    if (released) Release(expected);
    if (forgets || counts) return CheckForgotten(expected, engine, seed, released);
    for (const std::string& question : QuestionsOf(later_, {happenings, {}, false}, random)) {
      if (random.Chance(25)) Compare(plain, engine, question, seed);
    }
    for (const std::string& question : KeepersSlates(later_, random)) {
      Compare(plain, engine, question, seed);
    }
    // It has joined the giver's history.
    const std::string list = Request("history.list", later_.now, world_.keeper, "");
    const auto told = [&](const std::string& answer) {  // a sensitive item's stays private
      return Count(answer, "\"label\":\"gift\"") + Count(answer, "\"label\":\"private\"");
    };
    if (told(engine.Handle(list)) != told(plain.Handle(list)) + happenings.size() ||
        Count(engine.Handle(list), "\"gift\":{") != Count(plain.Handle(list), "\"gift\":{")) {
      Report(seed, list, engine.Handle(list));
    }
  }

  Engine& Open(Engines& engines, const std::string* more) {
    Engine& engine = engines.Of(world_.shop);
    engine.Become(Household());
    HandleAll(engine, world_.requests);
    if (more != nullptr) engine.Handle(*more);
    HandleAll(engine, world_.closing);
    return engine;
  }

  static size_t Count(const std::string& text, const std::string& part) {
    size_t count = 0;
    for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
    return count;
  }

  // Until the last millisecond it is a gift, and nothing else.
  void CheckTheDayBefore(Time until, size_t gifts) {
    Engine& engine = secret_.Of(world_.shop);
    const std::string list = Request("history.list", until - 1, world_.keeper, "");
    const std::string answer = engine.Handle(list);
    if (Count(answer, "\"gift\":{\"until\":") != gifts) Report(0, list, answer);
    if (OpenPartsOf(engine.household()) != OpenPartsOf(plain_.Of(world_.shop).household())) {
      Report(0, list, "the snapshot differs");
    }
  }

  // Sittings past the date, a day apart: two, and one more where the first only confirms that the
  // clock is right.
  void Release(Engine& engine) {
    for (const Time days : {0, 1, 2}) {
      engine.Handle(Request("household.release", later_.now + days * kMsPerDay, kNobody, ""));
    }
  }

  // As if `plain` were all there had ever been: at once for whoever asks, and once it is released
  // in every byte.
  void CheckForgotten(Engine& plain, Engine& engine, uint64_t seed, bool released) {
    const std::string who = Request("status", later_.now, world_.keeper, "");
    Compare(plain, engine, who, seed);
    Compare(plain, engine, Request("history.list", later_.now, world_.keeper, ""), seed);
    if (released) CheckSame(plain, engine, who, seed);
    Release(plain);
    Release(engine);
    CheckSame(plain, engine, who, seed);
  }

  void CheckSame(const Engine& plain, const Engine& engine, const std::string& who, uint64_t seed) {
    const bool same = plain.household() == engine.household() &&
                      plain.household().Snapshot() == engine.household().Snapshot();
    if (!same) Report(seed, who, "the household differs");
  }

  void Compare(Engine& plain, Engine& engine, const std::string& question, uint64_t seed) {
    ++search_.questions;
    const std::string with = engine.Handle(question), without = plain.Handle(question);
    if (with != without) Report(seed, question, with + "\nwithout:\n" + without);
  }

  void Report(uint64_t seed, const std::string& question, const std::string& answer) {
    if (search_.found) return;
    const Script script{world_.shop, world_.requests, {gift_}, world_.closing};
    search_.found = "world " + std::to_string(seed) + "\n" + Told(script) + "asked:  " + question +
                    "\nanswer:\n" + answer + "\n";
  }

  Engines plain_, secret_;
  World world_, later_;
  std::string gift_;
  Search search_;
};

// ---- Two shops

enum class Joined { kNeither, kOne, kThereAndAThird, kBothWithGpcHere, kBothWithGpcThere, kBoth };

bool SpeaksOfPeople(const std::string& request) {
  for (const char* op : {"household.add", "household.change", "household.remove", "controls.share",
                         "controls.sensitive", "controls.mute", "controls.pause"}) {
    if (request.find(op) != std::string::npos) return true;
  }
  return false;
}

class ShopSearcher {
 public:
  Search Run(uint64_t first, uint64_t step, uint64_t cases) {
    for (uint64_t seed = first; search_.cases < cases && !search_.found; seed += step) {
      TryWorld(seed);
    }
    return std::move(search_);
  }

 private:
  void TryWorld(uint64_t seed) {
    ++search_.worlds;
    seed_ = seed;
    world_ = MakeWorld(seed);
    Random random(seed ^ 0x5409);
    mode_ = static_cast<Joined>(seed % 6);
    Engine& there = there_.Of(world_.shop);
    Engine& here = here_.Of(world_.shop);
    there.EnterShop("there", mode_ == Joined::kBothWithGpcThere);
    here.EnterShop("here", mode_ == Joined::kBothWithGpcHere);
    there.Become(Household());
    here.Become(Household());
    HandleAll(there, world_.requests);
    Join(there, "there", mode_ != Joined::kNeither);
    here.Restore(Record::kPeople, there.Snapshot(Record::kPeople));
    Join(here, "here", mode_ > Joined::kThereAndAThird);
    if (mode_ == Joined::kThereAndAThird) {
      here.EnterShop("third", false);
      Join(here, "third", true);
      here.EnterShop("here", false);
    }
    there.Restore(Record::kPeople, here.Snapshot(Record::kPeople));
    there.Reconcile();
    for (const std::string& request : world_.requests) {
      const bool records = request.find("\"op\":\"record\"") != std::string::npos;
      if (records && random.Chance(50)) here.Handle(request);
    }
    const Household start = there.household();
    const std::vector<uint8_t> handed_over = there.DigestsForOthers();
    here.AdoptDigests("there", handed_over);
    const std::vector<uint8_t> people = here.Snapshot(Record::kPeople);
    const std::vector<uint8_t> events = here.Snapshot(Record::kShop);
    for (size_t c = 0; c < kCasesOfWorld && !search_.found; ++c) {
      TryCase(start, handed_over, random);
      if (here.Snapshot(Record::kPeople) != people || here.Snapshot(Record::kShop) != events) {
        Report("a record moved");
      }
    }
  }

  void Join(Engine& engine, const std::string& shop, bool joined) {
    if (!joined) return;
    const std::string fields = ",\"shop\":\"" + shop + "\",\"joined\":true";
    engine.Handle(Request("controls.join", world_.now, world_.keeper, fields));
  }

  // What somebody does there, and nobody here may know of.
  std::vector<std::string> Deeds(bool& secret, Random& random) {
    if (secret) {
      Secrets secrets = SecretsOf(world_, random);
      // A locked keeper's are secret only because of what is said of people.
      const size_t of_people = std::erase_if(secrets.requests, SpeaksOfPeople);
      secret = of_people == 0 && !secrets.colours_keeper;
      return secrets.requests;
    }
    std::vector<std::string> records;
    const MemberId viewer =
        random.Chance(60) ? world_.keeper : world_.people[random.Below(world_.people.size())].id;
    for (const Happening& each : HappeningsOf(world_, random)) {
      records.push_back(EventJson(world_.catalog(), each));
    }
    return {RecordRequest(world_, random.Chance(10) ? kNobody : viewer, records)};
  }

  void TryCase(const Household& start, const std::vector<uint8_t>& handed_over, Random& random) {
    ++search_.cases;
    Engine& there = there_.Of(world_.shop);
    Engine& here = here_.Of(world_.shop);
    bool secret = random.Chance(40);
    there.Become(start);
    for (const Record record : kRecords) there.TakeChanges(record);
    deeds_ = Deeds(secret, random);
    if (random.Chance(20)) {  // as a host does when somebody sits down
      const Time then = world_.now + random.Between(0, 30) * kMsPerDay;
      deeds_.push_back(Request("household.release", then, kNobody, ""));
      secret = false;
    }
    HandleAll(there, deeds_);
    if (there.effect(Record::kPeople) != Effect::kNone) return Report("people moved");
    const std::vector<uint8_t> digest = there.DigestsForOthers();
    const bool hands_over = mode_ == Joined::kBoth || mode_ == Joined::kBothWithGpcHere ||
                            mode_ == Joined::kThereAndAThird;
    if (!hands_over && !digest.empty()) return Report("a digest is handed over");
    if (secret && digest != handed_over) return Report("a secret is in the digest");

    const bool keepers_own = mode_ == Joined::kBoth;
    const std::string question = QuestionsOf(world_, {}, random).front();
    const std::string slate = KeepersSlates(world_, random).front();
    const auto ask = [&](std::span<const uint8_t> known) {
      here.AdoptDigests("there", known);
      std::string seen =
          Seen(here, world_, !keepers_own, random.Chance(25)) + here.Handle(question);
      Bytes guessed;
      const Viewer guess = here.AttributionAt(world_.now).viewer;
      if (!guess.answered) PutHome(here, guess, world_.now, guessed);
      seen += guessed.Take();
      return keepers_own ? seen : seen + here.Handle(slate);
    };
    Random again = random;
    const std::string before = ask(handed_over);
    random = again;
    ++search_.questions;
    if (ask(digest) != before) return Report(question);
    if (keepers_own && digest != handed_over && here.household().Find(world_.keeper) != nullptr) {
      Look(digest, handed_over);
    }
    here.AdoptDigests("there", handed_over);
  }

  void Look(std::span<const uint8_t> digest, std::span<const uint8_t> handed_over) {
    Engine& here = here_.Of(world_.shop);
    here.AdoptDigests("there", digest);
    const auto shares = here.ProfileFor({world_.keeper, true}, world_.now).category_share;
    here.AdoptDigests("there", handed_over);
    ++search_.keeper_asked;
    search_.keeper_sees +=
        here.ProfileFor({world_.keeper, true}, world_.now).category_share != shares;
  }

  void Report(const std::string& what) {
    if (search_.found) return;
    const Script script{world_.shop, world_.requests, deeds_, {}};
    search_.found = "world " + std::to_string(seed_) + ", joined " +
                    std::to_string(static_cast<int>(mode_)) + "\n" + Told(script) + what + "\n";
  }

  Engines there_, here_;
  Search search_;
  uint64_t seed_ = 0;
  World world_;
  Joined mode_ = Joined::kNeither;
  std::vector<std::string> deeds_;
};

}  // namespace

Script ScriptOf(uint64_t seed) {
  const World world = MakeWorld(seed);
  Random random(seed ^ 0x5C219);
  const Secrets secrets = SecretsOf(world, random);
  Script script{world.shop, world.requests, secrets.requests, world.closing};
  const std::string deed = DeedOf(world, secrets.happenings, random);
  // Where the keeper is left alone, nobody else is there to ask.
  const bool parts = deed.find("household.remove") != std::string::npos && world.people.size() == 2;
  if (random.Chance(50) && !parts) script.after.push_back(deed);
  std::vector<std::string> questions = QuestionsOf(world, secrets, random);
  for (int i = 0; i < 8; ++i) {
    script.after.push_back(questions[random.Below(questions.size())]);
  }
  if (!secrets.colours_keeper) script.after.push_back(KeepersSlates(world, random).front());
  return script;
}

std::string AnswersTo(const Script& script, bool with_secrets) {
  static Engines* const engines =
      new Engines(/*words_have_come=*/true);  // kept: reading a pack takes long
  Engine& engine = engines->Of(script.shop);
  engine.Become(Household());
  HandleAll(engine, script.world);
  if (with_secrets) HandleAll(engine, script.secrets);
  std::string answers;
  for (const std::string& request : script.after) answers += engine.Handle(request) + "\n";
  return answers + HexOf(OpenHash(engine.household())) + "\n";
}

std::string Told(const Script& script) {
  std::string text = "shop " + std::to_string(script.shop) + "\n";
  for (const std::string& each : script.world) text += "world:  " + each + "\n";
  for (const std::string& each : script.secrets) text += "secret: " + each + "\n";
  for (const std::string& each : script.after) text += "asked:  " + each + "\n";
  return text;
}

Search FindInterference(uint64_t first, uint64_t step, uint64_t cases) {
  return Searcher().Run(first, step, cases);
}

Search FindShopInterference(uint64_t first, uint64_t step, uint64_t cases) {
  return ShopSearcher().Run(first, step, cases);
}

Search FindGiftInterference(uint64_t first, uint64_t step, uint64_t cases) {
  return GiftSearcher().Run(first, step, cases);
}

}  // namespace hearth
