// SPDX-License-Identifier: Apache-2.0
//
// What an UpdateTable request asks for, and what can be said of it without the table.
#pragma once

#include <optional>
#include <span>

#include "base/result.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

using IndexUpdates = std::span<const model::GlobalSecondaryIndexUpdate>;

IndexUpdates index_updates(const model::UpdateTableInput& input);
bool creates_index(const model::GlobalSecondaryIndexUpdate& update);
bool creates_or_deletes_index(const model::GlobalSecondaryIndexUpdate& update);

using VectorIndexUpdates = std::span<const model::VectorIndexUpdate>;
VectorIndexUpdates vector_index_updates(const model::UpdateTableInput& input);

/// How many indexes of any kind are created or deleted; of those, whether one is created.
std::size_t count_online_updates(const model::UpdateTableInput& input);
bool creates_any_index(const model::UpdateTableInput& input);

/// The service takes settings without members for none at all.
bool has_units(const std::optional<model::OnDemandThroughput>& throughput);
bool has_units(const std::optional<model::WarmThroughput>& throughput);

/// Of the table or of an index, provisioned or not.
bool changes_units(const model::UpdateTableInput& input);

/// Errors (kValidation): the request changes nothing.
Result<void> check_something_to_change(const model::UpdateTableInput& input);

/// Errors (kValidation): none or several actions in one update, several updates of one index,
/// warm throughput without units.
Result<void> check_index_updates(IndexUpdates updates);
Result<void> check_vector_index_updates(VectorIndexUpdates updates);

/// Most changes want a request of their own. Errors (kValidation).
Result<void> check_combination(const model::UpdateTableInput& input);

/// What the service does at once, or beside the table's being ACTIVE.
bool leaves_table_active(const model::UpdateTableInput& input);

}  // namespace magneto::internal::operations
