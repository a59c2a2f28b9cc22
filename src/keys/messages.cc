// SPDX-License-Identifier: Apache-2.0
#include "keys/messages.h"

namespace magneto::internal::keys {
namespace {

std::string empty_value(const KeyAttribute& attribute) {
  return std::string("The AttributeValue for a key attribute cannot contain an empty ") +
         (attribute.type == value::Type::kBinary ? "binary" : "string") + " value.";
}

}  // namespace

std::string empty_key_text(const KeyAttribute& attribute) {
  return "One or more parameter values are not valid. " + empty_value(attribute) +
         " Key: " + attribute.name;
}

std::string empty_index_key_text(std::string_view index, const KeyAttribute& attribute) {
  return "One or more parameter values are not valid. A value specified for a secondary index key "
         "is not supported. " +
         empty_value(attribute) + " IndexName: " + std::string(index) +
         ", IndexKey: " + attribute.name;
}

}  // namespace magneto::internal::keys
