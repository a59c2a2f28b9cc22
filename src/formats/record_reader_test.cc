// SPDX-License-Identifier: Apache-2.0
#include "formats/record_reader.h"

#include "formats/records_fixture.h"

namespace magneto::internal::formats {
namespace {

Records json(const std::string& text) { return read_records(Format::kJson, text); }

TEST(JsonLines, ALineIsARecord) {
  EXPECT_EQ(json("{\"Item\":{\"p\":{\"S\":\"a\"}}}\n\n {\"Item\":{\"p\":{\"N\":\"1\"}}}\r\n"),
            (Records{R"({"p":{"S":"a"}})", R"({"p":{"N":"1"}})"}));
  EXPECT_EQ(json(R"({"Item":{"p":{"S":"no newline"}}})"), (Records{R"({"p":{"S":"no newline"}})"}));
  EXPECT_EQ(json(""), Records{});
  EXPECT_EQ(json("\n \t\r\n"), Records{});
}

TEST(JsonLines, WhatIsNoJsonEndsTheObject) {
  EXPECT_EQ(json("{\"Item\":{\"p\":{\"S\":\"a\"}}}\nrubbish\n{\"Item\":{\"p\":{\"S\":\"b\"}}}\n"),
            (Records{R"({"p":{"S":"a"}})", "broken: The record is not a JSON object"}));
  EXPECT_EQ(json("[1]\n"), (Records{"broken: The record is not a JSON object"}));
}

TEST(JsonLines, ARecordThatIsNoItemIsPassedOver) {
  const std::string good = "{\"Item\":{\"p\":{\"S\":\"b\"}}}\n";
  // Without an Item it ends the object, like what is no JSON.
  EXPECT_EQ(json("{\"Other\":1}\n" + good), (Records{"broken: The record has no Item"}));
  EXPECT_EQ(json("{\"Item\":{\"p\":{\"SS\":[]}}}\n" + good)[0],
            "bad: One or more parameter values were invalid: An string set  may not be empty");
  EXPECT_EQ(json("{\"Item\":{\"p\":\"text\"}}\n" + good).size(), 2U);
  EXPECT_EQ(json("{\"Item\":{\"p\":\"text\"}}\n" + good)[1], R"({"p":{"S":"b"}})");
}

TEST(JsonLines, ARecordMayHaveACondition) {
  const std::string text =
      R"({"Item":{"p":{"S":"a"}},"ConditionExpression":"#v < :v","ExpressionAttributeNames":{"#v":"v"},"ExpressionAttributeValues":{":v":{"N":"2"}}})";
  RecordReader reader(std::make_unique<TextSource>(text), Format::kJson, {});
  Arena arena;
  Record record;
  ASSERT_EQ(reader.next(arena, record).value(), Found::kRecord);
  EXPECT_EQ(record.put.condition_expression, "#v < :v");
  EXPECT_EQ(record.put.expression_attribute_names->size(), 1U);
  EXPECT_EQ(record.put.expression_attribute_values->size(), 1U);
  EXPECT_EQ(reader.bytes_read(), text.size());
}

// Fails after some bytes.
class FailingSource : public objects::ByteSource {
 public:
  explicit FailingSource(ErrorCode code) : code_(code) {}
  Result<std::size_t> read(char* to, std::size_t) override {
    if (read_) return Error(code_, "why");
    read_ = true;
    *to = '{';
    return std::size_t{1};
  }

 private:
  ErrorCode code_;
  bool read_ = false;
};

TEST(RecordReader, DamagedBytesAreABrokenObjectOtherErrorsAreErrors) {
  for (const Format format : {Format::kJson, Format::kCsv, Format::kIon}) {
    Arena arena;
    Record record;
    RecordReader damaged(std::make_unique<FailingSource>(ErrorCode::kCorruption), format, {});
    EXPECT_EQ(damaged.next(arena, record).value(), Found::kBrokenObject);
    EXPECT_EQ(record.problem, "why");
    EXPECT_EQ(damaged.next(arena, record).value(), Found::kEnd);
    RecordReader unreadable(std::make_unique<FailingSource>(ErrorCode::kIo), format, {});
    EXPECT_FALSE(unreadable.next(arena, record).ok());
  }
}

}  // namespace
}  // namespace magneto::internal::formats
