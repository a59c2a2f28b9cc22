// SPDX-License-Identifier: Apache-2.0
//
// What must hold for every operation of the API, made from the tables themselves.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "checks/rules.h"
#include "checks/test_request.h"
#include "model/operation_list.h"

namespace magneto::internal::checks {
namespace {

/// The shortest JSON that a value of `shape` can have with all that is required in it.
std::string smallest(const model::Shape& shape);

std::string smallest_structure(const model::Shape& shape, std::string_view without = {}) {
  std::string json = "{";
  for (const model::Member& member : shape.members) {
    if (!member.required || member.name == without) continue;
    if (json.size() > 1) json += ",";
    json += "\"" + std::string(member.name) + "\":" + smallest(*member.shape);
  }
  return json + "}";
}

std::string smallest_string(const model::Shape& shape) {
  if (!shape.values.empty()) return "\"" + std::string(shape.values[0]) + "\"";
  switch (shape.pattern) {
    case model::Pattern::kTwelveDigits:
      return R"("123456789012")";
    case model::Pattern::kUuid:
      return R"("01234567-89ab-cdef-0123-456789abcdef")";
    default:
      break;
  }
  // 48 fits all lengths but those of ARNs and of one-letter texts, and every pattern of words.
  const auto length = std::max<std::int64_t>(shape.min, std::min<std::int64_t>(48, shape.max));
  return "\"" + std::string(static_cast<std::size_t>(length), 'a') + "\"";
}

std::string smallest(const model::Shape& shape) {
  const bool some = shape.min > 0;
  switch (shape.kind) {
    case model::Kind::kString:
      return smallest_string(shape);
    case model::Kind::kBoolean:
      return "true";
    case model::Kind::kInteger:
    case model::Kind::kLong:
      return std::to_string(std::max<std::int64_t>(shape.min, 1));
    case model::Kind::kDouble:
    case model::Kind::kTimestamp:
      return "1.5";
    case model::Kind::kStructure:
      return smallest_structure(shape);
    case model::Kind::kList:
      return some ? "[" + smallest(*shape.element) + "]" : "[]";
    case model::Kind::kMap:
      return some ? "{" + smallest_string(*shape.key) + ":" + smallest(*shape.element) + "}" : "{}";
    case model::Kind::kAttributeValue:
      return R"({"S":"x"})";
    case model::Kind::kAttributeMap:
      return R"({"a":{"N":"1"}})";
  }
  return "";
}

template <class Visitor>
void for_each_operation(Visitor&& visitor) {
  model::operation::All::for_each(visitor);
}

TEST(AllOperations, AreThoseOfBothServicesAndHaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for_each_operation([&names]<class Operation>() {
    names.insert(Operation::kName);
    EXPECT_TRUE(Operation::kTarget.ends_with("." + std::string(Operation::kName)));
  });
  EXPECT_EQ(names.size(), 66u);
  for (const std::string_view name :
       {"PutItem", "SearchVectors", "StartBulkPutItems", "GetRecords"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

TEST(AllOperations, AcceptTheirSmallestInput) {
  for_each_operation([]<class Operation>() {
    using Input = typename Operation::Input;
    const std::string json = smallest_structure(model::shape_of<Input>());
    EXPECT_EQ(TestRequest().error_of<Input>(json, Wording::kLegacy), "")
        << Operation::kName << " " << json;
  });
}

TEST(AllOperations, SayWhichRequiredMemberIsMissing) {
  for_each_operation([]<class Operation>() {
    using Input = typename Operation::Input;
    const model::Shape& shape = model::shape_of<Input>();
    for (const model::Member& member : shape.members) {
      if (!member.required) continue;
      for (const Wording wording : {Wording::kPresent, Wording::kLegacy}) {
        std::string expected = "1 validation error detected: Value null at '" +
                               std::string(member.path_name) +
                               "' failed to satisfy constraint: Member must not be null";
        if (shape.checked_first == model::CheckedFirst::kTableName && member.name == "TableName" &&
            (wording == Wording::kLegacy || rules_of(shape).parameter == member.name)) {
          expected = "The parameter 'TableName' is required but was not present in the request";
        } else if (shape.checked_first == model::CheckedFirst::kResourceArn &&
                   member.name == "ResourceArn") {
          expected = "Invalid TableArn";
        } else if (wording == Wording::kPresent && rules_of(shape).missing_field) {
          expected = "missing field `" + std::string(member.name) + "`";
        }
        EXPECT_EQ(TestRequest().error_of<Input>(smallest_structure(shape, member.name), wording),
                  expected)
            << Operation::kName;
      }
    }
  });
}

TEST(AllOperations, KeepTheirSmallestInputAndOutput) {
  for_each_operation([]<class Operation>() {
    using Input = typename Operation::Input;
    using Output = typename Operation::Output;
    const std::string input = smallest_structure(model::shape_of<Input>());
    EXPECT_EQ(TestRequest().round_trip<Input>(input), input) << Operation::kName;
    const std::string output = smallest_structure(model::shape_of<Output>());
    EXPECT_EQ(TestRequest().round_trip<Output>(output), output) << Operation::kName;
  });
}

/// JSON with every member of every structure in it, and two elements in each list and map.
std::string full(const model::Shape& shape) {
  switch (shape.kind) {
    case model::Kind::kStructure: {
      std::string json = "{";
      for (const model::Member& member : shape.members) {
        if (json.size() > 1) json += ",";
        json += "\"" + std::string(member.name) + "\":" + full(*member.shape);
      }
      return json + "}";
    }
    case model::Kind::kList:
      return "[" + full(*shape.element) + "," + full(*shape.element) + "]";
    case model::Kind::kMap:
      return R"({"kk1":)" + full(*shape.element) + R"(,"kk2":)" + full(*shape.element) + "}";
    default:
      return smallest(shape);
  }
}

TEST(AllOperations, KeepEveryMember) {
  for_each_operation([]<class Operation>() {
    using Input = typename Operation::Input;
    using Output = typename Operation::Output;
    const std::string input = full(model::shape_of<Input>());
    EXPECT_EQ(TestRequest().round_trip<Input>(input), input) << Operation::kName;
    const std::string output = full(model::shape_of<Output>());
    EXPECT_EQ(TestRequest().round_trip<Output>(output), output) << Operation::kName;
  });
}

}  // namespace
}  // namespace magneto::internal::checks
