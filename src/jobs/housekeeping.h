// SPDX-License-Identifier: Apache-2.0
//
// The lane of short work: transitions of streams that begin or end, the data of what was removed,
// new indexes; and once a minute expired client request tokens and old stream records.
#pragma once

#include "jobs/runner.h"

namespace magneto::internal::jobs {

Lane housekeeping_lane(double duty = 0.5);

}  // namespace magneto::internal::jobs
