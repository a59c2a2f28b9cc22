// SPDX-License-Identifier: Apache-2.0
#include "derive/index_messages.h"

namespace magneto::internal::derive {

std::string index_key_type_text(std::string_view index_name, const keys::KeyAttribute& attribute,
                                value::Type actual) {
  std::string text = "One or more parameter values were invalid: Type mismatch for Index Key ";
  text += attribute.name;
  text += " Expected: ";
  text += value::type_name(attribute.type);
  text += " Actual: ";
  text += value::type_name(actual);
  text += " IndexName: ";
  text += index_name;
  return text;
}

std::string index_key_size_text(std::string_view index_name, const keys::KeyAttribute& attribute,
                                std::size_t actual_bytes, std::size_t max_bytes) {
  std::string text =
      "One or more parameter values were invalid: Size limit exceeded for Index Key ";
  text += attribute.name;
  text += " Actual Size: " + std::to_string(actual_bytes) + " bytes";
  text += " Max Size: " + std::to_string(max_bytes) + " bytes";
  text += " IndexName: ";
  text += index_name;
  return text;
}

std::string empty_updated_index_key_text(const keys::KeyAttribute& attribute) {
  std::string text =
      "One or more parameter values are not valid. The update expression attempted to update a "
      "secondary index key to a value that is not supported. The AttributeValue for a key "
      "attribute cannot contain an empty ";
  text += attribute.type == value::Type::kBinary ? "binary" : "string";
  return text + " value.";
}

}  // namespace magneto::internal::derive
