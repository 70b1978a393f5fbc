// Looks for interference (promises P2 and P3): two households that differ only in what one member
// keeps secret, and somebody else who can tell them apart.
//
// A case is a world (support/secret_worlds.h), secrets for it, and a deed of somebody else or none.
// The household without the secrets and the one with them are asked the same and must answer the
// same bytes, and so must the snapshot up to the sealed section, and its length.
//
// How a million cases fit into minutes: a world is made once for 24 cases, and what the household
// without secrets answers is kept for all of them; a case copies the open household, lets the
// keeper do what they keep secret, and compares what questions are made of (visits, beliefs,
// guesses, everybody's views and lists, the snapshot; home slates in every fourth case) and one or
// two of the world's questions as JSON. Every 101st case asks all questions there are. Some 100
// microseconds a case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/secret_worlds.h"

namespace hearth {

// A case as requests: what anybody with an engine can replay.
struct Script {
  size_t shop = 0;
  std::vector<std::string> world;    // the household, and what happened openly
  std::vector<std::string> secrets;  // left out in the other household
  std::vector<std::string> after;    // the same in both; the answers must be, too
};
// The case of a seed; some of its questions.
Script ScriptOf(uint64_t seed);
// What `after` answers on a fresh engine, a line each; then the snapshot's open part as a hash.
std::string AnswersTo(const Script& script, bool with_secrets);
// As JSON lines: the world, the secrets, what was asked.
std::string Told(const Script& script);

struct Search {
  uint64_t worlds = 0;
  uint64_t cases = 0;
  uint64_t questions = 0;       // asked as JSON, of both
  uint64_t with_guess = 0;      // cases in which the running visit was somebody's, by guess
  uint64_t guessed_keeper = 0;  // ... the keeper's
  uint64_t keeper_sees = 0;     // cases, of those asked, in which the keeper sees a difference
  uint64_t keeper_asked = 0;
  std::optional<std::string> found;  // the story of the first interference
};

// Worlds `first`, `first` + `step`, ... until `cases` cases are done or interference is found.
Search FindInterference(uint64_t first, uint64_t step, uint64_t cases);

// The same for gifts whose date has come: a forgotten one leaves a household that never had it; a
// revealed one is in its giver's history as an ordinary purchase and moves no slate, the giver's
// neither, unless it was to count for taste, which makes it an ordinary event of the giver's.
Search FindGiftInterference(uint64_t first, uint64_t step, uint64_t cases);

// The same for two shops with the same people: whatever somebody does at one moves no byte of the
// other's records, and of its answers only the member's own who joined both, with no Global Privacy
// Control at either; and what is kept secret at one is in no digest.
Search FindShopInterference(uint64_t first, uint64_t step, uint64_t cases);

}  // namespace hearth
