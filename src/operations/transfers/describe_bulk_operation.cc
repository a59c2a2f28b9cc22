// SPDX-License-Identifier: Apache-2.0
//
// DescribeBulkOperation and ListBulkOperations. Order of checks after the model's constraints: the
// ARN is that of a bulk operation, there is such a one; the token.
#include "operations/transfers/bulk_operation.h"
#include "operations/transfers/transfer_messages.h"
#include "operations/transfers/transfer_operations.h"
#include "operations/transfers/transfer_page.h"

namespace magneto::internal::operations {

using Description = model::BulkOperationDescription;

Result<BulkOperation> find_bulk_operation(Context& context, std::string_view arn) {
  const auto id = read_bulk_operation_arn(arn);
  if (!id) return messages::invalid_bulk_operation_arn();
  const catalog::DocumentPtr document =
      context.services.catalog.documents().find(catalog::DocumentKind::kBulkOperation, *id);
  if (!document) return messages::bulk_operation_not_found(arn);
  BulkOperation found{std::string(*id), {}};
  MAGNETO_ASSIGN_OR_RETURN(found.description,
                           read_document<Description>(context.arena, document->text));
  if (found.description.bulk_operation_arn != arn) return messages::bulk_operation_not_found(arn);
  return found;
}

Result<model::DescribeBulkOperationOutput> describe_bulk_operation(
    Context& context, const model::DescribeBulkOperationInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(BulkOperation found,
                           find_bulk_operation(context, *input.bulk_operation_arn));
  return model::DescribeBulkOperationOutput{.bulk_operation_description =
                                                std::move(found.description)};
}

Result<model::ListBulkOperationsOutput> list_bulk_operations(
    Context& context, const model::ListBulkOperationsInput& input) {
  const auto all = [](const catalog::Document&) -> Result<bool> { return true; };
  MAGNETO_ASSIGN_OR_RETURN(const TransferPage page,
                           read_transfer_page(context, catalog::DocumentKind::kBulkOperation,
                                              input.max_results, input.next_token, all));
  auto summaries = context.arena.make_span<model::BulkOperationSummary>(page.documents.size());
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    MAGNETO_ASSIGN_OR_RETURN(const Description each,
                             read_document<Description>(context.arena, page.documents[i]->text));
    summaries[i] = {.bulk_operation_arn = each.bulk_operation_arn,
                    .bulk_operation_status = each.bulk_operation_status,
                    .start_time = each.start_time,
                    .end_time = each.end_time};
  }
  model::ListBulkOperationsOutput output{.bulk_operations_summary_list = summaries};
  if (page.next_token) output.next_token = context.arena.copy(*page.next_token);
  return output;
}

}  // namespace magneto::internal::operations
