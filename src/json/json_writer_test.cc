// SPDX-License-Identifier: Apache-2.0
#include "json/json_writer.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace magneto::internal::json {
namespace {

std::string written(std::string_view text) {
  JsonWriter w;
  w.string(text);
  return std::string(w.text());
}

std::string number_text(double value) {
  JsonWriter w;
  w.number(value);
  return std::string(w.text());
}

std::string timestamp_text(double seconds) {
  JsonWriter w;
  w.timestamp(seconds);
  return std::string(w.text());
}

TEST(JsonWriter, PutsCommasBetweenMembersAndElements) {
  JsonWriter w;
  w.begin_object();
  w.plain_key("a");
  w.integer(1);
  w.key("b\"");
  w.begin_array();
  w.boolean(true);
  w.null();
  w.begin_object();
  w.end_object();
  w.begin_array();
  w.end_array();
  w.string("x");
  w.end_array();
  w.raw_members(R"("c":2)");
  w.raw_members("");
  w.plain_key("d");
  w.base64("abcd");
  w.end_object();
  EXPECT_EQ(w.text(), R"({"a":1,"b\"":[true,null,{},[],"x"],"c":2,"d":"YWJjZA=="})");
}

TEST(JsonWriter, EscapesWhatJsonDemandsAndNothingElse) {
  EXPECT_EQ(written(""), R"("")");
  EXPECT_EQ(written("plain / text\x7F"), "\"plain / text\x7F\"");
  EXPECT_EQ(written("\"\\\b\f\n\r\t"), R"("\"\\\b\f\n\r\t")");
  EXPECT_EQ(written(std::string_view("\0\x01\x1F", 3)), R"("\u0000\u0001\u001f")");
  EXPECT_EQ(written("\xC3\xA9\xF0\x9F\x98\x80"), "\"\xC3\xA9\xF0\x9F\x98\x80\"");
}

TEST(JsonWriter, FindsACharacterToEscapeAtEveryPlace) {
  for (std::size_t length = 1; length <= 40; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      for (const char c : {'"', '\\', '\n', '\x01', '\x1F'}) {
        std::string text(length, 'x');
        text[at] = c;
        std::string expected = written(std::string_view(&c, 1));
        expected = "\"" + std::string(at, 'x') + expected.substr(1, expected.size() - 2) +
                   std::string(length - at - 1, 'x') + "\"";
        EXPECT_EQ(written(text), expected);
      }
    }
  }
}

TEST(JsonWriter, TakesBytesBesideTheLimitsForClean) {
  for (int byte = 0x20; byte < 0x100; ++byte) {
    if (byte == '"' || byte == '\\') continue;
    const std::string text(11, static_cast<char>(byte));
    EXPECT_EQ(written(text), "\"" + text + "\"");
  }
}

TEST(JsonWriter, WritesDoublesWithAFraction) {
  EXPECT_EQ(number_text(0), "0.0");
  EXPECT_EQ(number_text(1), "1.0");
  EXPECT_EQ(number_text(0.5), "0.5");
  EXPECT_EQ(number_text(-12.25), "-12.25");
  EXPECT_EQ(number_text(40000), "40000.0");
  EXPECT_EQ(number_text(1e22), "1e+22");
}

TEST(JsonWriter, WritesTimestampsToTheMillisecond) {
  EXPECT_EQ(timestamp_text(1700000000), "1700000000");
  EXPECT_EQ(timestamp_text(1700000000.123), "1700000000.123");
  EXPECT_EQ(timestamp_text(1700000000.12), "1700000000.12");
  EXPECT_EQ(timestamp_text(1700000000.0004), "1700000000");
  EXPECT_EQ(timestamp_text(0.007), "0.007");
  EXPECT_EQ(timestamp_text(-1.5), "-1.5");
}

TEST(JsonWriter, WritesIntegersOfAnySize) {
  JsonWriter w;
  w.begin_array();
  w.integer(std::numeric_limits<std::int64_t>::min());
  w.integer(std::numeric_limits<std::int64_t>::max());
  w.end_array();
  EXPECT_EQ(w.text(), "[-9223372036854775808,9223372036854775807]");
}

TEST(JsonWriter, StartsAgainAfterClear) {
  JsonWriter w;
  w.integer(1);
  w.clear();
  w.integer(2);
  EXPECT_EQ(w.text(), "2");
}

TEST(JsonWriter, GrowsAsNeeded) {
  JsonWriter w;
  const std::string large(100'000, 'x');
  w.begin_array();
  for (int i = 0; i < 10; ++i) w.string(large);
  w.end_array();
  EXPECT_EQ(w.size(), 10 * (large.size() + 3) + 1);
}

}  // namespace
}  // namespace magneto::internal::json
