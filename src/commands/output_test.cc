// SPDX-License-Identifier: Apache-2.0
#include "commands/output.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "commands/item_input.h"
#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

std::string printed(const std::string& form, const std::vector<Item>& items,
                    std::vector<std::string> columns = {}) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* file = open_memstream(&text, &size);
  Output output(form, file);
  output.columns(std::move(columns));
  output.first({"b"});
  for (const Item& item : items) output.item(item);
  output.finish();
  std::fclose(file);
  std::string made(text, size);
  std::free(text);
  return made;
}

const Item kSong{{"a", "x,\"y\""}, {"b", 1}, {"c", List{1, "z"}}};
const Item kOther{{"b", 20}, {"d", nullptr}};

TEST(Output, EachFormPrintsWhatItIsFor) {
  EXPECT_EQ(printed("jsonl", {kSong, kOther}),
            "{\"a\":\"x,\\\"y\\\"\",\"b\":1,\"c\":[1,\"z\"]}\n{\"b\":20,\"d\":null}\n");
  EXPECT_EQ(printed("json", {kOther, kOther}),
            "[\n{\"b\":20,\"d\":null},\n{\"b\":20,\"d\":null}\n]\n");
  EXPECT_EQ(printed("json", {}), "[]\n");
  EXPECT_EQ(printed("dynamodb-json", {kOther}), "{\"b\":{\"N\":\"20\"},\"d\":{\"NULL\":true}}\n");
  EXPECT_EQ(printed("csv", {kSong, kOther}),
            "b,a,c,d\n1,\"x,\"\"y\"\"\",\"[1,\"\"z\"\"]\",\n20,,,null\n");
  EXPECT_EQ(printed("csv", {kSong}, {"a", "missing"}), "a,missing\n\"x,\"\"y\"\"\",\n");
  EXPECT_EQ(printed("table", {kSong, kOther}),
            " b  a      c        d\n"
            "--  -----  -------  ----\n"
            " 1  x,\"y\"  [1,\"z\"]\n"
            "20                  null\n");
}

TEST(Output, ColumnsAreThoseOfTheFirstThousandItemsAndWhatIsCutIsCounted) {
  for (const std::string form : {"csv", "table"}) {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* file = open_memstream(&text, &size);
    Output output(form, file);
    for (int i = 0; i < 1000; ++i) output.item({{"a", i}});
    output.item({{"a", 1}, {"late", 1}});
    output.item({{"a", "wider than the column"}});
    std::fflush(file);
    EXPECT_GT(size, 2000U) << "they are not held";
    output.finish();
    std::fclose(file);
    EXPECT_EQ(output.cut_items(), 1U) << form;
    EXPECT_EQ(output.cut_attribute(), "late");
    EXPECT_NE(std::string_view(text, size).find("wider than the column"), std::string_view::npos);
    std::free(text);
  }
}

TEST(Output, YamlQuotesWhatItWouldTakeForSomethingElse) {
  const Item item{{"n", 5}, {"t", "true"}, {"s", "plain"}, {"m", Map{{"k", List{}}}}, {"w", "5"}};
  EXPECT_EQ(printed("yaml", {item}),
            "- m:\n    k: []\n  \"n\": 5\n  s: plain\n  t: \"true\"\n  w: \"5\"\n");
}

TEST(Output, ATableShowsNothingThatATerminalObeys) {
  EXPECT_EQ(printed("table", {Item{{"b", "\x1b[31mred\n"}}}),
            "b\n---------------\n\\x1b[31mred\\x0a\n");
  const std::string wide = printed("table", {Item{{"b", std::string(500, 'x')}}});
  EXPECT_LT(wide.size(), 300U);
}

TEST(ItemInput, TellsPlainJsonAndDynamoDbsApart) {
  EXPECT_EQ(to_json(read_item(R"({"a":1})").value()), R"({"a":{"N":"1"}})");
  EXPECT_EQ(to_json(read_item(R"({"a":{"N":"1"},"b":{"SS":["x"]}})").value()),
            R"({"a":{"N":"1"},"b":{"SS":["x"]}})");
  EXPECT_EQ(to_json(read_item(R"({"a":1,"b":{"S":"x"}})").value()),
            R"({"a":{"N":"1"},"b":{"M":{"S":{"S":"x"}}}})");
  EXPECT_FALSE(read_item("[1]"));
  EXPECT_EQ(read_text("@/no/such/file").error().code(), ErrorCode::kAbsent);
}

}  // namespace
}  // namespace magneto::internal::commands
