// SPDX-License-Identifier: Apache-2.0
//
// Operations that move many items between tables and Amazon S3. They only start, stop and describe
// work; it is done in the room `transfers`, which looks at the catalog's documents.
#pragma once

#include "base/result.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

Result<model::ImportTableOutput> import_table(Context& context,
                                              const model::ImportTableInput& input);
Result<model::DescribeImportOutput> describe_import(Context& context,
                                                    const model::DescribeImportInput& input);
Result<model::ListImportsOutput> list_imports(Context& context,
                                              const model::ListImportsInput& input);

Result<model::ExportTableToPointInTimeOutput> export_table_to_point_in_time(
    Context& context, const model::ExportTableToPointInTimeInput& input);
Result<model::DescribeExportOutput> describe_export(Context& context,
                                                    const model::DescribeExportInput& input);
Result<model::ListExportsOutput> list_exports(Context& context,
                                              const model::ListExportsInput& input);

Result<model::StartBulkPutItemsOutput> start_bulk_put_items(
    Context& context, const model::StartBulkPutItemsInput& input);
Result<model::DescribeBulkOperationOutput> describe_bulk_operation(
    Context& context, const model::DescribeBulkOperationInput& input);
Result<model::ListBulkOperationsOutput> list_bulk_operations(
    Context& context, const model::ListBulkOperationsInput& input);
Result<model::CancelBulkOperationOutput> cancel_bulk_operation(
    Context& context, const model::CancelBulkOperationInput& input);

}  // namespace magneto::internal::operations
