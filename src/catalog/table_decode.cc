// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include <concepts>
#include <optional>
#include <vector>

#include "base/owned.h"
#include "catalog/stored_json.h"
#include "catalog/table_codec.h"
#include "catalog/table_members.h"

namespace magneto::internal::catalog {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

// Reads members of one object. What is absent keeps its default.
class MemberReader {
 public:
  MemberReader(StoredJsonReader& reader, object from) : reader_(reader), from_(from) {}

  void text(std::string_view name, std::string& to) { to = reader_.text(from_, name); }
  void text_if_set(std::string_view name, std::string& to) { text(name, to); }
  void required_text(std::string_view name, std::string& to) {
    text(name, to);
    require(name, !to.empty());
  }

  template <std::integral T>
  void integer(std::string_view name, T& to) {
    to = static_cast<T>(reader_.integer(from_, name));
  }
  void integer(std::string_view name, std::optional<std::int64_t>& to) {
    if (from_.at_key(name).error() == simdjson::SUCCESS) to = reader_.integer(from_, name);
  }
  void space(std::string_view name, keys::SpaceId& to) {
    const std::int64_t space = reader_.integer(from_, name);
    require(name, space > 0 && space <= keys::kMaxSpaceId);
    to = static_cast<keys::SpaceId>(space);
  }

  void flag(std::string_view name, bool& to) { to = reader_.flag(from_, name); }

  template <class Enum>
  void choice(std::string_view name, Enum& to) {
    to = reader_.word<Enum>(from_, name);
  }
  template <class Enum, std::size_t kCount>
  void choice(std::string_view name, Enum& to, const Names<Enum, kCount>& names) {
    const std::string text = reader_.text(from_, name);
    for (const auto& [known_name, known] : names) {
      if (known_name == text) {
        to = known;
        return;
      }
    }
    reader_.fail(name);
  }

  template <class T>
  bool object(std::string_view name, T& to) {
    const std::optional<simdjson::dom::object> member = reader_.member(from_, name);
    if (!member) return false;
    read(*member, to);
    return true;
  }
  template <class T>
  void required_object(std::string_view name, T& to) {
    require(name, object(name, to));
  }
  template <class T>
  void object_if(std::string_view name, T& to, bool) {
    object(name, to);
  }

  void list(std::string_view name, std::vector<std::string>& to) {
    reader_.elements(from_, name, [&](element each) {
      std::string_view text;
      require(name, each.get_string().get(text) == simdjson::SUCCESS);
      to.emplace_back(text);
    });
  }
  template <class T>
  void list(std::string_view name, std::vector<T>& to) {
    reader_.objects(from_, name,
                    [&](simdjson::dom::object each) { read(each, to.emplace_back()); });
  }
  template <class T>
  void list_if_any(std::string_view name, std::vector<T>& to) {
    list(name, to);
  }

  void require(std::string_view name, bool condition) {
    if (!condition) reader_.fail(name);
  }

 private:
  template <class T>
  void read(simdjson::dom::object from, std::optional<T>& to) {
    read(from, to.emplace());
  }
  template <class T>
  void read(simdjson::dom::object from, Owned<T>& to) {
    read(from, *to);
  }
  template <class T>
  void read(simdjson::dom::object from, T& to) {
    MemberReader of_object(reader_, from);
    members(of_object, to);
  }

  StoredJsonReader& reader_;
  simdjson::dom::object from_;
};

// Before there were streams the setting was stored without one: it begins now, without a space.
void read_old_stream(StoredJsonReader& reader, object from, Table& table) {
  if (!reader.flag(from, "stream_enabled")) return;
  Stream stream;
  MemberReader(reader, from).choice("stream_view_type", stream.view_type);
  stream.label = reader.text(from, "stream_label");
  stream.created_ms = table.created_ms;
  table.streams.push_back(std::move(stream));
}

Error damaged(const std::string& what) {
  return Error(ErrorCode::kCorruption, "damaged table description: " + what);
}

}  // namespace

Result<Table> decode_table(std::string_view json) {
  simdjson::dom::parser parser;
  object root;
  if (parser.parse(simdjson::padded_string(json)).get_object().get(root) != simdjson::SUCCESS) {
    return damaged("no JSON object");
  }
  StoredJsonReader reader;
  const std::int64_t version = reader.integer(root, "version");
  if (version > kTableFormat) {
    return Error(ErrorCode::kCorruption, "table description of format " + std::to_string(version) +
                                             ": written by a newer release");
  }
  if (version != kTableFormat) return damaged("version");

  Table table;
  MemberReader of_table(reader, root);
  members(of_table, table);
  read_old_stream(reader, root, table);
  if (!reader.wrong().empty()) return damaged(reader.wrong());
  return table;
}

}  // namespace magneto::internal::catalog
