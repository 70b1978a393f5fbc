// Says whether the search of the non-interference test finds what leaks.cmake put into the product:
// "interference found", and where; else it fails.
#include <cstdint>
#include <cstdio>

#include "support/interference.h"

int main() {
  struct Attempt {
    hearth::Search (*search)(uint64_t first, uint64_t step, uint64_t cases);
    uint64_t first, cases;
  };
  // The quick ones first; the last goes on where the first ended.
  constexpr Attempt kAttempts[] = {{hearth::FindInterference, 0, 2'000},
                                   {hearth::FindGiftInterference, 0, 500},
                                   {hearth::FindShopInterference, 0, 8'000},
                                   {hearth::FindInterference, 1'000, 20'000}};
  for (const Attempt& attempt : kAttempts) {
    const hearth::Search result = attempt.search(attempt.first, 1, attempt.cases);
    if (!result.found) continue;
    std::printf("interference found in case %llu\n%.4000s\n",
                static_cast<unsigned long long>(result.cases), result.found->c_str());
    return 0;
  }
  std::puts("no interference: this leak goes unseen");
  return 1;
}
