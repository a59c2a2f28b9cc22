// SPDX-License-Identifier: Apache-2.0
#include "formats/csv_rows.h"

#include "formats/records_fixture.h"

namespace magneto::internal::formats {
namespace {

Records csv(const std::string& text, const CsvOptions& options = {}) {
  return read_records(Format::kCsv, text, options);
}

TEST(CsvRows, TheFirstRowNamesTheColumnsAndAllAreStrings) {
  EXPECT_EQ(csv("pk,val\na,1\nb,2\n"), (Records{R"({"pk":{"S":"a"},"val":{"S":"1"}})",
                                                R"({"pk":{"S":"b"},"val":{"S":"2"}})"}));
  EXPECT_EQ(csv("pk,val\r\na,1\r\n\r\nb,2"), (Records{R"({"pk":{"S":"a"},"val":{"S":"1"}})",
                                                      R"({"pk":{"S":"b"},"val":{"S":"2"}})"}));
  EXPECT_EQ(csv("\xEF\xBB\xBFpk\na\n"), (Records{R"({"pk":{"S":"a"}})"}));
  EXPECT_EQ(csv(""), Records{});
  EXPECT_EQ(csv("pk,val"), Records{});
}

TEST(CsvRows, KeysHaveTheirTypes) {
  const CsvOptions options{.types = {{"n", value::Type::kNumber}, {"b", value::Type::kBinary}}};
  EXPECT_EQ(csv("n,b,s\n007,aGk=,7\n", options),
            (Records{R"({"b":{"B":"aGk="},"n":{"N":"7"},"s":{"S":"7"}})"}));
  EXPECT_EQ(csv("n\nx\n1\n", options).size(), 2U);
  EXPECT_TRUE(csv("n\nx\n1\n", options)[0].starts_with("bad: "));
  EXPECT_EQ(csv("n\nx\n1\n", options)[1], R"({"n":{"N":"1"}})");
}

TEST(CsvRows, HeadersAndDelimiterMayBeGiven) {
  EXPECT_EQ(csv("a;1,5\n", {.delimiter = ';', .headers = {"pk", "val"}}),
            (Records{R"({"pk":{"S":"a"},"val":{"S":"1,5"}})"}));
  EXPECT_EQ(csv("a\tb\n", {.delimiter = '\t', .headers = {"x", "y"}}),
            (Records{R"({"x":{"S":"a"},"y":{"S":"b"}})"}));
}

TEST(CsvRows, EmptyFieldsAreNoAttributes) {
  EXPECT_EQ(csv("PK,SK,Name,Email\nU,P,Alice,\nU,O,,\n\"\",x,,\n"),
            (Records{R"({"Name":{"S":"Alice"},"PK":{"S":"U"},"SK":{"S":"P"}})",
                     R"({"PK":{"S":"U"},"SK":{"S":"O"}})", R"({"SK":{"S":"x"}})"}));
}

TEST(CsvRows, QuotedFieldsHoldAnything) {
  EXPECT_EQ(
      csv("id,value\n\"\"\"123\"\"\",\"Women's Full \"\"Length\"\" Dress\"\n\"a,b\",\"x\ny\"\n"),
      (Records{R"({"id":{"S":"\"123\""},"value":{"S":"Women's Full \"Length\" Dress"}})",
               R"({"id":{"S":"a,b"},"value":{"S":"x\ny"}})"}));
}

TEST(CsvRows, AWrongRowIsPassedOver) {
  const std::string good = R"({"a":{"S":"1"},"b":{"S":"2"}})";
  EXPECT_EQ(
      csv("a,b\nx \"y\" z,2\n1,2\n"),
      (Records{
          "bad: A double quote in a field must be escaped by another one, and the field be quoted",
          good}));
  EXPECT_EQ(csv("a,b\n\"x\"y,2\n1,2\n")[1], good);
  EXPECT_EQ(csv("a,b\n1\n1,2,3\n1,2\n"),
            (Records{"bad: The number of columns does not match the number of headers",
                     "bad: The number of columns does not match the number of headers", good}));
  EXPECT_EQ(csv("a,b\n\xFF,2\n1,2\n"), (Records{"bad: The record is not UTF-8", good}));
}

TEST(CsvRows, WhatHasNoEndAndWrongHeadersEndTheObject) {
  EXPECT_EQ(csv("a\n\"open\n1\n"), (Records{"broken: A quoted field does not end"}));
  EXPECT_EQ(csv("a,,b\n1,2,3\n"), (Records{"broken: A header is empty"}));
  EXPECT_EQ(csv("a,b,a\n1,2,3\n"), (Records{"broken: A header is given twice"}));
  EXPECT_EQ(csv("a\"b\n1\n").size(), 1U);
}

}  // namespace
}  // namespace magneto::internal::formats
