// SPDX-License-Identifier: Apache-2.0
//
// One run: a number of connections, each of which sends a request, waits for the answer, and sends
// the next. One thread; the generator should take far less of a machine than what it measures.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "latency_histogram.h"
#include "request_maker.h"

namespace magneto::internal::load {

struct RunOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8000;
  int connections = 64;
  std::chrono::duration<double> warm_up{1};  ///< Answers in this time are not counted.
  std::chrono::duration<double> time{5};     ///< At most this long after it,
  std::uint64_t requests = 0;  ///< and at most so many answers in all (0: any number).
};

struct RunResult {
  LatencyHistogram latencies;  ///< Of the right answers.
  std::uint64_t failures =
      0;  ///< Answers that were not 200 or not what was asked for, warm-up included.
  std::string first_failure;  ///< The head and body of the first of them, or what a socket said.
  double seconds = 0;         ///< That were measured.
};

RunResult run_load(const RunOptions& options, RequestMaker& requests);

}  // namespace magneto::internal::load
