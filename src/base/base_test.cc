// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/crc32.h"
#include "base/function_ref.h"
#include "base/random.h"
#include "base/result.h"

namespace magneto {
namespace {

TEST(Arena, GivesAlignedMemoryThatStaysUntilReset) {
  Arena arena;
  const std::string_view first = arena.copy("first");
  for (std::size_t size = 1; size < 100'000; size *= 3) {
    auto* place = static_cast<char*>(arena.allocate(size, 16));
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(place) % 16, 0u);
    std::memset(place, 0x5a, size);
  }
  EXPECT_EQ(first, "first");
  EXPECT_GT(arena.held_bytes(), 100'000u);
  arena.reset();
  EXPECT_LE(arena.held_bytes(), 16 * 1024u);
  EXPECT_EQ(arena.copy("again"), "again");
}

TEST(Arena, SpansStartAsValueInitialised) {
  Arena arena;
  for (int i = 0; i < 2; ++i) {
    for (int& each : arena.make_span<int>(1000)) {
      EXPECT_EQ(each, 0);
      each = 7;
    }
    arena.reset();
  }
}

TEST(Varint, ComesBackAndTakesTheShortestForm) {
  for (std::uint64_t value :
       {0ull, 1ull, 127ull, 128ull, 16'383ull, 16'384ull, 2'097'151ull, 4'294'967'295ull}) {
    char bytes[kMaxVarintBytes];
    const auto value32 = static_cast<std::uint32_t>(value);
    const auto size = static_cast<std::size_t>(write_varint(bytes, value32) - bytes);
    EXPECT_EQ(size, varint_size(value32));
    std::string_view rest(bytes, size), same = rest;
    EXPECT_EQ(take_varint(rest), value32);
    EXPECT_EQ(try_take_varint(same), value32);
    EXPECT_TRUE(rest.empty() && same.empty());
    std::string_view cut(bytes, size - 1);
    EXPECT_EQ(try_take_varint(cut), std::nullopt);
  }
}

TEST(Varint, RefusesLongFormsAndMoreThan32Bits) {
  using namespace std::string_view_literals;
  for (std::string_view bad :
       {"\x80\x00"sv, "\xff\xff\xff\xff\x1f"sv, "\xff\xff\xff\xff\xff\x01"sv, ""sv})
    EXPECT_EQ(try_take_varint(bad), std::nullopt);
}

TEST(BigEndian, OrdersAsNumbersDo) {
  char a[4], b[4];
  write_big_endian<std::uint32_t>(a, 255);
  write_big_endian<std::uint32_t>(b, 256);
  EXPECT_LT(std::string_view(a, 4), std::string_view(b, 4));
  EXPECT_EQ(read_big_endian<std::uint32_t>(b), 256u);
}

TEST(Crc32, IsTheOneOfIeee) { EXPECT_EQ(crc32("123456789"), 0xCBF43926u); }

TEST(Random, IdentifiersHaveTheirFormAndDiffer) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    std::array<char, kRequestIdBytes> room;
    const std::string id(write_request_id(room));
    EXPECT_EQ(id.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), std::string::npos);
    ids.insert(id);
    const std::string uuid = random_uuid();
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
    ids.insert(uuid);
  }
  EXPECT_EQ(ids.size(), 2000u);
}

Result<int> half(int number) {
  if (number % 2 != 0) return validation_error("odd");
  return number / 2;
}

Result<int> quarter(int number) {
  MAGNETO_ASSIGN_OR_RETURN(const int once, half(number));
  return half(once);
}

TEST(Result, CarriesAValueOrTheFirstError) {
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_EQ(quarter(7).error().message(), "odd");
  EXPECT_EQ(quarter(6).error().code(), ErrorCode::kValidation);
}

TEST(ErrorTable, NamesWhatGoesOverTheWire) {
  EXPECT_EQ(error_info(ErrorCode::kValidation).name_prefix, "com.amazon.coral.validate");
  EXPECT_EQ(error_info(ErrorCode::kResourceNotFound).name, "ResourceNotFoundException");
  EXPECT_EQ(error_info(ErrorCode::kInternalServerError).http_status, 500);
}

TEST(FunctionRef, CallsWhatItBorrows) {
  int calls = 0;
  auto count = [&](int by) { return calls += by; };
  const FunctionRef<int(int)> reference(count);
  EXPECT_EQ(reference(2), 2);
  EXPECT_EQ(reference(3), 5);
}

}  // namespace
}  // namespace magneto
