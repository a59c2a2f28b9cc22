// SPDX-License-Identifier: Apache-2.0
//
// Interrupts: Ctrl-C and SIGTERM ask long work to stop at the next page; a second one ends the program.
//
//   Interrupts interrupts;                                    // before any thread is begun
//   copy_table(a, b, {.work = {.cancellation = interrupts.cancellation()}});
//   if (interrupts.happened()) ...
#pragma once

#include <atomic>
#include <csignal>
#include <thread>

#include "commands/exit_status.h"
#include "magneto/cancellation.h"

namespace magneto::internal::commands {

class Interrupts {
 public:
  /// The signals are blocked from now on, in the threads that are begun, too; a thread waits for them.
  Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  ~Interrupts();

  const Cancellation& cancellation() const { return cancellation_; }
  bool happened() const { return cancellation_.cancelled(); }
  /// The exit status of what was stopped: 130 by Ctrl-C, 143 by SIGTERM.
  int status() const { return status_; }

 private:
  Cancellation cancellation_;
  std::atomic<int> status_{kInterrupted};
  sigset_t signals_{};
  sigset_t before_{};
  std::thread waiting_;
};

}  // namespace magneto::internal::commands
