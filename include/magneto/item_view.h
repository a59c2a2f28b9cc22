// SPDX-License-Identifier: Apache-2.0
//
// ItemView and ValueView: an item as it came, read in place. No attribute is copied until it is
// asked for; an Item is made with `to_item()`.
//
//   EncodedItems page = client.views<operation::Query>(input).value().items;
//   for (ItemView song : page) plays += song["Plays"].value_or(0);
//
// EncodedItems owns the bytes; views borrow them and are valid as long as it is, moved or not.
// Views are cheap to copy and safe to read from any thread. Finding an attribute is O(attributes).
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "magneto/attribute.h"
#include "magneto/value.h"

namespace magneto {

class ItemView;
class ListView;
class SetView;

/// One value. A default-constructed view is empty: what an absent attribute is.
class ValueView {
 public:
  ValueView() = default;

  bool empty() const { return bytes_.empty(); }
  /// REQUIRES (this and all below): !empty().
  ValueType type() const;
  bool is_null() const { return type() == ValueType::kNull; }

  /// Converted, as Attribute::as. `as<std::string_view>()` copies nothing.
  template <class T>
  Result<T> as() const {
    return Conversion<T>::from(*this);
  }
  /// Nothing of another type's: no attributes, no elements.
  ItemView map() const;
  ListView list() const;
  SetView set() const;
  Value to_value() const;

  /// The encoded value. Equal bytes mean equal values.
  std::string_view bytes() const { return bytes_; }
  /// REQUIRES: the first bytes are an encoded value, which this library wrote.
  static ValueView at(std::string_view bytes);

  friend bool operator==(ValueView a, ValueView b) { return a.bytes_ == b.bytes_; }

 private:
  std::string_view bytes_;
};

/// Attributes, in the order of the names' bytes.
class ItemView {
 public:
  struct Entry {
    std::string_view name;
    ValueView value;
  };
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Entry*;
    using reference = const Entry&;

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
    Entry current_;
    std::string_view rest_;
    std::uint32_t left_ = 0;
  };

  ItemView() = default;  ///< No attributes.
  /// REQUIRES: an encoded item, which this library wrote.
  explicit ItemView(std::string_view bytes) : bytes_(bytes) {}

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  Iterator begin() const;
  Iterator end() const { return {}; }
  /// Empty when there is none.
  ValueView find(std::string_view name) const;
  bool contains(std::string_view name) const { return !find(name).empty(); }
  Attribute<ValueView> operator[](std::string_view name) const {
    return {find(name), std::string(name)};
  }
  Item to_item() const;

  std::string_view bytes() const { return bytes_; }
  friend bool operator==(const ItemView& a, const ItemView& b) { return a.bytes_ == b.bytes_; }

 private:
  std::string_view bytes_ = std::string_view("\0", 1);
};

/// The elements of a list.
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

  ListView() = default;
  explicit ListView(std::string_view payload) : payload_(payload) {}
  std::size_t size() const;
  bool empty() const { return size() == 0; }
  /// Empty behind the end. O(index).
  ValueView at(std::size_t index) const;
  Iterator begin() const;
  Iterator end() const { return {}; }

 private:
  std::string_view payload_ = std::string_view("\0", 1);
};

/// The elements of a set: of strings and binaries their bytes, of numbers what Number::from_bytes
/// takes.
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

  SetView() = default;
  explicit SetView(std::string_view payload) : payload_(payload) {}
  std::size_t size() const;
  bool empty() const { return size() == 0; }
  bool contains(std::string_view element) const;
  Iterator begin() const;
  Iterator end() const { return {}; }

 private:
  std::string_view payload_ = std::string_view("\0", 1);
};

/// The items of one answer, encoded, in its order. Movable; the views stay valid.
class EncodedItems {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = ItemView;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = ItemView;

    Iterator() = default;
    Iterator(const EncodedItems* items, std::size_t index) : items_(items), index_(index) {}
    ItemView operator*() const { return (*items_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++*this;
      return old;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const EncodedItems* items_ = nullptr;
    std::size_t index_ = 0;
  };

  EncodedItems() = default;
  /// `bytes` holds items one after the other; `ends` says where each ends. One item needs no ends.
  EncodedItems(std::unique_ptr<char[]> bytes, std::size_t size,
               std::vector<std::uint32_t> ends = {})
      : bytes_(std::move(bytes)), size_(size), ends_(std::move(ends)) {}
  EncodedItems(EncodedItems&& other) noexcept
      : bytes_(std::move(other.bytes_)),
        size_(std::exchange(other.size_, 0)),
        ends_(std::exchange(other.ends_, {})) {}
  EncodedItems& operator=(EncodedItems&& other) noexcept {
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    ends_ = std::exchange(other.ends_, {});
    return *this;
  }

  std::size_t size() const { return size_ == 0 ? 0 : ends_.empty() ? 1 : ends_.size(); }
  bool empty() const { return size() == 0; }
  /// REQUIRES: index < size().
  ItemView operator[](std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    const std::size_t end = ends_.empty() ? size_ : ends_[index];
    return ItemView({bytes_.get() + begin, end - begin});
  }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }
  /// Bytes held for the items.
  std::size_t byte_size() const { return size_; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::vector<std::uint32_t> ends_;
};

/// An item of its own, encoded.
class EncodedItem {
 public:
  EncodedItem() = default;
  explicit EncodedItem(EncodedItems items) : items_(std::move(items)) {}
  ItemView view() const { return items_.empty() ? ItemView() : items_[0]; }
  ItemView operator*() const { return view(); }

 private:
  EncodedItems items_;
};

}  // namespace magneto
