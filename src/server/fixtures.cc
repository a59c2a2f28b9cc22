// SPDX-License-Identifier: Apache-2.0
#include "server/fixtures.h"

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/arena.h"
#include "database/database.h"
#include "json/codec.h"
#include "model/generated/shape_tables.h"
#include "model/shapes.h"

namespace magneto::internal::server {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 60s;  // For a table that is CREATING.

Error wrong(const std::string& where, std::string_view what) {
  return Error(ErrorCode::kInvalidArgument, "--tables: " + where + ": " + std::string(what));
}

bool says(const database::Answer& answer, std::string_view exception) {
  return answer.body.find("#" + std::string(exception) + "\"") != std::string::npos;
}

/// The table that a CreateTable body is about.
Result<std::string> table_name(const std::string& body) {
  std::string padded = body + std::string(json::kBodyPadding, ' ');
  json::RequestParser parser;
  Arena arena;
  MAGNETO_ASSIGN_OR_RETURN(json::ParsedBody parsed,
                           parser.parse(std::string_view(padded).substr(0, body.size())));
  MAGNETO_ASSIGN_OR_RETURN(auto input, json::decode<model::CreateTableInput>(parsed, arena));
  return std::string(input.table_name.value_or(""));
}

/// `{"Item": {...}}` or `{...}` as the body of a PutItem.
std::string put_item(const std::string& table, std::string_view line) {
  std::string head = "{\"TableName\":\"" + table + "\",";
  std::size_t name = line.find_first_not_of(" \t", 1);
  if (name != std::string_view::npos && line.substr(name).starts_with("\"Item\"")) {
    return head.append(line.substr(1));
  }
  return head.append("\"Item\":").append(line).append("}");
}

std::string_view trimmed(std::string_view line) {
  std::size_t begin = line.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin);
}

class Loader {
 public:
  explicit Loader(database::Database& database) : database_(database) {}

  Result<void> load(const std::string& file) {
    std::ifstream input(file);
    if (!input) return wrong(file, "cannot be read");
    if (file.ends_with(".jsonl") || file.ends_with(".ndjson")) return put_items(file, input);
    std::stringstream text;
    text << input.rdbuf();
    return create_table(file, text.str());
  }

 private:
  Result<void> create_table(const std::string& file, const std::string& body) {
    Result<std::string> name = table_name(body);
    if (!name.ok()) return wrong(file, "is no JSON body of CreateTable");
    table_ = *name;
    database::Answer answer = database_.call("DynamoDB_20120810.CreateTable", body);
    was_there_ = says(answer, "ResourceInUseException");
    if (!answer.ok() && !was_there_) return wrong(file, answer.body);
    return {};
  }

  Result<void> put_items(const std::string& file, std::istream& input) {
    if (table_.empty()) return wrong(file, "comes before the file of its table");
    if (was_there_) return {};
    std::string line;
    for (int number = 1; std::getline(input, line); ++number) {
      std::string_view item = trimmed(line);
      if (item.empty()) continue;
      database::Answer answer = put(put_item(table_, item));
      if (!answer.ok()) return wrong(file + " line " + std::to_string(number), answer.body);
    }
    return {};
  }

  /// Waits while the table is CREATING.
  database::Answer put(const std::string& body) {
    auto end = std::chrono::steady_clock::now() + kPatience;
    for (;;) {
      database::Answer answer = database_.call("DynamoDB_20120810.PutItem", body);
      bool may_come = says(answer, "ResourceNotFoundException");
      if (!may_come || std::chrono::steady_clock::now() > end) return answer;
      std::this_thread::sleep_for(20ms);
    }
  }

  database::Database& database_;
  std::string table_;
  bool was_there_ = false;
};

}  // namespace

Result<void> load_tables(database::Database& database, const std::vector<std::string>& files) {
  Loader loader(database);
  for (const std::string& file : files) MAGNETO_RETURN_IF_ERROR(loader.load(file));
  return {};
}

}  // namespace magneto::internal::server
