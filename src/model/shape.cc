// SPDX-License-Identifier: Apache-2.0
#include "model/generated/shape_tables.h"

namespace magneto::internal::model::table {

constinit const Shape kNoOutput = {
    .name = "NoOutput", .kind = Kind::kStructure, .unconstrained = true};

}  // namespace magneto::internal::model::table
