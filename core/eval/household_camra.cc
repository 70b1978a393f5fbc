#include "eval/household_camra.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <span>
#include <utility>

#include "attribution/attribution.h"
#include "base/hash.h"
#include "base/sampling.h"
#include "catalog/catalog.h"
#include "eval/household_population.h"
#include "input/lines.h"

namespace hearth {
namespace {

constexpr size_t kFolds = 5;
constexpr size_t kPastVisitFilms = 5;
constexpr uint64_t kSplitSeed = 1;
constexpr uint64_t kDealSeed = 5;
constexpr uint64_t kOthersSeed = 2;
constexpr double kCertain = 32768;

using People = std::vector<std::string>;

std::vector<std::string_view> Split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

bool ParseNumber(std::string_view text, int64_t* number) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return code == std::errc() && end == text.data() + text.size() && *number >= 0;
}

// A person's films, in random order.
struct Halves {
  std::vector<ItemNumber> past, future;
};

std::map<std::string, Halves> SplitFilms(const CamraData& data) {
  std::map<std::string, Halves> halves;
  for (const auto& [person, films] : data.films_of_person) {
    std::vector<ItemNumber> shuffled = films;
    Random random(Hash64(person, kSplitSeed));
    Shuffle(random, &shuffled);
    const auto middle = shuffled.begin() + static_cast<std::ptrdiff_t>(shuffled.size() / 2);
    halves[person] = {{shuffled.begin(), middle}, {middle, shuffled.end()}};
  }
  return halves;
}

// Households of the same sizes, of the same people.
std::vector<People> DealOut(const std::vector<People>& households) {
  People everybody;
  for (const People& people : households) {
    everybody.insert(everybody.end(), people.begin(), people.end());
  }
  Random random(kDealSeed);
  Shuffle(random, &everybody);
  std::vector<People> dealt;
  auto next = everybody.begin();
  for (const People& people : households) {
    dealt.emplace_back(next, next + static_cast<std::ptrdiff_t>(people.size()));
    next += static_cast<std::ptrdiff_t>(people.size());
  }
  return dealt;
}

std::vector<ItemKey> KeysOf(std::span<const ItemNumber> films) {
  std::vector<ItemKey> keys;
  for (ItemNumber film : films) keys.push_back(KeyOf(SkuOf(film)));
  return keys;
}

// All a person's films as visits, in random order, as the past comes.
std::vector<std::vector<ItemNumber>> VisitsOf(const std::string& person,
                                              std::vector<ItemNumber> films) {
  Random random(Hash64(person, kOthersSeed));
  Shuffle(random, &films);
  std::vector<std::vector<ItemNumber>> visits;
  for (size_t i = 0; i < films.size(); ++i) {
    if (i % kPastVisitFilms == 0) visits.emplace_back();
    visits.back().push_back(films[i]);
  }
  for (std::vector<ItemNumber>& visit : visits) std::sort(visit.begin(), visit.end());
  return visits;
}

// The signed past of a household, visits of all members in one random order.
OpenVisits PastOf(const People& people, const std::map<std::string, Halves>& halves) {
  std::vector<std::pair<MemberId, std::span<const ItemNumber>>> visits;
  OpenVisits open;
  for (size_t m = 0; m < people.size(); ++m) {
    open.candidates.push_back(static_cast<MemberId>(m));
    std::span<const ItemNumber> rest = halves.at(people[m]).past;
    while (!rest.empty()) {
      const size_t count = std::min(rest.size(), kPastVisitFilms);
      visits.emplace_back(static_cast<MemberId>(m), rest.first(count));
      rest = rest.subspan(count);
    }
  }
  Random random(Hash64(people.front(), kSplitSeed));
  Shuffle(random, &visits);
  for (const auto& [owner, films] : visits) {
    const Time time = kMinuteZero + static_cast<Time>(open.visits.size()) * kMsPerDay;
    const auto first = static_cast<uint32_t>(open.items.size());
    for (ItemKey key : KeysOf(films)) open.items.push_back(key);
    open.visits.push_back(
        {open.visits.size() + 1, time, time, owner, first, static_cast<uint32_t>(films.size())});
  }
  return open;
}

// What was guessed about visits of each size.
using GuessesBySize = std::array<std::vector<Guess>, kCamraVisitFilms.size()>;

void GuessHousehold(const People& people, const std::map<std::string, Halves>& halves,
                    const AttributionModel& model, GuessesBySize* guesses) {
  const OpenVisits past = PastOf(people, halves);
  const Attributor attributor(past, model);
  const Time now = kMinuteZero + static_cast<Time>(past.visits.size()) * kMsPerDay;
  std::set<ItemNumber> known;
  for (const std::string& person : people) {
    known.insert(halves.at(person).past.begin(), halves.at(person).past.end());
  }
  for (size_t m = 0; m < people.size(); ++m) {
    std::vector<ItemNumber> fresh;
    for (ItemNumber film : halves.at(people[m]).future) {
      if (!known.contains(film)) fresh.push_back(film);
    }
    for (size_t s = 0; s < kCamraVisitFilms.size(); ++s) {
      const size_t films = kCamraVisitFilms[s];
      for (size_t i = 0; i + films <= fresh.size(); i += films) {
        const Belief belief = attributor.Score(KeysOf(std::span(fresh).subspan(i, films)), now);
        const auto end = belief.p_q15.begin() + static_cast<std::ptrdiff_t>(people.size()) + 1;
        const auto top = std::max_element(belief.p_q15.begin(), end);
        (*guesses)[s].push_back(
            {*top / kCertain, top - belief.p_q15.begin() == static_cast<std::ptrdiff_t>(m)});
      }
    }
  }
}

// The pack of everybody who lives in no household of the fold.
Result<Catalog> OthersPack(const CamraData& data, const std::vector<People>& households,
                           size_t fold, uint32_t k) {
  ShoppingRecord record;
  std::vector<std::string> others;
  for (const auto& [person, films] : data.films_of_person) {
    RecordedShopper& shopper = record.shoppers.emplace_back(RecordedShopper{person, {}});
    for (const std::vector<ItemNumber>& visit : VisitsOf(person, films)) {
      shopper.baskets.push_back({std::nullopt, visit});
    }
  }
  for (size_t h = 0; h < households.size(); ++h) {
    if (h % kFolds == fold) continue;
    others.insert(others.end(), households[h].begin(), households[h].end());
  }
  Result<PopulationPack> pack = MakePopulationPack(record, others, {}, k, nullptr);
  if (!pack.ok()) return pack.error();
  return Catalog::FromPack(std::move(pack->bytes));
}

std::array<CamraScore, kCamraVisitFilms.size()> ScoresOf(const GuessesBySize& guesses) {
  std::array<CamraScore, kCamraVisitFilms.size()> scores;
  for (size_t s = 0; s < scores.size(); ++s) {
    size_t right = 0;
    for (const Guess& guess : guesses[s]) right += guess.right;
    scores[s].visits = guesses[s].size();
    if (!guesses[s].empty()) {
      scores[s].accuracy = static_cast<double>(right) / static_cast<double>(guesses[s].size());
    }
    scores[s].ece = ExpectedCalibrationError(guesses[s]);
  }
  return scores;
}

}  // namespace

