// SPDX-License-Identifier: Apache-2.0
#include "transfer/target_table.h"

#include "magneto/model.h"
#include "magneto/operations.h"
#include "magneto/transfer/copy.h"
#include "table/key_names.h"
#include "transfer/messages.h"
#include "transfer/scan_pages.h"
#include "transfer/write_items.h"

namespace magneto::internal::transfer {

Result<TableInfo> described(const Table& table) {
  Result<TableInfo> info = table.info().get();
  if (!info) return info.error().in(messages::of_table(table.name()));
  return info;
}

Result<TableInfo> ready_target(const Table& target, const model::TableDescription* like) {
  Result<TableInfo> info = described(target);
  if (info && info->is_active()) return info;
  if (!info && (like == nullptr || info.error().code() != ErrorCode::kResourceNotFound)) {
    return info;
  }
  if (!info) {
    const Result<model::CreateTableOutput> made =
        target.client().call<operation::CreateTable>(definition_of(*like, target.name())).get();
    if (!made && made.error().code() != ErrorCode::kResourceInUse) {
      return made.error().in(messages::of_table(target.name()));
    }
  }
  return target.wait_until_exists().get();
}

Result<void> clear(const Table& table, Work& work) {
  Result<table::Keys> keys =
      table::KeyNames::of(table.key_names(), table.client(), table.name(), "").get();
  if (!keys) return std::move(keys).error().in(messages::of_table(table.name()));
  Result<model::ScanInput> input = scan_input(table, {}, Projection(*keys));
  if (!input) return std::move(input).error();
  const std::size_t segments = std::max<std::size_t>(work.options().segments, 1);
  const std::uint64_t read = work.counts().read;
  Result<void> done = work.run(segments, [&](std::size_t segment) -> Result<void> {
    ScanPages pages(table.client(), *input, segment, segments, work);
    while (!pages.ended()) {
      Result<ScanPages::Page> page = pages.next();
      if (!page) return std::move(page).error();
      Result<void> written = write_items(table, Writing::kRemove, items_of(page->items), work);
      if (!written) return written;
    }
    return {};
  });
  work.count([&](TransferProgress& counts) { counts.read = read; });
  return done;
}

}  // namespace magneto::internal::transfer
