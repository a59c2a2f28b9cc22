// SPDX-License-Identifier: Apache-2.0
//
// EncodedItem: the one binary form of an item, from the wire to the disk. Read in place, never
// unpacked. These bytes are stored: the format is pinned by golden tests.
//
//   item       := attributes
//   attributes := varint(count) { varint(length) name value }    names ascending by bytes, unique
//   value      := tag payload
//     0 NULL   (nothing)
//     1 FALSE  (nothing)
//     2 TRUE   (nothing)
//     3 N      varint(length) number           order-preserving bytes, see decimal.h
//     4 S      varint(length) UTF-8
//     5 B      varint(length) bytes
//     6 L      varint(length of the rest) varint(count) value*
//     7 M      varint(length of the rest) attributes
//     8 SS     varint(length of the rest) varint(count) { varint(length) bytes }
//     9 NS     as SS, the elements numbers
//    10 BS     as SS
//              (a set has at least one element; they ascend by bytes and are unique)
//   varint     := unsigned LEB128, at most 5 bytes, shortest form
//
// The form is canonical: two values are equal exactly when their bytes are equal. Maps and sets are
// sorted by bytes for that reason, and numbers have one normal form.
//
// Views borrow: they are valid as long as the bytes are. All accessors are O(1) unless noted.
// Views over bytes from the engine or from value/item_builder.h may be trusted; bytes from
// elsewhere must pass `check_item` first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "value/type.h"

namespace magneto::internal::value {

enum class Tag : std::uint8_t {
  kNull = 0,
  kFalse = 1,
  kTrue = 2,
  kNumber = 3,
  kString = 4,
  kBinary = 5,
  kList = 6,
  kMap = 7,
  kStringSet = 8,
  kNumberSet = 9,
  kBinarySet = 10,
};

class ListView;
class MapView;
class SetView;

/// One encoded value. Cheap to copy. A default-constructed view is empty and only assignable.
class ValueView {
 public:
  ValueView() = default;
  /// Views the value at the start of `bytes`, which may go on behind it. O(1).
  static ValueView at(std::string_view bytes);

  bool empty() const { return bytes_.empty(); }
  Type type() const;
  /// The whole value, tag included. Equal bytes mean equal values.
  std::string_view bytes() const { return bytes_; }

  /// The content of a string or binary, or a number's order-preserving bytes.
  /// REQUIRES: type() is S, B or N.
  std::string_view scalar() const { return payload_; }
  /// REQUIRES: type() is BOOL.
  bool boolean() const { return bytes_[0] == static_cast<char>(Tag::kTrue); }
  /// REQUIRES: type() is L, M or a set, respectively.
  ListView list() const;
  MapView map() const;
  SetView set() const;

  friend bool operator==(ValueView a, ValueView b) { return a.bytes_ == b.bytes_; }

 private:
  Tag tag() const { return static_cast<Tag>(bytes_[0]); }

  std::string_view bytes_;
  std::string_view payload_;  // behind the length, for every tag that has one
};

struct Attribute {
  std::string_view name;
  ValueView value;
};

/// The attributes of an item or of a map value, ascending by name. Iterates as Attribute.
class MapView {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Attribute;
    using difference_type = std::ptrdiff_t;
    using pointer = const Attribute*;
    using reference = const Attribute&;

    Iterator() = default;
    Iterator(std::string_view rest, std::uint32_t left) : rest_(rest), left_(left) { read(); }
    reference operator*() const { return current_; }
    pointer operator->() const { return &current_; }
    Iterator& operator++() {
      --left_;
      read();
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++*this;
      return old;
    }
    bool operator==(const Iterator& other) const { return left_ == other.left_; }

   private:
    void read();
    Attribute current_;
    std::string_view rest_;
    std::uint32_t left_ = 0;
  };

  /// No attributes.
  MapView() = default;
  /// Views `attributes` of the grammar above; `bytes` must end where they end.
  explicit MapView(std::string_view bytes) : bytes_(bytes) {}

  std::uint32_t size() const;
  bool empty() const { return size() == 0; }
  /// O(attributes before the name), present or not.
  std::optional<ValueView> find(std::string_view name) const;
  bool contains(std::string_view name) const { return find(name).has_value(); }
  Iterator begin() const;
  Iterator end() const { return {}; }
  /// What is stored. Equal bytes mean equal maps. (A default MapView equals an encoded empty one.)
  std::string_view bytes() const { return bytes_; }

  friend bool operator==(const MapView& a, const MapView& b) { return a.bytes_ == b.bytes_; }

 private:
  std::string_view bytes_ = std::string_view("\0", 1);
};

/// An item is a map of attributes.
using ItemView = MapView;

/// Iterates as ValueView.
class ListView {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = ValueView;
    using difference_type = std::ptrdiff_t;
    using pointer = const ValueView*;
    using reference = const ValueView&;

    Iterator() = default;
    Iterator(std::string_view rest, std::uint32_t left) : rest_(rest), left_(left) { read(); }
    reference operator*() const { return current_; }
    pointer operator->() const { return &current_; }
    Iterator& operator++() {
      --left_;
      read();
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++*this;
      return old;
    }
    bool operator==(const Iterator& other) const { return left_ == other.left_; }

