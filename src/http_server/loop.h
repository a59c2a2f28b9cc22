// SPDX-License-Identifier: Apache-2.0
//
// Loop: one thread with its own listening socket and its own connections. All that belongs to a
// connection happens on its loop; other threads hand work to it with post().
#pragma once

namespace magneto::internal::http_server {

class Loop {
 public:
  /// Work for a loop. Whoever posts it keeps it alive until it has run; it may be posted again
  /// then.
  class Task {
   public:
    virtual void run() = 0;

   protected:
    ~Task() = default;

   private:
    friend class TaskQueue;
    Task* next_ = nullptr;
  };

  /// Runs `task` on the loop's thread, soon. Any thread. Allocates nothing in the common case, and
  /// wakes the loop once for all that is posted before it looks. Tasks of one thread keep their
  /// order.
  virtual void post(Task& task) = 0;

 protected:
  ~Loop() = default;
};

}  // namespace magneto::internal::http_server
