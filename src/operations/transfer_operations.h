// SPDX-License-Identifier: Apache-2.0
//
// Operations that move many items between tables and Amazon S3. They only start, stop and describe
// work; it is done in the room `transfers`, which looks at the catalog's documents.
#pragma once

#include "base/result.h"
#include "operations/context.h"
#include "wire/shapes.h"

namespace magneto::operations {

Result<wire::ImportTableOutput> import_table(Context& context, const wire::ImportTableInput& input);
Result<wire::DescribeImportOutput> describe_import(Context& context,
                                                   const wire::DescribeImportInput& input);
Result<wire::ListImportsOutput> list_imports(Context& context, const wire::ListImportsInput& input);

Result<wire::ExportTableToPointInTimeOutput> export_table_to_point_in_time(
    Context& context, const wire::ExportTableToPointInTimeInput& input);
Result<wire::DescribeExportOutput> describe_export(Context& context,
                                                   const wire::DescribeExportInput& input);
Result<wire::ListExportsOutput> list_exports(Context& context, const wire::ListExportsInput& input);

Result<wire::StartBulkPutItemsOutput> start_bulk_put_items(
    Context& context, const wire::StartBulkPutItemsInput& input);
Result<wire::DescribeBulkOperationOutput> describe_bulk_operation(
    Context& context, const wire::DescribeBulkOperationInput& input);
Result<wire::ListBulkOperationsOutput> list_bulk_operations(
    Context& context, const wire::ListBulkOperationsInput& input);
Result<wire::CancelBulkOperationOutput> cancel_bulk_operation(
    Context& context, const wire::CancelBulkOperationInput& input);

}  // namespace magneto::operations
