// SPDX-License-Identifier: Apache-2.0
//
// What an UpdateTable request asks for, and what can be said of it without the table.
#pragma once

#include <optional>
#include <span>

#include "base/result.h"
#include "wire/shapes.h"

namespace magneto::operations {

using IndexUpdates = std::span<const wire::GlobalSecondaryIndexUpdate>;

IndexUpdates index_updates(const wire::UpdateTableInput& input);
bool creates_index(const wire::GlobalSecondaryIndexUpdate& update);
bool creates_or_deletes_index(const wire::GlobalSecondaryIndexUpdate& update);

using VectorIndexUpdates = std::span<const wire::VectorIndexUpdate>;
VectorIndexUpdates vector_index_updates(const wire::UpdateTableInput& input);

/// How many indexes of any kind are created or deleted; of those, whether one is created.
std::size_t count_online_updates(const wire::UpdateTableInput& input);
bool creates_any_index(const wire::UpdateTableInput& input);

/// The service takes settings without members for none at all.
bool has_units(const std::optional<wire::OnDemandThroughput>& throughput);
bool has_units(const std::optional<wire::WarmThroughput>& throughput);

/// Of the table or of an index, provisioned or not.
bool changes_units(const wire::UpdateTableInput& input);

/// Errors (kValidation): the request changes nothing.
Result<void> check_something_to_change(const wire::UpdateTableInput& input);

/// Errors (kValidation): none or several actions in one update, several updates of one index,
/// warm throughput without units.
Result<void> check_index_updates(IndexUpdates updates);
Result<void> check_vector_index_updates(VectorIndexUpdates updates);

/// Most changes want a request of their own. Errors (kValidation).
Result<void> check_combination(const wire::UpdateTableInput& input);

/// What the service does at once, or beside the table's being ACTIVE.
bool leaves_table_active(const wire::UpdateTableInput& input);

}  // namespace magneto::operations
