// SPDX-License-Identifier: Apache-2.0
//
// The quotas of a new account: developer guide, "Service, account, and table quotas".
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "catalog/table.h"

namespace magneto::internal::operations {

inline constexpr std::int64_t kAccountUnits = 80'000, kTableUnits = 40'000;

/// Whether the table and each of its indexes keep to kTableUnits, for itself (those of an account
/// are not added up). Errors: kLimitExceeded.
Result<void> check_quotas(const catalog::Table& table, std::string_view region);

}  // namespace magneto::internal::operations
