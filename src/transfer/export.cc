// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <mutex>
#include <set>

#include "magneto/transfer/records.h"
#include "transfer/record_text.h"
#include "transfer/scan_pages.h"
#include "transfer/streams.h"
#include "transfer/target_table.h"

namespace magneto {
namespace {

using internal::transfer::Output;
using internal::transfer::ScanPages;
using internal::transfer::Work;

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
    report_.counts = work_.counts();
    if (output_) report_.counts.bytes = output_->bytes();
    report_.complete = done.has_value();
    if (!done) return {std::move(done).error(), report_};
    return report_;
  }

 private:
  Result<void> begin(const std::string& location) {
    Result<TableInfo> info = internal::transfer::described(table_);
    if (!info) return std::move(info).error();
    Result<model::ScanInput> input =
        internal::transfer::scan_input(table_, options_.filter, options_.projection);
    if (!input) return std::move(input).error();
    input_ = std::move(*input);
    work_.count([&](TransferProgress& counts) {
      counts.expected = static_cast<std::uint64_t>(info->item_count);
    });
    if (options_.format == RecordFormat::kCsv && columns_.empty()) {
      if (Result<void> found = find_columns(*info); !found) return found;
    }
    Result<std::unique_ptr<Output>> output = Output::open(location, options_.s3);
    if (!output) return std::move(output).error();
    output_ = std::move(*output);
    return {};
  }

  template <class Take>
  Result<void> each_page(Take take) {
    const std::size_t segments = std::max<std::size_t>(options_.work.segments, 1);
    return work_.run(segments, [&](std::size_t segment) -> Result<void> {
      ScanPages pages(table_.client(), input_, segment, segments, work_);
      while (!pages.ended()) {
        Result<ScanPages::Page> page = pages.next();
        if (!page) return std::move(page).error();
        if (Result<void> taken = take(*page); !taken) return taken;
      }
      return {};
    });
  }

  /// The key first, then all other attributes by their names.
  Result<void> find_columns(const TableInfo& info) {
    std::set<std::string, std::less<>> names;
    std::mutex mutex;
    Result<void> done = each_page([&](const ScanPages::Page& page) -> Result<void> {
      const std::lock_guard lock(mutex);
      for (const ItemView item : page.items) {
        for (const ItemView::Entry& entry : item) {
          if (!names.contains(entry.name)) names.emplace(entry.name);
        }
      }
      return {};
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
    if (options_.format == RecordFormat::kCsv) {
      std::string header;
      internal::transfer::append_csv_header(columns_, options_.delimiter, header);
      if (Result<void> written = output_->write(header); !written) return written;
    }
    return each_page([&](const ScanPages::Page& page) { return write_page(page); });
  }

  Result<void> write_page(const ScanPages::Page& page) {
    std::string text;
    for (const ItemView item : page.items) {
      if (options_.format == RecordFormat::kCsv) {
        internal::transfer::append_csv_row(item, columns_, options_.delimiter, text);
      } else {
        internal::transfer::append_record(options_.format, item, text);
      }
    }
    {
      const std::lock_guard lock(mutex_);
      if (Result<void> written = output_->write(text); !written) return written;
    }
    work_.count([&](TransferProgress& counts) { counts.written += page.items.size(); });
    return {};
  }

  const Table table_;
  const ExportOptions options_;
  std::vector<std::string> columns_;
  Work work_;
  model::ScanInput input_;
  std::mutex mutex_;  // guards output_
  std::unique_ptr<Output> output_;
  TransferReport report_;
};

}  // namespace

std::optional<RecordFormat> record_format_of(const std::string& name) {
  const std::string plain = internal::transfer::without_compression(name);
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
