// SPDX-License-Identifier: Apache-2.0
#include "encryption/wrapped_keys.h"

#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include <gtest/gtest.h>

namespace magneto::internal::encryption::test {
namespace {

const std::string kWrapping(32, 'w');

LocalAesKey wrapping_key() { return {"AES", Secret(kWrapping)}; }

// More than are made at once.
constexpr std::size_t kMany = 2 * AesKeyWrap::kTogether + 1;

TEST(WrappedKeys, AreAnotherKeyEachTimeAndWrappedWithTheWrappingKey) {
  const LocalAesKey wrapping = wrapping_key();
  WrappedKeys keys;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < kMany; ++i) {
    const Result<WrappedKeys::Made> made = keys.next(wrapping, 32);
    ASSERT_TRUE(made);
    EXPECT_EQ(*AesKeyWrap(kWrapping, false).unwrap(made->wrapped), made->key.view());
    EXPECT_TRUE(seen.emplace(made->key.view()).second);
  }
}

TEST(WrappedKeys, HaveTheSizeThatIsAskedFor) {
  const LocalAesKey wrapping = wrapping_key();
  WrappedKeys keys;
  for (const std::size_t size : {32U, 16U, 24U, 24U, 32U}) {
    const Result<WrappedKeys::Made> made = keys.next(wrapping, size);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->key.size(), size);
    EXPECT_EQ(*AesKeyWrap(kWrapping, false).unwrap(made->wrapped), made->key.view());
  }
}

TEST(WrappedKeys, AreOthersInAForkedProcess) {
  const LocalAesKey wrapping = wrapping_key();
  WrappedKeys keys;
  ASSERT_TRUE(keys.next(wrapping, 32));
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const Result<WrappedKeys::Made> made = keys.next(wrapping, 32);
    const bool sent = made && ::write(ends[1], made->key.data(), 32) == 32;
    ::_exit(sent ? 0 : 1);
  }
  std::string theirs(32, '\0');
  EXPECT_EQ(::read(ends[0], theirs.data(), theirs.size()), 32);
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  ::close(ends[0]);
  ::close(ends[1]);
  for (std::size_t i = 0; i < kMany; ++i) EXPECT_NE(keys.next(wrapping, 32)->key.view(), theirs);
}

}  // namespace
}  // namespace magneto::internal::encryption::test
