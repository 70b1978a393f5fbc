#include "base/decimal.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace hearth {
namespace {

// Enough to tell any number from the middle between two doubles, which has at most 767 digits.
constexpr size_t kMaxDigits = 770;
constexpr int64_t kMaxExponent = 10'000'000'000;  // beyond any count of digits
constexpr int kSmallestBit = -1074;               // of a double

// digits x 10^exponent; no digits: zero.
struct Written {
  bool negative = false;
  std::string digits;  // without zeros in front
  int64_t exponent = 0;
};

int64_t ReadExponent(std::string_view text) {
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  int64_t exponent = 0;
  for (char c : text) exponent = std::min(exponent * 10 + (c - '0'), kMaxExponent);
  return negative ? -exponent : exponent;
}

Written Read(std::string_view text) {
  Written number;
  number.negative = text.front() == '-';
  if (number.negative) text.remove_prefix(1);
  const size_t mark = std::min(text.find_first_of("eE"), text.size());
  bool in_fraction = false, dropped = false;
  for (char c : text.substr(0, mark)) {
    if (c == '.') {
      in_fraction = true;
      continue;
    }
    number.exponent -= in_fraction;
    if (number.digits.empty() && c == '0') continue;
    if (number.digits.size() < kMaxDigits) {
      number.digits += c;
    } else {
      ++number.exponent;
      dropped |= c != '0';
    }
  }
  if (dropped) {  // a little more than what was kept
    number.digits += '1';
    --number.exponent;
  }
  if (mark < text.size()) number.exponent += ReadExponent(text.substr(mark + 1));
  return number;
}

// A natural number of any size; the lowest 32 bits first, the highest not zero.
class Natural {
 public:
  explicit Natural(uint32_t value) : limbs_{value} {}

  void MultiplyAndAdd(uint32_t factor, uint32_t summand) {
    uint64_t carry = summand;
    for (uint32_t& limb : limbs_) {
      carry += uint64_t{limb} * factor;
      limb = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry > 0) limbs_.push_back(static_cast<uint32_t>(carry));
  }
  void MultiplyByPowerOfTen(int64_t power) {
    for (; power > 0; --power) MultiplyAndAdd(10, 0);
  }
  void ShiftLeft(int bits) {
    limbs_.insert(limbs_.begin(), static_cast<size_t>(bits / 32), 0);
    MultiplyAndAdd(uint32_t{1} << bits % 32, 0);
  }
  int BitCount() const {
    int bits = static_cast<int>(limbs_.size() - 1) * 32;
    for (uint32_t top = limbs_.back(); top > 0; top >>= 1) ++bits;
    return bits;
  }
  bool IsZero() const { return limbs_.size() == 1 && limbs_[0] == 0; }
  bool IsLess(const Natural& other) const {
    if (limbs_.size() != other.limbs_.size()) return limbs_.size() < other.limbs_.size();
    return std::lexicographical_compare(limbs_.rbegin(), limbs_.rend(), other.limbs_.rbegin(),
                                        other.limbs_.rend());
  }
  void Subtract(const Natural& other) {  // which is not larger
    int64_t carry = 0;
    for (size_t i = 0; i < limbs_.size(); ++i) {
      carry += limbs_[i];
      if (i < other.limbs_.size()) carry -= other.limbs_[i];
      limbs_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    while (limbs_.size() > 1 && limbs_.back() == 0) limbs_.pop_back();
  }

 private:
  std::vector<uint32_t> limbs_;
};

// mantissa x 2^exponent, and a little more if `inexact`; the highest bit of the mantissa is set.
double Round(uint64_t mantissa, int exponent, bool inexact) {
  const int dropped = std::max(11, kSmallestBit - exponent);
  if (dropped > 64) return 0;
  const uint64_t half = uint64_t{1} << (dropped - 1);
  uint64_t kept = dropped < 64 ? mantissa >> dropped : 0;
  const uint64_t rest = dropped < 64 ? mantissa - (kept << dropped) : mantissa;
  if (rest > half || (rest == half && (inexact || kept % 2 == 1))) ++kept;
  return std::ldexp(static_cast<double>(kept), exponent + dropped);
}

double Divide(const Written& number) {
  Natural dividend(0), divisor(1);
  for (char c : number.digits) dividend.MultiplyAndAdd(10, static_cast<uint32_t>(c - '0'));
  dividend.MultiplyByPowerOfTen(number.exponent);
  divisor.MultiplyByPowerOfTen(-number.exponent);
  // Brings the quotient below 1, and takes its bits from the highest on.
  int exponent = dividend.BitCount() - divisor.BitCount() + 1;
  divisor.ShiftLeft(std::max(exponent, 0));
  dividend.ShiftLeft(std::max(-exponent, 0));
  uint64_t mantissa = 0;
  while (mantissa >> 63 == 0) {
    dividend.ShiftLeft(1);
    mantissa <<= 1;
    --exponent;
    if (dividend.IsLess(divisor)) continue;
    dividend.Subtract(divisor);
    mantissa |= 1;
  }
  return Round(mantissa, exponent, !dividend.IsZero());
}

double Magnitude(const Written& number) {
  if (number.digits.empty()) return 0;
  const int64_t places = static_cast<int64_t>(number.digits.size()) + number.exponent;
  if (places > 310) return std::numeric_limits<double>::infinity();
  if (places < -330) return 0;
  if (number.digits.size() > 15 || std::abs(number.exponent) > 22) return Divide(number);
  // Both are doubles without loss, so their product or quotient is rounded once.
  int64_t digits = 0;
  for (char c : number.digits) digits = digits * 10 + (c - '0');
  double power = 1;
  for (int64_t i = std::abs(number.exponent); i > 0; --i) power *= 10;
  const auto whole = static_cast<double>(digits);
  return number.exponent < 0 ? whole / power : whole * power;
}

}  // namespace

double NearestDouble(std::string_view number) {
  const Written written = Read(number);
  const double magnitude = Magnitude(written);
  return written.negative ? -magnitude : magnitude;
}

bool IsBeyondDouble(std::string_view number) {
  // 2^1024 - 2^970, in the middle between the largest double and the next power, begins with these.
  constexpr std::string_view kFirstBeyond = "17976931348623158079";
  constexpr int64_t kPlaces = 309;
  const Written written = Read(number);
  const int64_t places = static_cast<int64_t>(written.digits.size()) + written.exponent;
  if (written.digits.empty() || places != kPlaces)
    return !written.digits.empty() && places > kPlaces;
  const int order = written.digits.compare(0, kFirstBeyond.size(), kFirstBeyond);
  return order != 0 ? order > 0 : std::isinf(Divide(written));
}

}  // namespace hearth
