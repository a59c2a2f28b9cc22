// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <limits>
#include <set>

#include "base/mutex.h"
#include "magneto/json.h"
#include "magneto/transfer/records.h"
#include "transfer/kept_file.h"
#include "transfer/local_file.h"
#include "transfer/messages.h"
#include "transfer/record_text.h"
#include "transfer/scan_pages.h"
#include "transfer/state_file.h"
#include "transfer/streams.h"
#include "transfer/target_table.h"

namespace magneto {
namespace {

namespace messages = internal::transfer::messages;
using internal::transfer::KeptFile;
using internal::transfer::Output;
using internal::transfer::ScanPages;
using internal::transfer::Work;
using internal::transfer::WorkState;

/// What makes two exports the same work.
std::string name_of(const Table& table, const std::string& location, const ExportOptions& options,
                    const model::ScanInput& input) {
  std::string name = table.client().endpoint() + "/" + table.name() + " to " + location;
  name += ", format " + std::to_string(static_cast<int>(options.format));
  if (input.filter_expression) {
    name += ", filter " + *input.filter_expression;
    for (const auto& [placeholder, value] : input.expression_attribute_values.value_or(Item())) {
      name += " " + std::string(placeholder) + "=" + to_json(value);
    }
  }
  if (input.index_name) name += ", index " + *input.index_name;
  if (options.limit) name += ", limit " + std::to_string(*options.limit);
  if (input.projection_expression) name += ", attributes " + *input.projection_expression;
  return name;
}

class Export {
 public:
  Export(Table table, const ExportOptions& options)
      : table_(std::move(table)),
        options_(options),
        columns_(options.columns),
        work_(options.work) {}

  Outcome<TransferReport> run(const std::string& location) {
    Result<void> done = begin(location);
    if (done) done = write_all();
    if (done) done = output_->finish();
    report_.complete = done.has_value();
    if (done) {
      forget();
    } else if (work_.counts().written == 0 && !report_.resumed) {
      give_up();
    } else {
      keep();
    }
    report_.counts = work_.counts();
    if (output_) report_.counts.bytes = output_->bytes();
    if (!done) return {std::move(done).error(), report_};
    return report_;
  }

 private:
  Result<void> begin(const std::string& location) {
    if (options_.format == RecordFormat::kAmazonExport) return messages::only_imported();
    Result<TableInfo> info = internal::transfer::described(table_);
    if (!info) return std::move(info).error();
    Result<model::ScanInput> input = internal::transfer::scan_input(
        table_, options_.filter, options_.projection, options_.index);
    if (!input) return std::move(input).error();
    input_ = std::move(*input);
    if (options_.limit && options_.filter.empty()) input_.limit = page_limit();
    if (Result<void> taken = take_state(location); !taken) return taken;
    if (!options_.overwrite && !report_.resumed) {
      const Result<bool> taken = internal::transfer::is_taken(location, options_.s3);
      if (!taken) return messages::cannot_look(taken.error());
      if (*taken) return messages::file_exists(location);
    }
    work_.count([&](TransferProgress& counts) {
      counts.expected = static_cast<std::uint64_t>(info->item_count);
      if (options_.limit) counts.expected = std::min(counts.expected, *options_.limit);
    });
    if (options_.format == RecordFormat::kCsv && columns_.empty()) {
      if (Result<void> found = find_columns(*info); !found) return found;
    }
    return open(location);
  }

  /// No page has more than 1 MB, so what a request's Limit cannot say makes no difference.
  std::int64_t page_limit() const {
    constexpr std::uint64_t kMost = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int64_t>(std::clamp<std::uint64_t>(*options_.limit, 1, kMost));
  }

  /// How many of `count` further items are to be taken behind `taken` ones.
  std::size_t within_limit(std::uint64_t taken, std::size_t count) const {
    if (!options_.limit) return count;
    return std::min<std::uint64_t>(count, *options_.limit - std::min(taken, *options_.limit));
  }

  Result<void> open(const std::string& location) {
    if (!state_file_.empty()) {
      Result<std::unique_ptr<KeptFile>> file = KeptFile::open(location, state_.bytes);
      if (!file) return std::move(file).error();
      kept_ = file->get();
      output_ = std::move(*file);
      return {};
    }
    Result<std::unique_ptr<Output>> output = Output::open(location, options_.s3);
    if (!output) return std::move(output).error();
    output_ = std::move(*output);
    return {};
  }

  Result<void> take_state(const std::string& location) {
    state_.places.resize(std::max<std::size_t>(options_.work.segments, 1));
    if (!internal::transfer::is_kept_location(location)) return {};
    state_file_ = options_.work.state_file;
    state_.work = "export";
    state_.of = name_of(table_, location, options_, input_);
    Result<std::optional<WorkState>> state =
        internal::transfer::load_state(state_file_, state_.work, state_.of);
    if (!state) return std::move(state).error();
    if (!*state || (*state)->places.empty()) return {};
    report_.resumed = true;
    state_ = std::move(**state);
    columns_ = state_.columns;
    work_.count([&](TransferProgress& counts) {
      counts.read = state_.counts.read;
      counts.written = state_.counts.written;
    });
    return {};
  }

  /// What is written belongs to the places that are noted with it. REQUIRES: mutex_ is held, or the
  /// threads have ended.
  Result<void> save() {
    Result<std::uint64_t> bytes = kept_->mark();
    if (!bytes) return std::move(bytes).error();
    state_.bytes = *bytes;
    state_.columns = columns_;
    state_.counts = work_.counts();
    saved_ = std::chrono::steady_clock::now();
    return internal::transfer::save_state(state_file_, state_);
  }

