// SPDX-License-Identifier: Apache-2.0
#include "base/arena.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace magneto::internal {
namespace {

TEST(Arena, GivesAlignedMemoryThatStaysUntilReset) {
  Arena arena;
  std::vector<std::span<char>> places;
  for (std::size_t round = 0; round < 3; ++round) {
    for (std::size_t size = 1; size < 3'000'000; size = size * 2 + 1) {
      auto* place = static_cast<char*>(arena.allocate(size, 16));
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(place) % 16, 0u);
      std::memset(place, static_cast<int>(places.size()), size);
      places.push_back({place, size});
    }
  }
  for (std::size_t i = 0; i < places.size(); ++i)
    for (char each : places[i]) ASSERT_EQ(each, static_cast<char>(i));
}

TEST(Arena, KeepsOneSmallChunkForTheNextRequest) {
  Arena arena;
  arena.allocate(16'000'000);
  arena.allocate(100);
  for (int i = 0; i < 10'000; ++i) arena.allocate(1000);
  EXPECT_GT(arena.held_bytes(), 26'000'000u);
  arena.reset();
  EXPECT_EQ(arena.held_bytes(), Arena::kFirstChunkBytes);
  const void* const first = arena.allocate(100);
  arena.reset();
  EXPECT_EQ(arena.allocate(100), first);
}

TEST(Arena, HoldsNothingBeforeItIsUsed) {
  Arena arena;
  EXPECT_EQ(arena.held_bytes(), 0u);
  arena.reset();
  EXPECT_EQ(arena.held_bytes(), 0u);
  EXPECT_TRUE(arena.copy("").empty());
}

TEST(Arena, ALargeObjectLeavesTheCurrentChunkInUse) {
  Arena arena;
  const auto* const before = static_cast<char*>(arena.allocate(8));
  arena.allocate(100'000);
  EXPECT_EQ(static_cast<char*>(arena.allocate(8)), before + 8);
}

TEST(Arena, SpansStartAsValueInitialised) {
  Arena arena;
  for (int i = 0; i < 2; ++i) {
    for (int& each : arena.make_span<int>(1000)) {
      EXPECT_EQ(each, 0);
      each = 7;
    }
    arena.reset();
  }
}

TEST(Arena, CopiesOutliveTheirOriginals) {
  Arena arena;
  std::string text = "text";
  const std::string_view copy = arena.copy(text);
  text = "gone";
  EXPECT_EQ(copy, "text");
}

}  // namespace
}  // namespace magneto::internal
