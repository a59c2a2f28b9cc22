// SPDX-License-Identifier: Apache-2.0
//
// FaultyConnection: a connection around another one that goes wrong as often as a test says.
//
//   auto faulty = std::make_shared<FaultyConnection>(database.connection(),
//                                                    Faults{.throttle = 0.1, .lose_answer = 0.05});
//   Client client(faulty);
//
// Which requests go wrong is decided by the seed and their order alone. Thread safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <random>
#include <string>

#include "magneto/connection.h"

namespace magneto {

/// Shares of the requests, from 0 to 1. At most one of them befalls a request, but for the delay.
struct Faults {
  double throttle = 0;        ///< Answered with ProvisionedThroughputExceededException.
  double server_error = 0;    ///< Answered with InternalServerError, not executed.
  double refuse = 0;          ///< No connection: kConnect, not executed.
  double lose_answer = 0;     ///< Executed, and then the connection breaks: kConnectionLost.
  double wrong_checksum = 0;  ///< Executed, and the answer arrives damaged: kChecksum.
  /// Of BatchWriteItem: of each table the second half of the requests is not executed and comes
  /// back in UnprocessedItems.
  double partial_batch = 0;
  std::chrono::milliseconds delay{0};  ///< Of each request. Blocks, also asynchronous ones.
  std::uint64_t seed = 1;
};

class FaultyConnection : public Connection {
 public:
  FaultyConnection(std::shared_ptr<Connection> inner, Faults faults)
      : inner_(std::move(inner)), faults_(faults), random_(faults.seed) {}

  Result<Answer> exchange(const Request& request) override;
  std::string name() const override { return inner_->name(); }

  /// How many requests went wrong so far.
  std::uint64_t injected() const;

 private:
  enum class Fault : std::uint8_t {
    kNone,
    kThrottle,
    kServerError,
    kRefuse,
    kLoseAnswer,
    kWrongChecksum,
    kPartialBatch,
  };
  Fault choose();
  Result<Answer> write_half(const Request& request);

  const std::shared_ptr<Connection> inner_;
  const Faults faults_;
  mutable std::mutex mutex_;
  std::mt19937_64 random_;
  std::uint64_t injected_ = 0;
};

}  // namespace magneto
