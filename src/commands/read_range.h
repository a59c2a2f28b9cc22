// SPDX-License-Identifier: Apache-2.0
//
// What `query` and `scan` have in common: the shared options on a range, and printing it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>
#include <utility>

#include "commands/exit_status.h"
#include "commands/expression_text.h"
#include "commands/print.h"
#include "commands/target.h"
#include "magneto/ranges.h"

namespace magneto::internal::commands {

struct RangeChoice {
  std::string index;
  bool consistent = false;
  bool count = false;
};

/// What a request's Limit can say: no table has more.
inline std::size_t page_limit(std::int64_t limit) {
  return static_cast<std::size_t>(
      std::min<std::int64_t>(limit, std::numeric_limits<std::int32_t>::max()));
}

template <class Range>
magneto::Result<Range> with_options(Range range, const Options& options,
                                    const RangeChoice& choice) {
  magneto::Result<magneto::Condition> filter = read_condition(options.where);
  if (!filter) return filter.error();
  magneto::Result<magneto::Projection> projection = read_projection(options.select);
  if (!projection) return projection.error();
  if (!choice.index.empty()) range = range.index(choice.index);
  if (!filter->empty()) range = range.filter(std::move(*filter));
  if (!projection->empty()) range = range.projection(std::move(*projection));
  if (choice.consistent) range = range.consistent();
  if (options.limit) range = range.limit(page_limit(*options.limit));
  if (!options.cursor.empty()) range = range.starting_at(options.cursor);
  return range;
}

/// Prints the range, or its request, or its count. Where --limit ended it, stderr says how to go on.
magneto::Result<int> print_range(Session& session, const TableInfo& info, const ItemRange& range,
                                 const RangeChoice& choice);

}  // namespace magneto::internal::commands
