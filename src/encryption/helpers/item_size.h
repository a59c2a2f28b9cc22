// SPDX-License-Identifier: Apache-2.0
//
// The size of an item as the service counts it (value/item_size.h has the rule).
#pragma once

#include <cstddef>

#include "encryption/public_names.h"
#include "magneto/value.h"

namespace magneto::internal::encryption {

std::size_t item_bytes(const Item& item);

}  // namespace magneto::internal::encryption
