// SPDX-License-Identifier: Apache-2.0
//
// What this process costs: its CPU time, and how often it allocates.
#pragma once

#include <cstdint>
#include <string>

namespace magneto::bench {

/// Calls of operator new so far, of all threads.
std::uint64_t allocations();
/// User and system time so far, of all threads.
double cpu_us();
/// The most memory that the process has had.
long peak_kb();

[[noreturn]] void die(const std::string& why);

struct Cost {
  double us = 0;
  double allocations = 0;
};

/// Of one `call`, the mean of `calls`, after a tenth of them that nobody counts.
template <class F>
Cost measure(int calls, F call) {
  for (int i = 0; i < calls / 10; ++i) call();
  const std::uint64_t before = allocations();
  const double start = cpu_us();
  for (int i = 0; i < calls; ++i) call();
  return {(cpu_us() - start) / calls, double(allocations() - before) / calls};
}

}  // namespace magneto::bench
