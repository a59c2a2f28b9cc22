// SPDX-License-Identifier: Apache-2.0
//
// How error texts of constraints quote a value. Mostly as Java prints it, for that is what the
// service does: lists are "[a, b]", maps "{k=v, l=w}", structures
// "com.amazonaws.dynamodb.v20120810.Tag@1b2c3d4" (a hash that means nothing; ours depends on the
// place in the text, so that answers repeat) or, with Quoting::kMembers, "Tag(key=a, value=null)".
#pragma once

#include <string>

#include "checks/rules.h"
#include "model/shape.h"

namespace magneto::internal::checks {

/// At most about 16 KB of it.
std::string quoted_value(const model::Shape& shape, const void* value, Quoting quoting);

}  // namespace magneto::internal::checks
