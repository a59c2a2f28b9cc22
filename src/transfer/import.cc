// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/mutex.h"
#include "magneto/json.h"
#include "magneto/transfer/records.h"
#include "transfer/amazon_export.h"
#include "transfer/item_source.h"
#include "transfer/local_file.h"
#include "transfer/messages.h"
#include "transfer/record_source.h"
#include "transfer/state_file.h"
#include "transfer/streams.h"
#include "transfer/target_table.h"
#include "transfer/write_items.h"

namespace magneto {
namespace {

namespace messages = internal::transfer::messages;
using internal::transfer::AmazonExport;
using internal::transfer::ReadRecord;
using internal::transfer::RecordSource;
using internal::transfer::Work;
using internal::transfer::WorkState;
using internal::transfer::Writing;

/// A local file is another one once it has been changed.
std::string identity_of(const std::string& location) {
  std::error_code failed;
  const std::filesystem::path path = std::filesystem::absolute(location, failed);
  const auto size = std::filesystem::file_size(path, failed);
  if (failed) return location;
  const auto changed = std::filesystem::last_write_time(path, failed).time_since_epoch().count();
  return path.string() + " of " + std::to_string(size) + " bytes, " + std::to_string(changed);
}

class Import {
 public:
  enum class Mode { kWrite, kOnlyCheck };

  Import(std::string location, Table table, const ImportOptions& options, Mode mode)
      : location_(std::move(location)),
        table_(std::move(table)),
        options_(options),
        only_check_(mode == Mode::kOnlyCheck),
        work_(options.work) {}

  Outcome<TransferReport> run() {
    Result<void> done = begin();
    if (done) done = take_all();
    report_.counts = work_.counts();
    report_.complete = done.has_value();
    const bool keeps_state = !done && (has_written() || may_have_written(done.error()));
    if (!keeps_state && !state_file_.empty()) internal::transfer::remove_file(state_file_);
    if (!done) return {std::move(done).error(), report_};
    return report_;
  }

 private:
  /// The location in messages.
  std::string shown() const { return location_ == "-" ? "standard input" : location_; }

  bool has_written() const {
    return report_.resumed || work_.counts().written + work_.counts().deleted > 0;
  }
  /// Whether an item may be there although its answer did not come. Written again it does no harm,
  /// but without overwriting it would be taken for another's.
  bool may_have_written(const Error& error) const {
    return sent_ && !options_.overwrite && (error.http_status() == 0 || error.retryable());
  }

  struct Waiting {
    Item item;
    std::uint64_t number = 0;
    bool deleted = false;  ///< `item` is the key of what is to be deleted.
  };

  Result<void> begin() {
    Result<TableInfo> info = internal::transfer::described(table_);
    if (!info) return std::move(info).error();
    keys_.push_back(info->partition_key);
    if (info->sort_key) keys_.push_back(*info->sort_key);
    typed_ = keys_;
    for (const IndexInfo& index : info->indexes) {
      typed_.insert(typed_.end(), index.partition_keys.begin(), index.partition_keys.end());
      typed_.insert(typed_.end(), index.sort_keys.begin(), index.sort_keys.end());
    }
    if (Result<void> opened = open(); !opened) return opened;
    if (Result<void> taken = take_state(); !taken) return taken;
    if (Result<void> opened = open_rejects(); !opened) return opened;
    return save();
  }

  Result<void> open() {
    if (options_.format == RecordFormat::kAmazonExport) {
      Result<AmazonExport> made = AmazonExport::open(location_, options_.s3);
      if (!made) return std::move(made).error();
      whole_.emplace(std::move(*made));
      if (whole_->manifest().incremental && !options_.overwrite) {
        return messages::changes_overwrite();
      }
      if (Result<void> good = whole_->check(work_); !good) return good;
      work_.count([&](TransferProgress& counts) { counts.expected = whole_->manifest().items; });
      source_ = whole_->records(keys_);
      return {};
    }
    Result<std::unique_ptr<internal::objects::ByteSource>> bytes =
        internal::transfer::open_input(location_, options_.s3);
    if (!bytes) return std::move(bytes).error();
    source_ = internal::transfer::open_records(std::move(*bytes), options_, typed_);
    return {};
  }

  /// A state of another file, or of this one before it was changed, is none.
  Result<void> take_state() {
    if (location_ == "-" || only_check_) return {};
    state_file_ = options_.work.state_file;
    state_.work = "import";
    state_.of = identity_of(location_) + " to " + table_.client().endpoint() + "/" + table_.name();
    Result<std::optional<WorkState>> state =
        internal::transfer::load_state(state_file_, state_.work, state_.of);
    if (!state && state.error().code() == ErrorCode::kInvalidArgument) return {};
    if (!state) return std::move(state).error();
    if (!*state || (*state)->places.size() != 1) return {};
    std::uint64_t records = 0;
    const std::string& place = (*state)->places.front();
    const char* end = place.data() + place.size();
    if (std::from_chars(place.data(), end, records).ptr != end) return {};
    report_.resumed = true;
    state_ = std::move(**state);
    done_before_ = taken_ = records;
    may_be_there_ = true;
    work_.count([&](TransferProgress& counts) {
      counts.read = state_.counts.read;
      counts.written = state_.counts.written;
      counts.deleted = state_.counts.deleted;
      counts.skipped = state_.counts.skipped;
    });
    return {};
  }

