// SPDX-License-Identifier: Apache-2.0
//
// What the engine's primitives cost: operations a second, and CPU time of the whole process (flush
// thread, compactions and this program's own bookkeeping included) an operation.
//
//   storage_bench [--directory DIR | --memory] [--items N] [--threads N] [--async] [--only WORD]
//
// Items are as DynamoDB's: keys of 35 bytes, ten to a collection, values of 360 bytes. A write is
// what the store makes of a PutItem: reads the old item, puts the new one, adds to a counter.
// Writers keep 64 writes in flight, and a write counts when it is durable.
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <random>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "storage/rocksdb/rocksdb_engine.h"

namespace {

using namespace magneto::internal;
using namespace magneto::internal::storage;

constexpr int kInFlight = 64;
constexpr int kPerCollection = 10;
constexpr std::size_t kValueBytes = 360;

double cpu_seconds() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double now_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double resident_megabytes() {
  long pages = 0;
  long resident = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return static_cast<double>(resident) * 4096 / 1e6;
}

void check(const Result<void>& result) {
  if (result.ok()) return;
  std::fprintf(stderr, "%s\n", result.error().message().c_str());
  std::exit(1);
}

/// space, hash, length and text of the partition, sort key: 35 bytes.
std::string key_of(std::uint64_t item) {
  const std::uint64_t collection = item / kPerCollection;
  const std::uint64_t hash = (collection + 1) * 0x9E37'79B9'7F4A'7C15u;
  char key[64];
  std::memcpy(key, "\0\0\0\1", 4);
  for (int i = 0; i < 8; ++i) key[4 + i] = static_cast<char>(hash >> (56 - 8 * i));
  std::snprintf(key + 12, sizeof key - 12, "p%013llu.sort%04llu",
                static_cast<unsigned long long>(collection),
                static_cast<unsigned long long>(item % kPerCollection));
  return std::string(key, 35);
}

class Bench {
 public:
  Bench(Engine& engine, std::uint64_t items, int threads, std::string only)
      : engine_(engine), items_(items), threads_(threads), only_(std::move(only)) {}

