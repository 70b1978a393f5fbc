#include "pack/writer/pack_writer.h"

#include <gtest/gtest.h>

#include "catalog/small_shop.h"

namespace hearth {
namespace {

TEST(PackWriter, WritesTheSameBytesTwice) {
  const auto one = EncodePack(*SmallShopColumns());
  const auto two = EncodePack(*SmallShopColumns());
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(*one, *two);
}

TEST(PackWriter, MeasuresNearlyAllBytes) {
  const auto columns = SmallShopColumns();
  const auto bytes = EncodePack(*columns);
  ASSERT_TRUE(bytes.ok());
  size_t sum = 0;
  for (const SectionBytes& section : MeasureSections(*columns)) sum += section.bytes;
  EXPECT_LT(sum, bytes->size());
  EXPECT_GT(sum + 800, bytes->size());
}

TEST(PackWriter, RefusesWhatTheReaderWould) {
  const auto columns = SmallShopColumns();
  columns->price_band[0] = 8;
  const auto bytes = EncodePack(*columns);
  ASSERT_FALSE(bytes.ok());
  EXPECT_EQ(bytes.error().code, ErrorCode::kInternal);
}

}  // namespace
}  // namespace hearth
