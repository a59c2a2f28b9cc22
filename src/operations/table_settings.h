// SPDX-License-Identifier: Apache-2.0
//
// The settings of a table that CreateTable and UpdateTable share: stream, encryption, class, tags.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/table.h"
#include "operations/context.h"
#include "wire/shapes.h"

namespace magneto::operations {

/// Turns the stream on or off. Errors (kValidation): a view type missing or too much; a stream that
/// is already in the state asked for (`exists`: the table does already).
Result<void> apply_stream(catalog::Table& table, const wire::StreamSpecification& from, bool exists,
                          std::int64_t now_ms);

/// Server-side encryption. Errors (kValidation): AES256, or a key without KMS.
Result<void> apply_encryption(catalog::Table& table, const wire::SSESpecification& from,
                              const catalog::Catalog::Options& place);

/// "2026-11-21T04:39:48.123": labels of streams.
std::string timestamp_label(std::int64_t ms);

}  // namespace magneto::operations
