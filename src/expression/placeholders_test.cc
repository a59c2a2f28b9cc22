// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "expression/test_request.h"

namespace magneto::internal::expression {
namespace {

TEST(Placeholders, MustAllBeUsed) {
  TestRequest request("#a: a, #b: b", ":v: 1, :w: 2");
  EXPECT_EQ(text_of(request.placeholders().check_all_used()),
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}");
  ASSERT_TRUE(request.condition("#a = :v").ok());
  EXPECT_EQ(text_of(request.placeholders().check_all_used()),
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}");
  ASSERT_TRUE(request.projection("#b").ok());
  EXPECT_EQ(text_of(request.placeholders().check_all_used()),
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}");
  ASSERT_TRUE(request.update("set x = :w").ok());
  EXPECT_TRUE(request.placeholders().check_all_used().ok());
}

TEST(Placeholders, ThatAreUnusedArePrintedInTheOrderOfAJavaHashSet) {
  TestRequest request("",
                      ":a: 1, :n: 1, :z: 1, :ss: 1, :ns: 1, :bs: 1, :l: 1, :m: 1, :t: 1, :b: 1");
  EXPECT_EQ(text_of(request.placeholders().check_all_used()),
            "Value provided in ExpressionAttributeValues unused in expressions: keys: "
            "{:z, :l, :m, :n, :a, :b, :ss, :t, :bs, :ns}");
  std::string names;
  for (int i = 0; i < 14; ++i) {
    const std::string number = std::to_string(i);
    names += (i > 0 ? ", #n" : "#n") + number + ": x" + number;
  }
  TestRequest many(names, "");
  ASSERT_TRUE(many.condition("#n0 = #n1").ok());
  EXPECT_EQ(text_of(many.placeholders().check_all_used()),
            "Value provided in ExpressionAttributeNames unused in expressions: keys: "
            "{#n2, #n3, #n4, #n5, #n6, #n7, #n8, #n9, #n11, #n10, #n13, #n12}");
}

TEST(Placeholders, HaveKeysOfOneForm) {
  const auto names = [](const std::vector<std::string>& keys) {
    std::vector<NameBinding> bindings;
    for (const std::string& key : keys) bindings.push_back({key, "x"});
    return text_of(check_names(bindings));
  };
  EXPECT_EQ(names({}), "ExpressionAttributeNames must not be empty");
  EXPECT_EQ(names({"#a", "#1", "#_a_9", " #a\n"}), "OK");
  EXPECT_EQ(names({""}),
            "ExpressionAttributeNames contains invalid key: The expression attribute map contains "
            "an empty key;");
  EXPECT_EQ(names({"#" + std::string(254, 'a')}), "OK");
  EXPECT_EQ(names({"#" + std::string(255, 'a')}),
            "ExpressionAttributeNames contains invalid key: The expression attribute map contains "
            "a key that is too long; size of key: 256");
  for (std::string_view key : {"a", "#", " ", "#a-b", "#a b", "# a", ":a", "#é", "##"}) {
    EXPECT_EQ(names({std::string(key)}),
              "ExpressionAttributeNames contains invalid key: Syntax error; key: \"" +
                  std::string(key) + "\"");
  }
  TestRequest request;
  EXPECT_EQ(text_of(check_value_keys(request.item(""))),
            "ExpressionAttributeValues must not be empty");
  EXPECT_EQ(text_of(check_value_keys(request.item("a: 1"))),
            "ExpressionAttributeValues contains invalid key: Syntax error; key: \"a\"");
  value::Attribute attribute{":v", value::make_null()};
  EXPECT_EQ(text_of(check_value_keys(value::make_item(request.arena(), std::span(&attribute, 1)))),
            "OK");
}

TEST(Parameters, OfBothKindsAreNotForOneRequest) {
  using Parameters = std::vector<ExpressionParameter>;
  const auto check = [](const Parameters& expressions, const Parameters& legacy, bool names,
                        bool values) {
    return text_of(check_parameters(expressions, legacy, names, values));
  };
  EXPECT_EQ(check({{"UpdateExpression", true}, {"ConditionExpression", true}},
                  {{"AttributeUpdates", true}, {"Expected", true}, {"ConditionalOperator", false}},
                  true, true),
            "Can not use both expression and non-expression parameters in the same request: "
            "Non-expression parameters: {AttributeUpdates, Expected} Expression parameters: "
            "{UpdateExpression, ConditionExpression}");
  EXPECT_EQ(check({{"ProjectionExpression", false}}, {{"AttributesToGet", true}}, true, false),
            "ExpressionAttributeNames can only be specified when using expressions");
  EXPECT_EQ(check({{"ConditionExpression", false}}, {{"Expected", true}}, false, true),
            "ExpressionAttributeValues can only be specified when using expressions: "
            "ConditionExpression is null");
  EXPECT_EQ(check({{"ProjectionExpression", true},
                   {"FilterExpression", false},
                   {"KeyConditionExpression", false}},
                  {}, true, true),
            "ExpressionAttributeValues can only be specified when using expressions: "
            "FilterExpression and KeyConditionExpression are null");
  EXPECT_EQ(check({{"FilterExpression", true}}, {{"ScanFilter", false}}, true, true), "OK");
  EXPECT_EQ(check({{"FilterExpression", false}}, {{"ScanFilter", true}}, false, false), "OK");
}

}  // namespace
}  // namespace magneto::internal::expression
