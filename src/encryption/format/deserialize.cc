// SPDX-License-Identifier: Apache-2.0
#include "encryption/format/deserialize.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "encryption/format/serialize.h"

namespace magneto::internal::encryption {
namespace {

Error malformed() {
  return make_error(Failure::kDeserialization, "these bytes are no serialized attribute");
}

/// The item that has it can be read by the client that wrote it alone.
Error no_number() {
  return make_error(
      Failure::kDeserialization,
      "a number in it is malformed, or outside of DynamoDB's range: Amazon's client for "
      "Python rounds numbers of more than 28 digits before it encrypts them, and may "
      "round the greatest out of the range");
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  Result<Value> value(int depth) {
    const std::optional<std::string_view> head = take(2);
    if (!head || (*head)[0] != '\0' || depth > kMaxDepth) return malformed();
    switch ((*head)[1]) {
      case '\0':
        return Value(nullptr);
      case '?':
        return boolean();
      case 'n':
        return one<Number>();
      case 's':
        return one<std::string>();
      case 'b':
        return one<Binary>();
      case 'S':
        return set<std::string>();
      case 'N':
        return set<Number>();
      case 'B':
        return set<Binary>();
      case 'L':
        return list(depth);
      case 'M':
        return map(depth);
      default:
        return malformed();
    }
  }

 private:
  std::optional<std::string_view> take(std::size_t size) {
    if (rest_.size() < size) return std::nullopt;
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::optional<std::size_t> u32() {
    const std::optional<std::string_view> bytes = take(4);
    if (!bytes) return std::nullopt;
    std::size_t number = 0;
    for (const char c : *bytes) number = number << 8 | static_cast<unsigned char>(c);
    return number;
  }

  /// A number of elements, each of which takes at least `least` bytes.
  std::optional<std::size_t> count(std::size_t least) {
    const std::optional<std::size_t> number = u32();
    if (!number || *number > rest_.size() / least) return std::nullopt;
    return number;
  }

  std::optional<std::string_view> bytes() {
    const std::optional<std::size_t> size = u32();
    return size ? take(*size) : std::nullopt;
  }

  template <class T>
  std::optional<T> element() {
    const std::optional<std::string_view> text = bytes();
    if (!text) return std::nullopt;
    if constexpr (std::is_same_v<T, Number>) {
      Result<Number> number = Number::parse(*text);
      bad_number_ = !number;
      if (bad_number_) return std::nullopt;
      return *number;
    } else {
      if (std::is_same_v<T, std::string> && !is_utf8(*text)) return std::nullopt;
      return T(*text);
    }
  }

  Error no_element() const { return bad_number_ ? no_number() : malformed(); }

  Result<Value> boolean() {
    const std::optional<std::string_view> byte = take(1);
    if (!byte || static_cast<unsigned char>((*byte)[0]) > 1) return malformed();
    return Value((*byte)[0] == '\1');
  }

  template <class T>
  Result<Value> one() {
    std::optional<T> read = element<T>();
    if (!read) return no_element();
    return Value(std::move(*read));
  }

  template <class T>
  Result<Value> set() {
    const std::optional<std::size_t> elements = count(4);
    if (!elements) return malformed();
    std::vector<T> read;
    read.reserve(*elements);
    for (std::size_t i = 0; i < *elements; ++i) {
      std::optional<T> one = element<T>();
      if (!one) return no_element();
      read.push_back(std::move(*one));
    }
    return Value(SortedSet<T>(std::move(read)));
  }

  Result<Value> list(int depth) {
    const std::optional<std::size_t> elements = count(2);
    if (!elements) return malformed();
    List read;
    for (std::size_t i = 0; i < *elements; ++i) {
      Result<Value> one = value(depth + 1);
      if (!one) return one;
      read.push_back(std::move(*one));
    }
    return Value(std::move(read));
  }

  Result<Value> map(int depth) {
    const std::optional<std::size_t> elements = count(8);
    if (!elements) return malformed();
    Map read;
    for (std::size_t i = 0; i < *elements; ++i) {
      if (take(2) != std::string_view("\0s", 2)) return malformed();
      std::optional<std::string> name = element<std::string>();
      if (!name) return malformed();
      Result<Value> one = value(depth + 1);
      if (!one) return one;
      read.append(std::move(*name), std::move(*one));
    }
    return Value(std::move(read));
  }

  std::string_view rest_;
  bool bad_number_ = false;  ///< The last number that was read.
};

}  // namespace

Result<Value> deserialize(std::string_view bytes) { return Reader(bytes).value(0); }

}  // namespace magneto::internal::encryption
