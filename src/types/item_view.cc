// SPDX-License-Identifier: Apache-2.0
#include "magneto/item_view.h"

#include "value/encoded_item.h"

namespace magneto {
namespace {

namespace encoded = internal::value;
using encoded::Tag;

constexpr ValueType kTypes[] = {ValueType::kNull,      ValueType::kBool,     ValueType::kBool,
                                ValueType::kNumber,    ValueType::kString,   ValueType::kBinary,
                                ValueType::kList,      ValueType::kMap,      ValueType::kStringSet,
                                ValueType::kNumberSet, ValueType::kBinarySet};

encoded::ValueView inner(const ValueView& value) { return encoded::ValueView::at(value.bytes()); }

Value to_value(encoded::ValueView value);

Map to_map(encoded::MapView view) {
  Map map;
  map.reserve(view.size());
  for (const encoded::Attribute& attribute : view) {
    map.append(std::string(attribute.name), to_value(attribute.value));
  }
  return map;
}

List to_list(encoded::ListView view) {
  List list;
  list.reserve(view.size());
  for (const encoded::ValueView element : view) list.push_back(to_value(element));
  return list;
}

template <class T, class Make>
SortedSet<T> to_set(encoded::SetView view, Make make) {
  std::vector<T> elements;
  elements.reserve(view.size());
  for (const std::string_view element : view) elements.push_back(make(element));
  return SortedSet<T>(std::move(elements));
}

/// REQUIRES: nesting as deep as an item may have, so the stack is bounded.
Value to_value(encoded::ValueView value) {
  switch (static_cast<Tag>(value.bytes()[0])) {
    case Tag::kNull:
      return nullptr;
    case Tag::kFalse:
      return false;
    case Tag::kTrue:
      return true;
    case Tag::kNumber:
      return Number::from_bytes(value.scalar());
    case Tag::kString:
      return value.scalar();
    case Tag::kBinary:
      return Binary(value.scalar());
    case Tag::kList:
      return to_list(value.list());
    case Tag::kMap:
      return to_map(value.map());
    case Tag::kStringSet:
      return to_set<std::string>(value.set(), [](std::string_view e) { return std::string(e); });
    case Tag::kNumberSet:
      return to_set<Number>(value.set(), Number::from_bytes);
    case Tag::kBinarySet:
      return to_set<Binary>(value.set(), [](std::string_view e) { return Binary(e); });
  }
  return nullptr;
}

}  // namespace

ValueType ValueView::type() const { return kTypes[static_cast<unsigned char>(bytes_[0])]; }

ValueView ValueView::at(std::string_view bytes) {
  ValueView view;
  view.bytes_ = encoded::ValueView::at(bytes).bytes();
  return view;
}

ItemView ValueView::map() const {
  return type() == ValueType::kMap ? ItemView(inner(*this).map().bytes()) : ItemView();
}

ListView ValueView::list() const {
  if (type() != ValueType::kList) return {};
  std::string_view payload = bytes_.substr(1);
  internal::take_varint(payload);
  return ListView(payload);
}

SetView ValueView::set() const {
  const ValueType held = type();
  if (held < ValueType::kStringSet || held > ValueType::kBinarySet) return {};
  std::string_view payload = bytes_.substr(1);
  internal::take_varint(payload);
  return SetView(payload);
}

Value ValueView::to_value() const { return magneto::to_value(inner(*this)); }

void ItemView::Iterator::read() {
  if (left_ == 0) return;
  const std::uint32_t length = internal::take_varint(rest_);
  current_.name = rest_.substr(0, length);
  rest_.remove_prefix(length);
  current_.value = ValueView::at(rest_);
  rest_.remove_prefix(current_.value.bytes().size());
}

std::size_t ItemView::size() const { return encoded::MapView(bytes_).size(); }

ItemView::Iterator ItemView::begin() const {
  std::string_view rest = bytes_;
  const std::uint32_t count = internal::take_varint(rest);
  return {rest, count};
}

ValueView ItemView::find(std::string_view name) const {
  const auto found = encoded::MapView(bytes_).find(name);
  return found ? ValueView::at(found->bytes()) : ValueView();
}

Item ItemView::to_item() const { return to_map(encoded::MapView(bytes_)); }

void ListView::Iterator::read() {
  if (left_ == 0) return;
  current_ = ValueView::at(rest_);
  rest_.remove_prefix(current_.bytes().size());
}

std::size_t ListView::size() const { return encoded::ListView(payload_).size(); }

ListView::Iterator ListView::begin() const {
  std::string_view rest = payload_;
  const std::uint32_t count = internal::take_varint(rest);
  return {rest, count};
}

ValueView ListView::at(std::size_t index) const {
  if (index >= size()) return {};
  Iterator it = begin();
  while (index-- > 0) ++it;
  return *it;
}

void SetView::Iterator::read() {
  if (left_ == 0) return;
  const std::uint32_t length = internal::take_varint(rest_);
  current_ = rest_.substr(0, length);
  rest_.remove_prefix(length);
}

std::size_t SetView::size() const {
  std::string_view rest = payload_;
  return internal::take_varint(rest);
}

bool SetView::contains(std::string_view element) const {
  for (const std::string_view here : *this) {
    if (here == element) return true;
  }
  return false;
}

SetView::Iterator SetView::begin() const {
  std::string_view rest = payload_;
  const std::uint32_t count = internal::take_varint(rest);
  return {rest, count};
}

}  // namespace magneto
