// SPDX-License-Identifier: Apache-2.0
//
// A Kinesis data stream that a table's changes are meant for. Kept and described; Magneto sends
// nothing there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace magneto::internal::catalog {

enum class DestinationStatus : std::uint8_t {
  kEnabling,
  kActive,
  kUpdating,
  kDisabling,
  kDisabled,
  kEnableFailed,
};

/// As in the API: "ENABLE_FAILED".
std::string_view destination_status_name(DestinationStatus status);

struct KinesisDestination {
  std::string stream_arn;
  /// What it comes to: kActive, kDisabled or kEnableFailed.
  DestinationStatus status = DestinationStatus::kActive;
  std::string precision;  ///< ApproximateCreationDateTimePrecision; empty: never named.
  /// Until then it is described as `settling`. Not stored: a restart settles everything.
  std::int64_t settled_at_ms = 0;
  DestinationStatus settling = DestinationStatus::kActive;

  DestinationStatus status_at(std::int64_t now_ms) const {
    return now_ms < settled_at_ms ? settling : status;
  }
};

}  // namespace magneto::internal::catalog