  /// Runs `work(random)` `count` times in all, on the threads, and prints what it cost.
  void measure(const char* name, std::uint64_t count,
               const std::function<void(std::mt19937_64&, std::uint64_t number)>& work) {
    if (!only_.empty() && std::strstr(name, only_.c_str()) == nullptr) return;
    const double cpu = cpu_seconds();
    const double start = now_seconds();
    std::vector<std::thread> threads;
    const std::uint64_t share = count / static_cast<std::uint64_t>(threads_);
    for (int t = 0; t < threads_; ++t) {
      threads.emplace_back([&, t] {
        std::mt19937_64 random(static_cast<std::uint64_t>(t));
        for (std::uint64_t i = 0; i < share; ++i) {
          work(random, static_cast<std::uint64_t>(t) * share + i);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    check(engine_.flush());
    const double seconds = now_seconds() - start;
    const double operations = static_cast<double>(share) * threads_;
    std::printf("%-34s %9.0f /s  %6.2f us CPU\n", name, operations / seconds,
                (cpu_seconds() - cpu) * 1e6 / operations);
    std::fflush(stdout);
  }

  void put(std::uint64_t item, char fill) {
    in_flight_.acquire();
    const std::string bytes = key_of(item);
    char value[kValueBytes];
    std::memset(value, fill, sizeof value);
    for (std::size_t i = 0; i < sizeof value; i += 4) value[i] = static_cast<char>(item * i >> 8);
    const Key key{Family::kItems, bytes};
    const std::int64_t deltas[] = {1, 360};
    const auto decide = [&](Values, Batch& batch) -> Result<void> {
      batch.put(key, {value, sizeof value});
      batch.add({Family::kCounters, std::string_view("\0\0\0\1", 4)}, deltas);
      return {};
    };
    Result<void> done = engine_.modify({&key, 1}, decide, Blocking::kNever);
    if (!done.ok()) done = engine_.modify({&key, 1}, decide, Blocking::kAllowed);
    check(done);
    engine_.when_durable(engine_.last_commit(), [this](const Result<void>& flushed) {
      check(flushed);
      in_flight_.release();
    });
  }

  void get(std::uint64_t item) {
    const std::string bytes = key_of(item);
    const auto view = engine_.view(Blocking::kNever);
    auto value = view->get({Family::kItems, bytes});
    if (!value.ok()) {
      ++misses_of_memory_;
      const auto slow = engine_.view(Blocking::kAllowed);
      value = slow->get({Family::kItems, bytes});
    }
    if (value.ok() && *value) found_ += (*value)->size() == kValueBytes;
  }

  void query(std::uint64_t collection, Blocking blocking = Blocking::kNever) {
    const std::string begin = key_of(collection * kPerCollection).substr(0, 26);
    std::string end = begin;
    ++end.back();
    const auto view = engine_.view(blocking);
    const auto cursor = view->range({Family::kItems, begin, end});
    std::size_t bytes = 0;
    for (; cursor->valid(); cursor->next()) bytes += cursor->value().size();
    if (!cursor->status().ok()) {
      ++misses_of_memory_;
      if (blocking == Blocking::kNever) return query(collection, Blocking::kAllowed);
    }
    found_ += bytes / kValueBytes;
  }

  void run() {
    std::uint64_t hot = std::min<std::uint64_t>(items_, 10'000);
    measure("put, new items", items_, [&](auto&, std::uint64_t n) { put(n, 'a'); });
    reads("");
    measure("put, overwriting all", items_ / 2,
            [&](auto& random, std::uint64_t) { put(random() % items_, 'b'); });
    reads(", behind that");
    measure("put, overwriting 10,000", items_,
            [&](auto& random, std::uint64_t) { put(random() % hot, 'c'); });
    measure("get of 10,000, behind that", items_ / 2,
            [&](auto& random, std::uint64_t) { get(random() % hot); });
    measure("query of 10,000, behind that", items_ / 4,
            [&](auto& random, std::uint64_t) { query(random() % (hot / kPerCollection)); });
    measure("put, overwriting 100", items_ / 2,
            [&](auto& random, std::uint64_t) { put(random() % 100, 'd'); });
    measure("query of 100, behind that", items_ / 4,
            [&](auto& random, std::uint64_t) { query(random() % (100 / kPerCollection)); });
    const EngineStatistics statistics = engine_.statistics();
    std::printf(
        "%llu commits, %llu flushes, %llu would have blocked; %llu reads not in memory; "
        "%.0f MB on disk, %.0f MB engine memory, %.0f MB resident\n",
        static_cast<unsigned long long>(statistics.commits),
        static_cast<unsigned long long>(statistics.flushes),
        static_cast<unsigned long long>(statistics.would_block),
        static_cast<unsigned long long>(misses_of_memory_.load()),
        static_cast<double>(statistics.bytes_on_disk) / 1e6,
        static_cast<double>(statistics.memory_bytes) / 1e6, resident_megabytes());
  }

 private:
  void reads(const std::string& when) {
    measure(("get, hit" + when).c_str(), items_ / 2,
            [&](auto& random, std::uint64_t) { get(random() % items_); });
    measure(("get, absent" + when).c_str(), items_ / 2,
            [&](auto& random, std::uint64_t) { get(items_ + random() % items_); });
    measure(("query of ten" + when).c_str(), items_ / 4,
            [&](auto& random, std::uint64_t) { query(random() % (items_ / kPerCollection)); });
  }

  Engine& engine_;
  const std::uint64_t items_;
  const int threads_;
  const std::string only_;
  std::counting_semaphore<> in_flight_{kInFlight};
  std::atomic<std::uint64_t> found_{0};
  std::atomic<std::uint64_t> misses_of_memory_{0};
};

}  // namespace

int main(int argc, char** argv) {
  RocksdbOptions options{.directory = "storage_bench_data"};
  std::uint64_t items = 500'000;
  int threads = 1;
  std::string only;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const char* const value = i + 1 < argc ? argv[i + 1] : "";
    if (word == "--memory")
      options.directory.clear();
    else if (word == "--async")
      options.durability = Durability::kAsync;
    else if (word == "--directory")
      options.directory = value, ++i;
    else if (word == "--items")
      items = std::strtoull(value, nullptr, 10), ++i;
    else if (word == "--threads")
      threads = std::atoi(value), ++i;
    else if (word == "--buffer")
      options.write_buffer_bytes = std::strtoull(value, nullptr, 10) << 20, ++i;
    else if (word == "--cache")
      options.cache_bytes = std::strtoull(value, nullptr, 10) << 20, ++i;
    else if (word == "--only")
      only = value, ++i;
    else
      return std::fprintf(stderr, "what is %s?\n", argv[i]), 2;
  }
  std::filesystem::remove_all(options.directory);
  const double start = now_seconds();
  auto engine = open_rocksdb(options);
  if (!engine.ok()) {
    std::fprintf(stderr, "%s\n", engine.error().message().c_str());
    return 1;
  }
  std::printf("opened in %.0f ms, %.0f MB resident\n", (now_seconds() - start) * 1e3,
              resident_megabytes());
  Bench(**engine, items, threads, only).run();
  const double closing = now_seconds();
  engine->reset();
  std::printf("closed in %.0f ms", (now_seconds() - closing) * 1e3);
  if (!options.directory.empty()) {
    const double again = now_seconds();
    engine = open_rocksdb(options);
    std::printf(", opened again in %.0f ms", (now_seconds() - again) * 1e3);
    engine->reset();
    std::filesystem::remove_all(options.directory);
  }
  std::printf("\n");
  return 0;
}