Result<CamraData> ParseCamra(const NamedText& members, const std::vector<NamedText>& ratings) {
  std::map<int64_t, People> households;
  CamraData data;
  Status status = ForEachLine(members.text, members.name, [&](std::string_view line) -> Status {
    const std::vector<std::string_view> words = Split(line, " \t");
    int64_t number = 0;
    if (words.size() != 2 || !ParseNumber(words[0], &number)) {
      return Malformed("expected a household's number and its people, \"16 346,414\"");
    }
    People people;
    for (std::string_view person : Split(words[1], ",")) people.emplace_back(person);
    if (people.empty() || people.size() > kMaxMembers) return Malformed("expected 1 to 16 people");
    if (!households.emplace(number, std::move(people)).second) {
      return Malformed("expected each household once");
    }
    return {};
  });
  if (!status.ok()) return status.error();
  std::map<std::string, std::set<ItemNumber>> films;
  for (const auto& [number, people] : households) {
    for (const std::string& person : people) films[person];
    data.households.push_back(people);
  }
  for (const NamedText& file : ratings) {
    status = ForEachLine(file.text, file.name, [&](std::string_view line) -> Status {
      const std::vector<std::string_view> words = Split(line, " \t");
      ItemNumber film = 0;
      if (words.size() != 3 || !ParseNumber(words[1], &film)) {
        return Malformed("expected a person, a film and a rating, \"217 433 526\"");
      }
      const auto person = films.find(std::string(words[0]));
      if (person != films.end()) person->second.insert(film);
      return {};
    });
    if (!status.ok()) return status.error();
  }
  for (const auto& [person, set] : films) {
    data.films_of_person[person] = {set.begin(), set.end()};
  }
  return data;
}

Result<CamraReport> MeasureCamra(const CamraData& data, uint32_t k, const Progress& progress) {
  const std::map<std::string, Halves> halves = SplitFilms(data);
  const std::vector<People> dealt = DealOut(data.households);
  CamraReport report;
  size_t done = 0;
  for (const auto& [households, scores] :
       {std::pair(&data.households, &report.real), std::pair(&dealt, &report.strangers)}) {
    GuessesBySize guesses;
    for (size_t fold = 0; fold < kFolds; ++fold) {
      if (progress) progress("folds", done++, 2 * kFolds);
      Result<Catalog> catalog = OthersPack(data, *households, fold, k);
      if (!catalog.ok()) return catalog.error();
      const AttributionModel model(*catalog);
      for (size_t h = fold; h < households->size(); h += kFolds) {
        GuessHousehold((*households)[h], halves, model, &guesses);
      }
    }
    *scores = ScoresOf(guesses);
  }
  return report;
}

}  // namespace hearth
