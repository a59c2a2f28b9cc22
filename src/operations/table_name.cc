// SPDX-License-Identifier: Apache-2.0
#include "operations/table_name.h"

#include <algorithm>
#include <string>

#include "catalog/arn.h"
#include "operations/table_texts.h"

namespace magneto::operations {
namespace {

constexpr std::size_t kMinNameBytes = 3, kMaxNameBytes = 255;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-';
}

Error bad_name(std::string_view name, std::string constraint) {
  return validation_error(
      "1 validation error detected: Value '" + std::string(name) +
      "' at 'tableName' failed to satisfy constraint: " + std::move(constraint));
}

}  // namespace

Result<std::string_view> read_table_name(std::string_view name_or_arn) {
  if (catalog::is_arn(name_or_arn)) return catalog::table_name_of_arn(name_or_arn);
  if (name_or_arn.size() < kMinNameBytes || name_or_arn.size() > kMaxNameBytes)
    return validation_error(
        "TableName must be at least 3 characters long and at most 255 characters long");
  if (!std::all_of(name_or_arn.begin(), name_or_arn.end(), is_name_character))
    return bad_name(name_or_arn, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  return name_or_arn;
}

Result<catalog::TablePtr> find_described_table(Context& context, std::string_view name_or_arn) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_table_name(name_or_arn));
  auto table = context.services.catalog.find(name);
  if (!table.ok() && table.error().code() == ErrorCode::kResourceNotFound)
    return texts::table_not_found(name);
  return table;
}

}  // namespace magneto::operations
