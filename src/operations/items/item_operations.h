// SPDX-License-Identifier: Apache-2.0
//
// The operations on items, as plain functions: a checked request in (decoded, and right by the
// model's constraints), the answer out. What they give lives in the context's arena. Each one's
// file begins with the order of its checks.
//
// Errors: kValidation; kResourceNotFound; where the API has them kConditionalCheckFailed,
// kDuplicateItem, kTransactionCanceled and kIdempotentParameterMismatch; the store's (kWouldBlock,
// kIo, kCorruption).
#pragma once

#include "base/result.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

Result<model::PutItemOutput> put_item(Context& context, const model::PutItemInput& input);
Result<model::GetItemOutput> get_item(Context& context, const model::GetItemInput& input);
Result<model::UpdateItemOutput> update_item(Context& context, const model::UpdateItemInput& input);
Result<model::DeleteItemOutput> delete_item(Context& context, const model::DeleteItemInput& input);

Result<model::QueryOutput> query(Context& context, const model::QueryInput& input);
Result<model::ScanOutput> scan(Context& context, const model::ScanInput& input);

Result<model::SearchVectorsOutput> search_vectors(Context& context,
                                                  const model::SearchVectorsInput& input);

Result<model::BatchGetItemOutput> batch_get_item(Context& context,
                                                 const model::BatchGetItemInput& input);
Result<model::BatchWriteItemOutput> batch_write_item(Context& context,
                                                     const model::BatchWriteItemInput& input);

Result<model::TransactGetItemsOutput> transact_get_items(Context& context,
                                                         const model::TransactGetItemsInput& input);
Result<model::TransactWriteItemsOutput> transact_write_items(
    Context& context, const model::TransactWriteItemsInput& input);

Result<model::ExecuteStatementOutput> execute_statement(Context& context,
                                                        const model::ExecuteStatementInput& input);
Result<model::BatchExecuteStatementOutput> batch_execute_statement(
    Context& context, const model::BatchExecuteStatementInput& input);
Result<model::ExecuteTransactionOutput> execute_transaction(
    Context& context, const model::ExecuteTransactionInput& input);

}  // namespace magneto::internal::operations
