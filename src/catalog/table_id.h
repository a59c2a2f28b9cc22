// SPDX-License-Identifier: Apache-2.0
//
// TableId: a random UUID (version 4).
#pragma once

#include <string>

namespace magneto::catalog {

std::string random_table_id();

}  // namespace magneto::catalog
