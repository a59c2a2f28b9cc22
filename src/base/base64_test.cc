// SPDX-License-Identifier: Apache-2.0
#include "base/base64.h"

#include <gtest/gtest.h>

#include <string>

namespace magneto::internal {
namespace {

std::string encoded(std::string_view bytes) {
  std::string text(base64_length(bytes.size()), '?');
  EXPECT_EQ(encode_base64(bytes, text.data()), text.data() + text.size());
  EXPECT_EQ(base64_of(bytes), text);
  return text;
}

std::string decoded(std::string_view text) {
  std::string bytes(text.size() + 3, '?');
  const Base64Result result = decode_base64(text, bytes.data());
  if (!result.error.empty()) return "error: " + result.error;
  return bytes.substr(0, result.size);
}

TEST(Base64, EncodesTheRfcExamples) {
  EXPECT_EQ(encoded(""), "");
  EXPECT_EQ(encoded("f"), "Zg==");
  EXPECT_EQ(encoded("fo"), "Zm8=");
  EXPECT_EQ(encoded("foo"), "Zm9v");
  EXPECT_EQ(encoded("foob"), "Zm9vYg==");
  EXPECT_EQ(encoded("fooba"), "Zm9vYmE=");
  EXPECT_EQ(encoded("foobar"), "Zm9vYmFy");
  EXPECT_EQ(encoded("\xFB\xFF\xBF"), "+/+/");
}

TEST(Base64, DecodesWhatItEncodes) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(decoded(encoded(bytes)), bytes);
    bytes += static_cast<char>(i * 37);
  }
}

TEST(Base64, SaysWhatIsWrongAsTheServiceDoes) {
  EXPECT_EQ(decoded("23456"),
            "error: Base64 encoded length is expected a multiple of 4 bytes but found: 5");
  EXPECT_EQ(decoded("YWI"),
            "error: Base64 encoded length is expected a multiple of 4 bytes but found: 3");
  EXPECT_EQ(decoded("=+/="), "error: Invalid last non-pad Base64 character dectected");
  EXPECT_EQ(decoded("+/+="), "error: Invalid last non-pad Base64 character dectected");
  EXPECT_EQ(decoded("YWJj?!?!"), "error: Invalid base 64 character: '?'");
  EXPECT_EQ(decoded("YQ=="), "a");
  EXPECT_EQ(decoded("YR=="), "error: Invalid last non-pad Base64 character dectected");
  EXPECT_EQ(decoded("a=bc"), "error: Invalid base 64 character: '='");
  EXPECT_EQ(decoded("abc\n"), "error: Invalid base 64 character: '\n'");
  EXPECT_EQ(decoded("===="), "error: Invalid last non-pad Base64 character dectected");
  EXPECT_EQ(decoded("ab\xC3\xA9"), "error: Invalid base 64 character: '\xC3\xA9'");
}

}  // namespace
}  // namespace magneto::internal
