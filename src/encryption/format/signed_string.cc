// SPDX-License-Identifier: Apache-2.0
#include "encryption/format/signed_string.h"

#include "encryption/crypto/digest.h"

namespace magneto::internal::encryption {

void SignedString::begin(const ItemShape& shape) {
  bytes_ = shape.signed_string();
  serializer_.emplace(shape.profile(), true);
  if (shape.profiles_differ()) serializer_->note_difference();
}

Result<void> SignedString::put(const ItemShape::Attribute& attribute, const Value& value) {
  serialized_.clear();
  if (auto done = serializer_->append(value, serialized_); !done) {
    return done.error().in("attribute \"" + attribute.name + "\"");
  }
  put_serialized(attribute, serialized_);
  return {};
}

void SignedString::put_serialized(const ItemShape::Attribute& attribute, std::string& value) {
  sha256_in_place(value, bytes_of(bytes_) + attribute.place);
}

Result<void> SignedString::put_all(const ItemShape& shape, const Item& item) {
  begin(shape);
  auto attribute = shape.attributes().begin();
  for (const Member& member : item) {
    if (attribute->place != 0) {
      if (auto done = put(*attribute, member.value); !done) return done;
    }
    ++attribute;
  }
  return {};
}

}  // namespace magneto::internal::encryption
