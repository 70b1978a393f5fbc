#include "eval/household_camra.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

// Ten households of a reader of films 0-39 and one of films 40-79, each of whom saw most of them.
CamraData TwoTastes() {
  CamraData data;
  for (int h = 0; h < 10; ++h) {
    std::vector<std::string> people;
    for (int m = 0; m < 2; ++m) {
      people.push_back("p" + std::to_string(h) + std::to_string(m));
      for (int film = 0; film < 40; ++film) {
        if ((film * 7 + h) % 5 != 0) data.films_of_person[people.back()].push_back(40 * m + film);
      }
    }
    data.households.push_back(people);
  }
  return data;
}

TEST(ParseCamra, JoinsTheRatingsOfEachPerson) {
  const Result<CamraData> data =
      ParseCamra({"g", "7 b,c\n3 a\n"}, {{"r1", "a 5 90\nb 6 10\n"}, {"r2", "a 2 50\nz 1 1\n"}});
  ASSERT_TRUE(data.ok()) << data.error().message;
  EXPECT_EQ(data->households, (std::vector<std::vector<std::string>>{{"a"}, {"b", "c"}}));
  EXPECT_EQ(data->films_of_person.at("a"), (std::vector<ItemNumber>{2, 5}));
  EXPECT_EQ(data->films_of_person.size(), 3u);
}

TEST(ParseCamra, SaysFileLineAndWhatWasExpected) {
  EXPECT_EQ(ParseCamra({"g", "7\n"}, {}).error().message,
            "g:1: expected a household's number and its people, \"16 346,414\"");
  EXPECT_EQ(ParseCamra({"g", "7 a\n7 b\n"}, {}).error().message,
            "g:2: expected each household once");
  EXPECT_EQ(ParseCamra({"g", "7 a\n"}, {{"r", "a b 1\n"}}).error().message,
            "r:1: expected a person, a film and a rating, \"217 433 526\"");
}

TEST(MeasureCamra, TellsPeopleOfDifferentTasteApart) {
  const CamraData data = TwoTastes();
  const Result<CamraReport> report = MeasureCamra(data, 2, nullptr);
  ASSERT_TRUE(report.ok()) << report.error().message;
  for (size_t s = 0; s < kCamraVisitFilms.size(); ++s) {
    const CamraScore& real = report->real[s];
    // Of 16 films each in the other half, all are new to the other person.
    EXPECT_EQ(real.visits, 20 * (16 / kCamraVisitFilms[s])) << s;
    EXPECT_GT(*real.accuracy, 0.95) << s;
  }
  EXPECT_EQ(report->real[1].ece, MeasureCamra(data, 2, nullptr)->real[1].ece);
}

}  // namespace
}  // namespace hearth