  /// Of work that is gone on with, what was rejected behind the last save is rejected again.
  Result<void> open_rejects() {
    if (!options_.skip_bad || options_.rejects_file.empty()) return {};
    std::error_code failed;
    const std::filesystem::path path(options_.rejects_file);
    const bool kept = report_.resumed && std::filesystem::exists(path, failed) &&
                      std::filesystem::file_size(path, failed) >= state_.bytes;
    if (kept) std::filesystem::resize_file(path, state_.bytes, failed);
    if (failed) return messages::cannot_write(options_.rejects_file, failed.message());
    errno = 0;
    rejects_.open(path, std::ios::binary | (kept ? std::ios::app : std::ios::trunc));
    if (!rejects_) return messages::cannot_write(options_.rejects_file, std::strerror(errno));
    rejects_.seekp(0, std::ios::end);
    return {};
  }

  /// All records up to `taken_` are in the table or among the rejects.
  Result<void> save() {
    if (state_file_.empty()) return {};
    state_.places = {std::to_string(taken_)};
    state_.bytes = rejects_.is_open() ? static_cast<std::uint64_t>(rejects_.tellp()) : 0;
    state_.counts = work_.counts();
    return internal::transfer::save_state(state_file_, state_);
  }

  Result<void> take_all() {
    constexpr std::size_t kChunk = 1'000;
    for (;;) {
      Result<ReadRecord> record = source_->next();
      if (!record) return record.error().in(shown());
      if (record->kind == ReadRecord::Kind::kEnd) return write_chunk();
      if (record->number <= done_before_) continue;
      const std::uint64_t number = record->number;
      if (Result<void> taken = take(std::move(*record)); !taken) {
        // What came before it is written: so one can tell where to go on.
        const Result<void> written = write_chunk();
        return written ? taken : written;
      }
      taken_ = number;
      if (chunk_.size() < kChunk) continue;
      if (Result<void> written = write_chunk(); !written) return written;
    }
  }

  Result<void> take(ReadRecord record) {
    if (record.kind == ReadRecord::Kind::kBroken) {
      return messages::bad_record(shown(), record.number, record.problem);
    }
    if (record.kind == ReadRecord::Kind::kBad) {
      return reject(record.number, record.problem, record.text);
    }
    std::optional<Item> item = std::move(record.item);
    const bool deleted = record.kind == ReadRecord::Kind::kDeleted;
    if (options_.update && !deleted) item = options_.update(std::move(*item));
    if (!item) {
      work_.count([](TransferProgress& counts) { ++counts.read, ++counts.skipped; });
      return {};
    }
    if (Result<void> keyed = internal::transfer::check_key(*item, keys_); !keyed) {
      return reject(record.number, keyed.error().message(), to_json(*item));
    }
    chunk_.push_back({std::move(*item), record.number, deleted});
    return {};
  }

  /// An error unless bad records are to be skipped.
  Result<void> reject(std::uint64_t number, const std::string& why, const std::string& text) {
    if (!options_.skip_bad) return messages::bad_record(shown(), number, why);
    work_.count([](TransferProgress& counts) { ++counts.read, ++counts.skipped; });
    const internal::MutexLock lock(mutex_);
    if (!rejects_.is_open()) return {};
    rejects_ << to_plain_json(Item{{"record", number}, {"reason", why}, {"text", text}}) << '\n'
             << std::flush;
    if (!rejects_) return messages::cannot_write(options_.rejects_file, "the disk may be full");
    return {};
  }

  Result<void> write_chunk() {
    std::vector<Waiting> chunk = std::exchange(chunk_, {});
    if (Result<void> good = work_.go_on(); !good) return good;
    if (only_check_) {
      work_.count([&chunk](TransferProgress& counts) {
        const auto deleted = std::count_if(chunk.begin(), chunk.end(),
                                           [](const Waiting& waiting) { return waiting.deleted; });
        counts.read += chunk.size();
        counts.deleted += static_cast<std::uint64_t>(deleted);
        counts.written += chunk.size() - static_cast<std::uint64_t>(deleted);
      });
      return {};
    }
    Result<void> done =
        options_.overwrite ? put_chunk(std::move(chunk)) : insert_chunk(std::move(chunk));
    if (!done) return done;
    may_be_there_ = false;
    return save();
  }

