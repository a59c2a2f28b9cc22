// SPDX-License-Identifier: Apache-2.0
#include "operations/transfers/table_arn.h"

#include "catalog/arn.h"
#include "operations/transfers/transfer_messages.h"

namespace magneto::internal::operations {

Result<std::string_view> read_table_arn(std::string_view arn) {
  if (!catalog::is_arn(arn)) return messages::no_table_arn();
  auto name = catalog::table_name_of_arn(arn);
  if (!name.ok()) return messages::invalid_table_arn();
  return name;
}

}  // namespace magneto::internal::operations
