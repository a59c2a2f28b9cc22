// SPDX-License-Identifier: Apache-2.0
//
// ReplicaUpdates of UpdateTable: replicas of a table in other regions. One machine is one region:
// what is wrong with a request is said as the service says it, and a region that would be right is
// not supported. Observed on the service in October 2026.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

using ReplicaUpdates = std::span<const model::ReplicationGroupUpdate>;

/// What can be said without the table. Errors (kValidation): no action or several in an update,
/// more than one region created or deleted, the server's own region.
Result<void> check_replica_updates(ReplicaUpdates updates, std::string_view region);

/// Why a table of this region cannot be changed so (kValidation): it has no replicas to update or
/// delete, and can have none. REQUIRES: check_replica_updates() accepts them.
Error refuse_replica_updates(ReplicaUpdates updates, std::string_view region);

/// Errors (kValidation): a mode that is not for requests.
Result<void> check_settings_replication_mode(
    model::Enum<model::GlobalTableSettingsReplicationMode> mode);

}  // namespace magneto::internal::operations
