// SPDX-License-Identifier: Apache-2.0
#include "transfers/export_job.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "catalog/arn.h"
#include "derive/index_entry.h"
#include "formats/record_writer.h"
#include "keys/key_bytes.h"
#include "operations/core/timestamp.h"
#include "operations/items/partitions.h"
#include "operations/transfers/export_filter.h"
#include "operations/transfers/transfer_document.h"
#include "transfers/export_files.h"
#include "transfers/table_moment.h"
#include "value/item_size.h"

namespace magneto::internal::transfers {
namespace {

using Description = model::ExportDescription;
using catalog::DocumentKind;
using value::ItemView;

// An incremental export costs at least as much as one of 10 MB (observed).
constexpr std::int64_t kLeastBilledBytes = 10'000'000;

class ExportJob {
 public:
  ExportJob(const TransferContext& transfer, const std::string& id, const Description& description)
      : transfer_(transfer),
        id_(id),
        description_(description),
        context_(transfer.new_context()),
        incremental_(description.export_type == model::ExportType::kIncrementalExport),
        format_(description.export_format == model::ExportFormat::kIon
                    ? formats::ExportFormat::kIon
                    : formats::ExportFormat::kJson) {}

  Result<void> run();

 private:
  // An error that ends the export rather than the work: of the bucket, not of the engine.
  struct Outcome {
    std::optional<Failure> failure;
    std::string manifest;
  };

  Result<bool> has_bucket();
  Result<std::optional<Failure>> open_source();
  Result<Outcome> write_all();
  Result<void> write_items(TableMoment& moment);
  Result<void> write_changes(TableMoment& moment);
  Result<void> write_record(std::string_view key, std::string_view record);
  Result<void> finish(const Outcome& outcome);

