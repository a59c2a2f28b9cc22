// SPDX-License-Identifier: Apache-2.0
//
// MAGNETO_CHECK(condition): a programmer's error ends the program, in release builds too.
#pragma once

namespace magneto::internal {

/// Prints the condition and the place, then aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace magneto::internal

#define MAGNETO_CHECK(condition)                                         \
  do {                                                                   \
    if (!(condition)) [[unlikely]]                                       \
      ::magneto::internal::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)
