// SPDX-License-Identifier: Apache-2.0
//
// Numbers as they are signed.
#pragma once

#include <cstddef>
#include <string>

namespace magneto::internal::encryption {

/// Amazon's client for Python keeps so many digits of a number when it signs it.
inline constexpr std::size_t kPythonDigits = 28;

/// Rounds plain notation (Number::to_string) to 28 digits, half to even. Whether it did is told: the
/// profiles then differ.
bool round_plain_number(std::string& plain);

}  // namespace magneto::internal::encryption
