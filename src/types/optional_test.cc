// SPDX-License-Identifier: Apache-2.0
#include "magneto/optional.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace magneto {
namespace {

struct Units {
  int read = 0;
  std::string name = {};
  friend bool operator==(const Units&, const Units&) = default;
};
struct Settings {
  Optional<Units> units = {};
  Optional<std::string> text = {};
};

TEST(Optional, IsEmptyUntilItIsGivenAValue) {
  Optional<Units> units;
  EXPECT_FALSE(units);
  EXPECT_EQ(units, std::nullopt);
  units = Units{.read = 1, .name = "a"};
  ASSERT_TRUE(units.has_value());
  EXPECT_EQ(units->read, 1);
  EXPECT_EQ(*units, (Units{1, "a"}));
  units.emplace().read = 2;
  EXPECT_EQ(units->name, "");
  units.reset();
  EXPECT_FALSE(units);
  units = {};
  EXPECT_EQ(units, Optional<Units>());
}

TEST(Optional, IsGivenInDesignatedInitializers) {
  const Settings settings{.units = {{.read = 3, .name = "b"}}, .text = "c"};
  EXPECT_EQ(settings.units, (Units{3, "b"}));
  EXPECT_EQ(settings.text, "c");
  EXPECT_FALSE(Settings{}.units);
}

TEST(Optional, CopiesAndMovesItsValue) {
  Optional<std::string> first = "a text that is too long to be stored in place";
  Optional<std::string> copy = first;
  EXPECT_EQ(copy, first);
  Optional<std::string> moved = std::move(first);
  EXPECT_EQ(moved, copy);
  copy = Optional<std::string>();
  EXPECT_FALSE(copy);
  copy = moved;
  EXPECT_EQ(copy, moved);
  const Optional<std::string>& itself = copy;
  copy = itself;
  EXPECT_EQ(copy, moved);
}

TEST(Optional, TakesWhatCannotBeCopied) {
  Optional<std::unique_ptr<int>> pointer = std::make_unique<int>(7);
  Optional<std::unique_ptr<int>> other = std::move(pointer);
  const std::unique_ptr<int> taken = *std::move(other);
  EXPECT_EQ(*taken, 7);
}

TEST(Optional, DestroysItsValueOnce) {
  const auto counted = std::make_shared<int>(0);
  {
    Optional<std::shared_ptr<int>> held = counted;
    Optional<std::shared_ptr<int>> second = held;
    EXPECT_EQ(counted.use_count(), 3);
    second = std::nullopt;
    EXPECT_EQ(counted.use_count(), 2);
  }
  EXPECT_EQ(counted.use_count(), 1);
}

TEST(Optional, ConvertsToAndFromThatOfTheStandardLibrary) {
  const std::optional<Units> standard = Optional<Units>(Units{4, "d"});
  EXPECT_EQ(standard, (Units{4, "d"}));
  const Optional<Units> back = standard;
  EXPECT_EQ(back, (Units{4, "d"}));
  EXPECT_FALSE(std::optional<Units>(Optional<Units>()));
  EXPECT_FALSE(Optional<Units>(std::optional<Units>()));
}

TEST(Optional, HasAValueOrAnother) {
  EXPECT_EQ(Optional<std::string>().value_or("none"), "none");
  EXPECT_EQ(Optional<std::string>("some").value_or("none"), "some");
  EXPECT_EQ(Optional<std::string>("some").value(), "some");
  EXPECT_THROW((void)Optional<std::string>().value(), std::bad_optional_access);
}

}  // namespace
}  // namespace magneto
