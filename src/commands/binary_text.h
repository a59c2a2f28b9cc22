// SPDX-License-Identifier: Apache-2.0
//
// Bytes in base64.
#pragma once

#include <string>
#include <string_view>

#include "magneto/value.h"

namespace magneto::internal::commands {

/// Errors: kInvalidArgument.
magneto::Result<Binary> binary_from_base64(std::string_view text);
std::string base64_of(const Binary& binary);

}  // namespace magneto::internal::commands
