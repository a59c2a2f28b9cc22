// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "expression/test_request.h"

namespace magneto::internal::expression {
namespace {

constexpr std::string_view kItem =
    "s: 'hello', n: 5, b: b'hello', t: true, u: null, l: ['x', 1, [1], {k: 'v'}, <'a'>], "
    "m: {k: 'v', j: 2}, ss: <'a', 'b'>, ns: <1, 2>, bs: <b'a'>, p: 'key'";

constexpr std::string_view kValues =
    ":s: 'hello', :e: 'ell', :n: 5.0, :b: b'hello', :eb: b'ell', :t: true, :f: false, :u: null, "
    ":a: 'a', :one: 1, :two: 2, :l1: [1], :m1: {k: 'v'}, :mm: {j: 2, k: 'v'}, :ss: <'b', 'a'>, "
    ":ssa: <'a'>, :x: 'x', :ab: b'a', :empty: '', :tS: 'S', :tM: 'M', :neg: -1";

bool holds(std::string_view text, std::string_view item = kItem) {
  TestRequest request("", kValues);
  const auto condition = request.condition(text);
  EXPECT_TRUE(condition.ok()) << text << ": " << text_of(condition);
  return condition.ok() && evaluate(**condition, request.item(item));
}

// Looking for each beginning of the part anew would take minutes, and end by the limit of all tests.
TEST(Evaluate, ALongPartThatNearlyOccursEverywhereIsLookedForOnlyOnce) {
  const std::string repeated(195'000, 'a');
  TestRequest request("", ":part: '" + repeated + "b'");
  std::string text = "contains(s,:part)";
  for (int i = 1; i < 140; ++i) text += " or contains(s,:part)";
  const auto condition = request.condition(text);
  ASSERT_TRUE(condition.ok()) << text_of(condition);
  EXPECT_FALSE(evaluate(**condition, request.item("s: '" + repeated + repeated + "'")));
  EXPECT_TRUE(evaluate(**condition, request.item("s: '" + repeated + repeated + "b'")));
}

TEST(Evaluate, ConditionsThatHold) {
  for (std::string_view text : {
           "s=:s",
           "n=:n",
           "b=:b",
           "t=:t",
           "u=:u",
           "ss=:ss",
           "m=:mm",
           "l[2]=:l1",
           "s<>:n",
           "nope<>:s",
           "nope<>nope2",
           "s<>nope",
           "size(nope)<>:n",
           "not nope=:s",
           "not nope<:n",
           "n in (nope, :n)",
           "n in (:s, :n)",
           "contains(s,:e)",
           "contains(b,:eb)",
           "contains(ss,:a)",
           "contains(ns,:one)",
           "contains(bs,:ab)",
           "contains(l,:x)",
           "contains(l,:one)",
           "contains(l,:l1)",
           "contains(l,:m1)",
           "contains(l,:ssa)",
           "contains(s,:empty)",
           "begins_with(s,:empty)",
           "begins_with(b,:b)",
           "begins_with(:s,s)",
           "attribute_exists(m.k)",
           "attribute_exists(l[0])",
           "attribute_not_exists(m.zz)",
           "attribute_not_exists(zz.yy)",
           "attribute_not_exists(l[9])",
           "attribute_type(s,:tS)",
           "attribute_type(m,:tM)",
           "attribute_type(:s,:tS)",
           "size(s)=:n",
           "size(b)=:n",
           "size(ss)=:two",
           "size(ns)=:two",
           "size(l)=:n",
           "size(m)=:two",
           "size(n)<>:n",
           "size(s) in (:n,:one)",
           "size(s) between :one and :n",
           "size(s)=n",
           "n=size(s)",
           "size(s)=size(b)",
           "size(s)<>:s",
           "contains(ns,size(ss))",
           "t<>:f",
           "l[3].k>=m.k",
           "b>:eb",
           "not s=:n and n=:n",
           "size(l[2])=:one",
           "size(:s)=:n",
           "n > size(m)",
           "s between :e and :s",
           "n > :neg",
           ":neg < :one",
           "n between :neg and :n",
           "attribute_exists(p) and attribute_not_exists(nope)",
           "s=:s or nope=:s and n=:s",
       }) {
    EXPECT_TRUE(holds(text)) << text;
  }
}

TEST(Evaluate, ConditionsThatFail) {
  for (std::string_view text : {
           "n=:s",
           "nope=:s",
           "nope=nope2",
           "nope<:n",
           "n<nope",
           "n between nope and :n",
           "nope between :one and :n",
           "nope in (nope2)",
           "n in (:s)",
           "contains(s,:n)",
           "contains(n,:n)",
           "contains(ss,:ssa)",
           "contains(ss,:ss)",
           "contains(m,:s)",
           "contains(nope,:s)",
           "contains(s,nope)",
           "contains(:ss,s)",
           "contains(l,:ss)",
           "contains(ns,:a)",
           "begins_with(s,:e)",
           "begins_with(s,:b)",
           "begins_with(n,:s)",
           "begins_with(nope,:s)",
           "attribute_exists(l[9])",
           "attribute_exists(s.k)",
           "attribute_exists(m[0])",
           "attribute_exists(l.k)",
           "attribute_type(nope,:tS)",
           "attribute_type(n,:tS)",
           "size(n)=:one",
           "size(n)>:one",
           "size(n)<:n",
           "size(t)>=:one",
           "size(nope)<:n",
           "size(s)=:s",
           "size(s)<>size(b)",
           "ss<>:ss",
           "m=:m1",
           "t=:f",
           "l[3].k>m.k",
           "s>n",
           "s<n",
           "not (s=:s or n=:n)",
           "not (nope<>:n)",
       }) {
    EXPECT_FALSE(holds(text)) << text;
  }
}

TEST(Evaluate, ConnectivesAgreeWithTheirTruthTables) {
  const std::string_view truth = "s=:s";
  const std::string_view lie = "s=:a";
  for (int bits = 0; bits < 8; ++bits) {
    const bool a = (bits & 1) != 0;
    const bool b = (bits & 2) != 0;
    const bool c = (bits & 4) != 0;
    const auto fill = [&](std::string_view pattern) {
      std::string text;
      for (char each : pattern) {
        if (each == 'A' || each == 'B' || each == 'C') {
          text += (each == 'A' ? a : each == 'B' ? b : c) ? truth : lie;
        } else {
          text += each;
        }
      }
      return text;
    };
    EXPECT_EQ(holds(fill("A or B and C")), a || (b && c));
    EXPECT_EQ(holds(fill("A and B or C")), (a && b) || c);
    EXPECT_EQ(holds(fill("(A or B) and C")), (a || b) && c);
    EXPECT_EQ(holds(fill("A and (B or C)")), a && (b || c));
    EXPECT_EQ(holds(fill("not A or B")), !a || b);
    EXPECT_EQ(holds(fill("not (A or B) and C")), !(a || b) && c);
    EXPECT_EQ(holds(fill("not (A and not B) or not C")), !(a && !b) || !c);
    EXPECT_EQ(holds(fill("not not A and not (not B or C)")), a && !(!b || c));
    EXPECT_EQ(holds(fill("A and B and C")), a && b && c);
    EXPECT_EQ(holds(fill("A or B or C")), a || b || c);
  }
}

TEST(Evaluate, SeesAnAbsentItemAsOneWithoutAttributes) {
  EXPECT_TRUE(holds("attribute_not_exists(p)", ""));
  EXPECT_TRUE(holds("p <> :s", ""));
  EXPECT_FALSE(holds("p = :s", ""));
  EXPECT_FALSE(holds("size(p) >= :neg", ""));
}

TEST(Evaluate, CountsTheSizeOfAStringInUtf16Units) {
  TestRequest request("", ":three: 3");
  const auto condition = request.condition("size(s) = :three");
  ASSERT_TRUE(condition.ok());
  EXPECT_TRUE(evaluate(**condition, request.item("s: 'é😀'")));
  EXPECT_TRUE(evaluate(**condition, request.item("s: '€uo'")));
  EXPECT_FALSE(evaluate(**condition, request.item("s: 'é'")));
}

TEST(Evaluate, OrdersStringsAndBinariesByUnsignedBytes) {
  TestRequest request("", ":z: 'z', :hi: b'\x80', :lo: b'\x7f'");
  EXPECT_TRUE(evaluate(**request.condition("s > :z"), request.item("s: 'é'")));
  EXPECT_TRUE(evaluate(**request.condition(":hi > :lo"), request.item("")));
}

TEST(Evaluate, DecidesALongChainFromBothEnds) {
  std::string all = "s=:s";
  std::string any = "s=:a";
  for (int i = 0; i < 70; ++i) {
    all += " and n=:n";
    any += " or n=:one";
  }
  EXPECT_TRUE(holds(all));
  EXPECT_FALSE(holds(all + " and s=:a"));
  EXPECT_FALSE(holds(any));
  EXPECT_TRUE(holds(any + " or s=:s"));
}

}  // namespace
}  // namespace magneto::internal::expression
