// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "expression/test_request.h"
#include "value/item_size.h"

namespace magneto::internal::expression {
namespace {

constexpr std::string_view kItem =
    "l: ['x', 1, {k: 1}, <'a'>], m: {j: 2, k: 'v', ss: <'a', 'b'>}, n: 5, ns: <1, 2>, p: 'key', "
    "s: 'hello', ss: <'a', 'b'>, u: null";

constexpr std::string_view kValues =
    ":s: 'new', :n: 3, :l: [9], :ss: <'b', 'c'>, :sab: <'a', 'b'>, :ns: <2, 7>, :u: null, "
    ":big: 9.9999999999999999999999999999999999999E+125, :tiny: 1E-130";

/// The changed item, or the error.
std::string applied(std::string_view text, std::string_view item = kItem) {
  TestRequest request("", kValues);
  const auto update = request.update(text);
  if (!update.ok()) return text_of(update);
  const value::ItemView old = request.item(item);
  const auto changed = apply_update(request.arena(), **update, old);
  if (!changed.ok()) return changed.error().message();
  EXPECT_TRUE(value::check_item(changed->bytes()).ok()) << text;
  return literal_of(*changed);
}

/// What stands at the start of `literal` behind "name: ", up to the next attribute of kItem.
std::string attribute(std::string_view text, std::string_view name) {
  TestRequest request;
  const std::string literal = applied(text);
  const auto found = request.item(literal).find(name);
  return found.has_value() ? literal_of(*found) : "none";
}

constexpr std::string_view kMissing =
    "The provided expression refers to an attribute that does not exist in the item";
constexpr std::string_view kWrongType =
    "An operand in the update expression has an incorrect data type";
constexpr std::string_view kBadPath =
    "The document path provided in the update expression is invalid for update";

TEST(ApplyUpdate, SetsAndReplacesAttributes) {
  EXPECT_EQ(applied("set a = :s", "b: 1"), "a: 'new', b: 1");
  EXPECT_EQ(applied("set b = :s", "b: 1"), "b: 'new'");
  EXPECT_EQ(applied("set c = :s", "b: 1"), "b: 1, c: 'new'");
  EXPECT_EQ(applied("set c = :s, a = :n", "b: 1, d: 2"), "a: 3, b: 1, c: 'new', d: 2");
  EXPECT_EQ(applied("set c = :s", ""), "c: 'new'");
  EXPECT_EQ(attribute("set m.z = :n", "m"), "{j: 2, k: 'v', ss: <'a', 'b'>, z: 3}");
  EXPECT_EQ(attribute("set l[2].k = :s", "l"), "['x', 1, {k: 'new'}, <'a'>]");
}

TEST(ApplyUpdate, ComputesEveryValueFromTheOldItem) {
  EXPECT_EQ(attribute("set m.k = m.j, m.j = m.k", "m"), "{j: 'v', k: 2, ss: <'a', 'b'>}");
  EXPECT_EQ(attribute("set a = n remove n", "a"), "5");
  EXPECT_EQ(attribute("set a = n remove n", "n"), "none");
  EXPECT_EQ(applied("set a = s, b = a"), kMissing);
  EXPECT_EQ(attribute("set a = p", "a"), "'key'");
}

TEST(ApplyUpdate, AddsAndSubtracts) {
  EXPECT_EQ(attribute("set n = n + :n", "n"), "8");
  EXPECT_EQ(attribute("set n = :n - n", "n"), "-2");
  EXPECT_EQ(attribute("set a = if_not_exists(zz, :n) + n", "a"), "8");
  EXPECT_EQ(applied("set a = s + :n"), kWrongType);
  EXPECT_EQ(applied("set a = u + :n"), kWrongType);
  EXPECT_EQ(applied("set a = zz + :n"), kMissing);
  EXPECT_EQ(applied("set a = if_not_exists(zz, :s) + :n"), kWrongType);
  EXPECT_NE(applied("set a = :big + :big").find("overflow"), std::string::npos);
  EXPECT_NE(applied("add n :tiny").find("overflow"), std::string::npos);
}

TEST(ApplyUpdate, TakesTheFirstThatExists) {
  EXPECT_EQ(attribute("set a = if_not_exists(zz, :n)", "a"), "3");
  EXPECT_EQ(attribute("set a = if_not_exists(n, :n)", "a"), "5");
  EXPECT_EQ(attribute("set a = if_not_exists(zz, if_not_exists(yy, :s))", "a"), "'new'");
  EXPECT_EQ(attribute("set a = if_not_exists(zz, if_not_exists(s, :n))", "a"), "'hello'");
  EXPECT_EQ(applied("set a = if_not_exists(zz, yy)"), kMissing);
}

TEST(ApplyUpdate, AppendsLists) {
  EXPECT_EQ(attribute("set a = list_append(l, :l)", "a"), "['x', 1, {k: 1}, <'a'>, 9]");
  EXPECT_EQ(attribute("set a = list_append(:l, :l)", "a"), "[9, 9]");
  EXPECT_EQ(attribute("set a = list_append(if_not_exists(zz, :l), l)", "a"),
            "[9, 'x', 1, {k: 1}, <'a'>]");
  EXPECT_EQ(applied("set a = list_append(s, :l)"), kWrongType);
  EXPECT_EQ(applied("set a = list_append(zz, :l)"), kMissing);
  EXPECT_EQ(applied("set a = list_append(if_not_exists(zz, :s), :l)"), kWrongType);
}

TEST(ApplyUpdate, SetsListElementsAndAppendsThoseBehindTheEndInOrder) {
  EXPECT_EQ(attribute("set l[0] = :s", "l"), "['new', 1, {k: 1}, <'a'>]");
  EXPECT_EQ(attribute("set l[9] = :s", "l"), "['x', 1, {k: 1}, <'a'>, 'new']");
  EXPECT_EQ(attribute("set l[9] = :s, l[7] = :n, l[1] = :u", "l"),
            "['x', null, {k: 1}, <'a'>, 3, 'new']");
  EXPECT_EQ(applied("set a[84] = :s, a[5] = :n", "a: []"), "a: [3, 'new']");
}

TEST(ApplyUpdate, RemovesAndClosesUpLists) {
  EXPECT_EQ(attribute("remove s", "s"), "none");
  EXPECT_EQ(applied("remove zz"), kItem);
  EXPECT_EQ(applied("remove m.zz, l[9]"), kItem);
  EXPECT_EQ(attribute("remove l[0], l[2]", "l"), "[1, <'a'>]");
  EXPECT_EQ(attribute("remove l[0], l[1], l[2], l[3]", "l"), "[]");
  EXPECT_EQ(attribute("remove m.k, m.j, m.ss", "m"), "{}");
  EXPECT_EQ(attribute("remove l[0] set l[1] = :s", "l"), "['new', {k: 1}, <'a'>]");
  EXPECT_EQ(attribute("set l[9] = :s remove l[0]", "l"), "[1, {k: 1}, <'a'>, 'new']");
  EXPECT_EQ(applied("remove l, m, n, ns, p, s, ss, u"), "");
}

TEST(ApplyUpdate, AddsToNumbersAndSets) {
  EXPECT_EQ(attribute("add n :n", "n"), "8");
  EXPECT_EQ(attribute("add zz :n", "zz"), "3");
  EXPECT_EQ(attribute("add ss :ss", "ss"), "<'a', 'b', 'c'>");
  EXPECT_EQ(attribute("add ns :ns", "ns"), "<1, 2, 7>");
  EXPECT_EQ(attribute("add zz :ss", "zz"), "<'b', 'c'>");
  EXPECT_EQ(attribute("add m.j :n, m.ss :ss", "m"), "{j: 5, k: 'v', ss: <'a', 'b', 'c'>}");
  EXPECT_EQ(attribute("add l[1] :n, l[2].zz :n", "l"), "['x', 4, {k: 1, zz: 3}, <'a'>]");
  EXPECT_EQ(attribute("add l[9] :ss", "l"), "['x', 1, {k: 1}, <'a'>, <'b', 'c'>]");
  for (std::string_view text :
       {"add s :n", "add ss :ns", "add ns :n", "add n :ns", "add u :n", "add l :ns"}) {
    EXPECT_EQ(applied(text), kWrongType) << text;
  }
}

TEST(ApplyUpdate, DeletesFromSetsAndLeavesNoneEmpty) {
  EXPECT_EQ(attribute("delete ss :ss", "ss"), "<'a'>");
  EXPECT_EQ(attribute("delete ss :sab", "ss"), "none");
  EXPECT_EQ(attribute("delete m.ss :sab", "m"), "{j: 2, k: 'v'}");
  EXPECT_EQ(attribute("delete l[3] :sab", "l"), "['x', 1, {k: 1}]");
  EXPECT_EQ(applied("delete zz :ss"), kItem);
  EXPECT_EQ(applied("delete m.zz :ss, l[9] :ss"), kItem);
  for (std::string_view text :
       {"delete ss :ns", "delete s :ss", "delete n :ns", "delete m.k :ss"}) {
    EXPECT_EQ(applied(text), kWrongType) << text;
  }
}

TEST(ApplyUpdate, RefusesPathsThatLeadNowhere) {
  for (std::string_view text :
       {"set l[9].k = :n", "set l[9][0] = :n", "set m.z.y = :n", "set zz.y = :n", "set zz[0] = :n",
        "set s.y = :n", "set s[0] = :n", "set m[0] = :n", "set l.k = :n", "remove zz.y",
        "remove s.y", "remove m.zz.y", "remove m.k.y", "remove l[9].k", "remove l[0][0]",
        "remove m[0]", "remove l.k", "add zz.y :n", "delete zz.y :ss"}) {
    EXPECT_EQ(applied(text), kBadPath) << text;
  }
  EXPECT_EQ(applied("set a.b = :n", ""), kBadPath);
}

TEST(ApplyUpdate, ReportsTheFaultOfTheTargetThatIsMetFirstAndOfEachThePathFirst) {
  EXPECT_EQ(applied("set a=zz, b=s+:n"), kWrongType);
  EXPECT_EQ(applied("set a=s+:n, b=zz"), kMissing);
  EXPECT_EQ(applied("set zz.y=:n, b=xx"), kMissing);
  EXPECT_EQ(applied("set zz.y = zz"), kBadPath);
  EXPECT_EQ(applied("set zz.y = s + :n"), kBadPath);
  EXPECT_EQ(applied("remove zz.y add s :n"), kWrongType);
  EXPECT_EQ(applied("set b=xx add s :n"), kWrongType);
  EXPECT_EQ(applied("add s :n set b=xx"), kWrongType);
  EXPECT_EQ(applied("set b=s+:n, a=zz"), kWrongType);
  EXPECT_EQ(applied("set b=s+xx"), kWrongType);
  EXPECT_EQ(applied("set b=xx+s"), kMissing);
  EXPECT_EQ(applied("set b=list_append(s,xx)"), kWrongType);
}

TEST(ApplyUpdate, LimitsHowDeepAnAttributeNests) {
  const auto maps = [](int levels) {
    std::string text;
    for (int i = 0; i < levels; ++i) text += "{a: ";
    return text + "1" + std::string(static_cast<std::size_t>(levels), '}');
  };
  constexpr std::string_view kTooDeep = "Nesting Levels have exceeded supported limits";
  const auto error = [&](std::string_view text, int levels) {
    TestRequest request("", ":v: " + maps(levels));
    const auto changed =
        apply_update(request.arena(), **request.update(text), request.item("m: {n: {}}"));
    return text_of(changed);
  };
  EXPECT_EQ(error("set x = :v", 31), "OK");
  EXPECT_EQ(error("set x = :v", 32), kTooDeep);
  EXPECT_EQ(error("set m.y = :v", 30), "OK");
  EXPECT_EQ(error("set m.y = :v", 31), kTooDeep);
  EXPECT_EQ(error("set m.n.y = :v", 29), "OK");
  EXPECT_EQ(error("set m.n.y = :v", 30), kTooDeep);
}

TEST(ApplyUpdate, KeepsLargeItemsIntactAroundAChange) {
  std::string literal;
  for (int i = 0; i < 300; ++i) {
    literal +=
        (i > 0 ? ", a" : "a") + std::to_string(1000 + i) + ": 'value" + std::to_string(i) + "'";
  }
  const std::string big(200, 'x');
  EXPECT_EQ(applied("set a1150 = :n remove zz", literal),
            literal.substr(0, literal.find("'value150'")) + "3" +
                literal.substr(literal.find("'value150'") + 10));
  EXPECT_EQ(applied("set m.q = :n", "m: {k: '" + big + "'}"), "m: {k: '" + big + "', q: 3}");
}

struct Cost {
  std::size_t item_bytes;
  std::size_t memory;
};

/// Of an update of `old_item` that sets 130 attributes to `operand`, in which :v is `value`.
Cost cost_of_130(std::string_view operand, std::string_view value, std::string_view old_item) {
  TestRequest request("", ":v: " + std::string(value));
  std::string text;
  for (int i = 0; i < 130; ++i) {
    text += (i == 0 ? "set a" : ", a") + std::to_string(i) + " = " + std::string(operand);
  }
  const auto update = request.update(text);
  const value::ItemView old = request.item(old_item);
  const std::size_t before = request.arena().held_bytes();
  const auto changed = apply_update(request.arena(), **update, old);
  EXPECT_TRUE(value::check_item(changed->bytes()).ok()) << operand;
  return {value::item_size(*changed), request.arena().held_bytes() - before};
}

TEST(ApplyUpdate, TakesLittleMemoryForAnItemThatIsTooLarge) {
  const std::string text = "'" + std::string(300'000, 'x') + "'";
  std::string list = "[1";
  for (int i = 0; i < 20'000; ++i) list += ", 1";
  list += "]";
  for (const Cost& cost : {cost_of_130(":v", text, "b: 1"), cost_of_130("b", "1", "b: " + text),
                           cost_of_130("list_append(:v, b)", list, "b: " + list)}) {
    EXPECT_GT(cost.item_bytes, value::kMaxItemBytes);
    EXPECT_LT(cost.memory, std::size_t{20} << 20);
  }
}

TEST(ApplyUpdate, ShowsWhatItTouchedAsItStandsInAnItem) {
  TestRequest request("", kValues);
  const auto touched = [&](std::string_view text, std::string_view item) {
    return literal_of(
        updated_attributes(request.arena(), **request.update(text), request.item(item)));
  };
  EXPECT_EQ(touched("set a.c[1] = :n", "a: {b: 1, c: [1, 2, 3]}, d: 1"), "a: {c: [2]}");
  EXPECT_EQ(touched("set a.c[1] = :n, a.b = :n", "a: {b: 1, c: [1, 2, 3]}"), "a: {b: 1, c: [2]}");
  EXPECT_EQ(touched("remove a.c[1], a.c[3]", "a: {b: 1, c: [1, 2, 3]}"), "a: {c: [2]}");
  EXPECT_EQ(touched("set a = :n remove b", "a: 1"), "a: 1");
  EXPECT_EQ(touched("remove zz", "a: 1"), "");
}

}  // namespace
}  // namespace magneto::internal::expression
