// SPDX-License-Identifier: Apache-2.0
//
// DescribeExport. Order of checks after the model's constraints: the ARN is that of an export, of
// this region, there is such an export. Exports are known for ninety days, whatever became of their
// tables.
#include "operations/transfer_document.h"
#include "operations/transfer_operations.h"
#include "operations/transfer_texts.h"

namespace magneto::operations {

Result<wire::DescribeExportOutput> describe_export(Context& context,
                                                   const wire::DescribeExportInput& input) {
  const auto arn = read_transfer_arn(*input.export_arn, "export");
  if (!arn) return texts::invalid_export_arn();
  if (arn->region != context.services.catalog.options().region) {
    return texts::export_of_other_region();
  }
  const catalog::DocumentPtr document =
      context.services.catalog.documents().find(catalog::DocumentKind::kExport, arn->id);
  if (!document) return texts::export_not_found(*input.export_arn);
  MAGNETO_ASSIGN_OR_RETURN(auto description,
                           read_document<wire::ExportDescription>(context.arena, document->text));
  if (description.export_arn != input.export_arn) return texts::export_not_found(*input.export_arn);
  return wire::DescribeExportOutput{.export_description = std::move(description)};
}

}  // namespace magneto::operations
