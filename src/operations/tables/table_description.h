// SPDX-License-Identifier: Apache-2.0
//
// TableDescription, the answer of every table operation.
#pragma once

#include <optional>

#include "base/arena.h"
#include "catalog/table.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

/// The whole description at `now_ms`. Views into `table`: valid as long as it is.
model::TableDescription describe(Arena& arena, const catalog::Table& table, std::int64_t now_ms);

/// What CreateTable answers: all is CREATING, and warm throughput only said where it was asked for,
/// for the table itself (observed).
model::TableDescription describe_created(Arena& arena, const catalog::Table& table,
                                         const std::optional<model::WarmThroughput>& asked);

/// What DeleteTable answers: without schema, definitions and indexes (observed).
model::TableDescription describe_deleting(Arena& arena, const catalog::Table& table);

/// The ARN of one of the table's streams, in the arena.
std::string_view stream_arn(Arena& arena, const catalog::Table& table,
                            const catalog::Stream& stream);

/// Borrows the names.
std::span<const model::KeySchemaElement> describe_key_schema(Arena& arena,
                                                             const keys::KeySchema& schema);
/// Without what a living table has: sizes, ARNs, states.
std::span<const model::VectorIndexInfo> describe_vector_indexes(Arena& arena,
                                                                const catalog::Table& table);
model::Projection describe_projection(Arena& arena, const catalog::Projection& from);
std::optional<model::OnDemandThroughput> describe_on_demand_throughput(
    const std::optional<catalog::OnDemandThroughput>& from);
/// Nothing with the service's own key.
std::optional<model::SSEDescription> describe_encryption(const catalog::Table& table);

}  // namespace magneto::internal::operations
