// SPDX-License-Identifier: Apache-2.0
//
// What the service says about values that are no vector of an index. The text for a wrong size is
// the service's, as Amazon's notes on vector search quote it. Of the others its documentation tells
// the beginning ("Invalid type for parameter") and that the element is named: the rest is made
// after the first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "value/type.h"

namespace magneto::internal::derive {

std::string vector_size_text(std::string_view index_name, std::string_view attribute,
                             std::int64_t expected, std::int64_t actual);
std::string vector_type_text(std::string_view index_name, std::string_view attribute,
                             value::Type actual);
std::string vector_element_type_text(std::string_view index_name, std::string_view attribute,
                                     std::size_t position, value::Type actual);
/// An element that no 32-bit float can be near to.
std::string vector_element_range_text(std::string_view index_name, std::string_view attribute,
                                      std::size_t position);

}  // namespace magneto::internal::derive