   private:
    void read();
    ValueView current_;
    std::string_view rest_;
    std::uint32_t left_ = 0;
  };

  explicit ListView(std::string_view payload) : payload_(payload) {}
  std::uint32_t size() const;
  /// The element at `index`, nothing behind the end. O(index).
  std::optional<ValueView> at(std::uint32_t index) const;
  Iterator begin() const;
  Iterator end() const { return {}; }

 private:
  std::string_view payload_;
};

/// Iterates as the elements' bytes (what ValueView::scalar() gives), ascending.
class SetView {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using pointer = const std::string_view*;
    using reference = const std::string_view&;

    Iterator() = default;
    Iterator(std::string_view rest, std::uint32_t left) : rest_(rest), left_(left) { read(); }
    reference operator*() const { return current_; }
    pointer operator->() const { return &current_; }
    Iterator& operator++() {
      --left_;
      read();
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++*this;
      return old;
    }
    bool operator==(const Iterator& other) const { return left_ == other.left_; }

   private:
    void read();
    std::string_view current_;
    std::string_view rest_;
    std::uint32_t left_ = 0;
  };

  SetView(Type element, std::string_view payload) : payload_(payload), element_(element) {}
  Type element_type() const { return element_; }
  std::uint32_t size() const;
  /// O(elements).
  bool contains(std::string_view element) const;
  Iterator begin() const;
  Iterator end() const { return {}; }

 private:
  std::string_view payload_;
  Type element_;
};

// Inline, because every read of an item goes through these.

inline ValueView ValueView::at(std::string_view bytes) {
  ValueView view;
  if (static_cast<Tag>(bytes[0]) < Tag::kNumber) {
    view.bytes_ = bytes.substr(0, 1);
    return view;
  }
  std::string_view rest = bytes.substr(1);
  const std::uint32_t length = take_varint(rest);
  view.payload_ = rest.substr(0, length);
  view.bytes_ = {bytes.data(), static_cast<std::size_t>(rest.data() - bytes.data()) + length};
  return view;
}

inline Type ValueView::type() const {
  static constexpr Type kTypes[] = {
      Type::kNull, Type::kBool, Type::kBool,      Type::kNumber,    Type::kString,   Type::kBinary,
      Type::kList, Type::kMap,  Type::kStringSet, Type::kNumberSet, Type::kBinarySet};
  return kTypes[static_cast<std::size_t>(tag())];
}

inline ListView ValueView::list() const { return ListView(payload_); }
inline MapView ValueView::map() const { return MapView(payload_); }
inline SetView ValueView::set() const {
  return {magneto::internal::value::element_type(type()), payload_};
}

inline void MapView::Iterator::read() {
  if (left_ == 0) return;
  const std::uint32_t length = take_varint(rest_);
  current_.name = rest_.substr(0, length);
  rest_.remove_prefix(length);
  current_.value = ValueView::at(rest_);
  rest_.remove_prefix(current_.value.bytes().size());
}

inline std::uint32_t MapView::size() const {
  std::string_view rest = bytes_;
  return take_varint(rest);
}

inline MapView::Iterator MapView::begin() const {
  std::string_view rest = bytes_;
  const std::uint32_t count = take_varint(rest);
  return {rest, count};
}

/// Whether the first byte alone puts `a` behind `b`: what ends most searches for an absent name.
inline bool starts_behind(std::string_view a, std::string_view b) {
  return !a.empty() && !b.empty() &&
         static_cast<unsigned char>(a[0]) > static_cast<unsigned char>(b[0]);
}

inline std::optional<ValueView> MapView::find(std::string_view name) const {
  std::string_view rest = bytes_;
  for (std::uint32_t left = take_varint(rest); left > 0; --left) {
    const std::uint32_t length = take_varint(rest);
    const std::string_view here = rest.substr(0, length);
    rest.remove_prefix(length);
    const ValueView value = ValueView::at(rest);
    if (here == name) return value;
    if (starts_behind(here, name)) break;
    rest.remove_prefix(value.bytes().size());
  }
  return std::nullopt;
}

inline void ListView::Iterator::read() {
  if (left_ == 0) return;
  current_ = ValueView::at(rest_);
  rest_.remove_prefix(current_.bytes().size());
}

inline std::uint32_t ListView::size() const {
  std::string_view rest = payload_;
  return take_varint(rest);
}

inline ListView::Iterator ListView::begin() const {
  std::string_view rest = payload_;
  const std::uint32_t count = take_varint(rest);
  return {rest, count};
}

inline std::optional<ValueView> ListView::at(std::uint32_t index) const {
  if (index >= size()) return std::nullopt;
  Iterator it = begin();
  while (index-- > 0) ++it;
  return *it;
}

inline void SetView::Iterator::read() {
  if (left_ == 0) return;
  const std::uint32_t length = take_varint(rest_);
  current_ = rest_.substr(0, length);
  rest_.remove_prefix(length);
}

inline std::uint32_t SetView::size() const {
  std::string_view rest = payload_;
  return take_varint(rest);
}

inline SetView::Iterator SetView::begin() const {
  std::string_view rest = payload_;
  const std::uint32_t count = take_varint(rest);
  return {rest, count};
}

inline bool SetView::contains(std::string_view element) const {
  for (std::string_view each : *this)
    if (each == element) return true;
  return false;
}

/// Checks bytes of unknown origin against the whole grammar, canonical order and nesting included.
/// Errors: kCorruption, with the offset.
Result<void> check_item(std::string_view bytes);

}  // namespace magneto::internal::value
