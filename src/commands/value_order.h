// SPDX-License-Identifier: Apache-2.0
//
// An order of all values, for sorting and for MIN and MAX: null, false, true, numbers, texts, binaries,
// then the others by their JSON. What is not there is behind everything.
#pragma once

#include "magneto/value.h"

namespace magneto::internal::commands {

/// Less than 0, 0, more than 0. Null pointers are absent values.
int compare_values(const Value* a, const Value* b);

}  // namespace magneto::internal::commands
