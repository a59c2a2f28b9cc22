// SPDX-License-Identifier: Apache-2.0
//
// The table that a restore makes: what is restored of the source, and what the request wants to be
// otherwise. Keys, indexes, billing, units, maxima and encryption are the source's; streams, time
// to live, point-in-time recovery, tags, protection, class and policies are not (observed).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "catalog/catalog.h"
#include "catalog/table.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

struct RestoreOverrides {
  std::optional<model::Enum<model::BillingMode>> billing_mode;
  std::optional<std::span<const model::GlobalSecondaryIndex>> global_indexes;
  std::optional<std::span<const model::LocalSecondaryIndex>> local_indexes;
  std::optional<std::span<const model::VectorIndex>> vector_indexes;
  std::optional<model::ProvisionedThroughput> throughput;
  std::optional<model::OnDemandThroughput> on_demand_throughput;
  std::optional<model::SSESpecification> encryption;
};

/// `Input` is that of either restore: they have the same members.
template <class Input>
RestoreOverrides overrides_of(const Input& input) {
  return {.billing_mode = input.billing_mode_override,
          .global_indexes = input.global_secondary_index_override,
          .local_indexes = input.local_secondary_index_override,
          .vector_indexes = input.vector_index_override,
          .throughput = input.provisioned_throughput_override,
          .on_demand_throughput = input.on_demand_throughput_override,
          .encryption = input.sse_specification_override};
}

/// Order of checks: billing mode against units, maxima, local, global and vector indexes one by
/// one, all indexes together, encryption, quotas. Errors: kValidation, kLimitExceeded.
Result<catalog::Table> make_restored_table(const catalog::Table& source, std::string_view name,
                                           const RestoreOverrides& overrides,
                                           const catalog::Catalog::Options& place,
                                           std::int64_t now_ms);

}  // namespace magneto::internal::operations
