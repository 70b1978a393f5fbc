#include "base/fixed.h"

#include <array>
#include <cstddef>

namespace hearth {
namespace {

// round(65536 * 2^(-i/64))
constexpr std::array<uint32_t, 65> kExp2NegQ16 = {
    65536, 64830, 64132, 63441, 62757, 62081, 61413, 60751, 60097, 59449, 58809, 58176, 57549,
    56929, 56316, 55709, 55109, 54515, 53928, 53347, 52773, 52204, 51642, 51085, 50535, 49991,
    49452, 48920, 48393, 47871, 47356, 46846, 46341, 45842, 45348, 44859, 44376, 43898, 43425,
    42958, 42495, 42037, 41584, 41136, 40693, 40255, 39821, 39392, 38968, 38548, 38133, 37722,
    37316, 36914, 36516, 36123, 35734, 35349, 34968, 34591, 34219, 33850, 33486, 33125, 32768};

// round(256 * log2(1 + (i + 1/2) / 256))
constexpr std::array<uint16_t, 256> kLog2Q8 = {
    1,   2,   4,   5,   6,   8,   9,   11,  12,  13,  15,  16,  18,  19,  20,  22,  23,  24,  26,
    27,  28,  30,  31,  32,  34,  35,  36,  38,  39,  40,  42,  43,  44,  45,  47,  48,  49,  50,
    52,  53,  54,  55,  57,  58,  59,  60,  62,  63,  64,  65,  66,  68,  69,  70,  71,  72,  74,
    75,  76,  77,  78,  80,  81,  82,  83,  84,  85,  86,  88,  89,  90,  91,  92,  93,  94,  95,
    97,  98,  99,  100, 101, 102, 103, 104, 105, 106, 108, 109, 110, 111, 112, 113, 114, 115, 116,
    117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 131, 132, 133, 134, 135, 136,
    137, 138, 139, 140, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154,
    155, 156, 157, 158, 159, 160, 161, 162, 163, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172,
    173, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 182, 183, 184, 185, 186, 187, 188, 189,
    189, 190, 191, 192, 193, 194, 195, 195, 196, 197, 198, 199, 200, 200, 201, 202, 203, 204, 205,
    205, 206, 207, 208, 209, 210, 210, 211, 212, 213, 214, 214, 215, 216, 217, 218, 218, 219, 220,
    221, 222, 222, 223, 224, 225, 226, 226, 227, 228, 229, 229, 230, 231, 232, 233, 233, 234, 235,
    236, 236, 237, 238, 239, 239, 240, 241, 242, 242, 243, 244, 245, 245, 246, 247, 248, 248, 249,
    250, 251, 251, 252, 253, 253, 254, 255, 256};

}  // namespace

uint32_t DecayQ16(int64_t age, int64_t half_life) {
  if (age <= 0) return 65536;
  const int64_t halvings = age / half_life;
  if (halvings >= 16) return 0;
  // The fraction of a half life left over, in 1/64 steps and 1/4096 of a step. Half lives are far
  // below 2^44, so the product fits.
  const int64_t fraction = (age % half_life) * (64 * 4096) / half_life;
  const auto step = static_cast<size_t>(fraction >> 12);
  const auto within = static_cast<uint32_t>(fraction & 4095);
  const uint32_t high = kExp2NegQ16[step];
  const uint32_t low = kExp2NegQ16[step + 1];
  return (high - (((high - low) * within + 2048) >> 12)) >> halvings;
}

int32_t Log2Q8(uint64_t x) {
  if (x <= 1) return 0;
  const int exponent = std::bit_width(x) - 1;
  const uint64_t mantissa = exponent >= 8 ? x >> (exponent - 8) : x << (8 - exponent);
  if ((mantissa & 255) == 0 && std::has_single_bit(x)) return exponent * 256;
  return exponent * 256 + kLog2Q8[mantissa & 255];
}

uint32_t ISqrt(uint64_t x) {
  uint64_t root = 0;
  for (uint64_t bit = uint64_t{1} << 62; bit != 0; bit >>= 2) {
    if (x >= root + bit) {
      x -= root + bit;
      root = (root >> 1) + bit;
    } else {
      root >>= 1;
    }
  }
  return static_cast<uint32_t>(root);
}

}  // namespace hearth
