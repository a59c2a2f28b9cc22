// SPDX-License-Identifier: Apache-2.0
//
// RangeState: the progress of a query or scan over its pages.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "magneto/ranges.h"
#include "table/key_names.h"
#include "table/prefetched.h"

namespace magneto::internal::table {

/// One answer.
struct Page {
  std::vector<Item> items;
  std::optional<Item> next;  ///< LastEvaluatedKey.
  std::int64_t count = 0;
  std::int64_t scanned = 0;
  double consumed_units = 0;
};

/// Not thread safe; handles share it.
struct RangeState {
  using Input = std::variant<model::QueryInput, model::ScanInput>;

  Client client;
  std::shared_ptr<KeyNames> key_names;
  Input input;  ///< Names the table; complete() adds the rest.
  Condition key_condition = {};
  RangeOptions options = {};

  // Set by begin().
  bool begun = false;
  Input complete = {};
  std::size_t skip = 0;  ///< Of the page to be fetched, from a cursor.

  // The page that is being taken. Its items begin behind `page_start`; nothing is the beginning.
  std::vector<Item> items = {};
  std::size_t position = 0;
  std::optional<Item> page_start = {};
  std::optional<Item> next = {};  ///< Where the page behind begins.
  bool more = true;               ///< Whether there is one.

  std::optional<Item> last = {};   ///< The key of the last item taken, or all of it.
  std::optional<Keys> names = {};  ///< Of the attributes of start keys, once one was seen.
  RangeProgress progress = {};
  std::shared_ptr<Prefetched<Page>> prefetched = {};

  /// Builds the request from the options. Errors: kInvalidArgument.
  magneto::Result<void> begin();
  magneto::Result<Input> request() const;
  /// Whether the options allow another item, and another page.
  bool may_take() const { return !options.limit || progress.items < *options.limit; }
  bool may_fetch() const;
  bool is_worth_prefetching() const;
  bool at_end_of_page() const { return position >= items.size(); }
  void take_page(Page page);
  Item take_item();
};

using RangePointer = std::shared_ptr<RangeState>;

/// Makes sure that there is an item to take, or that there is none any more.
Call<bool> fill(RangePointer state);
/// One request, as `input` says.
Call<Page> fetch_page(Client client, RangeState::Input input);

}  // namespace magneto::internal::table
