// SPDX-License-Identifier: Apache-2.0
//
// The operations on items, as plain functions: a checked request in (decoded, and right by the
// model's constraints), the answer out. What they give lives in the context's arena. Each one's
// file begins with the order of its checks.
//
// Errors: kValidation; kResourceNotFound; kConditionalCheckFailed, kDuplicateItem,
// kTransactionCanceled,
// kIdempotentParameterMismatch where the API has them; the store's (kWouldBlock, kIo, kCorruption).
#pragma once

#include "base/result.h"
#include "operations/context.h"
#include "wire/shapes.h"

namespace magneto::operations {

Result<wire::PutItemOutput> put_item(Context& context, const wire::PutItemInput& input);
Result<wire::GetItemOutput> get_item(Context& context, const wire::GetItemInput& input);
Result<wire::UpdateItemOutput> update_item(Context& context, const wire::UpdateItemInput& input);
Result<wire::DeleteItemOutput> delete_item(Context& context, const wire::DeleteItemInput& input);

Result<wire::QueryOutput> query(Context& context, const wire::QueryInput& input);
Result<wire::ScanOutput> scan(Context& context, const wire::ScanInput& input);

Result<wire::SearchVectorsOutput> search_vectors(Context& context,
                                                 const wire::SearchVectorsInput& input);

Result<wire::BatchGetItemOutput> batch_get_item(Context& context,
                                                const wire::BatchGetItemInput& input);
Result<wire::BatchWriteItemOutput> batch_write_item(Context& context,
                                                    const wire::BatchWriteItemInput& input);

Result<wire::TransactGetItemsOutput> transact_get_items(Context& context,
                                                        const wire::TransactGetItemsInput& input);
Result<wire::TransactWriteItemsOutput> transact_write_items(
    Context& context, const wire::TransactWriteItemsInput& input);

Result<wire::ExecuteStatementOutput> execute_statement(Context& context,
                                                       const wire::ExecuteStatementInput& input);
Result<wire::BatchExecuteStatementOutput> batch_execute_statement(
    Context& context, const wire::BatchExecuteStatementInput& input);
Result<wire::ExecuteTransactionOutput> execute_transaction(
    Context& context, const wire::ExecuteTransactionInput& input);

}  // namespace magneto::operations
