// SPDX-License-Identifier: Apache-2.0
#include "server/request_log.h"

#include <gtest/gtest.h>

namespace magneto::internal::server {
namespace {

TEST(RequestLog, SaysWhatWasCalledAndHowItWent) {
  EXPECT_EQ(format_line({.time_ms = 1'795'867'200'123,
                         .method = "POST",
                         .what = "PutItem",
                         .status = 400,
                         .error = "ConditionalCheckFailedException",
                         .bytes_in = 140,
                         .bytes_out = 120,
                         .microseconds = 180}),
            "2026-11-28T12:00:00.123Z POST PutItem 400 ConditionalCheckFailedException in=140 "
            "out=120 ms=0.180\n");
}

TEST(RequestLog, HintsStandBehind) {
  EXPECT_TRUE(format_line({.method = "GET", .what = "/x", .status = 404, .hint = "POST /"})
                  .ends_with(" GET /x 404 in=0 out=0 ms=0.000 (POST /)\n"));
}

TEST(RequestLog, WhatAClientSaysCannotForgeLines) {
  std::string line = format_line({.method = "POST", .what = "a\nb \x1b[31m\xff"});
  EXPECT_NE(line.find(" POST a?b??[31m? 200 "), std::string::npos) << line;
  EXPECT_LT(format_line({.method = "GET", .what = std::string(5000, 'x')}).size(), 250u);
  EXPECT_NE(format_line({.method = "POST", .what = ""}).find(" POST - 200"), std::string::npos);
}

}  // namespace
}  // namespace magneto::internal::server
