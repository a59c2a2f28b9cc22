// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace magneto::internal {
namespace {

TEST(Utf8, TellsUtf8FromOtherBytes) {
  for (const char* text : {"", "plain", "gr\xC3\xBC\xC3\x9F", "\xE2\x82\xAC", "\xF0\x9F\x8E\xB5",
                           "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF", "\x7F"})
    EXPECT_TRUE(is_utf8(text)) << text;
  for (const char* bytes : {"\x80", "\xBF", "\xC3", "\xC0\x80", "\xC1\xBF", "\xC3(", "\xE2\x82",
                            "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                            "\xF5\x80\x80\x80", "\xFF", "a\xFE"})
    EXPECT_FALSE(is_utf8(bytes)) << bytes;
}

TEST(Utf8, LooksAtEachByteOfTextsOfAllLengths) {
  for (std::size_t size = 1; size <= 40; ++size) {
    EXPECT_TRUE(is_utf8(std::string(size, 'a')));
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      text[at] = '\xFF';
      EXPECT_FALSE(is_utf8(text)) << size << ", " << at;
      text.replace(at, 1, "\xC3\xBC");
      EXPECT_TRUE(is_utf8(text)) << size << ", " << at;
    }
  }
}

TEST(Utf8, CountsUtf16Units) {
  EXPECT_EQ(utf16_length("a\xC3\xBC\xE2\x82\xAC"), 3U);
  EXPECT_EQ(utf16_length("\xF0\x9F\x8E\xB5"), 2U);
}

}  // namespace
}  // namespace magneto::internal
