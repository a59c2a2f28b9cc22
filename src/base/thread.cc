// SPDX-License-Identifier: Apache-2.0
#include "base/thread.h"

#include <pthread.h>

#include <exception>
#include <string>
#include <utility>

namespace magneto::internal {

Result<void> start_thread(std::jthread& thread, const char* name,
                          std::function<void(std::stop_token)> body) {
  try {
    thread = std::jthread(std::move(body));
    pthread_setname_np(thread.native_handle(), name);
    return {};
  } catch (const std::exception& why) {  // std::system_error, std::bad_alloc
    return Error(ErrorCode::kIo,
                 "cannot start the thread " + std::string(name) + ": " + why.what());
  }
}

void run_apart(const std::function<void()>& body) {
  try {
    std::thread(body).detach();
  } catch (const std::exception&) {
    body();
  }
}

}  // namespace magneto::internal
