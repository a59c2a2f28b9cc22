// SPDX-License-Identifier: Apache-2.0
//
// The model's regular expressions, as functions: there are eleven, and none needs an engine.
#pragma once

#include <string_view>

#include "model/shape.h"

namespace magneto::internal::checks {

/// Whether the whole of `text` matches. O(length).
bool matches(model::Pattern pattern, std::string_view text);

}  // namespace magneto::internal::checks
