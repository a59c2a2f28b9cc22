// SPDX-License-Identifier: Apache-2.0
#include "cli/local_flags.h"

#include <gtest/gtest.h>

namespace magneto::internal::cli {
namespace {

std::string last_line(const std::string& text) { return text.substr(text.rfind('\n') + 1); }

TEST(LocalFlags, AreTranslated) {
  std::string said = explain_local_flags({"serve", "-sharedDb", "-inMemory", "-port", "8000"});
  EXPECT_NE(said.find("-port is --port"), std::string::npos) << said;
  EXPECT_NE(said.find("-sharedDb is not needed"), std::string::npos) << said;
  EXPECT_EQ(last_line(said), "Try: magneto serve --in-memory --port 8000");
}

TEST(LocalFlags, AllHaveAnEquivalent) {
  EXPECT_EQ(last_line(explain_local_flags({"-dbPath", "/data", "-cors", "*"})),
            "Try: magneto serve --data /data --cors *");
  EXPECT_EQ(last_line(explain_local_flags({"-delayTransientStatuses", "--threads", "2"})),
            "Try: magneto serve --transition-delay-ms 5000 --threads 2");
  EXPECT_EQ(last_line(explain_local_flags({"serve", "-optimizeDbBeforeStartup"})),
            "Try: magneto serve");
}

TEST(LocalFlags, TwoDashesAreAMistakeForOurs) {
  EXPECT_EQ(last_line(explain_local_flags({"serve", "--inMemory", "--dbPath", "x"})),
            "Try: magneto serve --in-memory --data x");
}

TEST(LocalFlags, OurFlagsAreLeftAlone) {
  EXPECT_EQ(explain_local_flags({"serve", "--port", "8000", "--in-memory", "--cors", "*"}), "");
  EXPECT_EQ(explain_local_flags({"--help"}), "");
  EXPECT_EQ(explain_local_flags({"-h"}), "");
  EXPECT_EQ(explain_local_flags({}), "");
}

}  // namespace
}  // namespace magneto::internal::cli
