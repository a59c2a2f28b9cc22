// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.h"

#include <gtest/gtest.h>

namespace magneto::internal {
namespace {

using namespace std::string_view_literals;

TEST(Varint, ComesBackAndTakesTheShortestForm) {
  for (std::uint32_t value : {0u, 1u, 127u, 128u, 16'383u, 16'384u, 2'097'151u, 2'097'152u,
                              268'435'455u, 268'435'456u, 4'294'967'295u}) {
    char bytes[kMaxVarintBytes];
    const auto size = static_cast<std::size_t>(write_varint(bytes, value) - bytes);
    EXPECT_EQ(size, varint_size(value));
    std::string_view rest(bytes, size), same = rest;
    EXPECT_EQ(take_varint(rest), value);
    EXPECT_EQ(try_take_varint(same), value);
    EXPECT_TRUE(rest.empty() && same.empty());
    std::string_view cut(bytes, size - 1);
    EXPECT_EQ(try_take_varint(cut), std::nullopt);
  }
}

TEST(Varint, LeavesWhatFollows) {
  std::string_view bytes = "\x80\x01xyz"sv, same = bytes;
  EXPECT_EQ(take_varint(bytes), 128u);
  EXPECT_EQ(try_take_varint(same), 128u);
  EXPECT_EQ(bytes, "xyz");
  EXPECT_EQ(same, "xyz");
}

TEST(Varint, RefusesLongFormsAndMoreThan32Bits) {
  for (std::string_view bad : {"\x80\x00"sv, "\xff\xff\xff\xff\x1f"sv, "\xff\xff\xff\xff\xff\x01"sv,
                               "\x80\x80\x80\x80\x80"sv, ""sv}) {
    std::string_view rest = bad;
    EXPECT_EQ(try_take_varint(rest), std::nullopt);
    EXPECT_EQ(rest, bad) << "nothing is taken";
  }
}

TEST(BigEndian, OrdersAsNumbersDo) {
  char a[8], b[8];
  std::uint64_t previous = 0;
  for (std::uint64_t value : {1ull, 255ull, 256ull, 1ull << 32, ~0ull}) {
    write_big_endian(a, previous);
    write_big_endian(b, value);
    EXPECT_LT(std::string_view(a, 8), std::string_view(b, 8));
    EXPECT_EQ(read_big_endian<std::uint64_t>(b), value);
    previous = value;
  }
  write_big_endian<std::uint16_t>(a, 0x1234);
  EXPECT_EQ(std::string_view(a, 2), "\x12\x34");
}

}  // namespace
}  // namespace magneto::internal
