// SPDX-License-Identifier: Apache-2.0
#include "expression/evaluation_cost.h"

#include <gtest/gtest.h>

#include <string_view>

#include "expression/test_request.h"

namespace magneto::internal::expression {
namespace {

constexpr std::string_view kItem = "a: 'some text', m: {j: 2}, n: 5";

/// How many times the item is looked at in whole, besides the values, which have `value_bytes`.
std::uint64_t looks_of_condition(std::string_view text, std::uint64_t values) {
  TestRequest request("", ":s: 'text', :n: 3");
  const value::ItemView item = request.item(kItem);
  const std::uint64_t value_bytes = values * request.item("s: 'text'").find("s")->bytes().size();
  const std::uint64_t all = most_bytes_read(**request.condition(text), item);
  EXPECT_EQ((all - value_bytes) % item.bytes().size(), 0u) << text;
  return (all - value_bytes) / item.bytes().size();
}

std::uint64_t looks_of_update(std::string_view text) {
  TestRequest request("", ":s: 'text', :n: 3, :ss: <'x'>");
  const value::ItemView item = request.item(kItem);
  return most_bytes_read(**request.update(text), item) / item.bytes().size();
}

TEST(MostBytesRead, CountsTheItemForEachPathOfACondition) {
  EXPECT_EQ(looks_of_condition("attribute_exists(a)", 0), 1u);
  EXPECT_EQ(looks_of_condition("contains(a, :s)", 1), 1u);
  EXPECT_EQ(looks_of_condition("contains(a, m.j) or not contains(a, :s)", 1), 3u);
  EXPECT_EQ(looks_of_condition("a in (:s, :s, n) and size(a) < n", 2), 4u);
}

TEST(MostBytesRead, CountsTheItemForEachPathOfAnUpdateAndOnceForTheCopy) {
  EXPECT_EQ(looks_of_update("set b = :s"), 1u);
  EXPECT_EQ(looks_of_update("set b = a, c = m"), 3u);
  EXPECT_EQ(looks_of_update("set b = if_not_exists(x, if_not_exists(y, a))"), 4u);
  EXPECT_EQ(looks_of_update("set m.k = n + n"), 4u);
  EXPECT_EQ(looks_of_update("remove a, n"), 1u);
  EXPECT_EQ(looks_of_update("add n :n delete a :ss"), 3u);
}

}  // namespace
}  // namespace magneto::internal::expression
