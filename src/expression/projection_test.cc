// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "expression/test_request.h"

namespace magneto::internal::expression {
namespace {

constexpr std::string_view kItem =
    "a: {b: [1, {c: 2, d: 3}, [4, 5]], e: 'x'}, l: ['x', 'y', 'z'], n: 5, s: 'hello'";

std::string projected(std::string_view text, std::string_view item = kItem) {
  TestRequest request("#n: n, #odd: a.b", "");
  const auto projection = request.projection(text);
  if (!projection.ok()) return projection.error().message();
  const value::ItemView result = project(request.arena(), **projection, request.item(item));
  EXPECT_TRUE(value::check_item(result.bytes()).ok()) << text;
  return literal_of(result);
}

TEST(Projection, KeepsTopLevelAttributes) {
  EXPECT_EQ(projected("s"), "s: 'hello'");
  EXPECT_EQ(projected("s, n"), "n: 5, s: 'hello'");
  EXPECT_EQ(projected("#n, zz, l"), "l: ['x', 'y', 'z'], n: 5");
  EXPECT_EQ(projected("a, l, n, s"), kItem);
  EXPECT_EQ(projected("zz"), "");
  EXPECT_EQ(projected("#odd", "a: {b: 1}, a.b: 2"), "a.b: 2");
}

TEST(Projection, KeepsOnlyTheSelectedPartsOfMapsAndLists) {
  EXPECT_EQ(projected("a.e"), "a: {e: 'x'}");
  EXPECT_EQ(projected("a.b[1].d, a.e"), "a: {b: [{d: 3}], e: 'x'}");
  EXPECT_EQ(projected("a.b[1].c, a.b[2][1]"), "a: {b: [{c: 2}, [5]]}");
  EXPECT_EQ(projected("l[2], l[0]"), "l: ['x', 'z']");
  EXPECT_EQ(projected("l[1], s"), "l: ['y'], s: 'hello'");
}

TEST(Projection, LeavesOutWhatIsNotThere) {
  EXPECT_EQ(projected("a.zz"), "");
  EXPECT_EQ(projected("l[9]"), "");
  EXPECT_EQ(projected("a.b[0].c, n"), "n: 5");
  EXPECT_EQ(projected("a.b[9].c, a.b[1].zz, a.e"), "a: {e: 'x'}");
  EXPECT_EQ(
      projected("s.x, s[0], l.x"),
      "Invalid ProjectionExpression: Two document paths conflict with each other; must remove "
      "or rewrite one of these paths; path one: [s, x], path two: [s, [0]]");
  EXPECT_EQ(projected("s.x, l.x, n[0]"), "");
  EXPECT_EQ(projected("a.b", "a: 1"), "");
}

TEST(Projection, ReportsTheLaterOfTwoFaults) {
  const std::string overlap =
      "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or "
      "rewrite one of these paths; ";
  EXPECT_EQ(projected("a,a"), overlap + "path one: [a], path two: [a]");
  EXPECT_EQ(projected("a,b,a"), overlap + "path one: [a], path two: [b]");
  EXPECT_EQ(projected("b[1], b.a, a.b, a"), overlap + "path one: [a, b], path two: [a]");
  EXPECT_EQ(projected("a, a[1]"), overlap + "path one: [a], path two: [a, [1]]");
  EXPECT_EQ(projected("a.x,a.y,a"), overlap + "path one: [a, y], path two: [a]");
  EXPECT_EQ(projected("#x,a,a"), overlap + "path one: [a], path two: [a]");
  const std::string undefined =
      "Invalid ProjectionExpression: An expression attribute name used in the document path is not "
      "defined; attribute name: ";
  EXPECT_EQ(projected("a,a,#x"), undefined + "#x");
  EXPECT_EQ(projected("#x,#y"), undefined + "#y");
  EXPECT_EQ(projected(""), "Invalid ProjectionExpression: The expression can not be empty;");
}

TEST(Projection, OfAttributesToGetTakesNamesAsTheyAre) {
  TestRequest request;
  const std::string_view names[] = {"s", "a.b", "zz"};
  const Projection* projection = projection_of(request.arena(), names);
  EXPECT_EQ(literal_of(project(request.arena(), *projection,
                               request.item("a: {b: 1}, a.b: 2, n: 1, s: 'x'"))),
            "a.b: 2, s: 'x'");
}

TEST(Projection, ListsItsTopLevelAttributesAndTheKeysItReachesInto) {
  TestRequest request;
  const auto projection = request.projection("a.b, a.c, d, p.x");
  ASSERT_TRUE(projection.ok());
  const auto names = attributes_of(request.arena(), **projection);
  EXPECT_EQ(std::vector<std::string_view>(names.begin(), names.end()),
            (std::vector<std::string_view>{"a", "d", "p"}));
  const keys::KeySchema schema{{{"p", value::Type::kString}}, {}};
  EXPECT_EQ(nested_key(**projection, schema), "p");
  EXPECT_EQ(nested_key(**request.projection("a.b, p"), schema), std::nullopt);
}

}  // namespace
}  // namespace magneto::internal::expression
