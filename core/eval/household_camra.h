// CAMRa2011: real households, and whose each rating of a film was. There are no times.
//
// A random half of each person's films is the past: visits of five films each, signed. The other
// half come as visits of 1, 3, 5 or 10 films, each to be given to the right member from that past
// alone. Nobody rates a film twice, so that a film in a member's past rules that member out, as no
// purchase would: only films in no member's past are asked about. Five folds by household: the pack
// comes from the people of the other four. "Strangers": the same people dealt out anew to
// households of the same sizes.
// The data: Said, Berkovsky, De Luca, "Group recommendation in context", CAMRa 2011.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "eval/household_score.h"
#include "eval/household_study.h"
#include "pack/counts/statistics.h"

namespace hearth {

struct CamraData {
  std::vector<std::vector<std::string>> households;  // in order of their number; people by name
  std::map<std::string, std::vector<ItemNumber>> films_of_person;  // ascending
};

// Lines "household person,person" and "person film rating". Errors: malformed, with file and line.
Result<CamraData> ParseCamra(const NamedText& members, const std::vector<NamedText>& ratings);

inline constexpr std::array<size_t, 4> kCamraVisitFilms = {1, 3, 5, 10};

struct CamraScore {
  size_t visits = 0;
  Mean accuracy;
  double ece = 0;
};

struct CamraReport {
  std::array<CamraScore, kCamraVisitFilms.size()> real, strangers;
};

// Deterministic. Errors: those of the pack's builder.
Result<CamraReport> MeasureCamra(const CamraData& data, uint32_t k, const Progress& progress);

}  // namespace hearth
