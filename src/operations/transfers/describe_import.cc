// SPDX-License-Identifier: Apache-2.0
//
// DescribeImport. Order of checks after the model's constraints: the ARN is that of an import,
// there is such an import. Imports are known for ninety days, whatever became of their tables.
#include "operations/transfers/transfer_document.h"
#include "operations/transfers/transfer_messages.h"
#include "operations/transfers/transfer_operations.h"

namespace magneto::internal::operations {

Result<model::DescribeImportOutput> describe_import(Context& context,
                                                    const model::DescribeImportInput& input) {
  const auto arn = read_transfer_arn(*input.import_arn, "import");
  if (!arn) return messages::invalid_import_arn();
  const catalog::DocumentPtr document =
      context.services.catalog.documents().find(catalog::DocumentKind::kImport, arn->id);
  if (!document) return messages::import_not_found(*input.import_arn);
  MAGNETO_ASSIGN_OR_RETURN(auto description, read_document<model::ImportTableDescription>(
                                                 context.arena, document->text));
  if (description.import_arn != input.import_arn)
    return messages::import_not_found(*input.import_arn);
  return model::DescribeImportOutput{.import_table_description = std::move(description)};
}

}  // namespace magneto::internal::operations
