// SPDX-License-Identifier: Apache-2.0
//
// ParallelScan: a whole table, read in segments at once, on threads of its own.
//
//   ParallelScan scan(songs.scan().filter(attr("Year") > 1960), {.segments = 4});
//   while (std::optional<Item> item = scan.next().value()) {
//     ... work ...
//     if (time_to_save) save(scan.checkpoint());
//   }
//
//   ParallelScan rest(songs.scan().filter(...), {.checkpoint = saved});     // exactly the others
//
// Items come in no order. Readers wait while `max_buffered` items are not taken. A segment whose
// read fails keeps the others going; the error comes when all they had is taken. next() and
// checkpoint() are called by one thread at a time.
// next() is a call like any other: `co_await scan.next()` keeps no thread of the program waiting.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "magneto/table.h"

namespace magneto {

struct ParallelScanOptions {
  std::size_t segments = 4;  ///< Also the number of threads.
  std::size_t max_buffered = 2'000;
  /// What checkpoint() gave. The number of segments is that of the scan that made it.
  std::string checkpoint = {};
};

class ParallelScan {
 public:
  /// Takes index, filter, projection, consistency and page size of `scan`; limits, cursors and
  /// segments of it do not count. The reading begins with the first next().
  ParallelScan(const ScanRange& scan, ParallelScanOptions options = {});
  ParallelScan(ParallelScan&& other) noexcept;
  ~ParallelScan();

  /// Nothing at the end. Errors: those of Scan; kInvalidArgument for a checkpoint that is none;
  /// kDeadline and kCancelled, behind which the same item can be asked for again.
  Call<std::optional<Item>> next();
  /// Where to go on: behind all items that next() gave. A text.
  std::string checkpoint() const;
  /// Ends the threads; items that were read and not taken are for the next time.
  void stop();

 private:
  class Work;
  std::shared_ptr<Work> work_;
};

}  // namespace magneto
