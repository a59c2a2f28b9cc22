// SPDX-License-Identifier: Apache-2.0
//
// A Kinesis data stream that a table's changes are meant for. Kept and described; Magneto sends
// nothing there.
#pragma once

#include <cstdint>
#include <string>

#include "model/enums.h"

namespace magneto::internal::catalog {

using DestinationStatus = model::DestinationStatus;

struct KinesisDestination {
  std::string stream_arn;
  /// What it comes to: kActive, kDisabled or kEnableFailed.
  DestinationStatus status = DestinationStatus::kActive;
  std::string precision;  ///< ApproximateCreationDateTimePrecision; empty: never named.
  /// Until then it is described as `transition_status`. Not stored: a restart ends every transition.
  std::int64_t transition_ends_ms = 0;
  DestinationStatus transition_status = DestinationStatus::kActive;

  DestinationStatus status_at(std::int64_t now_ms) const {
    return now_ms < transition_ends_ms ? transition_status : status;
  }
};

}  // namespace magneto::internal::catalog
