// SPDX-License-Identifier: Apache-2.0
//
// FilterSpecification of an export: which items it has, and what of them. The service takes it
// since 2026; only that it may not be empty was observed. The conditions mean what they mean in a
// Query.
#pragma once

#include <optional>

#include "operations/items/request_expressions.h"

namespace magneto::internal::operations {

struct ExportFilter {
  const expression::Condition* keys = nullptr;    ///< KeyConditionExpression, or null.
  const expression::Condition* filter = nullptr;  ///< FilterExpression, or null.
  const expression::Projection* projection = nullptr;

  /// What the export has of an item; nothing when it does not have it.
  std::optional<value::ItemView> apply(Arena& arena, value::ItemView item) const;
};

/// Errors: kValidation. Lives in the context's arena.
Result<ExportFilter> bind_export_filter(
    Context& context, const std::optional<model::FilterSpecification>& specification);

}  // namespace magneto::internal::operations
