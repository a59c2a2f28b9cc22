// SPDX-License-Identifier: Apache-2.0
//
// Text to syntax tree: precedence climbing over the tokens, in the order in which PartiQL's
// reference parser looks at them, so that the first fault that is found is the one the service
// tells.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "partiql/syntax.h"

namespace magneto::internal::partiql {

struct ParsedStatement {
  const Node* root = nullptr;
  std::uint32_t parameters = 0;  ///< How many `?` there are.
};

/// Borrows `statement`. O(its length). Errors: kValidation: it is not well formed.
Result<ParsedStatement> parse(Arena& arena, std::string_view statement);

}  // namespace magneto::internal::partiql
