// SPDX-License-Identifier: Apache-2.0
#include "table/range_state.h"

#include <algorithm>
#include <type_traits>

#include "table/cursor.h"
#include "table/expression_writer.h"
#include "table/messages.h"

namespace magneto::internal::table {
namespace {

template <class Output>
Page page_of(Output& output) {
  Page page;
  page.count = output.count.value_or(static_cast<std::int64_t>(output.items.size()));
  page.scanned = output.scanned_count.value_or(page.count);
  if (output.consumed_capacity) {
    page.consumed_units = output.consumed_capacity->capacity_units.value_or(0);
  }
  page.items = std::move(output.items);
  page.next = std::move(output.last_evaluated_key);
  if (page.next && page.next->empty()) page.next.reset();
  return page;
}

Call<Page> fetch_query(Call<model::QueryOutput> call) {
  magneto::Result<model::QueryOutput> output = co_await call;
  if (!output) co_return output.error();
  co_return page_of(*output);
}
Call<Page> fetch_scan(Call<model::ScanOutput> call) {
  magneto::Result<model::ScanOutput> output = co_await call;
  if (!output) co_return output.error();
  co_return page_of(*output);
}

template <class Input>
void set_options(Input& input, const RangeOptions& options) {
  if (!options.index.empty()) input.index_name = options.index;
  input.consistent_read = options.consistent;
  if (options.capacity || options.max_capacity) {
    input.return_consumed_capacity = model::ReturnConsumedCapacity::kTotal;
  }
  if constexpr (std::is_same_v<Input, model::QueryInput>) {
    if (options.descending) input.scan_index_forward = false;
  } else {
    input.segment = options.segment;
    input.total_segments = options.total_segments;
  }
}

}  // namespace

Call<Page> fetch_page(Client client, RangeState::Input input) {
  if (const auto* query = std::get_if<model::QueryInput>(&input)) {
    return fetch_query(client.call<operation::Query>(*query));
  }
  return fetch_scan(client.call<operation::Scan>(std::get<model::ScanInput>(input)));
}

magneto::Result<void> RangeState::begin() {
  if (begun) return {};
  ExpressionWriter writer;
  complete = input;
  std::visit(
      [&](auto& whole) {
        set_options(whole, options);
        if constexpr (std::is_same_v<std::decay_t<decltype(whole)>, model::QueryInput>) {
          whole.key_condition_expression = writer.condition(key_condition, "key condition");
        }
        whole.filter_expression = writer.condition(options.filter, "filter");
        whole.projection_expression = writer.projection(options.projection);
        whole.expression_attribute_names = writer.names();
        whole.expression_attribute_values = writer.values();
      },
      complete);
  if (writer.error()) return *writer.error();
  if (std::holds_alternative<model::QueryInput>(input) && key_condition.empty()) {
    return messages::no_key_condition();
  }
  if (!options.starting_token.empty()) {
    magneto::Result<Cursor> cursor = read_cursor(options.starting_token);
    if (!cursor) return cursor.error();
    next = std::move(cursor->start_key);
    skip = cursor->skip;
  }
  names = key_names->find(options.index);
  begun = true;
  return {};
}

magneto::Result<RangeState::Input> RangeState::request() const {
  Input whole = complete;
  std::optional<std::size_t> limit = options.page_size;
  // Without a filter each item that is read comes, so no more need be read than are wanted.
  if (!limit && options.limit && options.filter.empty()) {
    limit = *options.limit - progress.items + skip;
  }
  std::visit(
      [&](auto& request) {
        if (limit) request.limit = static_cast<std::int64_t>(std::max<std::size_t>(*limit, 1));
        request.exclusive_start_key = next;
      },
      whole);
  return whole;
}

bool RangeState::may_fetch() const {
  if (options.max_pages && progress.pages >= *options.max_pages) return false;
  return !options.max_capacity || progress.consumed_units < *options.max_capacity;
}

void RangeState::take_page(Page page) {
  page_start = std::move(next);
  next = std::move(page.next);
  more = next.has_value();
  items = std::move(page.items);
  position = std::min(std::exchange(skip, 0), items.size());
  progress.pages += 1;
  progress.scanned += page.scanned;
  progress.consumed_units += page.consumed_units;
  for (const auto* key : {next ? &*next : nullptr, page_start ? &*page_start : nullptr}) {
    if (key == nullptr || names) continue;
    names.emplace();
    for (const auto& [name, value] : *key) names->push_back(name);
  }
}

Item RangeState::take_item() {
  Item& item = items[position++];
  progress.items += 1;
  // For a cursor: the key, or as long as its names are not known, all that it may be made of.
  last = names ? key_of(item, *names) : std::optional<Item>(item);
  return std::move(item);
}

bool RangeState::is_worth_prefetching() const {
  if (!options.prefetch || !more || !may_fetch()) return false;
  return !options.limit || progress.items + (items.size() - position) < *options.limit;
}

Call<bool> fill(RangePointer state) {
  magneto::Result<void> begun = state->begin();
  if (!begun) co_return begun.error();
  while (state->at_end_of_page()) {
    if (!state->more || !state->may_take() || !state->may_fetch()) co_return false;
    magneto::Result<RangeState::Input> input = state->request();
    if (!input) co_return input.error();
    std::optional<magneto::Result<Page>> page;
    if (std::shared_ptr<Prefetched<Page>> ahead = std::exchange(state->prefetched, nullptr)) {
      page.emplace(co_await Prefetched<Page>::wait(ahead));
    } else {
      Call<Page> call = fetch_page(state->client, std::move(*input));
      page.emplace(co_await call);
    }
    if (!*page) co_return page->error();
    if ((*page)->next && (*page)->next == state->next) co_return messages::same_page_again();
    state->take_page(std::move(**page));
    if (state->is_worth_prefetching()) {
      magneto::Result<RangeState::Input> ahead = state->request();
      if (ahead)
        state->prefetched = Prefetched<Page>::start(fetch_page(state->client, std::move(*ahead)));
    }
  }
  co_return state->may_take();
}

}  // namespace magneto::internal::table
