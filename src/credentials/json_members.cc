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

/// A document as simdjson reads it, wiped with all texts when it goes.
class WipedDocument {
 public:
  explicit WipedDocument(std::string_view text) : text_(text) {}
  WipedDocument(const WipedDocument&) = delete;
  WipedDocument& operator=(const WipedDocument&) = delete;
  ~WipedDocument() {
    wipe(text_.data(), text_.size());
    // It has room for five thirds of the document, and texts take no more.
    if (parser_.doc.string_buf) {
      wipe(parser_.doc.string_buf.get(), text_.size() * 5 / 3);
    }
  }

  /// Nothing where it is no object. Valid as long as this is.
  std::optional<simdjson::dom::object> read() {
    simdjson::dom::object object;
    if (parser_.parse(text_).get(object) != simdjson::SUCCESS) return std::nullopt;
    return object;
  }

 private:
  simdjson::padded_string text_;
  simdjson::dom::parser parser_;
};

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
  WipedDocument document(text);
  const auto object = document.read();
  if (!object) return std::nullopt;
  JsonMembers members;
  for (auto [name, value] : *object) {
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
