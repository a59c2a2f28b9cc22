// SPDX-License-Identifier: Apache-2.0
//
// The operations on streams (DynamoDBStreams_20120810). One file per operation; each begins with
// the order of its checks.
//
// Errors: kValidation, kResourceNotFound; kTrimmedDataAccess and kExpiredIterator where the API has
// them; the store's (kWouldBlock, kIo, kCorruption).
#pragma once

#include "base/result.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

Result<model::ListStreamsOutput> list_streams(Context& context,
                                              const model::ListStreamsInput& input);
Result<model::DescribeStreamOutput> describe_stream(Context& context,
                                                    const model::DescribeStreamInput& input);
Result<model::GetShardIteratorOutput> get_shard_iterator(Context& context,
                                                         const model::GetShardIteratorInput& input);
Result<model::GetRecordsOutput> get_records(Context& context, const model::GetRecordsInput& input);

}  // namespace magneto::internal::operations
