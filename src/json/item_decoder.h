// SPDX-License-Identifier: Apache-2.0
//
// ItemDecoder: AttributeValues in JSON to encoded bytes, without anything between. A map's
// attributes are sorted before they are written, so bytes come out in canonical order at once.
// Buffers are kept from one value to the next. Not thread safe.
//
// Wrong JSON types are errors here; what is wrong in the content is noted in the result and the
// bytes are well formed all the same (attribute_value.h).
#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "json/byte_buffer.h"
#include "json/codec.h"
#include "json/json_types.h"
#include "model/attribute_value.h"
#include "model/shape.h"
#include "value/encoded_item.h"
#include "value/type.h"

namespace magneto::internal::json {

class ItemDecoder {
 public:
  using Json = simdjson::dom::element;

  /// Maps and lists inside one another that an attribute may have.
  static constexpr int kMaxLevels = 31;

  /// Read a value or a map of values. False: a wrong JSON type, and `error` says which. What comes
  /// out lives in `arena`.
  [[nodiscard]] bool read_value(Json json, Place place, Arena& arena, model::AttributeValue& to);
  [[nodiscard]] bool read_map(Json json, const model::Shape& shape, Place place, Arena& arena,
                              model::AttributeMap& to);

  /// Whose words are used for what is wrong in values that are read from now on, and whether they
  /// are those of TransactWriteItems, which sees empty names in a way of its own.
  void speak(Layer layer, bool transaction) {
    layer_ = layer;
    transaction_ = transaction;
  }

  /// The text of the SerializationException after a read that failed.
  const std::string& error() const { return error_; }

 private:
  struct Entry {
    std::string_view name;
    std::uint64_t prefix;  // the name's first eight bytes, so that most comparisons are of integers
    Json json;
    std::uint32_t index;  // in the JSON

    friend bool operator<(const Entry& a, const Entry& b) {
      if (a.prefix != b.prefix) return a.prefix < b.prefix;
      const int order = a.name.compare(b.name);
      return order != 0 ? order < 0 : a.index < b.index;
    }
  };

  // Each writes one value, or what it names, to out_. False as above.
  bool put_value(Json json, Place place, int levels);
  bool put_typed(value::Type type, Json json, int levels);
  bool put_string(Json json);
  bool put_number(Json json);
  bool put_binary(Json json);
  bool put_bool(Json json);
  bool put_null(Json json);
  bool put_list(Json json, int levels);
  bool put_map(Json json, int levels);
  bool put_attributes(simdjson::dom::object json, int levels);
  bool put_set(value::Type type, Json json);

  bool read_elements(value::Type type, simdjson::dom::array json);
  void put_elements(value::Type type);
  void note_duplicates(value::Type type, simdjson::dom::array json);
  std::size_t sort_entries(std::size_t first);
  /// Writes the number `text` stands for, or a zero and a note. The end.
  char* write_number(std::string_view text, char* to);

  void start(Arena& arena);
  bool fail(std::string text);
  void note(std::string_view problem) {
    if (problem_.empty()) problem_ = problem;
  }
  void note_empty_name();
  void note_too_deep(Json json, int levels);
  /// The problem that a transaction reports of a whole map, where it has several.
  std::string_view problem_of_transaction() const;
  void put_nothing();

  Arena* arena_ = nullptr;
  Layer layer_ = Layer::kOlder;
  bool transaction_ = false;
  bool empty_name_allowed_ = false;
  /// Set for a second walk, over JSON with a wrong type in it: unsorted, so that the first one in
  /// the request is the one reported.
  bool keep_order_ = false;
  ByteBuffer out_;
  std::vector<Entry> entries_;              // of all maps that are being written, innermost last
  std::vector<std::string_view> elements_;  // of the set that is being written
  std::string_view problem_;
  std::string_view problem_name_;
  bool has_empty_name_ = false;
  int shallowest_too_deep_ = 0;  // Of the values that are nested too deep, the least; 0: none is.
  std::string error_;
};

}  // namespace magneto::internal::json
