// SPDX-License-Identifier: Apache-2.0
#include "storage/engine.h"

#include <future>

#include "storage/messages.h"

namespace magneto::internal::storage {

Result<void> Engine::flush() {
  std::promise<Result<void>> promise;
  std::future<Result<void>> answer = promise.get_future();
  when_durable(last_commit(),
               [&promise](const Result<void>& flushed) { promise.set_value(flushed); });
  return answer.get();
}

Result<void> Engine::copy_to(const std::string&) { return memory_cannot_be_copied(); }

Result<std::vector<std::string>> Engine::verify(FunctionRef<bool(const VerifyProgress&)>) {
  return std::vector<std::string>();
}

}  // namespace magneto::internal::storage
