// SPDX-License-Identifier: Apache-2.0
//
// What the signature of an item is of.
//
//   SHA256("TABLE>" table "<TABLE")
//   for each attribute that is signed, sorted by name:
//     SHA256(name) SHA256("ENCRYPTED" or "PLAINTEXT") SHA256(serialized stored value)
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "encryption/format/item_shape.h"
#include "encryption/format/serialize.h"
#include "encryption/public_names.h"
#include "magneto/value.h"

namespace magneto::internal::encryption {

/// Of one item after the other. Not thread safe.
class SignedString {
 public:
  /// The next item, of which each signed attribute is to be put.
  void begin(const ItemShape& shape);
  /// `value` is as it is stored. Errors: kSerialization.
  Result<void> put(const ItemShape::Attribute& attribute, const Value& value);
  /// The same of bytes that are serialized already.
  /// `value` is the same afterwards.
  void put_serialized(const ItemShape::Attribute& attribute, std::string& value);
  /// All attributes of `item`.
  Result<void> put_all(const ItemShape& shape, const Item& item);

  std::string_view bytes() const { return bytes_; }
  /// Whether the other profile may give another string.
  bool profiles_differ() const { return serializer_->profiles_differ(); }

 private:
  std::string bytes_;
  std::string serialized_;  // a buffer
  std::optional<Serializer> serializer_;
};

}  // namespace magneto::internal::encryption