  void keep() {
    if (kept_ == nullptr || !begun_) return;
    // Where this fails the state is that of the last save.
    static_cast<void>(save());
  }

  /// There is nothing to go on with.
  void give_up() {
    if (kept_ == nullptr) return;
    kept_->give_up();
    forget();
  }

  void forget() {
    if (!state_file_.empty()) internal::transfer::remove_file(state_file_);
  }

  /// Segment by segment, from `places` on. `take` gives whether it wants the segment's next page.
  template <class Take>
  Result<void> each_page(const std::vector<std::string>& places, Take take) {
    const std::size_t segments = places.size();
    return work_.run(segments, [&](std::size_t segment) -> Result<void> {
      if (places[segment] == WorkState::kDone) return {};
      ScanPages pages(table_.client(), input_, segment, segments, work_);
      if (!places[segment].empty()) {
        Result<Item> key = item_from_json(places[segment]);
        if (!key) return messages::bad_state(state_file_);
        pages.start_at(std::move(*key));
      }
      while (!pages.ended()) {
        Result<ScanPages::Page> page = pages.next();
        if (!page) return std::move(page).error();
        const Result<bool> more = take(segment, *page);
        if (!more) return more.error();
        if (!*more) break;
      }
      return {};
    });
  }

  /// The key first, then all other attributes by their names.
  Result<void> find_columns(const TableInfo& info) {
    std::set<std::string, std::less<>> names;
    internal::Mutex mutex;
    std::uint64_t looked_at = 0;
    const std::vector<std::string> whole(state_.places.size());
    Result<void> done =
        each_page(whole, [&](std::size_t, const ScanPages::Page& page) -> Result<bool> {
          const internal::MutexLock lock(mutex);
          const std::size_t some = within_limit(looked_at, page.items.size());
          for (std::size_t i = 0; i < some; ++i) {
            for (const ItemView::Entry& entry : page.items[i]) {
              if (!names.contains(entry.name)) names.emplace(entry.name);
            }
          }
          looked_at += some;
          return within_limit(looked_at, 1) > 0;
        });
    if (!done) return done;
    work_.count([](TransferProgress& counts) { counts.read = 0; });
    columns_.push_back(info.partition_key.name);
    if (info.sort_key) columns_.push_back(info.sort_key->name);
    for (const std::string& key : columns_) names.erase(key);
    columns_.insert(columns_.end(), names.begin(), names.end());
    return {};
  }

  Result<void> write_all() {
    if (options_.format == RecordFormat::kCsv && !report_.resumed) {
      std::string header;
      internal::transfer::append_csv_header(columns_, options_.delimiter, header);
      if (Result<void> written = output_->write(header); !written) return written;
    }
    begun_ = true;
    const std::vector<std::string> places = state_.places;
    return each_page(places, [&](std::size_t segment, const ScanPages::Page& page) {
      return write_page(segment, page);
    });
  }

  void append(const EncodedItems& items, std::size_t count, std::string& text) const {
    for (std::size_t i = 0; i < count; ++i) {
      if (options_.format == RecordFormat::kCsv) {
        internal::transfer::append_csv_row(items[i], columns_, options_.delimiter, text);
      } else {
        internal::transfer::append_record(options_.format, items[i], text);
      }
    }
  }

  /// Whether the segment's next page is wanted, too.
  Result<bool> write_page(std::size_t segment, const ScanPages::Page& page) {
    std::string text;
    std::size_t some = page.items.size();
    if (!options_.limit) append(page.items, some, text);
    const internal::MutexLock lock(mutex_);
    const std::uint64_t before = work_.counts().written;
    if (options_.limit) append(page.items, some = within_limit(before, some), text);
    if (Result<void> written = output_->write(text); !written) return std::move(written).error();
    const bool more = page.next && within_limit(before + some, 1) > 0;
    state_.places[segment] = more ? to_json(*page.next) : WorkState::kDone;
    work_.count([&](TransferProgress& counts) { counts.written += some; });
    const bool due = std::chrono::steady_clock::now() - saved_ >= kBetweenSaves;
    if (kept_ == nullptr || !due) return more;
    if (Result<void> saved = save(); !saved) return std::move(saved).error();
    return more;
  }

  static constexpr std::chrono::seconds kBetweenSaves{1};

  const Table table_;
  const ExportOptions options_;
  std::vector<std::string> columns_;
  Work work_;
  model::ScanInput input_;
  internal::Mutex mutex_;  // guards output_, state_ and saved_ while the threads work
  std::unique_ptr<Output> output_;
  KeptFile* kept_ = nullptr;  // output_, where it can be gone on with
  std::string state_file_;
  WorkState state_;
  std::chrono::steady_clock::time_point saved_{};
  bool begun_ = false;
  TransferReport report_;
};

}  // namespace

std::optional<RecordFormat> record_format_of(const std::string& name) {
  const std::string plain = internal::transfer::without_compression(name);
  if (plain.ends_with('/') || plain.ends_with("manifest-summary.json")) {
    return RecordFormat::kAmazonExport;
  }
  if (plain.ends_with(".jsonl") || plain.ends_with(".ndjson")) return RecordFormat::kJsonLines;
  if (plain.ends_with(".json")) return RecordFormat::kDynamoJson;
  if (plain.ends_with(".csv")) return RecordFormat::kCsv;
  if (plain.ends_with(".ion")) return RecordFormat::kIon;
  return std::nullopt;
}

Outcome<TransferReport> export_table(const Table& table, const std::string& location,
                                     const ExportOptions& options) {
  return Export(table, options).run(location);
}

}  // namespace magneto
