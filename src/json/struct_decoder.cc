// SPDX-License-Identifier: Apache-2.0
#include "json/struct_decoder.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "json/messages.h"
#include "model/generated/shape_tables.h"
#include "model/shapes.h"

namespace magneto::internal::json {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::element_type;

/// The member called `name`. Members mostly come in the order of the struct, so the search goes on
/// where the last one ended.
const model::Member* find_member(std::span<const model::Member> members, std::string_view name,
                                 std::size_t& start) {
  for (std::size_t tried = 0; tried < members.size(); ++tried) {
    const std::size_t i = start;
    start = start + 1 == members.size() ? 0 : start + 1;
    if (members[i].name == name) return &members[i];
  }
  return nullptr;
}

/// SearchVectors takes a null for a wrong type, not for an absent member.
bool refuses_nulls(const model::Shape& input, Layer layer) {
  return layer == Layer::kCurrent && &input == &model::table::kSearchVectorsInput;
}

}  // namespace

bool StructDecoder::read(Json json, const model::Shape& shape, Layer layer, Arena& arena,
                         void* to) {
  arena_ = &arena;
  items_.speak(layer, &shape == &model::table::kTransactWriteItemsInput);
  fields_.clear();
  null_member_ = nullptr;
  if (refuses_nulls(shape, layer) && has_null_member(json, shape)) return false;
  return read_structure(json, shape, Place::kMember, to);
}

bool StructDecoder::has_null_member(Json json, const model::Shape& shape) {
  simdjson::dom::object object;
  if (json.get(object) != SUCCESS) return false;
  std::size_t start = 0;
  for (const auto [name, value] : object) {
    const model::Member* const member = find_member(shape.members, name, start);
    if (member == nullptr || !value.is_null()) continue;
    null_member_ = member;
    return true;
  }
  return false;
}

bool StructDecoder::read_value(Json json, const model::Shape& shape, Place place, void* to) {
  switch (shape.kind) {
    case model::Kind::kString:
      return read_string(json, shape, to);
    case model::Kind::kBoolean:
      return read_bool(json, *static_cast<bool*>(to), error_);
    case model::Kind::kInteger:
    case model::Kind::kLong:
      return read_integer(json, shape, to);
    case model::Kind::kDouble:
    case model::Kind::kTimestamp:
      return read_double(json, shape, to);
    case model::Kind::kStructure:
      return read_structure(json, shape, place, to);
    case model::Kind::kList:
      return read_list(json, shape, place, to);
    case model::Kind::kMap:
      return read_map(json, shape, place, to);
    case model::Kind::kAttributeValue:
      if (items_.read_value(json, place, *arena_, *static_cast<model::AttributeValue*>(to)))
        return true;
      return fail(items_.error());
    case model::Kind::kAttributeMap:
      if (items_.read_map(json, shape, place, *arena_, *static_cast<model::AttributeMap*>(to)))
        return true;
      return fail(items_.error());
  }
  return false;
}

bool StructDecoder::read_structure(Json json, const model::Shape& shape, Place place, void* to) {
  simdjson::dom::object object;
  if (json.get(object) != SUCCESS) return fail(wrong_collection(json, shape, place));
  std::size_t start = 0;
  for (const auto [name, value] : object) {
    const model::Member* const member = find_member(shape.members, name, start);
    if (member == nullptr || value.is_null()) continue;
    if (!read_value(value, *member->shape, Place::kMember, member->emplace(to))) return false;
  }
  return true;
}

/// A null among the elements stays what a new element is: a string without data, a struct without
/// members. An attribute value has no such form: it becomes one with a problem.
bool StructDecoder::read_list(Json json, const model::Shape& shape, Place place, void* to) {
  simdjson::dom::array array;
  if (json.get(array) != SUCCESS) return fail(wrong_collection(json, shape, place));
  const model::Sequence& sequence = *shape.sequence;
  sequence.make(to, *arena_, array.size());
  std::size_t index = 0;
  for (const Json element : array) {
    void* const slot = sequence.element(to, index++);
    if (element.is_null() && shape.element->kind != model::Kind::kAttributeValue) continue;
    if (!read_value(element, *shape.element, Place::kElement, slot)) return false;
  }
  return true;
}

bool StructDecoder::read_map(Json json, const model::Shape& shape, Place place, void* to) {
  simdjson::dom::object object;
  if (json.get(object) != SUCCESS) return fail(wrong_collection(json, shape, place));
  const std::size_t first = fields_.size();
  for (const auto [name, value] : object) fields_.push_back({name, value});
  drop_repeated(first);

  const model::Sequence& sequence = *shape.sequence;
  const std::size_t count = fields_.size() - first;
  sequence.make(to, *arena_, count);
  for (std::size_t i = 0; i < count; ++i) {
    const Field field = fields_[first + i];  // a copy: fields_ grows below
    *sequence.key(to, i) = arena_->copy(field.name);
    if (field.json.is_null()) continue;
    if (!read_value(field.json, *shape.element, Place::kElement, sequence.element(to, i)))
      return false;
  }
  fields_.resize(first);
  return true;
}

/// Of the fields from `first` on that have one name, keeps the last value in the first place.
void StructDecoder::drop_repeated(std::size_t first) {
  constexpr std::size_t kFew = 16;
  std::size_t end = first;
  const auto keep = [this, &end](std::size_t place, std::size_t from) {
    fields_[place] = fields_[from];
    if (place == end) ++end;
  };
  if (fields_.size() - first <= kFew) {
    for (std::size_t i = first; i < fields_.size(); ++i) {
      std::size_t place = first;
      while (place < end && fields_[place].name != fields_[i].name) ++place;
      keep(place, i);
    }
  } else {
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = first; i < fields_.size(); ++i) {
      keep(places.try_emplace(fields_[i].name, end).first->second, i);
    }
  }
  fields_.resize(end);
}

bool StructDecoder::read_string(Json json, const model::Shape& shape, void* to) {
  std::string_view text;
  if (json.get(text) != SUCCESS) return fail(wrong_scalar(json, shape));
  // An empty string has data too: without, it would be a null (see read_list).
  *static_cast<std::string_view*>(to) = text.empty() ? std::string_view("") : arena_->copy(text);
  return true;
}

/// Fractions are cut off, as the service does.
bool StructDecoder::read_integer(Json json, const model::Shape& shape, void* to) {
  std::int64_t& number = *static_cast<std::int64_t*>(to);
  switch (json.type()) {
    case element_type::INT64:
      number = json.get_int64().value_unsafe();
      break;
    case element_type::UINT64:
      return fail(messages::out_of_range(std::to_string(json.get_uint64().value_unsafe()), shape));
    case element_type::DOUBLE: {
      const double value = json.get_double().value_unsafe();
      if (!(std::abs(value) < 0x1p63)) {
        return fail(messages::out_of_range(std::to_string(value), shape));
      }
      number = static_cast<std::int64_t>(value);
      break;
    }
    default:
      return fail(wrong_scalar(json, shape));
  }
  const bool fits = shape.kind == model::Kind::kLong || number == static_cast<std::int32_t>(number);
  return fits || fail(messages::out_of_range(std::to_string(number), shape));
}

bool StructDecoder::read_double(Json json, const model::Shape& shape, void* to) {
  if (json.get(*static_cast<double*>(to)) == SUCCESS) return true;
  return fail(wrong_scalar(json, shape));
}

bool StructDecoder::fail(std::string text) {
  error_ = std::move(text);
  return false;
}

}  // namespace magneto::internal::json
