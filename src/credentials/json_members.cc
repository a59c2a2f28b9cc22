// SPDX-License-Identifier: Apache-2.0
#include "credentials/json_members.h"

#include <simdjson.h>

#include <cstdio>

namespace magneto::internal::credentials {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

std::optional<std::string> scalar_text(element value) {
  switch (value.type()) {
    case element_type::STRING:
      return std::string(std::string_view(value.get_string().value_unsafe()));
    case element_type::INT64:
      return std::to_string(value.get_int64().value_unsafe());
    case element_type::UINT64:
      return std::to_string(value.get_uint64().value_unsafe());
    case element_type::BOOL:
      return value.get_bool().value_unsafe() ? "true" : "false";
    default:
      return std::nullopt;
  }
}

void append_json_string(std::string_view text, std::string& out) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (static_cast<unsigned char>(c) < ' ') {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

std::optional<JsonMembers> JsonMembers::parse(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::padded_string padded(text);
  simdjson::dom::object object;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return std::nullopt;
  JsonMembers members;
  for (auto [name, value] : object) {
    if (auto scalar = scalar_text(value)) {
      members.members_.insert_or_assign(std::string(name), std::move(*scalar));
      continue;
    }
    simdjson::dom::object inner;
    if (value.get(inner) != simdjson::SUCCESS) continue;
    for (auto [inner_name, inner_value] : inner)
      if (auto scalar = scalar_text(inner_value))
        members.members_.insert_or_assign(std::string(name) + "." + std::string(inner_name),
                                          std::move(*scalar));
  }
  return members;
}

std::string json_object(const std::map<std::string, std::string>& members) {
  std::string json = "{";
  for (const auto& [name, value] : members) {
    if (json.size() > 1) json += ',';
    append_json_string(name, json);
    json += ':';
    append_json_string(value, json);
  }
  return json + "}";
}

}  // namespace magneto::internal::credentials
