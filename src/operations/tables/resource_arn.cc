// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/resource_arn.h"

#include <string>

#include "catalog/arn.h"
#include "operations/core/table_messages.h"

namespace magneto::internal::operations {

Result<ResourceName> read_resource_arn(std::string_view arn) {
  if (!catalog::is_arn(arn))
    return messages::invalid_value("ARNs must start with 'arn:': " + std::string(arn));
  constexpr std::string_view kTable = ":table/", kStream = "/stream/", kIndex = "/index/";
  const std::size_t table = arn.find(kTable);
  if (arn.find(":dynamodb:") == std::string_view::npos || table == std::string_view::npos)
    return messages::invalid_value("Provided Arn is not a DynamoDB resource arn: " +
                                   std::string(arn));

  // What stands behind the table's name names a part of it.
  const std::string_view resource = arn.substr(table + kTable.size());
  const std::string_view name = resource.substr(0, resource.find('/'));
  const std::string_view part = resource.substr(name.size());
  if (part.starts_with(kStream)) return ResourceName{name, part.substr(kStream.size())};
  if (part.starts_with(kIndex))
    return messages::invalid_value(
        "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: " +
        std::string(arn));
  if (!part.empty())
    return messages::invalid_value("Provided Arn is not a DynamoDB resource arn: " +
                                   std::string(arn));
  if (!catalog::table_name_of_arn(arn).ok())
    return validation_error("Invalid TableArn: Invalid ResourceArn provided as input " +
                            std::string(arn));
  return ResourceName{name, {}};
}

}  // namespace magneto::internal::operations
