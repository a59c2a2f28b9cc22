// SPDX-License-Identifier: Apache-2.0
//
// Tags of tables: at most 50, keys of 1 to 128 and values of up to 256 characters.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "catalog/table.h"
#include "operations/context.h"
#include "wire/shapes.h"

namespace magneto::operations {

inline constexpr std::size_t kMaxTags = 50;

/// Adds the tags to the table's, replacing values of keys it has. Errors (kValidation): characters
/// that tags may not have, a key given twice, lengths, too many.
Result<void> add_tags(catalog::Table& table, std::span<const wire::Tag> tags);

/// The table name in a ResourceArn of the tag operations. Errors (kValidation): no ARN, no table's
/// ARN.
Result<std::string_view> read_tagged_table(const std::optional<std::string_view>& resource_arn);

}  // namespace magneto::operations
