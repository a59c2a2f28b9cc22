// SPDX-License-Identifier: Apache-2.0
//
// StructDecoder: JSON objects to the structs of shapes.h, led by the tables of shape.h. Not thread
// safe.
#pragma once

#include <simdjson.h>

#include <string>
#include <vector>

#include "base/arena.h"
#include "json/item_decoder.h"
#include "model/shape.h"

namespace magneto::internal::json {

class StructDecoder {
 public:
  using Json = simdjson::dom::element;

  /// Fills in the struct at `to`, of shape `shape`. False: a wrong JSON type, and `error` says
  /// which.
  [[nodiscard]] bool read(Json json, const model::Shape& shape, Layer layer, Arena& arena,
                          void* to);

  /// The text of the SerializationException after a read that failed.
  const std::string& error() const { return error_; }
  /// The member of the struct that a read failed at because it is null; null after other failures.
  const model::Member* null_member() const { return null_member_; }

 private:
  struct Field {
    std::string_view name;
    Json json;
  };

  bool read_value(Json json, const model::Shape& shape, Place place, void* to);
  bool read_structure(Json json, const model::Shape& shape, Place place, void* to);
  bool has_null_member(Json json, const model::Shape& shape);
  bool read_list(Json json, const model::Shape& shape, Place place, void* to);
  bool read_map(Json json, const model::Shape& shape, Place place, void* to);
  bool read_string(Json json, const model::Shape& shape, void* to);
  bool read_integer(Json json, const model::Shape& shape, void* to);
  bool read_double(Json json, const model::Shape& shape, void* to);
  void drop_repeated(std::size_t first);
  bool fail(std::string text);

  Arena* arena_ = nullptr;
  const model::Member* null_member_ = nullptr;
  ItemDecoder items_;
  std::vector<Field> fields_;  // of the maps that are being read, innermost last
  std::string error_;
};

}  // namespace magneto::internal::json
