// SPDX-License-Identifier: Apache-2.0
//
// Amazon's vectors for single values, descriptions and signed strings, and more that Amazon's
// clients wrote.
#include <gtest/gtest.h>

#include "encryption/crypto/digest.h"
#include "encryption/format/description.h"
#include "encryption/format/deserialize.h"
#include "encryption/format/number_text.h"
#include "encryption/format/serialize.h"
#include "encryption/format/signed_string.h"
#include "encryption/test_vectors.h"

namespace magneto::internal::encryption::test {
namespace {

using magneto::encryption::failure_of;
using magneto::encryption::name;

/// The bytes of one vector's attribute; empty where there are none.
std::string serialized(const Value& vector, WriterProfile profile) {
  Serializer serializer(profile, true);
  const Result<Value> value = attribute(member(vector, "attribute"));
  std::string bytes;
  if (!value || !serializer.append(*value, bytes)) return {};
  return bytes;
}

/// Of a zero with a sign there is no Number: the service stores it without.
bool storable(const Value& vector) {
  const std::string json = to_plain_json(vector);
  return json.find("-0\"") == std::string::npos && json.find("-0.00") == std::string::npos;
}

int check_serialized(const std::string& file, WriterProfile profile) {
  int checked = 0;
  const Value all = vectors(file);
  for (const Value& vector : elements(all)) {
    if (vector["error"].exists()) {
      EXPECT_FALSE(attribute(member(vector, "attribute"))) << to_plain_json(vector);
    } else if (storable(vector)) {
      EXPECT_EQ(serialized(vector, profile), bytes(vector, "serialized")) << to_plain_json(vector);
      ++checked;
    }
  }
  return checked;
}

TEST(Serialize, GivesTheBytesOfAmazonsOfficialVectors) {
  EXPECT_EQ(
      check_serialized("official/legacy-python/serialize_attribute.json", WriterProfile::kPython),
      22);
  EXPECT_EQ(
      check_serialized("official/legacy-python/serialize_attribute.json", WriterProfile::kJava),
      22);
}

TEST(Serialize, GivesTheBytesOfThePythonClient) {
  EXPECT_GE(
      check_serialized("generated/python-3.3.0/serialize_attribute.json", WriterProfile::kPython),
      40);
}

TEST(Serialize, GivesTheBytesOfTheJavaClient) {
  EXPECT_GE(check_serialized("generated/java-2.0.3/serialize_attribute.json", WriterProfile::kJava),
            25);
}

TEST(Serialize, RefusesWhatIsNestedTooDeep) {
  Value value("x");
  for (int i = 0; i < kMaxDepth + 1; ++i) value = List{value};
  std::string out;
  Serializer serializer(WriterProfile::kPython, true);
  const Result<void> done = serializer.append(value, out);
  ASSERT_FALSE(done);
  EXPECT_EQ(failure_of(done.error()), Failure::kSerialization);
}

TEST(Numbers, AreSignedAsTheServiceStoresThem) {
  const Value all = vectors("official/transcribed/normalize_number.json");
  int checked = 0;
  for (const Value& vector : elements(member(all, "normal"))) {
    const std::string input = text(vector, "input");
    if (input == "0e999" || input == "0e-999") continue;  // exponents that no Number has
    const Result<Number> number = Number::parse(input);
    ASSERT_TRUE(number) << to_plain_json(vector);
    EXPECT_EQ(number->to_string(), text(vector, "output"));
    ++checked;
  }
  EXPECT_EQ(checked, 142);
}

TEST(Numbers, KeepTwentyEightDigitsAsInPython) {
  for (const auto& [exact, rounded] :
       {std::pair<std::string, std::string>("1234567890123456789012345678", ""),
        {"12345678901234567890123456785", "12345678901234567890123456780"},
        {"12345678901234567890123456795", "12345678901234567890123456800"},
        {"123456789012345678901234567851", "123456789012345678901234567900"},
        {"0.00012345678901234567890123456785", "0.0001234567890123456789012345678"},
        {"-99999999999999999999999999999.9", "-100000000000000000000000000000"},
        {"0.99999999999999999999999999999", "1"},
        {"100", ""},
        {"0", ""}}) {
    std::string plain = exact;
    EXPECT_EQ(round_plain_number(plain), !rounded.empty()) << exact;
    EXPECT_EQ(plain, rounded.empty() ? exact : rounded);
  }
}

TEST(Deserialize, ReadsAmazonsOfficialVectors) {
  const Value all = vectors("official/legacy-python/deserialize_attribute.json");
  for (const Value& vector : elements(all)) {
    const Result<Value> value = deserialize(bytes(vector, "serialized"));
    ASSERT_TRUE(value) << to_plain_json(vector);
    EXPECT_EQ(*value, *attribute(member(vector, "attribute")));
  }
  EXPECT_EQ(elements(all).size(), 15U);
}

TEST(Deserialize, ReadsOddInputAsThePythonClientAndRefusesTheRest) {
  const Value all = vectors("generated/python-3.3.0/deserialize_attribute.json");
  for (const Value& vector : elements(all)) {
    const Result<Value> value = deserialize(bytes(vector, "serialized"));
    if (vector["error"].exists()) {
      ASSERT_FALSE(value) << to_plain_json(vector);
      EXPECT_EQ(failure_of(value.error()), Failure::kDeserialization) << to_plain_json(vector);
    } else {
      ASSERT_TRUE(value) << to_plain_json(vector);
      EXPECT_EQ(*value, *attribute(member(vector, "attribute"))) << to_plain_json(vector);
    }
  }
}

// Amazon's client for Python makes 1E+126 of 38 nines and E+88, and reads it back.
TEST(Deserialize, SaysThatANumberIsOutOfRange) {
  const auto serialized_number = [](const std::string& text) {
    std::string bytes("\0n", 2);
    append_u32(text.size(), bytes);
    return bytes + text;
  };
  EXPECT_TRUE(deserialize(serialized_number("1" + std::string(125, '0'))));
  const std::string beyond = serialized_number("1" + std::string(126, '0'));
  const std::string in_a_list = std::string("\0L\0\0\0\1", 6) + beyond;
  for (const std::string& bytes : {beyond, in_a_list}) {
    const Result<Value> value = deserialize(bytes);
    ASSERT_FALSE(value);
    EXPECT_EQ(failure_of(value.error()), magneto::encryption::Failure::kDeserialization);
    EXPECT_NE(value.error().message().find("outside of DynamoDB's range"), std::string::npos)
        << value.error().message();
  }
  const Result<Value> cut = deserialize(beyond.substr(0, 40));
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().message().find("range"), std::string::npos) << cut.error().message();
}

TEST(Description, IsWrittenAndReadAsAmazonsVectorsHaveIt) {
  for (const std::string file : {"official/legacy-python/material_description.json",
                                 "generated/python-3.3.0/material_description.json"}) {
    const Value all = vectors(file);
    for (const Value& vector : elements(all)) {
      const std::string stored = bytes(vector, "serialized");
      const Result<MaterialDescription> read = read_description(stored);
      if (vector["error"].exists()) {
        ASSERT_FALSE(read) << to_plain_json(vector);
        const bool of_text = text(vector, "error") == "UnicodeDecodeError";
        EXPECT_EQ(name(failure_of(read.error())),
                  of_text ? "InvalidMaterialDescriptionError" : text(vector, "error"));
        continue;
      }
      ASSERT_TRUE(read) << to_plain_json(vector);
      const MaterialDescription expected = description(member(vector, "material_description"));
      EXPECT_EQ(*read, expected);
      if (vector["note"].exists()) continue;  // in an order that is read and not written
      EXPECT_EQ(*serialize_description(expected), stored);
    }
  }
}

TEST(SignedString, IsThatOfAmazonsVectors) {
  int checked = 0;
  SignedString text_to_sign;
  for (const std::string file : {"official/legacy-python/string_to_sign.json",
                                 "generated/python-3.3.0/string_to_sign.json"}) {
    const Value all = vectors(file);
    for (const Value& vector : elements(all)) {
      if (!storable(vector)) continue;
      Item item;
      AttributeActions actions;
      for (const auto& [attribute_name, one] : *member(vector, "item").get_if<Map>()) {
        item.set(attribute_name, *attribute(member(one, "value")));
        actions.set(attribute_name, action(text(one, "action")));
      }
      const auto table = vector["table"].as<std::optional<std::string>>();
      ItemShapes shapes;
      const SigningRules rules{*table, actions, WriterProfile::kPython};
      const ItemShape& shape = shapes.of(item, rules);
      ASSERT_TRUE(text_to_sign.put_all(shape, item)) << to_plain_json(vector);
      EXPECT_EQ(text_to_sign.bytes(), bytes(vector, "string_to_sign")) << to_plain_json(vector);
      ++checked;
    }
  }
  EXPECT_EQ(checked, 9);
}

}  // namespace
}  // namespace magneto::internal::encryption::test
