// SPDX-License-Identifier: Apache-2.0
#include "server/plain_body.h"

#include <gtest/gtest.h>

#include <string>

namespace magneto::internal::server {
namespace {

bool is_large(const std::string& body, bool compressed) {
  http::Request request;
  request.body = body;
  if (compressed) request.headers = {{"Content-Encoding", "gzip"}};
  return is_large_body(request);
}

TEST(LargeBodies, AreLargeAsTheyCome) {
  EXPECT_FALSE(is_large(std::string(256 * 1024, ' '), false));
  EXPECT_TRUE(is_large(std::string(256 * 1024 + 1, ' '), false));
}

// 15 KB of them were 15 MB.
TEST(LargeBodies, AreThoseThatMayBecomeLarge) {
  EXPECT_FALSE(is_large(std::string(1024, 'z'), true));
  EXPECT_TRUE(is_large(std::string(1025, 'z'), true));
}

}  // namespace
}  // namespace magneto::internal::server
