// SPDX-License-Identifier: Apache-2.0
//
// TaskQueue: tasks from any thread to one consumer, without a lock. A stack that the consumer takes
// whole and turns round.
#pragma once

#include <atomic>

#include "http_server/loop.h"

namespace magneto::internal::http_server {

class TaskQueue {
 public:
  /// Adds a task. True when the queue was empty: then the consumer must be woken. Any thread.
  bool push(Loop::Task& task) {
    Loop::Task* head = head_.load(std::memory_order_relaxed);
    do {
      task.next_ = head;
    } while (!head_.compare_exchange_weak(head, &task, std::memory_order_release,
                                          std::memory_order_relaxed));
    return head == nullptr;
  }

  /// Runs what is there now, oldest first. The consumer's thread only.
  void run_all() {
    Loop::Task* taken = head_.exchange(nullptr, std::memory_order_acquire);
    Loop::Task* oldest = nullptr;
    while (taken != nullptr) {
      Loop::Task* rest = taken->next_;
      taken->next_ = oldest;
      oldest = taken;
      taken = rest;
    }
    while (oldest != nullptr) {
      Loop::Task* task = oldest;
      oldest = task->next_;  // Before run(): the task may be posted again or be gone after it.
      task->run();
    }
  }

  bool empty() const { return head_.load(std::memory_order_acquire) == nullptr; }

 private:
  std::atomic<Loop::Task*> head_{nullptr};
};

}  // namespace magneto::internal::http_server
