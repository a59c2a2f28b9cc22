// SPDX-License-Identifier: Apache-2.0
//
// BatchWriter: writes many items with few requests, and says of every one what became of it.
//
//   BatchWriter batch(songs, {.overwrite_by_keys = true});
//   for (...) batch.put(item);
//   batch.remove({{"Artist", "Nina"}, {"Title", "Sinnerman"}});
//   BatchReport report = batch.finish().value();
//   for (const BatchFailure& lost : report.failed) ...
//
// Requests hold up to 25 writes and 16 MB. Several are under way at once, on threads of the
// writer's own, but never two with the same key, and writes of one key are done in their order.
// What the service leaves unprocessed is sent again after a wait with jitter. A request that is
// refused for what is in it is sent again write by write, so that one bad item costs no other.
// put() and remove() block while the buffer is full; a coroutine, which must not, waits before:
//
//   (co_await batch.ready()).value();
//   batch.put(item);
//   ...
//   BatchReport report = (co_await batch.finish()).value();
//
// An exception that leaves the scope ends the writer without sending what is buffered; otherwise
// its destructor finishes. That has no report to give: only BatchOptions::on_failure is told.
//
// Thread safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "magneto/table.h"

namespace magneto {

struct BatchFailure {
  std::string table;
  bool put = true;
  Item item;  ///< Of a remove the key.
  Error error;
};

struct BatchOptions {
  /// A write takes the place of an earlier one of the same key that has not been done, be it
  /// buffered or unprocessed: what is overwritten is never sent. Without it each write is sent.
  bool overwrite_by_keys = false;
  std::size_t in_flight = 4;
  /// put() and remove() block while so many writes wait.
  std::size_t max_buffered = 2'000;
  std::size_t max_buffered_bytes = 64 << 20;
  /// Waits grow from `first_wait` to `longest_wait` while the service does not keep up.
  std::chrono::milliseconds first_wait{50};
  std::chrono::milliseconds longest_wait{5'000};
  /// A write that was so often left unprocessed is given up, and reported.
  int max_attempts = 30;
  bool capacity = false;  ///< Count the capacity units.
  bool finish_on_exception = false;
  /// Called for each write that is given up, as soon as it is. The report has these too, but what
  /// fails when the destructor finishes is told only here. Runs on threads of the writer or of
  /// put(), maybe on several at once; must not use the writer. flush() and finish() wait for it.
  std::function<void(const BatchFailure&)> on_failure = {};
};

/// written + overwritten + failed.size() is the number of put() and remove().
struct BatchReport {
  std::size_t written = 0;
  std::size_t overwritten = 0;
  std::vector<BatchFailure> failed = {};
  std::size_t requests = 0;
  std::size_t unprocessed = 0;  ///< Times that the service left a write undone.
  double consumed_units = 0;

  bool complete() const { return failed.empty(); }
};

class BatchWriter {
 public:
  /// Asks for the table's key attributes (DescribeTable), once for all copies of `table`.
  explicit BatchWriter(Table table, BatchOptions options = {});
  BatchWriter(BatchWriter&& other) noexcept;
  BatchWriter& operator=(BatchWriter&& other) = delete;
  ~BatchWriter();

  void put(Item item);
  void remove(Item key);
  /// To another table of the same client.
  void put(const Table& table, Item item);
  void remove(const Table& table, Item key);

  /// Ends when put() and remove() to the writer's own table would not block. With one writing
  /// coroutine they do not, then. Errors: kDeadline, kCancelled.
  Call<void> ready();
  /// Ends when all that was given so far is done. Errors: kDeadline, kCancelled; what was given
  /// stays, and another flush() goes on.
  Call<void> flush();
  /// flush(), and the report. The writer takes nothing after it: writes are failures, told to
  /// on_failure, and a second finish() is kInvalidArgument.
  Call<BatchReport> finish();
  /// Sends nothing more. What was not sent is reported as failed, kCancelled.
  BatchReport abandon();

 private:
  class Work;
  std::shared_ptr<Work> work_;
};

}  // namespace magneto
