// SPDX-License-Identifier: Apache-2.0
//
// Values as they are written in conditions and updates on the command line:
//
//   'text' ('' is one quote)   12  -1.5e3   true  false  null   b64'AAEC'
//   [1, 'two', [3]]   {'name': 'Nina', "year": 1965}   <<1, 2>>  <<'a'>>  <<b64'AA=='>>
//
// Within lists and maps, "text" is a string too.
#pragma once

#include <cstddef>
#include <string_view>

#include "magneto/value.h"

namespace magneto::internal::commands {

struct ReadLiteral {
  Value value;
  std::size_t length = 0;  ///< Of its text.
};

/// Whether a literal starts at the beginning of `text`. Lists count where `list` says so: behind a name
/// a bracket is an index.
bool starts_literal(std::string_view text, bool list);

/// The literal at the beginning of `text`. Errors: kInvalidArgument, with what is wrong with it.
magneto::Result<ReadLiteral> read_literal(std::string_view text);

}  // namespace magneto::internal::commands
