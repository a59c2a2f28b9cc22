// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/error.h"

namespace magneto::internal::value {

/// What the service's current layer says of `text`, of which its older one says `older`: it reads
/// exponents as 64 bits, and puts a colon behind what it says of an empty text. (decimal.h speaks
/// the older layer's words.)
Error current_number_refusal(std::string_view text, Error older);

}  // namespace magneto::internal::value
