// SPDX-License-Identifier: Apache-2.0
#include "commands/write_lines.h"

#include <gtest/gtest.h>

namespace magneto::internal::commands {
namespace {

TEST(WriteLines, EachLineIsOneWriteOfOneTable) {
  const auto writes = read_writes(
      "{\"table\":\"T\",\"put\":{\"a\":{\"N\":\"1\"}}}\n\r\n"
      "{\"table\":\"U\",\"update\":{\"a\":1},\"with\":\"SET b = 2\",\"where\":\"b = 1\"}");
  ASSERT_TRUE(writes.has_value());
  ASSERT_EQ(writes->size(), 2U);
  EXPECT_EQ((*writes)[0].item, (Item{{"a", 1}}));
  EXPECT_EQ((*writes)[1].line, 3U);
  EXPECT_EQ((*writes)[1].kind, WriteKind::kUpdate);
  EXPECT_EQ((*writes)[1].where, "b = 1");
}

TEST(WriteLines, AWrongLineIsNamed) {
  const auto message = [](std::string_view text) { return read_writes(text).error().message(); };
  EXPECT_EQ(message("\n{"), "line 2: the text is no JSON");
  EXPECT_EQ(message(R"({"put":{"a":1}})"), "line 1: it has no \"table\"");
  EXPECT_EQ(message(R"({"table":"T"})"), "line 1: it has none of put, delete, update, check, get");
  EXPECT_EQ(message(R"({"table":"T","put":{},"get":{}})"),
            "line 1: it is to do two things at once");
  EXPECT_EQ(message(R"({"table":"T","puts":{}})"), "line 1: there is no \"puts\" in such a line");
  EXPECT_EQ(message(R"({"table":"T","get":{"a":1},"where":"a = 1"})"),
            "line 1: a get has no \"where\"");
  EXPECT_EQ(message(R"({"table":"T","put":{"a":1},"with":"SET a = 1"})"),
            "line 1: only an update has a \"with\"");
}

}  // namespace
}  // namespace magneto::internal::commands
