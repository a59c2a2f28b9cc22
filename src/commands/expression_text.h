// SPDX-License-Identifier: Apache-2.0
//
// Expressions of the service's grammar, with values and any names in them:
//
//   Year > 1960 AND contains(Tags, 'jazz') AND "a name" <> null
//
// Values (literal.h) become placeholders :v0, :v1; names in double quotes #n0, #n1. Everything else
// stays, so what is wrong with it the service says in its own words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "magneto/expression.h"
#include "magneto/key_condition.h"
#include "magneto/projection.h"

namespace magneto::internal::commands {

struct ExpressionText {
  std::string text;
  Item values;
  Names names;
};

/// Errors: kInvalidArgument.
magneto::Result<ExpressionText> read_expression(std::string_view text);

/// No condition where there is no text.
magneto::Result<magneto::Condition> read_condition(std::string_view text);
/// "Title,Credits.Piano,Takes[0]". All attributes without it. Errors: kInvalidArgument.
magneto::Result<magneto::Projection> read_projection(const std::optional<std::string>& select);

}  // namespace magneto::internal::commands
