// SPDX-License-Identifier: Apache-2.0
//
// Giving back the space of removed tables and indexes, once no request uses them any more.
#pragma once

#include "base/result.h"
#include "jobs/work.h"

namespace magneto::jobs {

/// Works through the catalog's list of pending drops. Errors: kIo; what is left stays on the list.
Result<void> drop_removed_data(const Work& work);

}  // namespace magneto::jobs
