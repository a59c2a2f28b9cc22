// SPDX-License-Identifier: Apache-2.0
//
// What the service has and its public model has not. The generated tables name it.
#pragma once

#include "model/shape.h"
#include "model/shapes.h"

namespace magneto::internal::model::table {

/// {"TableThroughputMode", "LastUpdateToPayPerRequestDateTime"}: held as a BillingModeSummary.
extern const Shape kThroughputModeSummary;

/// TableDescription's TableThroughputModeSummary: its BillingModeSummary under another name (dynalite's
/// tests, recorded on the service).
constexpr Member throughput_mode_summary_member() {
  return {"TableThroughputModeSummary",
          "tableThroughputModeSummary",
          &kThroughputModeSummary,
          false,
          [](void* structure) -> void* {
            return &static_cast<TableDescription*>(structure)->billing_mode_summary.emplace();
          },
          [](const void* structure) -> const void* {
            const auto& billing =
                static_cast<const TableDescription*>(structure)->billing_mode_summary;
            return billing ? &*billing : nullptr;
          }};
}

}  // namespace magneto::internal::model::table
