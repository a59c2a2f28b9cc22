// SPDX-License-Identifier: Apache-2.0
#include "wire/generated/shape_tables.h"

namespace magneto::wire::table {

constinit const Shape kNoOutput = {
    .name = "NoOutput", .kind = Kind::kStructure, .unconstrained = true};

}  // namespace magneto::wire::table
