// SPDX-License-Identifier: Apache-2.0
//
// The reserved words of PartiQL: they are no identifiers unless they are quoted.
#pragma once

#include <string_view>

namespace magneto::internal::partiql {

/// `word` in lower case.
bool is_keyword(std::string_view word);

/// The keywords that may be called like a function.
bool is_function_keyword(std::string_view word);

/// The keywords that name a type behind IS.
bool is_type_keyword(std::string_view word);

}  // namespace magneto::internal::partiql
