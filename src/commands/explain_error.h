// SPDX-License-Identifier: Apache-2.0
//
// What to do about an error, for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "magneto/error.h"

namespace magneto::internal::commands {

class Session;

/// The error's text, and below it what can be done, where something is known.
std::string explain_error(const magneto::Error& error, Session& session);

/// The one of `names` that `name` may be a misspelling of; empty when there is none.
std::string nearest_name(std::string_view name, const std::vector<std::string>& names);

}  // namespace magneto::internal::commands
