// SPDX-License-Identifier: Apache-2.0
#include "server/key_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

namespace magneto::internal::server {
namespace {

TEST(KeySet, ReadsKeysCommentsAndNotes) {
  auto keys = KeySet::parse(
      "# keys of the test\n\nAKID1 secret1\n  AKID2\tsecret/2+= of the build server\r\n"
      "AKID3,secret3,note\nAKID4 secret4");
  ASSERT_TRUE(keys.ok()) << keys.error().message();
  EXPECT_EQ(keys->size(), 4u);
  EXPECT_EQ(keys->find_secret("AKID1"), "secret1");
  EXPECT_EQ(keys->find_secret("AKID2"), "secret/2+=");
  EXPECT_EQ(keys->find_secret("AKID3"), "secret3");
  EXPECT_EQ(keys->find_secret("AKID4"), "secret4");
  EXPECT_FALSE(keys->find_secret("AKID"));
  EXPECT_FALSE(keys->find_secret("#"));
}

TEST(KeySet, NamesTheLineThatIsWrong) {
  EXPECT_EQ(KeySet::parse("a b\nc\n").error().message(), "line 2: no secret behind the access key");
  EXPECT_EQ(KeySet::parse("\na/b c\n").error().message(), "line 2: an access key has no '/' in it");
  EXPECT_EQ(KeySet::parse("a b\nd e\na c").error().message(),
            "line 3: access key a is there twice");
}

class KeyFileTest : public testing::Test {
 protected:
  void write(const std::string& text) { std::ofstream(path_) << text; }
  ~KeyFileTest() override { std::remove(path_.c_str()); }
  const std::string path_ = testing::TempDir() + "key_file_test." + std::to_string(::getpid());
};

TEST_F(KeyFileTest, ReloadsAndKeepsTheOldKeysWhenTheNewFileIsWrong) {
  write("a first\n");
  auto file = KeyFile::open(path_);
  ASSERT_TRUE(file.ok()) << file.error().message();
  auto before = (*file)->keys();
  std::uint64_t version = (*file)->version();
  write("a second\n");
  ASSERT_TRUE((*file)->reload().ok());
  EXPECT_EQ((*file)->keys()->find_secret("a"), "second");
  EXPECT_EQ(before->find_secret("a"), "first");
  EXPECT_GT((*file)->version(), version);

  version = (*file)->version();
  write("broken\n");
  Result<void> result = (*file)->reload();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().message(),
            "key file " + path_ + ", line 1: no secret behind the access key");
  EXPECT_EQ((*file)->keys()->find_secret("a"), "second");
  EXPECT_EQ((*file)->version(), version);
}

TEST_F(KeyFileTest, MissingAndEmptyFilesAreErrors) {
  EXPECT_EQ(KeyFile::open(path_).error().message(), "cannot read the key file " + path_);
  write("# nobody\n");
  EXPECT_EQ(KeyFile::open(path_).error().message(), "key file " + path_ + " has no keys in it");
}

}  // namespace
}  // namespace magneto::internal::server
