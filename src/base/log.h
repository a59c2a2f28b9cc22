// SPDX-License-Identifier: Apache-2.0
//
// What the operator should know, as lines on standard error.
#pragma once

#include <string>

#include "base/error.h"

namespace magneto::internal {

/// One line: "magneto: what: why". Thread safe. At most a few lines a second: what repeats faster
/// is counted and summed up.
void report(const std::string& what, const Error& why);
void report(const std::string& what);

}  // namespace magneto::internal
