// SPDX-License-Identifier: Apache-2.0
#include "magneto/ranges.h"

#include "table/cursor.h"
#include "table/explain.h"
#include "table/range_state.h"

namespace magneto {

using internal::table::cursor_text;
using internal::table::fetch_page;
using internal::table::fill;
using internal::table::key_of;
using internal::table::KeyNames;
using internal::table::Keys;
using internal::table::Page;
using internal::table::RangePointer;
using internal::table::RangeState;

namespace {

Call<std::optional<Item>> next_of(RangePointer state) {
  if (!state->at_end_of_page()) {
    if (!state->may_take()) co_return std::optional<Item>();
    co_return state->take_item();
  }
  Call<bool> call = fill(state);
  Result<bool> filled = co_await call;
  if (!filled) co_return filled.error();
  if (!*filled) co_return std::optional<Item>();
  co_return state->take_item();
}

Call<std::vector<Item>> all_of(RangePointer state) {
  std::vector<Item> all;
  for (;;) {
    Call<bool> call = fill(state);
    Result<bool> filled = co_await call;
    if (!filled) co_return filled.error();
    if (!*filled) co_return all;
    while (!state->at_end_of_page() && state->may_take()) all.push_back(state->take_item());
  }
}

Call<RangeCount> count_of(RangePointer state) {
  RangeCount total;
  Result<void> begun = state->begin();
  if (!begun) co_return begun.error();
  const auto set_select = [](auto& input) { input.select = model::Select::kCount; };
  std::visit(set_select, state->complete);
  while (state->more && state->may_fetch()) {
    Result<RangeState::Input> input = state->request();
    if (!input) co_return input.error();
    Call<Page> call = fetch_page(state->client, std::move(*input));
    Result<Page> page = co_await call;
    if (!page) co_return page.error();
    total.count += page->count;
    total.scanned += page->scanned;
    state->take_page(std::move(*page));
    if (state->options.limit && total.count >= static_cast<std::int64_t>(*state->options.limit)) {
      total.count = static_cast<std::int64_t>(*state->options.limit);
      break;
    }
  }
  co_return total;
}

std::string table_of(const RangeState& state) {
  return std::visit([](const auto& input) { return input.table_name; }, state.input);
}

Call<std::optional<std::string>> cursor_of(RangePointer state) {
  Result<void> begun = state->begin();
  if (!begun) co_return begun.error();
  if (state->at_end_of_page()) {
    if (!state->more) co_return std::optional<std::string>();
    co_return cursor_text({.start_key = state->next, .skip = state->skip});
  }
  if (state->position == 0) co_return cursor_text({.start_key = state->page_start});
  if (!state->names) {
    Call<Keys> call =
        KeyNames::of(state->key_names, state->client, table_of(*state), state->options.index);
    Result<Keys> names = co_await call;
    if (names) state->names = std::move(*names);
  }
  if (state->names) {
    std::optional<Item> key = state->last ? key_of(*state->last, *state->names) : std::nullopt;
    if (key) co_return cursor_text({.start_key = std::move(key)});
  }
  co_return cursor_text({.start_key = state->page_start, .skip = state->position});
}

}  // namespace

Call<std::optional<Item>> ItemRange::next() const { return next_of(state_); }
Call<std::vector<Item>> ItemRange::all() const { return all_of(state_); }
Call<RangeCount> ItemRange::count() const { return count_of(state_); }
Call<std::optional<std::string>> ItemRange::cursor() const { return cursor_of(state_); }
RangeProgress ItemRange::progress() const { return state_->progress; }
RangeOptions& ItemRange::options() const { return state_->options; }

Result<std::string> ItemRange::explain() const {
  RangeState copy = *state_;
  copy.prefetched.reset();
  Result<void> begun = copy.begin();
  if (!begun) return begun.error();
  Result<RangeState::Input> input = copy.request();
  if (!input) return input.error();
  if (const auto* query = std::get_if<model::QueryInput>(&*input)) {
    return magneto::explain<operation::Query>(*query);
  }
  return magneto::explain<operation::Scan>(std::get<model::ScanInput>(*input));
}

ItemRange::Iterator::Iterator(std::shared_ptr<internal::table::RangeState> state)
    : state_(std::move(state)) {
  ++*this;
}

ItemRange::Iterator& ItemRange::Iterator::operator++() {
  const bool failed = current_ && !current_->has_value();
  if (failed) {
    current_ = nullptr;
    return *this;
  }
  if (state_->at_end_of_page()) {
    Result<bool> filled = fill(state_).get();
    if (!filled) {
      current_ = std::make_shared<Result<Item>>(filled.error());
      return *this;
    }
  }
  if (state_->at_end_of_page() || !state_->may_take()) {
    current_ = nullptr;
  } else if (current_) {
    *current_ = state_->take_item();
  } else {
    current_ = std::make_shared<Result<Item>>(state_->take_item());
  }
  return *this;
}

}  // namespace magneto
