// SPDX-License-Identifier: Apache-2.0
#include "server/spaces.h"

#include <gtest/gtest.h>

#include <set>

namespace magneto::internal::server {
namespace {

constexpr Separation kBoth{.region = true, .access_key = true};

std::string directory(std::string_view credential, const Separation& separation = kBoth) {
  const Result<SpaceName> name = space_name(separation, credential);
  return name.ok() ? name->directory : "error: " + std::string(name.error().message());
}

TEST(SpaceName, HasWhatIsSeparated) {
  const std::string_view credential = "abc/20261128/eu-west-1/dynamodb/aws4_request";
  EXPECT_EQ(directory(credential), "abc_eu-west-1");
  EXPECT_EQ(directory(credential, {.region = true}), "eu-west-1");
  EXPECT_EQ(directory(credential, {.access_key = true}), "abc");
  EXPECT_EQ(space_name(kBoth, credential)->region, "eu-west-1");
  EXPECT_EQ(space_name({.access_key = true}, credential)->region, "");
}

TEST(SpaceName, IsTheNameOfAFileThatNoOtherHas) {
  std::set<std::string> names;
  const char* keys[] = {"a", "A", "+a", "%41", "a_b", "a", "..", ".", "\xc3\xa4", "a\\b"};
  for (const char* key : keys) {
    const std::string name = directory(std::string(key) + "/20261128/eu-west-1/x/y");
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_+%"), std::string::npos)
        << name;
    names.insert(name);
  }
  EXPECT_EQ(names.size(), std::size(keys) - 1);  // "a" stands there twice.
}

TEST(SpaceName, NeedsAKeyAndARegion) {
  for (const char* credential :
       {"", "/", "a", "a/1", "a/1//x/y", "/1/eu-west-1/x/y", "a/1/eu west/x/y", "a/1/../x/y"}) {
    EXPECT_EQ(directory(credential).substr(0, 6), "error:") << credential;
  }
  EXPECT_EQ(directory(std::string(300, 'a') + "/1/eu-west-1/x/y").substr(0, 6), "error:");
  EXPECT_EQ(directory("a", {.access_key = true}), "a");
}

TEST(Separation, IsReadFromWords) {
  EXPECT_FALSE(parse_separation({})->any());
  EXPECT_TRUE(parse_separation({"region"})->region);
  EXPECT_TRUE(parse_separation({"region", "access-key"})->access_key);
  EXPECT_FALSE(parse_separation({"regions"}).ok());
}

TEST(Spaces, AreOpenedOnceAndThereIsAnEndToThem) {
  database::Options options;
  options.cache_bytes = 1 << 20;
  options.blocking = {.threads = 1, .catalog_threads = 1};
  Spaces spaces(options, {}, /*most=*/3);
  EXPECT_EQ(spaces.find({"0", ""}), nullptr);
  for (std::size_t i = 0; i < 3; ++i) {
    const SpaceName name{std::to_string(i), "eu-west-1"};
    const auto opened = spaces.open(name);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    EXPECT_EQ(spaces.find(name), *opened);
    EXPECT_EQ(spaces.open(name).value(), *opened);
  }
  EXPECT_EQ(spaces.open({"one more", ""}).error().code(), ErrorCode::kLimitExceeded);
  EXPECT_TRUE(spaces.health().writable);
}

}  // namespace
}  // namespace magneto::internal::server
