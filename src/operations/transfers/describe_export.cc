// SPDX-License-Identifier: Apache-2.0
//
// DescribeExport. Order of checks after the model's constraints: the ARN is that of an export, of
// this region, there is such an export. Exports are known for ninety days, whatever became of their
// tables.
#include "operations/transfers/transfer_document.h"
#include "operations/transfers/transfer_messages.h"
#include "operations/transfers/transfer_operations.h"

namespace magneto::internal::operations {

Result<model::DescribeExportOutput> describe_export(Context& context,
                                                    const model::DescribeExportInput& input) {
  const auto arn = read_transfer_arn(*input.export_arn, "export");
  if (!arn) return messages::invalid_export_arn();
  if (arn->region != context.services.catalog.options().region) {
    return messages::export_of_other_region();
  }
  const catalog::DocumentPtr document =
      context.services.catalog.documents().find(catalog::DocumentKind::kExport, arn->id);
  if (!document) return messages::export_not_found(*input.export_arn);
  MAGNETO_ASSIGN_OR_RETURN(auto description,
                           read_document<model::ExportDescription>(context.arena, document->text));
  if (description.export_arn != input.export_arn)
    return messages::export_not_found(*input.export_arn);
  return model::DescribeExportOutput{.export_description = std::move(description)};
}

}  // namespace magneto::internal::operations
