// SPDX-License-Identifier: Apache-2.0
//
// DescribeImport. Order of checks after the model's constraints: the ARN is that of an import,
// there is such an import. Imports are known for ninety days, whatever became of their tables.
#include "operations/transfer_document.h"
#include "operations/transfer_operations.h"
#include "operations/transfer_texts.h"

namespace magneto::operations {

Result<wire::DescribeImportOutput> describe_import(Context& context,
                                                   const wire::DescribeImportInput& input) {
  const auto arn = read_transfer_arn(*input.import_arn, "import");
  if (!arn) return texts::invalid_import_arn();
  const catalog::DocumentPtr document =
      context.services.catalog.documents().find(catalog::DocumentKind::kImport, arn->id);
  if (!document) return texts::import_not_found(*input.import_arn);
  MAGNETO_ASSIGN_OR_RETURN(
      auto description, read_document<wire::ImportTableDescription>(context.arena, document->text));
  if (description.import_arn != input.import_arn) return texts::import_not_found(*input.import_arn);
  return wire::DescribeImportOutput{.import_table_description = std::move(description)};
}

}  // namespace magneto::operations
