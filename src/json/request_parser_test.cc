// SPDX-License-Identifier: Apache-2.0
//
// A body for which there is no memory, in a process of its own. The sanitizers need more memory
// than such a process may have.
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "json/codec.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MAGNETO_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MAGNETO_SANITIZED
#endif
#endif

namespace magneto::internal::json {
namespace {

#if !defined(MAGNETO_SANITIZED)

/// Ends with status 0 when the parser says what it should.
[[noreturn]] void parse_without_memory(const std::string& body, std::size_t size) {
  RequestParser parser;
  const struct rlimit none { .rlim_cur = 0, .rlim_max = RLIM_INFINITY };
  // Large requests ask the system, not the heap, which gets room for small ones.
  ::mallopt(M_MMAP_THRESHOLD, 128 << 10);
  void* volatile room = std::malloc(100'000);
  std::free(room);
  if (::setrlimit(RLIMIT_AS, &none) != 0) std::_Exit(2);
  const auto parsed = parser.parse(std::string_view(body).substr(0, size));
  const bool right = !parsed.ok() && parsed.error().code() == ErrorCode::kServiceUnavailable;
  std::_Exit(right ? 0 : 1);
}

TEST(RequestParser, ABodyForWhichThereIsNoMemoryIsNotTakenForBrokenJson) {
  const std::string body = R"({"a":")" + std::string(4 << 20, 'x') + R"("})";
  const std::string padded = body + std::string(kBodyPadding, ' ');
  ASSERT_TRUE(RequestParser().parse(std::string_view(padded).substr(0, body.size())).ok());
  EXPECT_EXIT(parse_without_memory(padded, body.size()), testing::ExitedWithCode(0), "");
}

#endif

TEST(RequestParser, WhatIsNoObjectIsBrokenJson) {
  for (const std::string body : {"", "[]", "{", "1", "{}}"}) {
    const std::string padded = body + std::string(kBodyPadding, ' ');
    const auto parsed = RequestParser().parse(std::string_view(padded).substr(0, body.size()));
    ASSERT_FALSE(parsed.ok()) << body;
    EXPECT_EQ(parsed.error().code(), ErrorCode::kSerialization);
  }
}

}  // namespace
}  // namespace magneto::internal::json
