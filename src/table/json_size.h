// SPDX-License-Identifier: Apache-2.0
//
// How many bytes an item takes in a request, or some more: without writing it.
#pragma once

#include <cstddef>

#include "magneto/value.h"

namespace magneto::internal::table {

std::size_t json_size(const Item& item);

}  // namespace magneto::internal::table
