// SPDX-License-Identifier: Apache-2.0
#include "checks/quoted_value.h"

#include <algorithm>
#include <charconv>

#include "json/encode_value.h"
#include "model/attribute_value.h"

namespace magneto::internal::checks {
namespace {

constexpr std::size_t kMaxBytes = 16 * 1024;

bool full(const std::string& text) { return text.size() >= kMaxBytes; }

/// Appends what fits of `part`, cut between characters.
void add(std::string& text, std::string_view part) {
  std::size_t size = full(text) ? 0 : std::min(part.size(), kMaxBytes - text.size());
  const auto continues = [&part](std::size_t i) {
    return i < part.size() && (static_cast<unsigned char>(part[i]) & 0xC0) == 0x80;
  };
  while (size > 0 && continues(size)) --size;
  text += part.substr(0, size);
}

void add_object(std::string& text, std::string_view name) {
  constexpr std::uint32_t kPrime = 16777619;
  std::uint32_t hash = 2166136261u ^ static_cast<std::uint32_t>(text.size());
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  char digits[8];
  char* const end = std::to_chars(digits, digits + 8, hash, 16).ptr;
  add(text, "com.amazonaws.dynamodb.v20120810.");
  add(text, name);
  add(text, "@");
  add(text, {digits, static_cast<std::size_t>(end - digits)});
}

void add_item(std::string& text, const model::AttributeMap& item) {
  add(text, "{");
  bool first = true;
  for (const value::Attribute& attribute : item) {
    if (full(text)) break;
    if (!first) add(text, ", ");
    first = false;
    add(text, attribute.name);
    add(text, "=");
    add_object(text, "AttributeValue");
  }
  text += '}';
}

void add_value(std::string& text, const model::Shape& shape, const void* value, Quoting quoting);

void add_sequence(std::string& text, const model::Shape& shape, const void* value,
                  Quoting quoting) {
  const bool is_map = shape.kind == model::Kind::kMap;
  text += is_map ? '{' : '[';
  const std::size_t size = shape.sequence->size(value);
  for (std::size_t i = 0; i < size && !full(text); ++i) {
    if (i != 0) add(text, ", ");
    if (is_map) {
      add(text, *shape.sequence->key(value, i));
      add(text, "=");
    }
    add_value(text, *shape.element, shape.sequence->element(value, i), quoting);
  }
  text += is_map ? '}' : ']';
}

/// The members from the last to the first: of a WriteRequest, whose table has them in the order of
/// their checks, that is the order in which the service was seen to print them.
void add_members(std::string& text, const model::Shape& shape, const void* structure) {
  add(text, shape.name);
  text += '(';
  bool first = true;
  for (auto member = shape.members.rbegin(); member != shape.members.rend(); ++member) {
    if (full(text)) break;
    if (!first) add(text, ", ");
    first = false;
    add(text, member->path_name);
    add(text, "=");
    const void* const value = member->find(structure);
    if (value == nullptr) {
      add(text, "null");
    } else {
      add_value(text, *member->shape, value, Quoting::kMembers);
    }
  }
  text += ')';
}

void add_value(std::string& text, const model::Shape& shape, const void* value, Quoting quoting) {
  switch (shape.kind) {
    case model::Kind::kString:
      return add(text, *static_cast<const std::string_view*>(value));
    case model::Kind::kBoolean:
      return add(text, *static_cast<const bool*>(value) ? "true" : "false");
    case model::Kind::kInteger:
    case model::Kind::kLong:
      return add(text, std::to_string(*static_cast<const std::int64_t*>(value)));
    case model::Kind::kDouble:
    case model::Kind::kTimestamp:
      return add(text, std::to_string(*static_cast<const double*>(value)));
    case model::Kind::kStructure:
      if (quoting == Quoting::kMembers) return add_members(text, shape, value);
      return add_object(text, shape.name);
    case model::Kind::kAttributeValue:
      return add_object(text, shape.name);
    case model::Kind::kList:
    case model::Kind::kMap:
      return add_sequence(text, shape, value, quoting);
    case model::Kind::kAttributeMap:
      return add_item(text, *static_cast<const model::AttributeMap*>(value));
  }
}

/// JSON for what is made of parts; a text or a number stays as it is.
bool has_parts(const model::Shape& shape) {
  return shape.kind == model::Kind::kStructure || shape.kind == model::Kind::kMap ||
         shape.kind == model::Kind::kList || shape.kind == model::Kind::kAttributeMap;
}

}  // namespace

std::string quoted_value(const model::Shape& shape, const void* value, Quoting quoting) {
  std::string text;
  if (quoting == Quoting::kJson && has_parts(shape)) {
    json::JsonWriter writer;
    json::encode_value(shape, value, writer);
    add(text, writer.text());
  } else {
    add_value(text, shape, value, quoting);
  }
  return text;
}

}  // namespace magneto::internal::checks
