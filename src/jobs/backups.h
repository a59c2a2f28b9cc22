// SPDX-License-Identifier: Apache-2.0
//
// The lane of backups: making them, restoring tables, and letting go of what point-in-time recovery
// does not need any more: system backups whose time has come, records older than their table's
// period, histories that were turned off. It has a thread of its own: copying a large table takes
// long, and nothing else should wait for it.
#pragma once

#include "jobs/runner.h"

namespace magneto::internal::jobs {

Lane backup_lane(double duty = 0.5);

}  // namespace magneto::internal::jobs
