// SPDX-License-Identifier: Apache-2.0
#include "client/prepared.h"

#include <algorithm>
#include <array>

namespace magneto::internal::client {
namespace {

using retry::Effect;

/// The text of a string member of the request itself. Quotes in values are escaped, so no value can
/// look like this; an attribute of the same name is followed by an object.
std::string_view member_text(std::string_view body, std::string_view name) {
  const std::string key = "\"" + std::string(name) + "\":\"";
  const std::size_t at = body.find(key);
  if (at == std::string_view::npos) return {};
  std::size_t end = at + key.size();
  while (end < body.size() && body[end] != '"') end += body[end] == '\\' ? 2 : 1;
  return body.substr(at + key.size(), std::min(end, body.size()) - at - key.size());
}

bool has_member(std::string_view body, std::string_view name) {
  return body.find("\"" + std::string(name) + "\":") != std::string_view::npos;
}

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
  return upper;
}

bool accumulates(std::string_view expression) {
  const std::string upper = upper_case(expression);
  return upper.find("ADD ") != std::string::npos || upper.find("ADD\\") != std::string::npos ||
         upper.find_first_of("+-") != std::string::npos ||
         upper.find("LIST_APPEND") != std::string::npos;
}

Effect effect_of_write(std::string_view body) {
  return has_member(body, "ConditionExpression") || has_member(body, "Expected")
             ? Effect::kConditional
             : Effect::kIdempotent;
}

Effect effect_of_update(std::string_view body) {
  if (accumulates(member_text(body, "UpdateExpression"))) return Effect::kAccumulates;
  const bool legacy_add = body.find(R"("Action":"ADD")") != std::string_view::npos;
  return legacy_add ? Effect::kAccumulates : effect_of_write(body);
}

/// Of several statements the first: the service wants all of a request to read, or all to write.
bool is_select(std::string_view statement) {
  const std::size_t first = std::min(statement.find_first_not_of(" \\nrt"), statement.size());
  return upper_case(statement.substr(first, 6)) == "SELECT";
}

Effect effect_of_statement(std::string_view body) {
  const std::string_view statement = member_text(body, "Statement");
  if (is_select(statement)) return Effect::kRead;
  return accumulates(statement) ? Effect::kAccumulates : Effect::kConditional;
}

bool only_reads(std::string_view operation) {
  return operation.starts_with("Get") || operation.starts_with("List") ||
         operation.starts_with("Describe") || operation == "Query" || operation == "Scan" ||
         operation == "BatchGetItem" || operation == "TransactGetItems" ||
         operation == "SearchVectors";
}

}  // namespace

Effect effect_of(std::string_view operation, std::string_view body) {
  if (only_reads(operation)) return Effect::kRead;
  if (operation == "PutItem" || operation == "DeleteItem") return effect_of_write(body);
  if (operation == "UpdateItem") return effect_of_update(body);
  if (operation == "BatchWriteItem") return Effect::kIdempotent;
  if (operation == "ExecuteStatement") return effect_of_statement(body);
  // Of statements in a batch it is not looked what each does.
  if (operation == "BatchExecuteStatement") return Effect::kAccumulates;
  return has_member(body, "ClientRequestToken") || has_member(body, "ClientToken")
             ? Effect::kIdempotent
             : Effect::kConditional;
}

Units units_of(std::string_view operation, std::string_view body) {
  static constexpr std::array<std::string_view, 6> kReads = {
      "GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems", "SearchVectors"};
  static constexpr std::array<std::string_view, 5> kWrites = {
      "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"};
  const auto among = [&](const auto& names) {
    return std::find(names.begin(), names.end(), operation) != names.end();
  };
  if (among(kReads)) return Units::kRead;
  if (operation == "ExecuteStatement" || operation == "BatchExecuteStatement" ||
      operation == "ExecuteTransaction") {
    return is_select(member_text(body, "Statement")) ? Units::kRead : Units::kWrite;
  }
  return among(kWrites) ? Units::kWrite : Units::kNone;
}

}  // namespace magneto::internal::client
