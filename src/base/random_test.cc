// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace magneto::internal {
namespace {

class FixedRandom final : public Random {
 public:
  explicit FixedRandom(std::uint64_t bits) : bits_(bits) {}
  std::uint64_t bits() override { return bits_; }

 private:
  std::uint64_t bits_;
};

TEST(Random, RequestIdsAre52CharactersThatDiffer) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    std::array<char, kRequestIdBytes> room;
    const std::string id(write_request_id(room));
    EXPECT_EQ(id.size(), 52u);
    EXPECT_EQ(id.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), std::string::npos);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1000u);
}

TEST(Random, UuidsAreOfVersion4) {
  FixedRandom zeros(0), ones(~0ull);
  EXPECT_EQ(random_uuid(zeros), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(random_uuid(ones), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(random_uuid());
  EXPECT_EQ(ids.size(), 1000u);
}

TEST(Random, EachThreadDrawsItsOwn) {
  std::uint64_t here = system_random().bits(), there = 0;
  std::thread([&] { there = system_random().bits(); }).join();
  EXPECT_NE(here, there);
}

}  // namespace
}  // namespace magneto::internal
