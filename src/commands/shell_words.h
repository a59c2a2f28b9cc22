// SPDX-License-Identifier: Apache-2.0
//
// Lines of the interactive shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "magneto/result.h"

namespace magneto::internal::commands {

/// Words with blanks between them. 'text' is taken as it is; in "text" a backslash keeps the next
/// character. Errors: kInvalidArgument (a quote that does not end).
magneto::Result<std::vector<std::string>> shell_words(std::string_view line);

/// Whether it is PartiQL although it starts with the name of a command: DELETE FROM, UPDATE ... SET.
bool is_statement(const std::vector<std::string>& words);

}  // namespace magneto::internal::commands
