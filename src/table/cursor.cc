// SPDX-License-Identifier: Apache-2.0
#include "table/cursor.h"

#include <simdjson.h>

#include "base/base64.h"
#include "magneto/json.h"

namespace magneto::internal::table {
namespace {

constexpr std::size_t kMaxTextBytes = 64 * 1024;  // a key has at most 2 * 3 KB
constexpr std::size_t kMaxSkip = 1'000'000;       // a page has at most 1 MB of items

magneto::Error not_a_cursor(std::string_view why) {
  return magneto::Error(ErrorCode::kInvalidArgument, "this is no cursor: " + std::string(why));
}

std::string encoded_keys(const Item& key) {
  std::string paths;
  for (const auto& [name, value] : key) {
    if (value.type() != ValueType::kBinary) continue;
    paths += paths.empty() ? "" : ", ";
    paths += "[\"ExclusiveStartKey\", " + to_plain_json(Value(name)) + ", \"B\"]";
  }
  return paths;
}

std::string decoded(std::string_view text, std::string& error) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  const Base64Result result = decode_base64(text, bytes.data());
  error = result.error;
  bytes.resize(result.size);
  return bytes;
}

magneto::Result<Cursor> read_members(simdjson::dom::object token) {
  Cursor cursor;
  bool has_key = false;
  for (const auto [name, value] : token) {
    if (name == "ExclusiveStartKey") {
      has_key = true;
      if (value.is_null()) continue;
      magneto::Result<Item> key = item_from_json(simdjson::minify(value));
      if (!key) return not_a_cursor(key.error().message());
      cursor.start_key = std::move(*key);
    } else if (name == "boto_truncate_amount") {
      std::uint64_t skip = 0;
      if (value.is_null()) continue;
      if (value.get_uint64().get(skip) != simdjson::SUCCESS || skip > kMaxSkip) {
        return not_a_cursor("boto_truncate_amount is out of range");
      }
      cursor.skip = static_cast<std::size_t>(skip);
    } else if (name != "boto_encoded_keys") {
      return not_a_cursor("it has the member " + std::string(name));
    }
  }
  if (!has_key) return not_a_cursor("it has no ExclusiveStartKey");
  return cursor;
}

}  // namespace

std::string cursor_text(const Cursor& cursor) {
  std::string json = "{\"ExclusiveStartKey\": ";
  json += cursor.start_key ? to_json(*cursor.start_key) : "null";
  if (cursor.skip > 0) json += ", \"boto_truncate_amount\": " + std::to_string(cursor.skip);
  if (cursor.start_key) {
    const std::string paths = encoded_keys(*cursor.start_key);
    if (!paths.empty()) json += ", \"boto_encoded_keys\": [" + paths + "]";
  }
  json += '}';
  return base64_of(json);
}

magneto::Result<Cursor> read_cursor(std::string_view text) {
  if (text.size() > kMaxTextBytes) return not_a_cursor("it is too long");
  std::string error;
  const std::string json = decoded(text, error);
  if (!error.empty() || json.empty()) return not_a_cursor("it is no base64");
  simdjson::dom::parser parser;
  simdjson::dom::object token;
  const simdjson::padded_string padded(json);
  if (parser.parse(padded).get_object().get(token) != simdjson::SUCCESS) {
    return not_a_cursor("it is no JSON object");
  }
  return read_members(token);
}

}  // namespace magneto::internal::table
