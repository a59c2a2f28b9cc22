// SPDX-License-Identifier: Apache-2.0
//
// The operations on streams (DynamoDBStreams_20120810). One file per operation; each begins with
// the order of its checks.
//
// Errors: kValidation, kResourceNotFound; kTrimmedDataAccess and kExpiredIterator where the API has
// them; the store's (kWouldBlock, kIo, kCorruption).
#pragma once

#include "base/result.h"
#include "operations/context.h"
#include "wire/shapes.h"

namespace magneto::operations {

Result<wire::ListStreamsOutput> list_streams(Context& context, const wire::ListStreamsInput& input);
Result<wire::DescribeStreamOutput> describe_stream(Context& context,
                                                   const wire::DescribeStreamInput& input);
Result<wire::GetShardIteratorOutput> get_shard_iterator(Context& context,
                                                        const wire::GetShardIteratorInput& input);
Result<wire::GetRecordsOutput> get_records(Context& context, const wire::GetRecordsInput& input);

}  // namespace magneto::operations
