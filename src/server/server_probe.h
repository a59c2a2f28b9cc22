// SPDX-License-Identifier: Apache-2.0
//
// What a loop counts about calls of the API. Written by its thread, read by any.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "http_server/http_probe.h"

namespace magneto::internal::server {

/// Times in a row of classes, each twice as long as the one before: under 16 us, 32 us, ... 8.4 s,
/// more.
class LatencyHistogram {
 public:
  static constexpr std::size_t kClasses = 21;
  static constexpr std::int64_t kFirstBoundUs = 16;

  void add(std::int64_t microseconds) {
    std::size_t index = 0;
    for (std::int64_t bound = kFirstBoundUs; microseconds > bound && index + 1 < kClasses;
         bound *= 2) {
      ++index;
    }
    classes_[index].add();
    sum_us_.add(static_cast<std::uint64_t>(microseconds));
  }

  /// The upper bound of a class but the last, which has none.
  static constexpr std::int64_t bound_us(std::size_t index) { return kFirstBoundUs << index; }
  std::uint64_t count_in(std::size_t index) const { return classes_[index].value(); }
  std::uint64_t sum_us() const { return sum_us_.value(); }

 private:
  std::array<http_server::Count, kClasses> classes_;
  http_server::Count sum_us_;
};

struct OperationProbe {
  http_server::Count succeeded;      ///< 200
  http_server::Count client_errors;  ///< 4xx
  http_server::Count server_errors;  ///< 5xx
  LatencyHistogram latency;          ///< From the request's last byte to its answer.

  void count(int status) {
    (status < 400 ? succeeded : status < 500 ? client_errors : server_errors).add();
  }
};

struct ServerProbe {
  explicit ServerProbe(std::size_t operations) : by_operation(operations) {}

  std::vector<OperationProbe> by_operation;  ///< By ApiOperations::Row::number.
  http_server::Count refused;                ///< Calls that named no operation, or nobody.
  http_server::Count to_pool;                ///< Calls that memory alone could not answer.
};

}  // namespace magneto::internal::server
