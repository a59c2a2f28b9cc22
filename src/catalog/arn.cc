// SPDX-License-Identifier: Apache-2.0
#include "catalog/arn.h"

#include <algorithm>

namespace magneto::internal::catalog {
namespace {

constexpr std::string_view kNoTableArn =
    "Valid ARN format is 'arn:<awsPartition>:<vendor>:<region>:<subscriber>:resourceType/"
    "resourceName', where Resource name must have length less than or equal to 255, Resource name "
    "must have length greater than or equal to 3, Resource name must satisfy regular expression "
    "pattern: [a-zA-Z0-9_.-]+";

// The part up to the next ':', which is taken off `rest` too.
std::string_view take_part(std::string_view& rest) {
  const std::size_t colon = std::min(rest.find(':'), rest.size());
  const std::string_view part = rest.substr(0, colon);
  rest.remove_prefix(std::min(colon + 1, rest.size()));
  return part;
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-';
}

bool is_table_name(std::string_view name) {
  return name.size() >= 3 && name.size() <= 255 &&
         std::all_of(name.begin(), name.end(), is_name_byte);
}

}  // namespace

std::string make_table_arn(std::string_view region, std::string_view account,
                           std::string_view name) {
  std::string arn = "arn:aws:dynamodb:";
  arn.append(region).append(":").append(account).append(":table/").append(name);
  return arn;
}

Result<std::string_view> table_name_of_arn(std::string_view arn) {
  std::string_view rest = arn;
  const bool starts_right = take_part(rest) == "arn" && take_part(rest).starts_with("aws") &&
                            take_part(rest) == "dynamodb";
  if (!starts_right) return validation_error(std::string(kNoTableArn));
  take_part(rest);  // Region.
  take_part(rest);  // Account.
  constexpr std::string_view kTable = "table/";
  if (!rest.starts_with(kTable) || !is_table_name(rest.substr(kTable.size()))) {
    return validation_error(std::string(kNoTableArn));
  }
  return rest.substr(kTable.size());
}

}  // namespace magneto::internal::catalog
