// SPDX-License-Identifier: Apache-2.0
//
// Where exports and bulk operations write, and how they write times.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace magneto::internal::transfers {

/// "PREFIX/AWSDynamoDB/ID/". The prefix is joined with one slash: "foo" and "foo/" are the same
/// (observed); without one the folder begins the key.
std::string output_folder(const std::optional<std::string_view>& prefix, std::string_view id);

/// "2020-11-04T07:28:34.028Z"
std::string iso_time(std::int64_t ms);

}  // namespace magneto::internal::transfers
