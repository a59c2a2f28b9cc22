// SPDX-License-Identifier: Apache-2.0
//
// What to do about an error, for people.
#pragma once

#include <string>

#include "magneto/error.h"

namespace magneto::internal::commands {

class Session;

/// The error's text, and below it what can be done, where something is known.
std::string explain_error(const magneto::Error& error, Session& session);

}  // namespace magneto::internal::commands
