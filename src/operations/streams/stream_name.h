// SPDX-License-Identifier: Apache-2.0
//
// Streams and shards as requests name them:
// arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL, and shardId-TIME-STREAM.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "derive/shards.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

/// What a stream's ARN says; of any region and account. Borrows the ARN.
struct StreamName {
  std::string_view table;
  std::string_view label;
};

/// Errors (kValidation): it is no ARN of a stream.
Result<StreamName> read_stream_arn(std::string_view arn);

/// A stream and its table, which may be gone. Holds on to the table.
struct FoundStream {
  catalog::TablePtr table;
  const catalog::Stream* stream;
};

/// Errors: kValidation, kResourceNotFound. A stream that was disabled 24 hours ago is not found.
Result<FoundStream> find_stream(Context& context, std::string_view arn);

/// As find_stream() sees it.
bool is_forgotten(const catalog::Stream& stream, std::int64_t now_ms);

/// In the arena: "shardId-00000001795239580211-0000002a".
std::string_view shard_id(Arena& arena, const catalog::Stream& stream, std::int64_t started_ms);

/// How many shards have an id up to this one. The order of ids is that of the shards.
std::size_t count_until(Arena& arena, const catalog::Stream& stream,
                        const derive::VisibleShards& shards, std::string_view id);

}  // namespace magneto::internal::operations
