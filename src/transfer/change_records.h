// SPDX-License-Identifier: Apache-2.0
//
// The records of an incremental export: what each item that was changed has become. As text:
//
//   {"Metadata":{...},"Keys":{"p":{"S":"a"}},"OldImage":{...},"NewImage":{"p":{"S":"a"},...}}
//
// and in Ion with the same members. A record without NewImage is of an item that was deleted; Metadata and
// OldImage are not needed to follow. All of it may lie in a member "Record".
#pragma once

#include <memory>
#include <string_view>

#include "transfer/record_source.h"

namespace magneto::internal::transfer {

/// A record in DynamoDB's JSON: kItem with the new image, or kDeleted with the keys. Errors: kInvalidArgument,
/// kSerialization, kValidation.
Result<ReadRecord> read_change(std::string_view json);

/// `format` is kIon or kDynamoJson.
std::unique_ptr<RecordSource> open_changes(std::unique_ptr<objects::ByteSource> bytes,
                                           RecordFormat format);

}  // namespace magneto::internal::transfer
