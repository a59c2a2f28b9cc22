// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <ctime>

#include "base/mutex.h"
#include "client/core.h"
#include "magneto/json.h"
#include "magneto/transfer/backup.h"
#include "transfer/messages.h"
#include "transfer/part.h"
#include "transfer/scan_pages.h"
#include "transfer/state_file.h"
#include "transfer/stored_backup.h"
#include "transfer/target_table.h"

namespace magneto {
namespace {

namespace messages = internal::transfer::messages;
using internal::transfer::BackupPlace;
using internal::transfer::Manifest;
using internal::transfer::PartWriter;
using internal::transfer::ScanPages;
using internal::transfer::Work;
using internal::transfer::WorkState;

std::string time_text(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text;
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

/// "0003-000012"
std::string part_number(std::size_t segment, std::size_t part) {
  const auto padded = [](std::size_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
  };
  return padded(segment, 4) + "-" + padded(part, 6);
}

class Backup {
 public:
  Backup(Table table, BackupPlace place, const BackupOptions& options)
      : table_(std::move(table)),
        place_(std::move(place)),
        options_(options),
        work_(options.work) {}

  Outcome<TransferReport> run() {
    Result<void> done = begin();
    if (done)
      done =
          work_.run(manifest_.places.size(), [&](std::size_t segment) { return back_up(segment); });
    if (done) done = finish();
    report_.counts = work_.counts();
    report_.complete = done.has_value();
    if (!done) return {std::move(done).error(), report_};
    return report_;
  }

 private:
  Result<void> begin();
  Result<void> take_up();
  Result<void> remove_old();
  Result<void> describe();
  Result<void> back_up(std::size_t segment);
  Result<void> close(std::size_t segment, PartWriter& writer, std::string place);
  Result<void> note(std::size_t segment, std::string place);
  Result<void> finish();
  std::size_t parts_of(std::size_t segment) const;

  const Table table_;
  const BackupPlace place_;
  const BackupOptions options_;
  Work work_;
  model::ScanInput input_;
  TransferReport report_;
  internal::Mutex mutex_;  // guards the manifest's places and parts while the threads work
  Manifest manifest_;
};

Result<void> Backup::begin() {
  Result<model::ScanInput> input = internal::transfer::scan_input(table_);
  if (!input) return std::move(input).error();
  input_ = std::move(*input);
  if (Result<void> described = describe(); !described) return described;
  if (options_.overwrite) {
    if (Result<void> removed = remove_old(); !removed) return removed;
  } else if (place_.files->open(place_.manifest)) {
    return messages::finished_backup(place_.files->shown(place_.manifest));
  } else if (Result<void> taken = take_up(); !taken) {
    return taken;
  }
  if (manifest_.places.empty()) {
    manifest_.places.resize(std::max<std::size_t>(options_.work.segments, 1));
    manifest_.started = time_text(table_.client().core()->now());
  }
  // Written before any part, so that a place that cannot be written to is known at once.
  return write_whole(*place_.files, place_.unfinished, manifest_text(manifest_));
}

Result<void> Backup::describe() {
  const Result<std::string> answer =
      table_.client()
          .call_json("DescribeTable", "{\"TableName\":" + to_plain_json(Value(table_.name())) + "}")
          .get();
  if (!answer) return answer.error().in(messages::of_table(table_.name()));
  const Result<Item> read = item_from_plain_json(*answer);
  const Value* description = read ? read->find("Table") : nullptr;
  if (!description) return Error(ErrorCode::kBadAnswer, "DescribeTable gave no table");
  manifest_.description = to_plain_json(*description);
  manifest_.of = table_.client().endpoint() + "/" + table_.name();
  Result<model::TableDescription> table =
      internal::transfer::read_description(manifest_.description);
  if (!table) return std::move(table).error();
  work_.count([&](TransferProgress& counts) {
    counts.expected = static_cast<std::uint64_t>(table->item_count.value_or(0));
  });
  return {};
}

/// Goes on with an unfinished backup of the same table.
Result<void> Backup::take_up() {
  const Result<std::string> text = read_whole(*place_.files, place_.unfinished);
  if (!text) return text.error().code() == ErrorCode::kAbsent ? Result<void>() : text.error();
  Result<Manifest> unfinished = internal::transfer::read_manifest(*text);
  const std::string shown = place_.files->shown(place_.unfinished);
  if (!unfinished) return unfinished.error().in(shown);
  if (unfinished->of != manifest_.of) return messages::other_backup(shown, unfinished->of);
  report_.resumed = true;
  unfinished->description = std::move(manifest_.description);
  manifest_ = std::move(*unfinished);
  work_.count([&](TransferProgress& counts) {
    counts.read = counts.written = manifest_.items();
    counts.bytes = manifest_.bytes();
  });
  return {};
}

Result<void> Backup::remove_old() {
  for (const std::string& name : {place_.manifest, place_.unfinished}) {
    const Result<std::string> text = read_whole(*place_.files, name);
    if (Result<void> removed = place_.files->remove(name); !removed) return removed;
    const Result<Manifest> old =
        text ? internal::transfer::read_manifest(*text) : Result<Manifest>(Manifest());
    if (!old) continue;
    for (const BackupPart& part : old->parts) {
      if (Result<void> removed = place_.files->remove(part.name); !removed) return removed;
    }
  }
  return {};
}

std::size_t Backup::parts_of(std::size_t segment) const {
  const std::string begin = place_.parts + part_number(segment, 0).substr(0, 5);
  return static_cast<std::size_t>(
      std::count_if(manifest_.parts.begin(), manifest_.parts.end(),
                    [&](const BackupPart& part) { return part.name.starts_with(begin); }));
}

Result<void> Backup::back_up(std::size_t segment) {
  std::string place;
  std::size_t number = 0;
  {
    const internal::MutexLock lock(mutex_);
    place = manifest_.places[segment];
    number = parts_of(segment);
  }
  if (place == WorkState::kDone) return {};
  ScanPages pages(table_.client(), input_, segment, manifest_.places.size(), work_);
  if (!place.empty()) {
    Result<Item> key = item_from_json(place);
    if (!key) return messages::bad_state(place_.files->shown(place_.unfinished));
    pages.start_at(std::move(*key));
  }
  std::unique_ptr<PartWriter> writer;
  while (!pages.ended()) {
    Result<ScanPages::Page> page = pages.next();
    if (!page) return std::move(page).error();
    if (!writer && !page->items.empty()) {
      writer = std::make_unique<PartWriter>(
          *place_.files, place_.parts + part_number(segment, number++) + ".json.zst",
          options_.compression_level);
    }
    for (const ItemView item : page->items) {
      if (Result<void> added = writer->add(item); !added) return added;
    }
    work_.count([&](TransferProgress& counts) { counts.written += page->items.size(); });
    const std::string next = page->next ? to_json(*page->next) : WorkState::kDone;
    if (writer && (pages.ended() || writer->raw_bytes() >= options_.part_bytes)) {
      if (Result<void> closed = close(segment, *writer, next); !closed) return closed;
      writer.reset();
    }
  }
  return note(segment, WorkState::kDone);
}

Result<void> Backup::close(std::size_t segment, PartWriter& writer, std::string place) {
  Result<BackupPart> part = writer.finish();
  if (!part) return std::move(part).error();
  work_.count([&](TransferProgress& counts) { counts.bytes += part->bytes; });
  {
    const internal::MutexLock lock(mutex_);
    manifest_.parts.push_back(std::move(*part));
  }
  return note(segment, std::move(place));
}

Result<void> Backup::note(std::size_t segment, std::string place) {
  const internal::MutexLock lock(mutex_);
  manifest_.places[segment] = std::move(place);
  return write_whole(*place_.files, place_.unfinished, manifest_text(manifest_));
}

Result<void> Backup::finish() {
  manifest_.finished = time_text(table_.client().core()->now());
  std::sort(manifest_.parts.begin(), manifest_.parts.end(),
            [](const BackupPart& a, const BackupPart& b) { return a.name < b.name; });
  Result<void> written = write_whole(*place_.files, place_.manifest, manifest_text(manifest_));
  if (!written) return written;
  return place_.files->remove(place_.unfinished);
}

}  // namespace

Outcome<TransferReport> backup_table(const Table& table, const std::string& location,
                                     const BackupOptions& options) {
  Result<BackupPlace> place = internal::transfer::backup_place(location, options.s3);
  if (!place) return std::move(place).error();
  return Backup(table, std::move(*place), options).run();
}

Outcome<BackupInfo> read_backup(const std::string& location, const S3Options& s3) {
  const Result<internal::transfer::StoredBackup> backup =
      internal::transfer::StoredBackup::open(location, s3);
  if (!backup) return backup.error();
  return backup->info();
}

Outcome<BackupInfo> check_backup(const std::string& location, const TransferOptions& options,
                                 const S3Options& s3) {
  const Result<internal::transfer::StoredBackup> backup =
      internal::transfer::StoredBackup::open(location, s3);
  if (!backup) return backup.error();
  Work work(options);
  const Result<void> good = backup->check({}, work);
  BackupInfo info = backup->info();
  if (info.of_pynamo) info.items = work.counts().read;
  if (!good) return {good.error(), info};
  return info;
}

}  // namespace magneto
