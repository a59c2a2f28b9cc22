// SPDX-License-Identifier: Apache-2.0
#include "operations/table_arn.h"

#include "catalog/arn.h"
#include "operations/transfer_texts.h"

namespace magneto::operations {

Result<std::string_view> read_table_arn(std::string_view arn) {
  if (!catalog::is_arn(arn)) return texts::no_table_arn();
  auto name = catalog::table_name_of_arn(arn);
  if (!name.ok()) return texts::invalid_table_arn();
  return name;
}

}  // namespace magneto::operations
