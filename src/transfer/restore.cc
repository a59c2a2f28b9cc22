// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/backup.h"
#include "transfer/encoded_puts.h"
#include "transfer/messages.h"
#include "transfer/part.h"
#include "transfer/places.h"
#include "transfer/stored_backup.h"
#include "transfer/target_table.h"
#include "transfer/write_items.h"

namespace magneto {
namespace {

using internal::transfer::EncodedPuts;
using internal::transfer::ItemSource;
using internal::transfer::PartReader;
using internal::transfer::Places;
using internal::transfer::StoredBackup;
using internal::transfer::Work;
using internal::transfer::WorkState;
using internal::transfer::Writing;

class Restore {
 public:
  Restore(StoredBackup backup, std::string location, Table table, const RestoreOptions& options)
      : backup_(std::move(backup)),
        location_(std::move(location)),
        table_(std::move(table)),
        options_(options),
        work_(options.work) {}

  Outcome<TransferReport> run() {
    Result<void> done = check();
    if (done) done = take_state();
    if (done) done = prepare();
    if (done) done = clear_first();
    if (done) done = write();
    report_.counts = work_.counts();
    report_.complete = done.has_value();
    if (!done) {
      if (places_) places_->forget_unless_begun(done.error(), report_);
      return {std::move(done).error(), report_};
    }
    places_->forget();
    return report_;
  }

 private:
  /// All of the backup, before the first change. What it read is not counted as the work's.
  Result<void> check() {
    std::vector<KeyAttribute> keys;
    const Result<TableInfo> info = internal::transfer::described(table_);
    const bool missing = !info && info.error().code() == ErrorCode::kResourceNotFound;
    if (!info && !(missing && options_.create_table && !backup_.info().of_pynamo)) {
      return info.error();
    }
    const TableInfo& like = info ? *info : TableInfo::of(backup_.info().table);
    if (!options_.update) {
      keys.push_back(like.partition_key);
      if (like.sort_key) keys.push_back(*like.sort_key);
    }
    TransferOptions quiet = options_.work;
    quiet.progress = {};
    Work checking(quiet);
    if (Result<void> good = backup_.check(keys, checking); !good) return good;
    work_.count([&](TransferProgress& counts) { counts.expected = checking.counts().read; });
    return {};
  }

  Result<void> prepare() {
    const bool create = options_.create_table && !backup_.info().of_pynamo;
    Result<TableInfo> target =
        internal::transfer::ready_target(table_, create ? &backup_.info().table : nullptr);
    if (!target) return std::move(target).error();
    return {};
  }

  /// Work whose state cannot be saved is refused before anything is made or written.
  Result<void> take_state() {
    const std::string of = location_ + " of " + backup_.info().started + " to " +
                           table_.client().endpoint() + "/" + table_.name();
    Result<std::optional<WorkState>> state =
        internal::transfer::load_state(options_.work.state_file, "restore", of);
    if (!state) return std::move(state).error();
    report_.resumed = state->has_value();
    if (!*state) *state = WorkState{.work = "restore", .of = of};
    (*state)->places.resize(backup_.parts());
    places_.emplace(options_.work.state_file, std::move(**state), work_);
    return places_->save();
  }

  Result<void> clear_first() {
    if (!options_.clear_table || places_->cleared()) return {};
    if (Result<void> done = internal::transfer::clear(table_, work_); !done) return done;
    return places_->set_cleared();
  }

  Result<void> write() {
    Result<void> done =
        work_.run(backup_.parts(), [&](std::size_t part) { return write_part(part); });
    if (done) return done;
    const Result<void> saved = places_->save();
    return saved ? done : saved;
  }

  Result<void> write_part(std::size_t part) {
    if (places_->done(part)) return {};
    const bool as_they_are = !options_.update && !backup_.info().of_pynamo;
    Result<void> written = as_they_are && EncodedPuts::may_be_used(table_.client())
                               ? write_encoded(part)
                               : write_items_of(part);
    if (!written) return written;
    return places_->set(part, WorkState::kDone);
  }

  Result<void> write_encoded(std::size_t part) {
    Result<std::unique_ptr<PartReader>> source = backup_.encoded_part(part);
    if (!source) return std::move(source).error();
    PartReader& reader = **source;
    EncodedPuts puts(table_, reader.shown(), work_);
    for (;;) {
      std::string_view item;
      Result<bool> more = reader.next_encoded(item);
      if (!more) return std::move(more).error();
      if (!*more) return puts.finish();
      if (Result<void> put = puts.put(item, reader.line()); !put) return put;
    }
  }

  Result<void> write_items_of(std::size_t part) {
    constexpr std::size_t kChunk = 1'000;
    Result<std::unique_ptr<ItemSource>> source = backup_.part(part);
    if (!source) return std::move(source).error();
    std::vector<Item> chunk;
    bool more = true;
    while (more) {
      Item item;
      Result<bool> read = (*source)->next(item);
      if (!read) return std::move(read).error();
      more = *read;
      if (more) chunk.push_back(std::move(item));
      if (more && chunk.size() < kChunk) continue;
      work_.count([&](TransferProgress& counts) { counts.read += chunk.size(); });
      std::vector<Item> items =
          internal::transfer::updated(std::exchange(chunk, {}), options_.update, work_);
      Result<void> written =
          internal::transfer::write_items(table_, Writing::kPut, std::move(items), work_);
      if (!written) return written;
    }
    return {};
  }

  const StoredBackup backup_;
  const std::string location_;
  const Table table_;
  const RestoreOptions options_;
  Work work_;
  std::optional<Places> places_;
  TransferReport report_;
};

}  // namespace

Outcome<TransferReport> restore_table(const std::string& location, const Table& table,
                                      const RestoreOptions& options) {
  Result<StoredBackup> backup = StoredBackup::open(location, options.s3);
  if (!backup) return std::move(backup).error();
  return Restore(std::move(*backup), location, table, options).run();
}

}  // namespace magneto
