// SPDX-License-Identifier: Apache-2.0
//
// What a loop counts. Written by its thread, read by any.
#pragma once

#include <atomic>
#include <cstdint>

namespace magneto::internal::http_server {

/// A counter with one writer: no locked instruction is needed.
class Count {
 public:
  void add(std::uint64_t n = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  void subtract(std::uint64_t n = 1) {
    value_.store(value_.load(std::memory_order_relaxed) - n, std::memory_order_relaxed);
  }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

struct HttpProbe {
  Count connections_open;
  Count connections_accepted;
  Count connections_refused;  ///< Over the limit.
  Count connections_evicted;  ///< Closed for a new one, or for their memory.
  Count requests;
  Count malformed_requests;
  Count oversized_requests;
  Count overload_refusals;
  Count timeouts;
  Count bytes_received;
  Count bytes_sent;
  Count answers_compressed;
};

}  // namespace magneto::internal::http_server
