// SPDX-License-Identifier: Apache-2.0
//
// SELECT of ExecuteStatement: the ranges of keys that it reads, and a page of them.
#pragma once

#include <string_view>
#include <vector>

#include "operations/items/range_read.h"
#include "operations/partiql/next_token.h"
#include "operations/partiql/statement_plan.h"

namespace magneto::internal::operations {

struct SelectPlan {
  struct Part {
    keys::KeyRange range;
    bool single_item = false;  ///< All of a table's key is given: behind it there is nothing.
  };

  Source source;
  Selection selection;
  std::vector<Part> parts;
  bool scan = false;  ///< `parts` is all there is.
  bool backward = false;
};

/// find_source() in the words of statements. Errors: kResourceNotFound; kValidation, for an index
/// that is not there, cannot be read consistently, or has keys of several attributes.
Result<Source> find_statement_source(Context& context, const ReadParameters& parameters);

/// Errors: kValidation: values of keys, ORDER BY, attributes that the index does not have.
Result<SelectPlan> plan_select(Context& context, const BoundStatement& bound, const Source& source,
                               const ReadParameters& parameters);

struct SelectedPage {
  ChargedPage charged;
  std::optional<ReadPlace> next;  ///< Where to go on, if the page was cut.
};

/// From `place` on, until the limit or 1 MB is reached. Errors: kValidation when the place is none
/// of this plan; the store's.
Result<SelectedPage> read_select(Context& context, const SelectPlan& plan,
                                 const ReadParameters& parameters, const ReadPlace& place);

}  // namespace magneto::internal::operations
