// SPDX-License-Identifier: Apache-2.0
#include "commands/shell_words.h"

#include <gtest/gtest.h>

#include "commands/line_editor.h"
#include "commands/progress.h"

namespace magneto::internal::commands {
namespace {

using Words = std::vector<std::string>;

TEST(ShellWords, QuotesKeepBlanksAndBackslashesKeepQuotes) {
  EXPECT_EQ(shell_words(R"(get  Songs 'Nina Simone' "a \"b\"" c\ d)").value(),
            (Words{"get", "Songs", "Nina Simone", "a \"b\"", "c d"}));
  EXPECT_EQ(shell_words(R"(a'b'"c" '')").value(), (Words{"abc", ""}));
  EXPECT_EQ(shell_words("").value(), Words());
  EXPECT_FALSE(shell_words("a 'b"));
}

TEST(ShellWords, StatementsThatStartLikeCommandsAreTold) {
  EXPECT_TRUE(is_statement({"DELETE", "from", "Songs"}));
  EXPECT_TRUE(is_statement({"update", "Songs", "Set", "a"}));
  EXPECT_FALSE(is_statement({"update", "Songs", "Nina", "--set"}));
  EXPECT_FALSE(is_statement({"delete", "Songs", "Nina"}));
}

TEST(LineEditor, CompletesAsFarAsAllAgree) {
  EXPECT_EQ(common_beginning({"Songs", "Songs_2", "Song"}), "Song");
  EXPECT_EQ(common_beginning({"a", "b"}), "");
  EXPECT_EQ(common_beginning({}), "");
}

TEST(Progress, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(progress_text(250, 1000, 10), "250 of 1000 items, 25 %, 25/s, 0:30 left");
  EXPECT_EQ(progress_text(250, 0, 10), "250 items, 25/s");
  EXPECT_EQ(progress_text(1200, 1000, 10), "1200 items, 120/s");
  EXPECT_EQ(progress_text(0, 10, 0), "0 of 10 items, 0 %, 0/s");
}

}  // namespace
}  // namespace magneto::internal::commands
