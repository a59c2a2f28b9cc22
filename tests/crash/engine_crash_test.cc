// SPDX-License-Identifier: Apache-2.0
//
// A process that writes under load is killed (SIGKILL) at a random moment, again and again in the
// same directory. Each time, all it had been told to be durable must be there, and nothing
// half-written.
//
//   engine_crash_test [ROUNDS]          the test; the default is quick
//   engine_crash_test --writer DIR MODE (started by it) writes for ever, tells each answered write
//
// First with every write answered when the disk has it, then with relaxed durability: the death of
// a process must lose nothing then either.
//
// Several threads write numbered updates of items of their own: an item, its index entry (another
// family) and a counter in one batch. An answered write's thread and number go to standard output,
// a pipe to the test, in 8 bytes: what has been written to a pipe survives the writer.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "storage/counters.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace {

using namespace magneto::internal;
using namespace magneto::internal::storage;

constexpr int kThreads = 4;
constexpr std::uint32_t kKeys = 50;

struct Answer {
  std::uint32_t thread;
  std::uint32_t number;
};

std::string item_key(std::uint32_t thread, std::uint32_t number) {
  return "t" + std::to_string(thread) + "k" + std::to_string(number % kKeys);
}
std::string counter_key(std::uint32_t thread) { return "t" + std::to_string(thread); }

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "engine_crash_test: %s\n", why.c_str());
  std::exit(1);
}

/// Small write buffers: table files are written and logs changed all the time.
std::unique_ptr<Engine> open(const std::string& directory, const std::string& mode) {
  auto engine =
      open_rocksdb({.directory = directory,
                    .durability = mode == "async" ? Durability::kAsync : Durability::kSync,
                    .write_buffer_bytes = 1 << 20});
  if (!engine.ok()) fail(engine.error().message());
  return std::move(engine).value();
}

std::uint32_t count(Engine& engine, std::uint32_t thread) {
  const std::string key = counter_key(thread);
  const auto view = engine.view(Blocking::kAllowed);
  const auto sums = view->get({Family::kCounters, key});
  if (!sums.ok()) fail(sums.error().message());
  return *sums ? static_cast<std::uint32_t>(counter_at(**sums, 0)) : 0;
}

void write(Engine& engine, std::uint32_t thread, std::uint32_t number) {
  const std::string item = item_key(thread, number);
  const std::string value = std::to_string(number) + std::string(300, 'x');
  const Key key{Family::kItems, item};
  const auto decide = [&](Values values, Batch& batch) -> Result<void> {
    if (values[0]) {
      batch.erase({Family::kIndexes, item + "/" + std::to_string(std::atoi(values[0]->data()))});
    }
    batch.put(key, value);
    batch.put({Family::kIndexes, item + "/" + std::to_string(number)}, "");
    const std::int64_t one = 1;
    batch.add({Family::kCounters, counter_key(thread)}, {&one, 1});
    return {};
  };
  const Result<void> written = engine.modify({&key, 1}, decide, Blocking::kAllowed);
  if (!written.ok()) fail(written.error().message());
  engine.when_durable(engine.last_commit(), [=](const Result<void>& flushed) {
    if (!flushed.ok()) fail(flushed.error().message());
    const Answer answer{thread, number};
    if (::write(STDOUT_FILENO, &answer, sizeof answer) != sizeof answer) std::_Exit(1);
  });
}

[[noreturn]] void run_writer(const std::string& directory, const std::string& mode) {
  const std::unique_ptr<Engine> engine = open(directory, mode);
  std::vector<std::thread> threads;
  for (std::uint32_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&engine, t] {
      for (std::uint32_t number = count(*engine, t) + 1;; ++number) write(*engine, t, number);
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::exit(0);
}

/// Starts a writer, kills it after a while, gives the last answered number of each thread.
std::array<std::uint32_t, kThreads> kill_a_writer(const std::string& program,
                                                  const std::string& directory,
                                                  const std::string& mode, int milliseconds) {
  int ends[2];
  if (::pipe(ends) != 0) fail("no pipe");
  const pid_t writer = ::fork();
  if (writer < 0) fail("no process");
  if (writer == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execl(program.c_str(), program.c_str(), "--writer", directory.c_str(), mode.c_str(), nullptr);
    std::_Exit(127);
  }
  ::close(ends[1]);
  std::thread killer([=] {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    ::kill(writer, SIGKILL);
  });
  std::array<std::uint32_t, kThreads> answered{};
  Answer answer;
  while (::read(ends[0], &answer, sizeof answer) == sizeof answer) {
    answered[answer.thread] = std::max(answered[answer.thread], answer.number);
  }
  ::close(ends[0]);
  killer.join();
  int status = 0;
  ::waitpid(writer, &status, 0);
  if (!WIFSIGNALED(status)) fail("the writer ended by itself");
  return answered;
}

/// What is there is what some moment was, not before the last answer. Gives the writes there are.
std::uint32_t check(Engine& engine, const std::array<std::uint32_t, kThreads>& answered) {
  const auto view = engine.view(Blocking::kAllowed);
  std::uint32_t writes = 0;
  std::size_t items = 0;
  for (std::uint32_t thread = 0; thread < kThreads; ++thread) {
    const std::uint32_t last = count(engine, thread);
    writes += last;
    if (last < answered[thread]) {
      fail("thread " + std::to_string(thread) + " was told " + std::to_string(answered[thread]) +
           " writes, " + std::to_string(last) + " are there");
    }
    for (std::uint32_t n = last < kKeys ? 1 : last - kKeys + 1; n <= last; ++n, ++items) {
      const std::string key = item_key(thread, n);
      const auto value = view->get({Family::kItems, key});
      if (!value.ok() || !*value ||
          std::atoi(std::string(**value).c_str()) != static_cast<int>(n)) {
        fail("item " + key + " is not of write " + std::to_string(n));
      }
      const auto entry = view->get({Family::kIndexes, key + "/" + std::to_string(n)});
      if (!entry.ok() || !*entry) fail("item " + key + " has no index entry");
    }
  }
  std::size_t entries = 0;
  for (auto c = view->range({Family::kIndexes, "", ""}); c->valid(); c->next()) ++entries;
  if (entries != items) fail("index entries without items");
  return writes;
}

void run_test(const std::string& program, const std::string& mode, int rounds) {
  std::string directory = (std::filesystem::temp_directory_path() / "crash_XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr) fail("no directory");
  std::mt19937 random(std::random_device{}());
  std::uint32_t writes = 0;
  int rounds_with_writes = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto answered =
        kill_a_writer(program, directory + "/data", mode, 20 + static_cast<int>(random() % 400));
    const std::unique_ptr<Engine> engine = open(directory + "/data", mode);
    const std::uint32_t now = check(*engine, answered);
    rounds_with_writes += now > writes;
    writes = now;
  }
  std::printf("%s: killed %d times, %u writes, nothing lost\n", mode.c_str(), rounds, writes);
  std::filesystem::remove_all(directory);
  if (rounds_with_writes < rounds / 4) fail("hardly a round wrote anything: nothing was tested");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], "--writer") == 0) run_writer(argv[2], argv[3]);
  for (const char* const mode : {"sync", "async"}) {
    run_test(std::filesystem::canonical("/proc/self/exe"), mode,
             argc > 1 ? std::atoi(argv[1]) : 12);
  }
  return 0;
}
