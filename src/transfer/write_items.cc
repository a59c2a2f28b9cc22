// SPDX-License-Identifier: Apache-2.0
#include "transfer/write_items.h"

#include <algorithm>

#include "magneto/batch_writer.h"
#include "magneto/json.h"
#include "table/key_names.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {
namespace {

Error with_key(const Table& table, const BatchFailure& failure) {
  const std::optional<table::Keys> names = table.key_names()->find("");
  std::optional<Item> key;
  if (names) key = table::key_of(failure.item, *names);
  return failure.error.in(messages::of_table(table.name()) +
                          (key ? ", " + messages::of_item(to_json(*key)) : ""));
}

Result<void> write_chunk(const Table& table, Writing writing, std::span<Item> items, Work& work,
                         std::size_t in_flight, const OnRefused& on_refused) {
  BatchWriter batch(table, {.in_flight = in_flight, .capacity = true});
  for (Item& item : items) {
    if (writing == Writing::kPut) {
      batch.put(std::move(item));
    } else {
      batch.remove(std::move(item));
    }
  }
  Result<BatchReport> report = batch.finish().get();
  if (!report) return std::move(report).error();
  work.writes().spend(table.client(), report->consumed_units);
  work.count([&](TransferProgress& counts) {
    (writing == Writing::kPut ? counts.written : counts.deleted) += report->written;
    counts.write_units += report->consumed_units;
  });
  for (const BatchFailure& failure : report->failed) {
    const bool is_refused = failure.error.code() == ErrorCode::kValidation ||
                            failure.error.code() == ErrorCode::kItemCollectionSizeLimitExceeded;
    if (!on_refused || !is_refused) return with_key(table, failure);
    if (Result<void> taken = on_refused(failure); !taken) return taken;
  }
  return {};
}

}  // namespace

Result<void> write_items(const Table& table, Writing writing, std::vector<Item> items, Work& work) {
  constexpr std::size_t kInFlight = 2;
  return write_items(table, writing, std::move(items), work, kInFlight, {});
}

Result<void> write_items(const Table& table, Writing writing, std::vector<Item> items, Work& work,
                         std::size_t in_flight, const OnRefused& on_refused) {
  constexpr std::size_t kOneRequest = 25;
  const std::size_t chunk = work.writes().rate() > 0 ? kOneRequest : items.size();
  for (std::size_t begin = 0; begin < items.size(); begin += chunk) {
    if (Result<void> good = work.go_on(); !good) return good;
    const Cancellation& cancellation = work.options().cancellation;
    if (Result<void> turn = work.writes().wait(table.client(), cancellation); !turn) return turn;
    const std::span<Item> some(items.data() + begin, std::min(chunk, items.size() - begin));
    Result<void> done = write_chunk(table, writing, some, work, in_flight, on_refused);
    if (!done) return done;
  }
  return {};
}

std::vector<Item> updated(std::vector<Item> items, const ItemFunction& update, Work& work) {
  if (!update) return items;
  std::vector<Item> kept;
  kept.reserve(items.size());
  for (Item& item : items) {
    if (std::optional<Item> changed = update(std::move(item))) kept.push_back(std::move(*changed));
  }
  const std::size_t skipped = items.size() - kept.size();
  if (skipped > 0) work.count([&](TransferProgress& counts) { counts.skipped += skipped; });
  return kept;
}

}  // namespace magneto::internal::transfer
