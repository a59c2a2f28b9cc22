// SPDX-License-Identifier: Apache-2.0
#include "server/fixtures.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "database/database.h"

namespace magneto::internal::server {
namespace {

constexpr const char* kSongs =
    R"({"TableName": "Songs", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})";

class Fixtures : public testing::Test {
 protected:
  Fixtures() {
    std::string pattern = "/tmp/magneto-fixtures-XXXXXX";
    directory_ = mkdtemp(pattern.data());
    auto opened = database::Database::open({});
    EXPECT_TRUE(opened.ok());
    database_ = std::move(opened).value();
  }
  ~Fixtures() override { std::filesystem::remove_all(directory_); }

  std::string file(const std::string& name, const std::string& text) {
    std::string path = directory_ + "/" + name;
    std::ofstream(path) << text;
    return path;
  }
  std::string problem(const std::vector<std::string>& files) {
    Result<void> loaded = load_tables(*database_, files);
    return loaded.ok() ? "" : loaded.error().message();
  }
  std::string scan() {
    return database_->call("DynamoDB_20120810.Scan", R"({"TableName":"Songs"})").body;
  }

  std::string directory_;
  std::unique_ptr<database::Database> database_;
};

TEST_F(Fixtures, TablesAndItemsAreThere) {
  std::string items = "{\"Item\": {\"pk\": {\"S\": \"a\"}}}\n\n{\"pk\":{\"S\":\"b\"}}\r\n";
  EXPECT_EQ(problem({file("Songs.json", kSongs), file("Songs.jsonl", items)}), "");
  EXPECT_NE(scan().find("\"Count\":2"), std::string::npos) << scan();
}

TEST_F(Fixtures, ATableThatIsThereIsLeftAsItIs) {
  std::string table = file("Songs.json", kSongs);
  ASSERT_EQ(problem({table}), "");
  EXPECT_EQ(problem({table, file("Songs.jsonl", "{\"pk\":{\"S\":\"b\"}}")}), "");
  EXPECT_NE(scan().find("\"Count\":0"), std::string::npos) << scan();
}

TEST_F(Fixtures, SaysWhereSomethingIsWrong) {
  EXPECT_NE(problem({"/nowhere.json"}).find("/nowhere.json: cannot be read"), std::string::npos);
  EXPECT_NE(problem({file("a.json", "what")}).find("is no JSON"), std::string::npos);
  EXPECT_NE(problem({file("a.json", "{\"TableName\":\"x\"}")}).find("Exception"),
            std::string::npos);
  EXPECT_NE(problem({file("b.jsonl", "{}")}).find("before the file"), std::string::npos);
  std::string said =
      problem({file("Songs.json", kSongs), file("Songs.jsonl", "{\"pk\":{\"S\":\"b\"}}\nx")});
  EXPECT_NE(said.find("Songs.jsonl line 2: "), std::string::npos) << said;
}

}  // namespace
}  // namespace magneto::internal::server
