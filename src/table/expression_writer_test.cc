// SPDX-License-Identifier: Apache-2.0
#include "table/expression_writer.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

#include "magneto/json.h"

namespace magneto::internal::table {
namespace {

struct Written {
  std::string text;
  std::string names;
  std::string values;
  std::string error;
};

Written finish(const ExpressionWriter& writer, const std::optional<std::string>& text) {
  Written written;
  written.text = text.value_or("none");
  for (const auto& [placeholder, name] : writer.names().value_or(Names())) {
    written.names += placeholder + "=" + name + " ";
  }
  written.values = to_json(writer.values().value_or(Item()));
  if (writer.error()) written.error = writer.error()->message();
  return written;
}

Written write(const Condition& condition) {
  ExpressionWriter writer;
  const auto text = writer.condition(condition, "condition");
  return finish(writer, text);
}
Written write(const KeyCondition& key) { return write(key.condition()); }
Written write(const UpdateActions& actions) {
  ExpressionWriter writer;
  const auto text = writer.update(actions);
  return finish(writer, text);
}

std::string text_of(const Condition& condition) { return write(condition).text; }

TEST(Condition, HasAllOperatorsAndFunctionsOfTheService) {
  const Path a = attr("a");
  EXPECT_EQ(text_of(a == 1), "#0 = :0");
  EXPECT_EQ(text_of(a != 1), "#0 <> :0");
  EXPECT_EQ(text_of(a < 1), "#0 < :0");
  EXPECT_EQ(text_of(a <= 1), "#0 <= :0");
  EXPECT_EQ(text_of(a > 1), "#0 > :0");
  EXPECT_EQ(text_of(a >= 1), "#0 >= :0");
  EXPECT_EQ(text_of(a.between(1, 2)), "#0 BETWEEN :0 AND :1");
  EXPECT_EQ(text_of(a.in({1, "x", attr("b")})), "#0 IN (:0, :1, #1)");
  EXPECT_EQ(text_of(a.begins_with("x")), "begins_with(#0, :0)");
  EXPECT_EQ(text_of(a.contains("x")), "contains(#0, :0)");
  EXPECT_EQ(text_of(a.exists()), "attribute_exists(#0)");
  EXPECT_EQ(text_of(a.not_exists()), "attribute_not_exists(#0)");
  EXPECT_EQ(text_of(a.size() > 3), "size(#0) > :0");
  const Written type = write(a.type(ValueType::kStringSet));
  EXPECT_EQ(type.text, "attribute_type(#0, :0)");
  EXPECT_EQ(type.values, R"({":0":{"S":"SS"}})");
}

TEST(Condition, ComparesAttributesWithEachOther) {
  EXPECT_EQ(text_of(attr("a") == attr("b")), "#0 = #1");
  EXPECT_EQ(text_of(1 < attr("a")), ":0 < #0");
  EXPECT_EQ(text_of(attr("a").size() <= attr("b").size()), "size(#0) <= size(#1)");
}

TEST(Condition, HasParenthesesOnlyWhereTheyAreNeeded) {
  const Condition a = attr("a") == 1, b = attr("b") == 2, c = attr("c") == 3;
  EXPECT_EQ(text_of(a && b && c), "#0 = :0 AND #1 = :1 AND #2 = :2");
  EXPECT_EQ(text_of(a && (b || c)), "#0 = :0 AND (#1 = :1 OR #2 = :2)");
  EXPECT_EQ(text_of((a && b) || c), "#0 = :0 AND #1 = :1 OR #2 = :2");
  EXPECT_EQ(text_of(!(a && b)), "NOT (#0 = :0 AND #1 = :1)");
  EXPECT_EQ(text_of(!a && !!b), "NOT #0 = :0 AND NOT NOT #1 = :1");
}

TEST(Condition, WritesEachNameAndEachValueOnce) {
  const Written written = write(attr("a") == 1 && attr("b") == 1.0 && attr("a")["b"] != 1);
  EXPECT_EQ(written.text, "#0 = :0 AND #1 = :0 AND #0.#1 <> :0");
  EXPECT_EQ(written.names, "#0=a #1=b ");
  EXPECT_EQ(written.values, R"({":0":{"N":"1"}})");
}

TEST(Condition, ReservedWordsDotsAndBlanksInNamesDoNotMatter) {
  const Written written = write(attr("size") == 1 && attr("a.b") == 2 && attr("x y")["z.w"][3] > 1);
  EXPECT_EQ(written.text, "#0 = :0 AND #1 = :1 AND #2.#3[3] > :0");
  EXPECT_EQ(written.names, "#0=size #1=a.b #2=x y #3=z.w ");
}

TEST(Condition, NoneIsNeutralSoThatConditionsCanBeGathered) {
  Condition all;
  EXPECT_TRUE(all.empty());
  EXPECT_EQ(text_of(all), "none");
  for (const char* name : {"a", "b"}) all = all && attr(name).exists();
  EXPECT_EQ(text_of(all), "attribute_exists(#0) AND attribute_exists(#1)");
  EXPECT_TRUE((!Condition()).empty());
}

TEST(Condition, LimitsAreCheckedBeforeAnythingIsSent) {
  EXPECT_EQ(write(attr("a").in({})).error, "in() has no candidates");
  Condition many;
  for (int i = 0; i < 150; ++i) many = many && attr("a") == i;
  EXPECT_EQ(write(many).error, "");  // 150 comparators and 149 ANDs
  many = many && attr("a") == 1;
  EXPECT_EQ(write(many).error,
            "the condition has 301 operators and functions; the service takes 300");
  Path deep = attr("a");
  for (int i = 0; i < 31; ++i) deep = deep["b"];
  EXPECT_EQ(write(deep.exists()).error, "");
  EXPECT_EQ(write(deep["c"].exists()).error, "the path \"a\" has more than 32 elements");
  EXPECT_EQ(write(attr("").exists()).error, "an attribute's name is empty");
  EXPECT_EQ(write(condition(std::string(4089, ' ') + "size(a)=:a", {{":a", 1}})).error,
            "the condition has 4100 bytes; the service takes 4096");
}

TEST(Condition, AnInOfMoreThanAHundredCandidatesIsSplit) {
  const auto ins_of = [](std::size_t candidates) {
    const Written written =
        write(attr("a").in(std::vector<Operand>(candidates, Operand(1))) && attr("b") == 2);
    EXPECT_EQ(written.error, "");
    return written.text;
  };
  const auto list_of = [](std::size_t candidates) {
    std::string list = "#0 IN (:0";
    for (std::size_t i = 1; i < candidates; ++i) list += ", :0";
    return list + ")";
  };
  EXPECT_EQ(ins_of(100), list_of(100) + " AND #1 = :1");
  EXPECT_EQ(ins_of(101), "(" + list_of(100) + " OR " + list_of(1) + ") AND #1 = :1");
}

TEST(Condition, ExpiredItemsAreLeftOut) {
  const Written written = write(
      not_expired(attr("expires"), std::chrono::system_clock::time_point(std::chrono::seconds(7))));
  EXPECT_EQ(written.text, "NOT attribute_type(#0, :0) OR #0 > :1");
  EXPECT_EQ(written.values, R"({":0":{"S":"N"},":1":{"N":"7"}})");
}

TEST(Condition, TheTextFormStandsBesideOthersWithPlaceholdersOfItsOwn) {
  const Written written =
      write(attr("Plays") > 3 &&
            condition("#y < :y OR size(Tags) > :n", {{":y", 1970}, {":n", 3}}, {{"#y", "Year"}}));
  EXPECT_EQ(written.text, "#0 > :0 AND (#1 < :1 OR size(#2) > :0)");
  EXPECT_EQ(written.names, "#0=Plays #1=Year #2=Tags ");
  EXPECT_EQ(written.values, R"({":0":{"N":"3"},":1":{"N":"1970"}})");
}

TEST(Condition, TheTextFormTakesReservedWordsAndPaths) {
  EXPECT_EQ(text_of(condition("name = :n and not a.size[2] in (:n)", {{":n", 1}})),
            "#0 = :0 and not #1.#2[2] in (:0)");
  EXPECT_EQ(text_of(!condition("(a = :n)", {{":n", 1}})), "NOT (#0 = :0)");
  EXPECT_EQ(text_of(!condition("(a = :n) OR (b = :n)", {{":n", 1}})),
            "NOT ((#0 = :0) OR (#1 = :0))");
}

TEST(Condition, TheTextFormSaysWhichPlaceholderIsWrong) {
  EXPECT_EQ(write(condition("a = :n")).error, "the placeholder :n is used and not given");
  EXPECT_EQ(write(condition("#a = :n", {{":n", 1}})).error,
            "the placeholder #a is used and not given");
  EXPECT_EQ(write(condition("a = :n", {{":n", 1}, {":m", 1}})).error,
            "the placeholder :m is given and not used");
  EXPECT_EQ(write(condition("a = :n", {{":n", 1}}, {{"#x", "x"}})).error,
            "the placeholder #x is given and not used");
  EXPECT_EQ(write(condition("a = :n", {{":n", 1}, {"m", 1}})).error,
            "the name \"m\" is no placeholder: values start with ':', names with '#'");
}

TEST(Path, IsReadFromTextAndWrittenAsText) {
  EXPECT_EQ(Path::parse("a.b[0].c").value().to_string(), "a.b[0].c");
  EXPECT_EQ(text_of(Path::parse("address.state").value() == "CA"), "#0.#1 = :0");
  for (const char* wrong : {"", ".a", "a.", "a[", "a[x]", "a[1", "a[1]b", "a]", "a..b"}) {
    EXPECT_FALSE(Path::parse(wrong)) << wrong;
  }
}

TEST(KeyCondition, IsNotMadeOfOtherConditions) {
  EXPECT_FALSE((std::is_convertible_v<Condition, KeyCondition>));
  EXPECT_TRUE((std::is_convertible_v<KeyCondition, KeyCondition>));
}

TEST(KeyCondition, IsWhatQueriesTake) {
  const Written written = write(key("Artist") == "Nina" && key("Title").begins_with("Sin"));
  EXPECT_EQ(written.text, "#0 = :0 AND begins_with(#1, :1)");
  EXPECT_EQ(write(key("a") == 1 && key("b").between(1, 2)).text,
            "#0 = :0 AND #1 BETWEEN :0 AND :1");
  EXPECT_EQ(write(key("b") < 1).text, "#0 < :0");
  EXPECT_EQ(write(key("b") <= 1).text, "#0 <= :0");
  EXPECT_EQ(write(key("b") > 1).text, "#0 > :0");
  EXPECT_EQ(write(key("b") >= 1).text, "#0 >= :0");
  EXPECT_EQ(write(key_condition("a = :a", {{":a", 1}})).text, "#0 = :0");
}

TEST(Update, HasTheWholeLanguage) {
  const Written written = write(UpdateActions()
                                    .add(attr("Tags"), StringSet{"live"})
                                    .set(attr("Plays"), attr("Plays").or_else(0) + 1)
                                    .remove(attr("Label"))
                                    .set(attr("Left"), attr("Right") - attr("Plays"))
                                    .set(attr("Takes"), attr("Takes").append(List{3}))
                                    .set(attr("Firsts"), attr("Takes").prepend(List{3}))
                                    .remove(attr("Takes")[2])
                                    .remove_from_set(attr("Moods"), StringSet{"calm"}));
  EXPECT_EQ(written.text,
            "SET #0 = if_not_exists(#0, :0) + :1, #1 = #2 - #0, #3 = list_append(#3, :2), "
            "#4 = list_append(:2, #3) REMOVE #5, #3[2] ADD #6 :3 DELETE #7 :4");
  EXPECT_EQ(written.error, "");
  EXPECT_EQ(write(UpdateActions()).text, "none");
}

TEST(Update, TheTextFormKeepsItsWordsAndStandsAlone) {
  UpdateActions text = update_expression("SET a = if_not_exists(a, :z) + :z REMOVE add, #r",
                                         {{":z", 1}}, {{"#r", "remove"}});
  EXPECT_EQ(write(update_expression("SET age = :val1", {{":val1", 26}})).text, "SET #0 = :0");
  text.set(attr("b"), 1);
  EXPECT_EQ(write(text).error, "an update in text form stands alone: no other actions beside it");
}

TEST(Update, LimitsAreChecked) {
  UpdateActions many;
  for (int i = 0; i < 301; ++i) many.set(attr("a"), attr("a") + i);
  EXPECT_EQ(write(many).error,
            "the update expression has 301 operators and functions; the service takes 300");
  UpdateActions wide;
  for (int i = 0; i < 600; ++i) wide.set(attr("a" + std::to_string(i)), i);
  EXPECT_NE(write(wide).error.find("bytes; the service takes 4096"), std::string::npos);
}

TEST(Placeholders, AreSharedByTheExpressionsOfARequest) {
  ExpressionWriter writer;
  EXPECT_EQ(writer.condition(attr("a") == 1, "condition"), "#0 = :0");
  EXPECT_EQ(writer.projection({"b", attr("a")["b"], "c.d"}), "#1, #0.#1, #2");
  EXPECT_EQ(writer.update(UpdateActions().set(attr("b"), 1).set(attr("e"), nullptr)),
            "SET #1 = :0, #3 = :1");
  EXPECT_EQ(to_json(*writer.values()), R"({":0":{"N":"1"},":1":{"NULL":true}})");
}

}  // namespace
}  // namespace magneto::internal::table
