// SPDX-License-Identifier: Apache-2.0
//
// TableDescription, the answer of every table operation.
#pragma once

#include <optional>

#include "base/arena.h"
#include "catalog/table.h"
#include "wire/shapes.h"

namespace magneto::operations {

/// The whole description at `now_ms`. Views into `table`: valid as long as it is.
wire::TableDescription describe(Arena& arena, const catalog::Table& table, std::int64_t now_ms);

/// What CreateTable answers: all is CREATING, and warm throughput only said where it was asked for,
/// for the table itself (observed).
wire::TableDescription describe_created(Arena& arena, const catalog::Table& table,
                                        const std::optional<wire::WarmThroughput>& asked);

/// What DeleteTable answers: without schema, definitions and indexes (observed).
wire::TableDescription describe_deleting(Arena& arena, const catalog::Table& table);

/// The ARN of one of the table's streams, in the arena.
std::string_view stream_arn(Arena& arena, const catalog::Table& table,
                            const catalog::Stream& stream);

/// Borrows the names.
std::span<const wire::KeySchemaElement> describe_key_schema(Arena& arena,
                                                            const keys::KeySchema& schema);
/// Without what a living table has: sizes, ARNs, states.
std::span<const wire::VectorIndexInfo> describe_vector_indexes(Arena& arena,
                                                               const catalog::Table& table);
wire::Projection describe_projection(Arena& arena, const catalog::Projection& from);
std::optional<wire::OnDemandThroughput> describe_on_demand_throughput(
    const std::optional<catalog::OnDemandThroughput>& from);
/// Nothing with the service's own key.
std::optional<wire::SSEDescription> describe_encryption(const catalog::Table& table);

}  // namespace magneto::operations
