// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>
#include <mutex>

#include "magneto/json.h"
#include "magneto/transfer/records.h"
#include "transfer/item_source.h"
#include "transfer/messages.h"
#include "transfer/record_source.h"
#include "transfer/streams.h"
#include "transfer/target_table.h"
#include "transfer/write_items.h"

namespace magneto {
namespace {

namespace messages = internal::transfer::messages;
using internal::transfer::ReadRecord;
using internal::transfer::RecordSource;
using internal::transfer::Work;
using internal::transfer::Writing;

class Import {
 public:
  Import(std::string location, Table table, const ImportOptions& options)
      : location_(std::move(location)),
        table_(std::move(table)),
        options_(options),
        work_(options.work) {}

  Outcome<TransferReport> run() {
    Result<void> done = begin();
    if (done) done = take_all();
    report_.counts = work_.counts();
    report_.complete = done.has_value();
    if (!done) return {std::move(done).error(), report_};
    return report_;
  }

 private:
  struct Waiting {
    Item item;
    std::uint64_t number = 0;
  };

  Result<void> begin() {
    Result<TableInfo> info = internal::transfer::described(table_);
    if (!info) return std::move(info).error();
    keys_.push_back(info->partition_key);
    if (info->sort_key) keys_.push_back(*info->sort_key);
    Result<std::unique_ptr<internal::objects::ByteSource>> bytes =
        internal::transfer::open_input(location_, options_.s3);
    if (!bytes) return std::move(bytes).error();
    source_ = internal::transfer::open_records(std::move(*bytes), options_, keys_);
    if (!options_.skip_bad || options_.rejects_file.empty()) return {};
    rejects_.open(options_.rejects_file, std::ios::binary | std::ios::trunc);
    if (!rejects_) return messages::cannot_write(options_.rejects_file, "it cannot be opened");
    return {};
  }

  Result<void> take_all() {
    constexpr std::size_t kChunk = 1'000;
    for (;;) {
      Result<ReadRecord> record = source_->next();
      if (!record) return record.error().in(location_);
      if (record->kind == ReadRecord::Kind::kEnd) return write_chunk();
      if (Result<void> taken = take(std::move(*record)); !taken) {
        // What came before it is written: so one can tell where to go on.
        const Result<void> written = write_chunk();
        return written ? taken : written;
      }
      if (chunk_.size() < kChunk) continue;
      if (Result<void> written = write_chunk(); !written) return written;
    }
  }

  Result<void> take(ReadRecord record) {
    if (record.kind == ReadRecord::Kind::kBroken) {
      return messages::bad_record(location_, record.number, record.problem);
    }
    if (record.kind == ReadRecord::Kind::kBad) {
      return reject(record.number, record.problem, record.text);
    }
    std::optional<Item> item = std::move(record.item);
    if (options_.update) item = options_.update(std::move(*item));
    if (!item) {
      work_.count([](TransferProgress& counts) { ++counts.read, ++counts.skipped; });
      return {};
    }
    if (Result<void> keyed = internal::transfer::check_key(*item, keys_); !keyed) {
      return reject(record.number, keyed.error().message(), to_json(*item));
    }
    chunk_.push_back({std::move(*item), record.number});
    return {};
  }

  /// An error unless bad records are to be skipped.
  Result<void> reject(std::uint64_t number, const std::string& why, const std::string& text) {
    if (!options_.skip_bad) return messages::bad_record(location_, number, why);
    work_.count([](TransferProgress& counts) { ++counts.read, ++counts.skipped; });
    const std::lock_guard lock(mutex_);
    if (!rejects_.is_open()) return {};
    rejects_ << to_plain_json(Item{{"record", number}, {"reason", why}, {"text", text}}) << '\n'
             << std::flush;
    if (!rejects_) return messages::cannot_write(options_.rejects_file, "the disk may be full");
    return {};
  }

  Result<void> write_chunk() {
    std::vector<Waiting> chunk = std::exchange(chunk_, {});
    if (Result<void> good = work_.go_on(); !good) return good;
    return options_.overwrite ? put_chunk(std::move(chunk)) : insert_chunk(std::move(chunk));
  }

  Result<void> put_chunk(std::vector<Waiting> chunk) {
    std::vector<Item> items;
    for (Waiting& waiting : chunk) items.push_back(std::move(waiting.item));
    const std::size_t count = items.size();
    std::size_t refused = 0;
    const auto on_refused = [&](const BatchFailure& failure) -> Result<void> {
      if (!options_.skip_bad) return failure.error.in(messages::of_table(table_.name()));
      ++refused;
      return reject(0, failure.error.message(), to_json(failure.item));
    };
    Result<void> done = internal::transfer::write_items(
        table_, Writing::kPut, std::move(items), work_,
        std::max<std::size_t>(options_.work.segments, 1), on_refused);
    work_.count([&](TransferProgress& counts) { counts.read += count - refused; });
    return done;
  }

  /// Each item by itself, on the condition that there is none with its key.
  Result<void> insert_chunk(std::vector<Waiting> chunk) {
    return work_.run(chunk.size(), [&](std::size_t index) -> Result<void> {
      Waiting& waiting = chunk[index];
      const std::string text = to_json(waiting.item);
      Result<void> turn = work_.writes().wait(table_.client(), options_.work.cancellation);
      if (!turn) return turn;
      Result<model::PutItemOutput> put = table_.put(std::move(waiting.item))
                                             .when(attr(keys_.front().name).not_exists())
                                             .capacity()
                                             .output()
                                             .get();
      if (!put && put.error().code() == ErrorCode::kConditionalCheckFailed) {
        return reject(waiting.number, messages::exists_already().message(), text);
      }
      if (!put && put.error().code() == ErrorCode::kValidation) {
        return reject(waiting.number, put.error().message(), text);
      }
      if (!put) return messages::with_record(put.error(), location_, waiting.number);
      const double units =
          put->consumed_capacity ? put->consumed_capacity->capacity_units.value_or(0) : 0;
      work_.writes().spend(table_.client(), units);
      work_.count([&](TransferProgress& counts) {
        ++counts.read, ++counts.written;
        counts.write_units += units;
      });
      return {};
    });
  }

  const std::string location_;
  const Table table_;
  const ImportOptions options_;
  Work work_;
  std::vector<KeyAttribute> keys_;
  std::unique_ptr<RecordSource> source_;
  std::vector<Waiting> chunk_;
  std::mutex mutex_;  // guards rejects_
  std::ofstream rejects_;
  TransferReport report_;
};

}  // namespace

Outcome<TransferReport> import_records(const std::string& location, const Table& table,
                                       const ImportOptions& options) {
  return Import(location, table, options).run();
}

}  // namespace magneto
