// SPDX-License-Identifier: Apache-2.0
#include "transfer/scan_pages.h"

#include <algorithm>

#include "table/range_state.h"

namespace magneto::internal::transfer {

Result<model::ScanInput> scan_input(const Table& table, const magneto::Condition& filter,
                                    const Projection& projection, const std::string& index) {
  ScanRange range = table.scan();
  if (!index.empty()) range = range.index(index);
  if (!filter.empty()) range = range.filter(filter);
  if (!projection.empty()) range = range.projection(projection);
  if (Result<void> begun = range.state()->begin(); !begun) return std::move(begun).error();
  return std::get<model::ScanInput>(range.state()->complete);
}

ScanPages::ScanPages(Client client, model::ScanInput input, std::size_t segment,
                     std::size_t segments, Work& work)
    : client_(std::move(client)),
      input_(std::move(input)),
      share_(work.reads().rate() / static_cast<double>(std::max<std::size_t>(segments, 1))),
      work_(work) {
  input_.return_consumed_capacity = model::ReturnConsumedCapacity::kTotal;
  if (segments > 1) {
    input_.segment = static_cast<std::int64_t>(segment);
    input_.total_segments = static_cast<std::int64_t>(segments);
  }
  constexpr std::int64_t kFirstPage = 50;  // until it is known what an item costs
  if (share_ > 0) input_.limit = std::min(input_.limit.value_or(kFirstPage), kFirstPage);
}

/// Pages of what may be read in a second, so that a low rate is kept to in small steps.
void ScanPages::fit_page(std::size_t items, double units) {
  if (share_ <= 0 || items == 0 || units <= 0) return;
  const double fitting = static_cast<double>(items) * share_ / units;
  input_.limit = static_cast<std::int64_t>(std::clamp(fitting, 1.0, 100'000.0));
}

Result<ScanPages::Page> ScanPages::next() {
  if (Result<void> good = work_.go_on(); !good) return std::move(good).error();
  if (Result<void> turn = work_.reads().wait(client_, work_.options().cancellation); !turn) {
    return std::move(turn).error();
  }
  Result<WithViews<operation::Scan>> answer =
      client_.views<operation::Scan>(input_).cancelled_by(work_.options().cancellation).get();
  if (!answer) return std::move(answer).error();
  model::ScanOutput& output = answer->output;
  double units = 0;
  if (output.consumed_capacity) units = output.consumed_capacity->capacity_units.value_or(0);
  work_.reads().spend(client_, units);
  fit_page(static_cast<std::size_t>(output.scanned_count.value_or(0)), units);
  work_.count([&](TransferProgress& counts) {
    counts.read += answer->items.size();
    counts.read_units += units;
  });
  input_.exclusive_start_key = output.last_evaluated_key;
  ended_ = !output.last_evaluated_key;
  return Page{std::move(answer->items), std::move(output.last_evaluated_key)};
}

std::vector<Item> items_of(const EncodedItems& encoded) {
  std::vector<Item> items;
  items.reserve(encoded.size());
  for (const ItemView item : encoded) items.push_back(item.to_item());
  return items;
}

}  // namespace magneto::internal::transfer
