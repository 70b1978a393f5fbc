// Fixed-point maths: integers in, integers out, the same bits on every machine.
#pragma once

#include <bit>
#include <cstdint>

namespace hearth {

// 2^(-age / half_life) in Q16: 65536 at age 0, 32768 after one half life, 0 after 16.
// Error below 2^-15 of the value. `age` < 0 counts as 0; `half_life` must be positive.
uint32_t DecayQ16(int64_t age, int64_t half_life);

// log2(x) in Q8 (256 for each doubling); 0 for x = 0 and x = 1; exact for powers of two. Error at
// most 1/256 of a doubling; monotone.
int32_t Log2Q8(uint64_t x);

// log2(x) in Q16 (65536 for each doubling); 0 for x = 0 and x = 1; exact for powers of two. Error
// at most 2 / 65536 of a doubling; monotone.
int32_t Log2Q16(uint64_t x);

// 2^(-x / 65536) in Q16: 65536 at 0, 32768 at 65536, 0 from 17 * 65536 on. Off by at most
// 2 in 65536; never grows.
uint32_t Exp2NegQ16(uint64_t x);

// Largest r with r * r <= x.
uint32_t ISqrt(uint64_t x);

// a / b rounded to nearest, halves away from zero; b > 0.
constexpr int64_t DivRound(int64_t a, int64_t b) {
  return a >= 0 ? (a + b / 2) / b : -((-a + b / 2) / b);
}

constexpr int64_t Clamp(int64_t x, int64_t low, int64_t high) {
  return x < low ? low : (x > high ? high : x);
}

constexpr int16_t ClampToInt16(int64_t x) { return static_cast<int16_t>(Clamp(x, -32768, 32767)); }

}  // namespace hearth
