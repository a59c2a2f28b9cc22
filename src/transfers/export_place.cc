// SPDX-License-Identifier: Apache-2.0
#include "transfers/export_place.h"

#include "operations/core/timestamp.h"

namespace magneto::internal::transfers {

std::string output_folder(const std::optional<std::string_view>& prefix, std::string_view id) {
  std::string folder(prefix.value_or(""));
  if (!folder.empty() && !folder.ends_with('/')) folder += '/';
  return folder + "AWSDynamoDB/" + std::string(id) + "/";
}

std::string iso_time(std::int64_t ms) { return operations::timestamp_label(ms) + "Z"; }

}  // namespace magneto::internal::transfers
