// SPDX-License-Identifier: Apache-2.0
//
// Statements of tests: from text in one step.
#pragma once

#include "partiql/statement.h"

namespace magneto::internal::partiql {

/// Borrows `text`.
inline Result<Statement> statement_of(Arena& arena, std::string_view text,
                                      std::size_t parameters = 0) {
  MAGNETO_ASSIGN_OR_RETURN(const ParsedStatement parsed, parse(arena, text));
  return read_statement(parsed, parameters);
}

}  // namespace magneto::internal::partiql
