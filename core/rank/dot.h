// Dot products of int8 embeddings of 32 dimensions: WebAssembly SIMD, SSE2, or plain. All three
// give the same integer (|result| <= 32 * 127 * 127 when no component is -128, which packs
// guarantee).
#pragma once

#include <cstdint>

#include "catalog/catalog.h"

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace hearth {

static_assert(kEmbeddingDims == 32);

// The reference the others are tested against.
inline int32_t DotPlain(const int8_t* a, const int8_t* b) {
  int32_t sum = 0;
  for (size_t d = 0; d < kEmbeddingDims; ++d) sum += int32_t{a[d]} * b[d];
  return sum;
}

// One side of many dot products, widened once.
class Query {
 public:
#if defined(__wasm_simd128__)
  explicit Query(const int8_t* q) {
    for (int i = 0; i < 4; ++i) wide_[i] = wasm_i16x8_load8x8(q + 8 * i);
  }
  int32_t Dot(const int8_t* item) const {
    const v128_t sum = Partial(item);
    return wasm_i32x4_extract_lane(sum, 0) + wasm_i32x4_extract_lane(sum, 1) +
           wasm_i32x4_extract_lane(sum, 2) + wasm_i32x4_extract_lane(sum, 3);
  }
  // Four neighbouring rows at once.
  void Dot4(const int8_t* rows, int32_t* out) const {
    const v128_t a = Partial(rows), b = Partial(rows + 32), c = Partial(rows + 64),
                 d = Partial(rows + 96);
    const v128_t ab_low = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5);
    const v128_t ab_high = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7);
    const v128_t cd_low = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5);
    const v128_t cd_high = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
    const v128_t ab = wasm_i32x4_add(ab_low, ab_high);  // a0+a2 b0+b2 a1+a3 b1+b3
    const v128_t cd = wasm_i32x4_add(cd_low, cd_high);
    const v128_t even = wasm_i64x2_shuffle(ab, cd, 0, 2);
    const v128_t odd = wasm_i64x2_shuffle(ab, cd, 1, 3);
    wasm_v128_store(out, wasm_i32x4_add(even, odd));
  }

 private:
  v128_t Partial(const int8_t* row) const {
    const v128_t p0 = wasm_i32x4_dot_i16x8(wasm_i16x8_load8x8(row), wide_[0]);
    const v128_t p1 = wasm_i32x4_dot_i16x8(wasm_i16x8_load8x8(row + 8), wide_[1]);
    const v128_t p2 = wasm_i32x4_dot_i16x8(wasm_i16x8_load8x8(row + 16), wide_[2]);
    const v128_t p3 = wasm_i32x4_dot_i16x8(wasm_i16x8_load8x8(row + 24), wide_[3]);
    return wasm_i32x4_add(wasm_i32x4_add(p0, p1), wasm_i32x4_add(p2, p3));
  }
  v128_t wide_[4];
#elif defined(__SSE2__)
  explicit Query(const int8_t* q) {
    for (int i = 0; i < 2; ++i) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(q) + i);
      wide_[2 * i] = WidenLow(bytes);
      wide_[2 * i + 1] = WidenHigh(bytes);
    }
  }
  int32_t Dot(const int8_t* item) const {
    __m128i sum = Partial(item);
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(1, 0, 3, 2)));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(2, 3, 0, 1)));
    return _mm_cvtsi128_si32(sum);
  }
  void Dot4(const int8_t* rows, int32_t* out) const {
    const __m128i a = Partial(rows), b = Partial(rows + 32), c = Partial(rows + 64),
                  d = Partial(rows + 96);
    const __m128i ab = _mm_add_epi32(_mm_unpacklo_epi32(a, b), _mm_unpackhi_epi32(a, b));
    const __m128i cd = _mm_add_epi32(_mm_unpacklo_epi32(c, d), _mm_unpackhi_epi32(c, d));
    const __m128i sums = _mm_add_epi32(_mm_unpacklo_epi64(ab, cd), _mm_unpackhi_epi64(ab, cd));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), sums);
  }

 private:
  static __m128i WidenLow(__m128i bytes) {
    return _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
  }
  static __m128i WidenHigh(__m128i bytes) {
    return _mm_srai_epi16(_mm_unpackhi_epi8(bytes, bytes), 8);
  }
  __m128i Partial(const int8_t* row) const {
    const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(row));
    const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(row) + 1);
    const __m128i p01 = _mm_add_epi32(_mm_madd_epi16(WidenLow(low), wide_[0]),
                                      _mm_madd_epi16(WidenHigh(low), wide_[1]));
    const __m128i p23 = _mm_add_epi32(_mm_madd_epi16(WidenLow(high), wide_[2]),
                                      _mm_madd_epi16(WidenHigh(high), wide_[3]));
    return _mm_add_epi32(p01, p23);
  }
  __m128i wide_[4];
#else
  explicit Query(const int8_t* q) : query_(q) {}
  int32_t Dot(const int8_t* item) const { return DotPlain(query_, item); }
  void Dot4(const int8_t* rows, int32_t* out) const {
    for (int i = 0; i < 4; ++i) out[i] = DotPlain(query_, rows + 32 * i);
  }

 private:
  const int8_t* query_;
#endif
};

}  // namespace hearth
