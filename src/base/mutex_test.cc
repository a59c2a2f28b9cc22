// SPDX-License-Identifier: Apache-2.0
#include "base/mutex.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace magneto::internal {
namespace {

struct Counter {
  void add(int n) {
    MutexLock lock(mutex);
    count += n;
  }
  int value() {
    MutexLock lock(mutex);
    return count;
  }

  Mutex mutex;
  int count MAGNETO_GUARDED_BY(mutex) = 0;
};

TEST(Mutex, LetsOneThreadInAtATime) {
  Counter counter;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&counter] {
      for (int i = 0; i < 10'000; ++i) counter.add(1);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counter.value(), 40'000);
}

TEST(Mutex, TryLockFailsWhileAnotherThreadHoldsIt) {
  Mutex mutex;
  MutexLock lock(mutex);
  bool taken = true;
  std::thread([&] {
    if (mutex.try_lock())
      mutex.unlock();
    else
      taken = false;
  }).join();
  EXPECT_FALSE(taken);
}

TEST(ConditionVariable, WakesTheWaiterAndHoldsTheMutexAgain) {
  Mutex mutex;
  ConditionVariable changed;
  bool ready = false;
  std::thread setter([&] {
    MutexLock lock(mutex);
    ready = true;
    changed.notify_one();
  });
  {
    MutexLock lock(mutex);
    while (!ready) changed.wait(mutex);
    EXPECT_TRUE(ready);
  }
  setter.join();
}

TEST(ConditionVariable, GivesUpWhenTheTimeHasPassed) {
  Mutex mutex;
  ConditionVariable changed;
  MutexLock lock(mutex);
  bool in_time = true;
  while (in_time) in_time = changed.wait_for(mutex, std::chrono::milliseconds(1));
  EXPECT_FALSE(in_time);
}

}  // namespace
}  // namespace magneto::internal
