// SPDX-License-Identifier: Apache-2.0
//
// The settings of a table that CreateTable and UpdateTable share: stream, encryption, class, tags.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/table.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

/// What can be said without the table. `exists`: the table does already. Errors (kValidation): a
/// view type missing or too much.
Result<void> check_stream(const model::StreamSpecification& from, bool exists);
/// Turns the stream on or off. Errors (kValidation): those of check_stream; a stream that is
/// already in the state asked for.
Result<void> apply_stream(catalog::Table& table, const model::StreamSpecification& from,
                          bool exists, std::int64_t now_ms);

/// What can be said without the table. Errors (kValidation): members that do not go together.
Result<void> check_encryption(const model::SSESpecification& from);
/// Server-side encryption. Without Enabled a type turns it on. Errors (kValidation): those of
/// check_encryption; an existing table that has what is asked for.
Result<void> apply_encryption(catalog::Table& table, const model::SSESpecification& from,
                              bool exists, const catalog::Catalog::Options& place);

}  // namespace magneto::internal::operations
