// SPDX-License-Identifier: Apache-2.0
#include "value/item_builder.h"

#include <algorithm>
#include <cstring>

#include "base/bytes.h"

namespace magneto::internal::value {
namespace {

char* append(char* to, std::string_view bytes) {
  if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
  return to + bytes.size();
}

std::uint32_t size32(std::size_t size) { return static_cast<std::uint32_t>(size); }

std::size_t prefixed_size(std::size_t size) { return varint_size(size32(size)) + size; }

/// Room for a tagged value with `payload_size` bytes behind its length; `to` is where they go.
ValueView begin_value(Arena& arena, Tag tag, std::size_t payload_size, char*& to) {
  const std::size_t total = 1 + prefixed_size(payload_size);
  char* const start = static_cast<char*>(arena.allocate(total, 1));
  *start = static_cast<char>(tag);
  to = write_varint(start + 1, size32(payload_size));
  return ValueView::at({start, total});
}

ValueView make_scalar(Arena& arena, Tag tag, std::string_view payload) {
  char* to;
  const ValueView view = begin_value(arena, tag, payload.size(), to);
  append(to, payload);
  return view;
}

std::size_t attributes_size(std::span<const Attribute> attributes) {
  std::size_t size = varint_size(size32(attributes.size()));
  for (const Attribute& each : attributes)
    size += prefixed_size(each.name.size()) + each.value.bytes().size();
  return size;
}

void write_attributes(char* to, std::span<const Attribute> attributes) {
  to = write_varint(to, size32(attributes.size()));
  for (const Attribute& each : attributes) {
    to = write_varint(to, size32(each.name.size()));
    to = append(to, each.name);
    to = append(to, each.value.bytes());
  }
}

void sort_by_name(std::span<Attribute> attributes) {
  const auto by_name = [](const Attribute& a, const Attribute& b) { return a.name < b.name; };
  if (!std::is_sorted(attributes.begin(), attributes.end(), by_name))
    std::sort(attributes.begin(), attributes.end(), by_name);
}

}  // namespace

ValueView make_string(Arena& arena, std::string_view text) {
  return make_scalar(arena, Tag::kString, text);
}

ValueView make_binary(Arena& arena, std::string_view bytes) {
  return make_scalar(arena, Tag::kBinary, bytes);
}

ValueView make_number(Arena& arena, std::string_view encoded) {
  return make_scalar(arena, Tag::kNumber, encoded);
}

ValueView make_bool(bool value) {
  static constexpr char kBytes[] = {static_cast<char>(Tag::kFalse), static_cast<char>(Tag::kTrue)};
  return ValueView::at({&kBytes[value ? 1 : 0], 1});
}

ValueView make_null() {
  static constexpr char kByte = static_cast<char>(Tag::kNull);
  return ValueView::at({&kByte, 1});
}

ValueView make_list(Arena& arena, std::span<const ValueView> elements) {
  std::size_t size = varint_size(size32(elements.size()));
  for (ValueView each : elements) size += each.bytes().size();
  char* to;
  const ValueView view = begin_value(arena, Tag::kList, size, to);
  to = write_varint(to, size32(elements.size()));
  for (ValueView each : elements) to = append(to, each.bytes());
  return view;
}

ValueView make_map(Arena& arena, std::span<Attribute> attributes) {
  sort_by_name(attributes);
  char* to;
  const ValueView view = begin_value(arena, Tag::kMap, attributes_size(attributes), to);
  write_attributes(to, attributes);
  return view;
}

ItemView make_item(Arena& arena, std::span<Attribute> attributes) {
  sort_by_name(attributes);
  const std::size_t size = attributes_size(attributes);
  char* const start = static_cast<char*>(arena.allocate(size, 1));
  write_attributes(start, attributes);
  return ItemView({start, size});
}

ValueView make_set(Arena& arena, Type type, std::span<std::string_view> elements) {
  std::sort(elements.begin(), elements.end());
  const auto last = std::unique(elements.begin(), elements.end());
  const std::span unique = elements.first(static_cast<std::size_t>(last - elements.begin()));
  std::size_t size = varint_size(size32(unique.size()));
  for (std::string_view each : unique) size += prefixed_size(each.size());
  const Tag tag = type == Type::kStringSet   ? Tag::kStringSet
                  : type == Type::kNumberSet ? Tag::kNumberSet
                                             : Tag::kBinarySet;
  char* to;
  const ValueView view = begin_value(arena, tag, size, to);
  to = write_varint(to, size32(unique.size()));
  for (std::string_view each : unique) {
    to = write_varint(to, size32(each.size()));
    to = append(to, each);
  }
  return view;
}

ItemView copy_item(Arena& arena, ItemView item) { return ItemView(arena.copy(item.bytes())); }

ValueView copy_value(Arena& arena, ValueView value) {
  return ValueView::at(arena.copy(value.bytes()));
}

}  // namespace magneto::internal::value
