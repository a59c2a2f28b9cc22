// SPDX-License-Identifier: Apache-2.0
//
// The room that an answer's items are given before they are written.
#include <gtest/gtest.h>

#include <string>

#include "json/codec.h"
#include "json/encode_value.h"

namespace magneto::internal::json {
namespace {

struct Lengths {
  std::size_t expected;
  std::size_t written;
};

/// Of the JSON object `json`, read as an item.
Lengths lengths_of(const std::string& json) {
  const std::string body = R"({"Item":)" + json + "}";
  const std::string padded = body + std::string(kBodyPadding, ' ');
  RequestParser parser;
  Arena arena;
  const ParsedBody parsed = *parser.parse(std::string_view(padded).substr(0, body.size()));
  const auto input = *decode<model::PutItemInput>(parsed, arena);
  JsonWriter writer;
  write_item(writer, *input.item);
  EXPECT_EQ(writer.text(), json);
  return {expected_json_bytes(*input.item), writer.size()};
}

TEST(ExpectedJsonBytes, AnItemOfShortStringsFitsWithAByteForItsComma) {
  for (const std::string item : {R"({"a":{"S":"x"}})", R"({"a":{"S":"x"},"b":{"S":""}})"}) {
    const Lengths lengths = lengths_of(item);
    EXPECT_EQ(lengths.expected, lengths.written + 1) << item;
  }
}

TEST(ExpectedJsonBytes, AnItemOfLongStringsFits) {
  const std::string text(5000, 'x');
  const Lengths lengths =
      lengths_of(R"({"first":{"S":")" + text + R"("},"second":{"S":")" + text + R"("}})");
  EXPECT_GE(lengths.expected, lengths.written);
  EXPECT_LE(lengths.expected, lengths.written + 8);
}

TEST(ExpectedJsonBytes, ABufferIsNeverMoreThanTwiceTheItem) {
  for (const std::string item :
       {R"({})", R"({"a":{"NULL":true}})", R"({"a":{"N":"0"}})", R"({"a":{"N":"-1"}})",
        R"({"a":{"B":""}})", R"({"a":{"L":[]}})", R"({"a":{"M":{}}})", R"({"a":{"SS":["x"]}})"}) {
    const Lengths lengths = lengths_of(item);
    EXPECT_LE(lengths.expected, 2 * lengths.written) << item;
  }
}

}  // namespace
}  // namespace magneto::internal::json
