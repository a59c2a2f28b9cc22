// SPDX-License-Identifier: Apache-2.0
//
// Tags of tables: at most 50, keys of 1 to 128 and values of up to 256 characters. Texts observed
// on the service in October 2026.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "catalog/table.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

inline constexpr std::size_t kMaxTags = 50;

/// Errors (kValidation): keys or values that are missing, too long or with characters that tags may
/// not have; keys of Amazon's own; a key given twice; too many.
Result<void> check_tags(std::span<const model::Tag> tags);
Result<void> check_tag_keys(std::span<const std::string_view> keys);

/// Adds the tags to the table's, replacing values of keys it has. REQUIRES: check_tags() accepts
/// them. Errors (kValidation): too many together.
Result<void> add_tags(catalog::Table& table, std::span<const model::Tag> tags);

/// The table name in a ResourceArn of the tag operations. Errors: kValidation: no ARN, not that of
/// a table; kResourceNotFound for a stream's.
Result<std::string_view> read_tagged_table(const std::optional<std::string_view>& resource_arn);

Error tagged_table_not_found(std::string_view arn);

}  // namespace magneto::internal::operations
