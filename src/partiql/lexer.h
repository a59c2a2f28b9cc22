// SPDX-License-Identifier: Apache-2.0
//
// A statement's text as tokens. Words that belong together become one token ("not in", "insert
// into"), as in PartiQL's own parser, so that its messages come out at the same places.
#pragma once

#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "partiql/token.h"

namespace magneto::internal::partiql {

struct Tokens {
  std::span<const Token> all;  ///< The last one is kEnd.
  std::uint32_t parameters = 0;
};

/// Borrows `statement`. Errors: kValidation: a character that begins no token, a quote without its
/// end.
Result<Tokens> tokenize(Arena& arena, std::string_view statement);

}  // namespace magneto::internal::partiql