  const TransferContext& transfer_;
  const std::string& id_;
  const Description& description_;
  operations::Context context_;
  const bool incremental_;
  const formats::ExportFormat format_;
  operations::ExportFilter filter_;
  std::optional<store::Snapshot> snapshot_;
  std::shared_ptr<const catalog::Table> table_;
  std::vector<keys::KeyRange> partitions_;
  std::optional<ExportFiles> files_;
  std::optional<Error> bucket_error_;
  std::int64_t bytes_ = 0;
  std::int64_t end_ms_ = 0;
};

Result<void> ExportJob::run() {
  MAGNETO_ASSIGN_OR_RETURN(const bool bucket, has_bucket());
  if (!bucket) return finish({no_such_bucket(transfer_), {}});
  MAGNETO_ASSIGN_OR_RETURN(std::optional<Failure> failure, open_source());
  if (failure) return finish({std::move(failure), {}});
  MAGNETO_ASSIGN_OR_RETURN(const Outcome outcome, write_all());
  if (transfer_.stopped()) return {};
  return finish(outcome);
}

Result<bool> ExportJob::has_bucket() {
  if (transfer_.objects == nullptr) return false;
  return transfer_.objects->has_bucket(*description_.s3_bucket);
}

Result<std::optional<Failure>> ExportJob::open_source() {
  store::Store& store = transfer_.services.store;
  if (auto pinned = store.pinned_snapshots().take(DocumentKind::kExport, id_)) {
    snapshot_ = std::move(pinned->snapshot);
    table_ = std::move(pinned->table);
    return std::optional<Failure>();
  }
  const auto name = catalog::table_name_of_arn(*description_.table_arn);
  auto found = transfer_.services.catalog.find(name.ok() ? *name : std::string_view());
  if (!found.ok() || (*found)->id != *description_.table_id || !(*found)->history) {
    return std::optional(Failure{"TableNotFoundException",
                                 "Table not found: " + std::string(*description_.table_arn)});
  }
  snapshot_ = store.newest_snapshot();
  // A copy: who holds a version of the catalog's keeps background work waiting.
  table_ = std::make_shared<const catalog::Table>(**found);
  return std::optional<Failure>();
}

Result<ExportJob::Outcome> ExportJob::write_all() {
  auto filter = operations::bind_export_filter(context_, description_.filter_specification);
  if (!filter.ok()) {
    return Outcome{
        Failure{std::string(error_info(filter.error().code()).name), filter.error().message()}, {}};
  }
  filter_ = *filter;
  const std::uint32_t partitions = operations::partition_count(*table_);
  for (std::uint32_t i = 0; i < partitions; ++i) {
    partitions_.push_back(operations::partition_range(context_.arena, *table_, table_->space, i));
  }
  files_.emplace(*transfer_.objects, description_, id_, partitions);
  const Result<void> started = files_->start();
  if (!started.ok()) return Outcome{object_failure(started.error()), {}};
  TableMoment moment(*snapshot_, *table_);
  Result<void> written = incremental_ ? write_changes(moment) : write_items(moment);
  if (bucket_error_) return Outcome{object_failure(*bucket_error_), {}};
  if (transfer_.stopped()) return Outcome{};
  if (!written.ok()) return std::move(written).error();
  if (incremental_) bytes_ = std::max(bytes_, kLeastBilledBytes);
  end_ms_ = transfer_.now_ms();
  auto manifest = files_->finish(bytes_, end_ms_);
  if (!manifest.ok()) return Outcome{object_failure(manifest.error()), {}};
  return Outcome{{}, std::move(*manifest)};
}

Result<void> ExportJob::write_record(std::string_view key, std::string_view record) {
  if (transfer_.stopped()) return Error(ErrorCode::kIo, "stopped");
  std::uint32_t partition = 0;
  while (partition + 1 < partitions_.size() && key >= partitions_[partition].end) ++partition;
  const Result<void> written = files_->write(partition, record, 1);
  if (written.ok()) return {};
  bucket_error_ = written.error();
  return written;
}

Result<void> ExportJob::write_items(TableMoment& moment) {
  const std::int64_t time_ms = operations::to_ms(*description_.export_time);
  const derive::ChangeNumber first = table_->history ? table_->history->first : 0;
  const derive::ChangeNumber until = std::max(derive::change_number_at(time_ms + 1), first);
  std::string record;
  return moment.for_each_item(until, [&](std::string_view key, ItemView item) -> Result<void> {
    Arena arena;
    bytes_ += static_cast<std::int64_t>(value::item_size(item));
    const std::optional<ItemView> kept = filter_.apply(arena, item);
    if (!kept) return {};
    record.clear();
    formats::write_item_record(format_, *kept, record);
    return write_record(key, record);
  });
}

// From the first moment on, up to but not including the last one.
Result<void> ExportJob::write_changes(TableMoment& moment) {
  const model::IncrementalExportSpecification& period =
      *description_.incremental_export_specification;
  const auto number_at = [](double seconds) {
    return derive::change_number_at(operations::to_ms(seconds));
  };
  const bool with_old = period.export_view_type == model::ExportViewType::kNewAndOldImages;
  std::string record;
  const auto see = [&](const TableMoment::Changed& changed) -> Result<void> {
    Arena arena;
    const ItemView either = changed.after ? *changed.after : *changed.before;
    bytes_ += static_cast<std::int64_t>(value::item_size(either));
    formats::ChangedItem out;
    out.written_micros = changed.written_ms * 1000;
    out.keys = derive::key_attributes(arena, *table_, nullptr, either);
    if (changed.after) out.new_image = filter_.apply(arena, *changed.after);
    if (with_old && changed.before) out.old_image = filter_.apply(arena, *changed.before);
    record.clear();
    formats::write_change_record(format_, out, record);
    return write_record(changed.key, record);
  };
  return moment.for_each_change(number_at(*period.export_from_time),
                                number_at(*period.export_to_time), see);
}

Result<void> ExportJob::finish(const Outcome& outcome) {
  const auto change = [&](Description& to) -> Result<void> {
    to.end_time = operations::to_seconds(end_ms_ != 0 ? end_ms_ : transfer_.now_ms());
    if (outcome.failure) {
      to.export_status = model::ExportStatus::kFailed;
      to.failure_code = outcome.failure->code;
      to.failure_message = outcome.failure->message;
      return {};
    }
    to.export_status = model::ExportStatus::kCompleted;
    to.export_manifest = outcome.manifest;
    to.item_count = files_->items();
    to.billed_size_bytes = bytes_;
    return {};
  };
  return operations::update_document<Description>(transfer_.documents(), DocumentKind::kExport, id_,
                                                  change);
}

}  // namespace

Result<void> run_export(const TransferContext& transfer, const std::string& id) {
  const auto document = transfer.documents().find(DocumentKind::kExport, id);
  if (!document) return {};
  Arena arena;
  MAGNETO_ASSIGN_OR_RETURN(const auto description,
                           operations::read_document<Description>(arena, document->text));
  if (description.export_status != model::ExportStatus::kInProgress) return {};
  return ExportJob(transfer, id, description).run();
}

}  // namespace magneto::internal::transfers
