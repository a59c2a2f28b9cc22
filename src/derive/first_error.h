// SPDX-License-Identifier: Apache-2.0
//
// Of several indexes that refuse an item, the service names the one whose name comes first in the
// alphabet (recorded in 2026), whether it is local or global.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"

namespace magneto::internal::derive {

/// The error of the first index by name for which `check(index)` fails. Costs no more than the
/// checks when there is none.
template <class Indexes, class Check>
Result<void> first_error_by_name(const Indexes& indexes, Check check) {
  std::optional<Error> error;
  std::string_view name;
  for (const auto& index : indexes) {
    Result<void> checked = check(*index);
    if (checked.ok() || (error && name < index->name)) continue;
    error = std::move(checked).error();
    name = index->name;
  }
  if (error) return *std::move(error);
  return {};
}

}  // namespace magneto::internal::derive
