// SPDX-License-Identifier: Apache-2.0
#include "operations/items/scan_page.h"

#include <algorithm>

#include "operations/items/long_work.h"
#include "operations/items/partitions.h"

namespace magneto::internal::operations {
namespace {

// The part of `range` that lies in a partition.
keys::KeyRange part_of(Arena& arena, const keys::KeyRange& range, const Source& source,
                       std::uint32_t partition) {
  const keys::KeyRange all = partition_range(arena, *source.table, source.space(), partition);
  return {std::max(range.begin, all.begin), std::min(range.end, all.end)};
}

std::span<const value::ItemView> joined(Arena& arena, std::span<const value::ItemView> a,
                                        std::span<const value::ItemView> b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  const std::span<value::ItemView> items = arena.make_span<value::ItemView>(a.size() + b.size());
  std::ranges::copy(a, items.begin());
  std::ranges::copy(b, items.begin() + static_cast<std::ptrdiff_t>(a.size()));
  return items;
}

void append(Arena& arena, ChargedPage& to, const ChargedPage& more) {
  to.blocks += more.blocks;
  to.page.items = joined(arena, to.page.items, more.page.items);
  to.page.count += more.page.count;
  to.page.scanned += more.page.scanned;
  to.page.bytes += more.page.bytes;
  to.cut_bytes += more.cut_bytes;
  to.page.fetched_blocks += more.page.fetched_blocks;
  to.page.last_evaluated_key = more.page.last_evaluated_key;
}

}  // namespace

Result<ChargedPage> scan_page(Context& context, const Source& source, ReadParameters parameters,
                              const Selection& selection, const keys::KeyRange& range) {
  const std::uint32_t partitions = partition_count(*source.table);
  if (parameters.capacity == CapacityDetail::kNone || partitions == 1) {
    return read_page(context, source, parameters, selection, range, /*backward=*/false);
  }
  const std::int64_t limit = parameters.limit;
  parameters.deadline = page_deadline(context);
  ChargedPage all;
  for (std::uint32_t i = 0; i < partitions && !all.page.last_evaluated_key; ++i) {
    const keys::KeyRange part = part_of(context.arena, range, source, i);
    if (part.empty()) continue;
    if (limit > 0) parameters.limit = limit - static_cast<std::int64_t>(all.page.scanned);
    parameters.max_bytes = store::kPageBytes - all.cut_bytes;
    MAGNETO_ASSIGN_OR_RETURN(
        const ChargedPage page,
        read_page(context, source, parameters, selection, part, /*backward=*/false));
    append(context.arena, all, page);
  }
  return all;
}

}  // namespace magneto::internal::operations
