// SPDX-License-Identifier: Apache-2.0
//
// What the service says about requests that are well formed and still wrong. All texts of this
// room.
#pragma once

#include <string>
#include <string_view>

namespace magneto::operations::texts {

/// An operation of the service that Magneto does not have.
std::string not_implemented(std::string_view operation);

}  // namespace magneto::operations::texts
