// SPDX-License-Identifier: Apache-2.0
//
// Throttle: tables whose throughput really limits, for those who test what their program does then
// (--throttle TABLE=READS,WRITES). A table has as many units a second, and those of one second in
// reserve; what a request takes beyond that, the next ones wait for. Thread safe.
//
//   MAGNETO_RETURN_IF_ERROR(admit(context, table, Traffic::kReads));
//   ... read ...
//   charge(context, table, Traffic::kReads, units);
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/result.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

enum class Traffic : std::uint8_t { kReads, kWrites };

/// Units a second.
struct TableLimit {
  std::string table;
  double reads = 0;
  double writes = 0;
};

/// From "music=5,1". Errors: kInvalidArgument.
Result<TableLimit> read_table_limit(std::string_view text);

class Throttle {
 public:
  Throttle(const std::vector<TableLimit>& limits, const Clock& clock);

  /// Whether there is anything left. Tables without a limit have.
  bool admits(std::string_view table, Traffic traffic);
  void charge(std::string_view table, Traffic traffic, double units);

 private:
  struct Bucket {
    double rate = 0;
    double level = 0;
    std::int64_t filled_ms = 0;
  };

  /// Filled up to now.
  Bucket* find(std::string_view table, Traffic traffic) MAGNETO_REQUIRES(mutex_);

  const Clock& clock_;
  Mutex mutex_;
  std::map<std::string, Bucket, std::less<>> reads_ MAGNETO_GUARDED_BY(mutex_);
  std::map<std::string, Bucket, std::less<>> writes_ MAGNETO_GUARDED_BY(mutex_);
};

/// ProvisionedThroughputExceededException, or of an on-demand table ThrottlingException, with its
/// reason.
Error throughput_exceeded(const catalog::Table& table, Traffic traffic);

/// Where nothing is throttled, these two cost a comparison. Errors: kProvisionedThroughputExceeded,
/// kThrottling.
inline Result<void> admit(const Context& context, const catalog::Table& table, Traffic traffic) {
  Throttle* const throttle = context.services.throttle;
  if (throttle == nullptr || throttle->admits(table.name, traffic)) return {};
  return throughput_exceeded(table, traffic);
}

inline void charge(const Context& context, const catalog::Table& table, Traffic traffic,
                   double units) {
  if (Throttle* const throttle = context.services.throttle; throttle != nullptr) {
    throttle->charge(table.name, traffic, units);
  }
}

}  // namespace magneto::internal::operations
