// SPDX-License-Identifier: Apache-2.0
#include "base/write_all.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <string>

#include "base/test_directory.h"

namespace magneto::internal {
namespace {

TEST(WriteAll, BringsEveryByteToTheFile) {
  const TestDirectory directory;
  const std::string path = directory.path() + "/file";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_GE(file, 0);
  std::string text(300'000, 'x');
  text += '\0';
  EXPECT_TRUE(write_all(file, text));
  EXPECT_TRUE(write_all(file, ""));
  EXPECT_TRUE(write_all(file, "end"));
  ::close(file);
  std::ifstream written(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(written), {}), text + "end");
}

TEST(WriteAll, SaysWhyItCannot) {
  EXPECT_FALSE(write_all(-1, "x"));
  EXPECT_EQ(errno, EBADF);
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  EXPECT_FALSE(write_all(full, "x"));
  EXPECT_EQ(errno, ENOSPC);
  ::close(full);
}

}  // namespace
}  // namespace magneto::internal
