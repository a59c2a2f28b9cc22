// SPDX-License-Identifier: Apache-2.0
#include "commands/interrupts.h"

#include <pthread.h>
#include <unistd.h>

#include "commands/exit_status.h"

namespace magneto::internal::commands {

Interrupts::Interrupts() {
  sigemptyset(&signals_);
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&signals_, signal);
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  waiting_ = std::thread([this] {
    for (int signal = 0; sigwait(&signals_, &signal) == 0;) {
      if (signal == SIGUSR1) return;  // the destructor
      const int exit = signal == SIGTERM ? kTerminated : kInterrupted;
      if (happened()) _exit(exit);
      status_ = exit;
      cancellation_.cancel();
    }
  });
}

Interrupts::~Interrupts() {
  pthread_kill(waiting_.native_handle(), SIGUSR1);
  waiting_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace magneto::internal::commands
