// SPDX-License-Identifier: Apache-2.0
#include "table/cursor.h"

#include <gtest/gtest.h>

namespace magneto::internal::table {
namespace {

// What botocore.paginate.TokenEncoder (1.43) makes of the same keys.
constexpr std::string_view kPlain = "eyJFeGNsdXNpdmVTdGFydEtleSI6IHsicGsiOiB7IlMiOiAieCJ9fX0=";
constexpr std::string_view kBinary =
    "eyJFeGNsdXNpdmVTdGFydEtleSI6IHsicGsiOiB7IkIiOiAiQVA4PSJ9fSwgImJvdG9fdHJ1bmNhdGVfYW1vdW50Ijog"
    "MiwgImJvdG9fZW5jb2RlZF9rZXlzIjogW1siRXhjbHVzaXZlU3RhcnRLZXkiLCAicGsiLCAiQiJdXX0=";

TEST(Cursor, IsTheTokenOfBotocore) {
  Cursor cursor;
  cursor.start_key = Item{{"pk", "x"}};
  const Result<Cursor> read = read_cursor(kPlain);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, cursor);
  const Result<Cursor> binary = read_cursor(kBinary);
  ASSERT_TRUE(binary);
  EXPECT_EQ(binary->skip, 2u);
  EXPECT_EQ(*binary->start_key, (Item{{"pk", Binary(std::string("\0\xff", 2))}}));
}

TEST(Cursor, ReadsBackWhatItWrote) {
  for (const Cursor& cursor :
       {Cursor{}, Cursor{.start_key = {}, .skip = 3},
        Cursor{.start_key = Item{{"a", 1}, {"b", Binary("\x00\xff\x01")}}, .skip = 0},
        Cursor{.start_key = Item{{"\"q\"", "\n"}, {"n", Number::parse("1e-100").value()}},
        .skip = 7}}) {
    const Result<Cursor> read = read_cursor(cursor_text(cursor));
    ASSERT_TRUE(read) << read.error().to_string();
    EXPECT_EQ(*read, cursor);
  }
}

TEST(Cursor, WhatIsNoneIsRefused) {
  for (const char* text :
       {"", "x", "====", "bnVsbA==" /* null */, "e30=" /* {} */, "eyJhIjoxfQ==" /* {"a":1} */,
        "eyJFeGNsdXNpdmVTdGFydEtleSI6IDF9" /* a key that is a number */}) {
    const Result<Cursor> read = read_cursor(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code(), ErrorCode::kInvalidArgument);
    EXPECT_TRUE(read.error().message().starts_with("this is no cursor: "));
  }
  EXPECT_FALSE(read_cursor(std::string(100'000, 'A')));
}

}  // namespace
}  // namespace magneto::internal::table
