// SPDX-License-Identifier: Apache-2.0
//
// Structs to JSON, led by the tables of shape.h.
#include "json/codec.h"
#include "json/encode_value.h"

namespace magneto::internal::json {
namespace {

/// What follows the items of an answer in most of them: counts, a key, capacity units.
constexpr std::size_t kBytesBehindItems = 256;

/// Room for all of a list of items at once: a buffer that grows moves what is in it.
void reserve_items(const model::Sequence& sequence, const void* list, JsonWriter& writer) {
  std::size_t bytes = kBytesBehindItems;
  const std::size_t count = sequence.size(list);
  for (std::size_t i = 0; i < count; ++i) {
    bytes +=
        expected_json_bytes(*static_cast<const model::AttributeMap*>(sequence.element(list, i)));
  }
  writer.reserve(bytes);
}

void encode_list(const model::Shape& shape, const void* value, JsonWriter& writer) {
  const model::Sequence& sequence = *shape.sequence;
  if (shape.element->kind == model::Kind::kAttributeMap) reserve_items(sequence, value, writer);
  writer.begin_array();
  const std::size_t count = sequence.size(value);
  for (std::size_t i = 0; i < count; ++i) {
    encode_value(*shape.element, sequence.element(value, i), writer);
  }
  writer.end_array();
}

void encode_map(const model::Shape& shape, const void* value, JsonWriter& writer) {
  const model::Sequence& sequence = *shape.sequence;
  writer.begin_object();
  const std::size_t count = sequence.size(value);
  for (std::size_t i = 0; i < count; ++i) {
    writer.key(*sequence.key(value, i));
    encode_value(*shape.element, sequence.element(value, i), writer);
  }
  writer.end_object();
}

}  // namespace

void encode_value(const model::Shape& shape, const void* value, JsonWriter& writer) {
  switch (shape.kind) {
    case model::Kind::kString:
      return writer.string(*static_cast<const std::string_view*>(value));
    case model::Kind::kBoolean:
      return writer.boolean(*static_cast<const bool*>(value));
    case model::Kind::kInteger:
    case model::Kind::kLong:
      return writer.integer(*static_cast<const std::int64_t*>(value));
    case model::Kind::kDouble:
      return writer.number(*static_cast<const double*>(value));
    case model::Kind::kTimestamp:
      return writer.timestamp(*static_cast<const double*>(value));
    case model::Kind::kStructure:
      return encode(shape, value, writer);
    case model::Kind::kList:
      return encode_list(shape, value, writer);
    case model::Kind::kMap:
      return encode_map(shape, value, writer);
    case model::Kind::kAttributeValue:
      return write_value(writer, *static_cast<const model::AttributeValue*>(value));
    case model::Kind::kAttributeMap:
      return write_item(writer, *static_cast<const model::AttributeMap*>(value));
  }
}

void encode(const model::Shape& shape, const void* value, JsonWriter& writer) {
  writer.begin_object();
  for (const model::Member& member : shape.members) {
    const void* const present = member.find(value);
    if (present == nullptr) continue;
    writer.plain_key(member.name);
    encode_value(*member.shape, present, writer);
  }
  writer.end_object();
}

}  // namespace magneto::internal::json