  /// An incremental export has one record of an item, so what is deleted may come last.
  Result<void> put_chunk(std::vector<Waiting> chunk) {
    std::vector<Waiting> items, deleted;
    for (Waiting& waiting : chunk) {
      (waiting.deleted ? deleted : items).push_back(std::move(waiting));
    }
    Result<void> done = write_chunk_of(Writing::kPut, std::move(items));
    return done ? write_chunk_of(Writing::kRemove, std::move(deleted)) : done;
  }

  Item key_of(const Item& item) const {
    Item key;
    for (const KeyAttribute& attribute : keys_) key.set(attribute.name, *item.find(attribute.name));
    return key;
  }

  Result<void> write_chunk_of(Writing writing, std::vector<Waiting> chunk) {
    if (chunk.empty()) return {};
    std::vector<Item> items;
    std::vector<std::pair<Item, std::uint64_t>> numbers;  // by keys, for items that are refused
    for (Waiting& waiting : chunk) {
      numbers.emplace_back(key_of(waiting.item), waiting.number);
      items.push_back(std::move(waiting.item));
    }
    const std::size_t count = items.size();
    std::size_t refused = 0;
    const auto on_refused = [&](const BatchFailure& failure) -> Result<void> {
      const Item key = key_of(failure.item);
      const auto found = std::find_if(numbers.begin(), numbers.end(),
                                      [&](const auto& known) { return known.first == key; });
      const std::uint64_t number = found == numbers.end() ? 0 : found->second;
      // Of records with one key the next one is another.
      if (found != numbers.end()) numbers.erase(found);
      if (!options_.skip_bad) return messages::with_record(failure.error, shown(), number);
      ++refused;
      return reject(number, failure.error.message(), to_json(failure.item));
    };
    Result<void> done = internal::transfer::write_items(
        table_, writing, std::move(items), work_, std::max<std::size_t>(options_.work.segments, 1),
        on_refused);
    work_.count([&](TransferProgress& counts) { counts.read += count - refused; });
    return done;
  }

  /// Each item by itself, on the condition that there is none with its key.
  Result<void> insert_chunk(std::vector<Waiting> chunk) {
    sent_ = sent_ || !chunk.empty();
    return work_.run(chunk.size(), [&](std::size_t index) -> Result<void> {
      Waiting& waiting = chunk[index];
      const std::string text = to_json(waiting.item);
      Result<void> turn = work_.writes().wait(table_.client(), options_.work.cancellation);
      if (!turn) return turn;
      Result<model::PutItemOutput> put = table_.put(std::move(waiting.item))
                                             .when(attr(keys_.front().name).not_exists())
                                             .item_on_failure()
                                             .capacity()
                                             .output()
                                             .get();
      if (!put && is_own(put.error(), text)) {
        work_.count([](TransferProgress& counts) { ++counts.read, ++counts.written; });
        return {};
      }
      if (!put && put.error().code() == ErrorCode::kConditionalCheckFailed) {
        return reject(waiting.number, messages::exists_already().message(), text);
      }
      if (!put && put.error().code() == ErrorCode::kValidation) {
        return reject(waiting.number, put.error().message(), text);
      }
      if (!put) return messages::with_record(put.error(), shown(), waiting.number);
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

  /// Of the first chunk of work that is gone on with, some items were written before the stop; and
  /// of a request that was sent twice, the first may have been carried out.
  bool is_own(const Error& error, const std::string& text) const {
    if (error.code() != ErrorCode::kConditionalCheckFailed) return false;
    if (!may_be_there_ && error.attempts() < 2) return false;
    const Item* there = error.item();
    const Result<Item> wanted = item_from_json(text);
    return there != nullptr && wanted && *wanted == *there;
  }

  const std::string location_;
  const Table table_;
  const ImportOptions options_;
  const bool only_check_;
  Work work_;
  std::vector<KeyAttribute> keys_;
  std::vector<KeyAttribute> typed_;    // those of the indexes, too
  std::optional<AmazonExport> whole_;  // outlives source_
  std::unique_ptr<RecordSource> source_;
  std::vector<Waiting> chunk_;
  internal::Mutex mutex_;
  std::ofstream rejects_;  // guarded by mutex_ while the threads work
  std::string state_file_;
  WorkState state_;
  std::uint64_t done_before_ = 0;  // records
  std::uint64_t taken_ = 0;        // records
  bool may_be_there_ = false;
  bool sent_ = false;
  TransferReport report_;
};

}  // namespace

Outcome<TransferReport> import_records(const std::string& location, const Table& table,
                                       const ImportOptions& options) {
  return Import(location, table, options, Import::Mode::kWrite).run();
}

Outcome<TransferReport> check_records(const std::string& location, const Table& table,
                                      const ImportOptions& options) {
  return Import(location, table, options, Import::Mode::kOnlyCheck).run();
}

}  // namespace magneto
