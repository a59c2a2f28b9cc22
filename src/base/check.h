// SPDX-License-Identifier: Apache-2.0
//
// MAGNETO_CHECK(condition): a programmer's error ends the program, in release builds too.
#pragma once

namespace magneto {

/// Prints the condition and the place, then aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace magneto

#define MAGNETO_CHECK(condition)                               \
  do {                                                         \
    if (!(condition)) [[unlikely]]                             \
      ::magneto::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)
