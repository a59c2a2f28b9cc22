// SPDX-License-Identifier: Apache-2.0
//
// A value from its bytes (serialize.h has the grammar).
#pragma once

#include <string_view>

#include "encryption/public_names.h"
#include "magneto/value.h"

namespace magneto::internal::encryption {

/// Bytes behind one whole value are ignored, as by Amazon's clients. Errors: kDeserialization.
Result<Value> deserialize(std::string_view bytes);

}  // namespace magneto::internal::encryption
