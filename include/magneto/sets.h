// SPDX-License-Identifier: Apache-2.0
//
// Binary, and DynamoDB's three sets: StringSet, NumberSet, BinarySet.
//
//   StringSet tags{"jazz", "calm"};
//   NumberSet years{1965, 1966};
//
// A set is sorted and holds each element once. An empty one can be made and compared, but the
// service has none: a call that is to send it fails with kValidation. Value types; thread safe as
// std::vector.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "magneto/number.h"

namespace magneto {

/// Bytes, as an attribute's value.
class Binary {
 public:
  Binary() = default;
  explicit Binary(std::string bytes) : bytes_(std::move(bytes)) {}
  explicit Binary(std::string_view bytes) : bytes_(bytes) {}
  explicit Binary(const char* bytes) : bytes_(bytes) {}
  explicit Binary(std::span<const std::byte> bytes)
      : bytes_(reinterpret_cast<const char*>(bytes.data()), bytes.size()) {}
  explicit Binary(std::span<const std::uint8_t> bytes)
      : bytes_(reinterpret_cast<const char*>(bytes.data()), bytes.size()) {}

  const std::string& bytes() const& { return bytes_; }
  std::string&& bytes() && { return std::move(bytes_); }
  std::span<const std::byte> span() const {
    return {reinterpret_cast<const std::byte*>(bytes_.data()), bytes_.size()};
  }
  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }

  friend bool operator==(const Binary&, const Binary&) = default;
  friend std::strong_ordering operator<=>(const Binary& a, const Binary& b) {
    return a.bytes_ <=> b.bytes_;
  }

 private:
  std::string bytes_;
};

/// A sorted vector without duplicates. Adding and removing is O(n), finding O(log n).
template <class T>
class SortedSet {
 public:
  using value_type = T;
  using const_iterator = typename std::vector<T>::const_iterator;

  SortedSet() = default;
  SortedSet(std::initializer_list<T> elements) : SortedSet(std::vector<T>(elements)) {}
  explicit SortedSet(std::vector<T> elements) : elements_(std::move(elements)) {
    std::sort(elements_.begin(), elements_.end());
    elements_.erase(std::unique(elements_.begin(), elements_.end()), elements_.end());
  }

  bool contains(const T& element) const {
    return std::binary_search(elements_.begin(), elements_.end(), element);
  }
  /// False when it is there already.
  bool insert(T element) {
    const auto at = std::lower_bound(elements_.begin(), elements_.end(), element);
    if (at != elements_.end() && *at == element) return false;
    elements_.insert(at, std::move(element));
    return true;
  }
  /// False when it is not there.
  bool erase(const T& element) {
    const auto at = std::lower_bound(elements_.begin(), elements_.end(), element);
    if (at == elements_.end() || !(*at == element)) return false;
    elements_.erase(at);
    return true;
  }

  std::size_t size() const { return elements_.size(); }
  bool empty() const { return elements_.empty(); }
  const_iterator begin() const { return elements_.begin(); }
  const_iterator end() const { return elements_.end(); }
  const std::vector<T>& elements() const { return elements_; }

  friend bool operator==(const SortedSet&, const SortedSet&) = default;

 private:
  std::vector<T> elements_;
};

using StringSet = SortedSet<std::string>;
using NumberSet = SortedSet<Number>;
using BinarySet = SortedSet<Binary>;

}  // namespace magneto
