// SPDX-License-Identifier: Apache-2.0
//
// Starting a thread, where there may be none left to start: too many threads, or too little memory.
#pragma once

#include <functional>
#include <stop_token>
#include <thread>

#include "base/result.h"

namespace magneto::internal {

/// Makes `thread` a new one that runs `body`, with a name of at most 15 characters. Errors: kIo, "cannot start
/// the thread magneto-disk: Resource temporarily unavailable".
Result<void> start_thread(std::jthread& thread, const char* name,
                          std::function<void(std::stop_token)> body);

/// Runs `body` on a thread that nobody waits for; on the calling one where no thread can be started.
void run_apart(const std::function<void()>& body);

}  // namespace magneto::internal
