// SPDX-License-Identifier: Apache-2.0
//
// A mutex that clang's thread-safety analysis (-Wthread-safety) understands. State which mutex
// guards a member, and which functions need it held, and clang checks every access:
//
//   class Counter {
//    public:
//     void add(int n) {
//       MutexLock lock(mutex_);
//       count_ += n;
//     }
//
//    private:
//     Mutex mutex_;
//     int count_ MAGNETO_GUARDED_BY(mutex_) = 0;
//   };
//
// GCC compiles the annotations away.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define MAGNETO_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define MAGNETO_THREAD_ANNOTATION(x)
#endif

/// The member may be used only while `mutex` is held.
#define MAGNETO_GUARDED_BY(mutex) MAGNETO_THREAD_ANNOTATION(guarded_by(mutex))
/// What the pointer points to may be used only while `mutex` is held.
#define MAGNETO_PT_GUARDED_BY(mutex) MAGNETO_THREAD_ANNOTATION(pt_guarded_by(mutex))
/// The function may be called only while the mutex is held.
#define MAGNETO_REQUIRES(...) MAGNETO_THREAD_ANNOTATION(requires_capability(__VA_ARGS__))
/// The function may be called only while the mutex is not held.
#define MAGNETO_EXCLUDES(...) MAGNETO_THREAD_ANNOTATION(locks_excluded(__VA_ARGS__))
#define MAGNETO_ACQUIRE(...) MAGNETO_THREAD_ANNOTATION(acquire_capability(__VA_ARGS__))
#define MAGNETO_RELEASE(...) MAGNETO_THREAD_ANNOTATION(release_capability(__VA_ARGS__))
#define MAGNETO_TRY_ACQUIRE(...) MAGNETO_THREAD_ANNOTATION(try_acquire_capability(__VA_ARGS__))
#define MAGNETO_CAPABILITY(name) MAGNETO_THREAD_ANNOTATION(capability(name))
#define MAGNETO_SCOPED_CAPABILITY MAGNETO_THREAD_ANNOTATION(scoped_lockable)
/// The analysis cannot follow this function; say why where it is used.
#define MAGNETO_NO_THREAD_SAFETY_ANALYSIS MAGNETO_THREAD_ANNOTATION(no_thread_safety_analysis)

namespace magneto::internal {

class MAGNETO_CAPABILITY("mutex") Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void lock() MAGNETO_ACQUIRE() { mutex_.lock(); }
  void unlock() MAGNETO_RELEASE() { mutex_.unlock(); }
  bool try_lock() MAGNETO_TRY_ACQUIRE(true) { return mutex_.try_lock(); }

 private:
  friend class ConditionVariable;
  std::mutex mutex_;
};

/// Holds a Mutex until the end of the scope.
class MAGNETO_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) MAGNETO_ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() MAGNETO_RELEASE() { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

/// std::condition_variable for a Mutex. Wakes spuriously, so wait in a loop; the loop is written at
/// the place of use, where the analysis sees the guarded members of its condition.
class ConditionVariable {
 public:
  void wait(Mutex& mutex) MAGNETO_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }

  /// False when `timeout` has passed.
  template <class Rep, class Period>
  bool wait_for(Mutex& mutex, std::chrono::duration<Rep, Period> timeout) MAGNETO_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    std::cv_status status = condition_.wait_for(lock, timeout);
    lock.release();
    return status == std::cv_status::no_timeout;
  }

  /// False when `deadline` has passed.
  template <class ClockType, class Duration>
  bool wait_until(Mutex& mutex, std::chrono::time_point<ClockType, Duration> deadline)
      MAGNETO_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    std::cv_status status = condition_.wait_until(lock, deadline);
    lock.release();
    return status == std::cv_status::no_timeout;
  }

  void notify_one() { condition_.notify_one(); }
  void notify_all() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace magneto::internal
