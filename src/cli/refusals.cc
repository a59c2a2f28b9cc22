// SPDX-License-Identifier: Apache-2.0
#include "cli/refusals.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <system_error>

#include "cli/command_line.h"

namespace magneto::internal::cli {
namespace {

/// The refusal that is being thrown is told. Whether it is one.
bool tell_refusal() {
  try {
    throw;
  } catch (const std::system_error& error) {
    std::fprintf(stderr, "magneto: the system refused a thread or another resource: %s\n",
                 error.what());
  } catch (const std::bad_alloc&) {
    std::fputs("magneto: there is not enough memory\n", stderr);
  } catch (...) {
    return false;
  }
  return true;
}

[[noreturn]] void end() {
  if (!std::current_exception()) {
    // RocksDB starts several threads to open its files. When one of them is refused, those that run
    // are given up, which ends here instead of with the exception.
    std::fputs("magneto: the system refused a thread: check the limits of memory and processes\n",
               stderr);
    std::_Exit(kFailure);
  }
  if (tell_refusal()) std::_Exit(kFailure);
  std::fputs("magneto: ended by an exception that nobody expected\n", stderr);
  std::abort();
}

}  // namespace

int guarded(const std::function<int()>& run) {
  try {
    return run();
  } catch (...) {
    if (!tell_refusal()) throw;
  }
  return kFailure;
}

void end_with_a_message_when_refused() { std::set_terminate(end); }

}  // namespace magneto::internal::cli
