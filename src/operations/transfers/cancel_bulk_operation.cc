// SPDX-License-Identifier: Apache-2.0
//
// CancelBulkOperation. Order of checks after the model's constraints: the ARN is that of a bulk
// operation, there is such a one, it has not ended. What it has written stays. One that is being
// cancelled may be cancelled again.
#include "operations/transfers/bulk_operation.h"
#include "operations/transfers/transfer_messages.h"
#include "operations/transfers/transfer_operations.h"

namespace magneto::internal::operations {

Result<model::CancelBulkOperationOutput> cancel_bulk_operation(
    Context& context, const model::CancelBulkOperationInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const BulkOperation found,
                           find_bulk_operation(context, *input.bulk_operation_arn));
  const auto cancel = [](model::BulkOperationDescription& description) -> Result<void> {
    const model::Enum<model::BulkOperationStatus> status = *description.bulk_operation_status;
    if (status != model::BulkOperationStatus::kInProgress &&
        status != model::BulkOperationStatus::kCancelling) {
      return messages::bulk_operation_ended(status.text());
    }
    description.bulk_operation_status = model::BulkOperationStatus::kCancelling;
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(update_document<model::BulkOperationDescription>(
      context.services.catalog.documents(), catalog::DocumentKind::kBulkOperation, found.id,
      cancel));
  return model::CancelBulkOperationOutput{
      .bulk_operation_arn = input.bulk_operation_arn,
      .bulk_operation_status = model::BulkOperationStatus::kCancelling};
}

}  // namespace magneto::internal::operations
