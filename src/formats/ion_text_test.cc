// SPDX-License-Identifier: Apache-2.0
#include "formats/ion_text.h"

#include "formats/record_writer.h"
#include "formats/records_fixture.h"
#include "value/decimal.h"
#include "value/item_builder.h"

namespace magneto::internal::formats {
namespace {

Records ion(const std::string& text) { return read_records(Format::kIon, text); }

// The item of one record.
std::string item(const std::string& text) {
  const Records found = ion("$ion_1_0 {Item:" + text + "}");
  return found.size() == 1 ? found[0] : std::to_string(found.size()) + " records";
}

TEST(IonText, ReadsTheGuidesExamples) {
  const std::string book =
      R"({"Authors":{"SS":["Author1","Author2"]},"Dimensions":{"S":"8.5 x 11.0 x 1.5"},)"
      R"("Id":{"N":"103"},"InPublication":{"BOOL":false},"PageCount":{"N":"600"},)"
      R"("Price":{"N":"2000"},"Title":{"S":"Book 103 Title"}})";
  const std::string text =
      "{Item:{Authors:$dynamodb_SS::[\"Author1\",\"Author2\"],Dimensions:\"8.5 x 11.0 x 1.5\","
      "Id:103.,InPublication:false,PageCount:6d2,Price:2d3,Title:\"Book 103 Title\"}}";
  EXPECT_EQ(ion("$ion_1_0 " + text + "\n$ion_1_0 " + text + "\n"), (Records{book, book}));
  EXPECT_EQ(ion("$ion_1_0\n[\n  " + text + ",\n  " + text + "\n]\n"), (Records{book, book}));
}

TEST(IonText, ReadsEveryType) {
  EXPECT_EQ(
      item("{a:null,b:true,c:{{ aGk= }},d:[1,\"x\",null.int],e:{f:{g:1.5}},h:{},i:[]}"),
      R"({"a":{"NULL":true},"b":{"BOOL":true},"c":{"B":"aGk="},"d":{"L":[{"N":"1"},{"S":"x"},)"
      R"({"NULL":true}]},"e":{"M":{"f":{"M":{"g":{"N":"1.5"}}}}},"h":{"M":{}},"i":{"L":[]}})");
  EXPECT_EQ(item("{n:$dynamodb_NS::[3.,-1d-2],b:$dynamodb_BS::[{{YQ==}}]}"),
            R"({"b":{"BS":["YQ=="]},"n":{"NS":["-0.01","3"]}})");
  EXPECT_EQ(item("{a:1_000,b:-0.5,c:12e3,d:1D-2}"),
            R"({"a":{"N":"1000"},"b":{"N":"-0.5"},"c":{"N":"12000"},"d":{"N":"0.01"}})");
}

TEST(IonText, ReadsTextsInAllTheirForms) {
  EXPECT_EQ(item(R"({a:"q\"\\\/\n\x41\u00e9\U0001F3B5"})"),
            "{\"a\":{\"S\":\"q\\\"\\\\/\\nA\xC3\xA9\xF0\x9F\x8E\xB5\"}}");
  EXPECT_EQ(item(R"({a:"\ud83c\udfb5"})"), "{\"a\":{\"S\":\"\xF0\x9F\x8E\xB5\"}}");
  EXPECT_EQ(item("{a:'''one '''\n  '''two'''}"), R"({"a":{"S":"one two"}})");
  EXPECT_EQ(item("{'a b':1,\"c\":2,'''d''':3}"),
            R"({"a b":{"N":"1"},"c":{"N":"2"},"d":{"N":"3"}})");
  EXPECT_EQ(item("{a:1, // one\n b:2 /* two **/ ,}"), R"({"a":{"N":"1"},"b":{"N":"2"}})");
}

TEST(IonText, OtherTypesMakeABadRecord) {
  for (const char* value : {"2020-01-01T", "2020-01-01T10:00:00.5+01:00", "symbol", "'symbol'",
                            "{{\"clob\"}}", "0x1F", "nan", "+inf", "unit::5", "2007T"}) {
    const std::string text = std::string("{Item:{a:") + value + "}} {Item:{a:1}}";
    EXPECT_EQ(ion(text),
              (Records{"bad: An Ion value has a type that does not stand for a DynamoDB type",
                       R"({"a":{"N":"1"}})"}))
        << value;
  }
  EXPECT_EQ(ion("5 {Item:{a:1}}"),
            (Records{"bad: The record is not an Ion struct", R"({"a":{"N":"1"}})"}));
  EXPECT_EQ(ion("{Item:[1]}").size(), 1U);
  EXPECT_EQ(ion("{Item:5}").size(), 1U);
  EXPECT_EQ(ion("{Item:{a:$dynamodb_SS::[1]}}").size(), 1U);
  EXPECT_EQ(
      ion("{Item:{a:$dynamodb_SS::[]}}"),
      (Records{"bad: One or more parameter values were invalid: An string set  may not be empty"}));
  EXPECT_EQ(ion("{Other:1}"), (Records{"bad: The record has no Item"}));
}

TEST(IonText, WhatIsNoIonEndsTheObject) {
  for (const char* text :
       {"{Item:{a:1}", "{Item:{a:}}", "{Item {a:1}}", "[{Item:{a:1}}", "{Item:{a:(1 2)}}",
        "{Item:{a:\"open}}", "{Item:{a:{{!}}}}", "$ion_2_0 {Item:{a:1}}", "}", "{Item:{a:1}} /* x",
        "{Item:{a:\"\\q\"}}", "{Item:{a:\"\\ud83c\"}}", "{Item:{a:\"\xFF\"}}", "{Item:{a:''}}"}) {
    const Records found = ion(text);
    EXPECT_FALSE(found.empty()) << text;
    if (!found.empty()) {
      EXPECT_EQ(found.back(), "broken: The object is not in Ion's text form") << text;
    }
  }
}

TEST(IonText, NestingHasALimit) {
  const std::string deep = "{Item:{a:" + std::string(100'000, '[') + "}}";
  EXPECT_EQ(ion(deep), (Records{"broken: The object is not in Ion's text form"}));
  EXPECT_EQ(ion("{Item:{a:" + std::string(40, '[') + std::string(40, ']') + "}}")[0].substr(0, 20),
            "bad: Nesting Levels ");
}

TEST(IonDecimal, IsAsTheServiceWritesIt) {
  const std::pair<const char*, const char*> pairs[] = {
      {"103", "103."},   {"600", "6d2"},        {"2000", "2d3"},      {"8.5", "8.5"},
      {"0", "0."},       {"-1", "-1."},         {"-12.25", "-12.25"}, {"0.5", "5d-1"},
      {"0.05", "5d-2"},  {"0.0125", "1.25d-2"}, {"1e125", "1d125"},   {"1e-130", "1d-130"},
      {"0.25", "2.5d-1"}};
  for (const auto& [number, decimal] : pairs) {
    EXPECT_EQ(ion_decimal(value::Decimal::parse(number).value().encoded()), decimal);
  }
}

// Every type there is, in both forms, read back.
TEST(RecordWriter, WhatIsWrittenIsRead) {
  const std::string line =
      R"({"Item":{"$10":{"S":"x"},"a b":{"N":"-0.00125"},"b":{"B":"AAEC"},"bs":{"BS":["YQ==","Yg=="]},)"
      R"("l":{"L":[{"M":{"null":{"NULL":true}}},{"BOOL":true}]},"n":{"N":"12300"},)"
      R"("ns":{"NS":["0.5","7"]},"q'q":{"S":"\"quoted\"\n\u0001\u007fend"},"ss":{"SS":["","x"]}}})";
  RecordReader reader(std::make_unique<TextSource>(line), Format::kJson, {});
  Arena arena;
  Record record;
  ASSERT_EQ(reader.next(arena, record).value(), Found::kRecord) << record.problem;
  const value::ItemView written = *record.put.item;
  for (const auto& [export_format, format] : {std::pair{ExportFormat::kJson, Format::kJson},
                                              std::pair{ExportFormat::kIon, Format::kIon}}) {
    std::string text;
    write_item_record(export_format, written, text);
    EXPECT_EQ(std::ranges::count(text, '\n'), 1);
    RecordReader again(std::make_unique<TextSource>(text), format, {});
    Record back;
    ASSERT_EQ(again.next(arena, back).value(), Found::kRecord) << text;
    EXPECT_EQ(back.put.item->bytes(), written.bytes()) << text;
  }
}

TEST(RecordWriter, AChangedItemIsWrittenWithItsImages) {
  Arena arena;
  value::Attribute attributes[] = {{"p", value::make_string(arena, "a")}};
  const value::ItemView keys = value::make_item(arena, attributes);
  std::string text;
  write_change_record(ExportFormat::kJson, {1700000000123456, keys, {}, keys}, text);
  write_change_record(ExportFormat::kIon, {1700000000123456, keys, keys, {}}, text);
  EXPECT_EQ(
      text,
      R"({"Metadata":{"WriteTimestampMicros":{"N":"1700000000123456"}},"Keys":{"p":{"S":"a"}},)"
      R"("NewImage":{"p":{"S":"a"}}})"
      "\n$ion_1_0 {Metadata:{WriteTimestampMicros:1700000000123456.},Keys:{p:\"a\"},"
      "OldImage:{p:\"a\"}}\n");
}

}  // namespace
}  // namespace magneto::internal::formats
