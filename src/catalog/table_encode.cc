// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <vector>

#include "base/owned.h"
#include "catalog/table_codec.h"
#include "catalog/table_members.h"
#include "json/json_writer.h"
#include "model/enum.h"

namespace magneto::internal::catalog {
namespace {

// Writes members of the object that is open.
class MemberWriter {
 public:
  explicit MemberWriter(json::JsonWriter& json) : json_(json) {}

  void text(std::string_view name, std::string_view text) {
    json_.plain_key(name);
    json_.string(text);
  }
  void required_text(std::string_view name, std::string_view text) { this->text(name, text); }
  void text_if_set(std::string_view name, std::string_view text) {
    if (!text.empty()) this->text(name, text);
  }

  template <std::integral T>
  void integer(std::string_view name, T value) {
    json_.plain_key(name);
    json_.integer(static_cast<std::int64_t>(value));
  }
  void integer(std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) integer(name, *value);
  }
  void space(std::string_view name, keys::SpaceId space) { integer(name, space); }

  void flag(std::string_view name, bool value) {
    json_.plain_key(name);
    json_.boolean(value);
  }

  template <class Enum>
  void choice(std::string_view name, Enum value) {
    text(name, model::word_of(value));
  }
  template <class Enum, std::size_t kCount>
  void choice(std::string_view name, Enum value, const Names<Enum, kCount>& names) {
    for (const auto& [known_name, known] : names) {
      if (known == value) return text(name, known_name);
    }
  }

  template <class T>
  void object(std::string_view name, const T& value) {
    json_.plain_key(name);
    element(value);
  }
  template <class T>
  void object(std::string_view name, const std::optional<T>& value) {
    if (value) object(name, *value);
  }
  template <class T>
  void required_object(std::string_view name, const T& value) {
    object(name, value);
  }
  template <class T>
  void object_if(std::string_view name, const T& value, bool is_set) {
    if (is_set) object(name, value);
  }

  template <class T>
  void list(std::string_view name, const std::vector<T>& values) {
    json_.plain_key(name);
    json_.begin_array();
    for (const T& each : values) element(each);
    json_.end_array();
  }
  template <class T>
  void list_if_any(std::string_view name, const std::vector<T>& values) {
    if (!values.empty()) list(name, values);
  }

  void require(std::string_view, bool) {}

 private:
  void element(const std::string& text) { json_.string(text); }
  template <class T>
  void element(const Owned<T>& value) {
    element(*value);
  }
  template <class T>
  void element(const T& value) {
    json_.begin_object();
    members(*this, value);
    json_.end_object();
  }

  json::JsonWriter& json_;
};

}  // namespace

std::string encode_table(const Table& table) {
  json::JsonWriter json;
  json.begin_object();
  MemberWriter writer(json);
  writer.integer("version", kTableFormat);
  members(writer, table);
  json.end_object();
  return std::string(json.text());
}

}  // namespace magneto::internal::catalog
