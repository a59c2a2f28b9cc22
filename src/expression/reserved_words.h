// SPDX-License-Identifier: Apache-2.0
//
// The words that may not stand as attribute names in an expression, whatever their case.
#pragma once

#include <string_view>

namespace magneto::internal::expression {

/// Source of the list: developer guide, "Reserved words in DynamoDB" (573 words).
bool is_reserved_word(std::string_view name);

}  // namespace magneto::internal::expression
