// SPDX-License-Identifier: Apache-2.0
#include "transfers/bulk_job.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "catalog/arn.h"
#include "catalog/stored_keys.h"
#include "jobs/job_context.h"
#include "operations/core/timestamp.h"
#include "operations/transfers/transfer_document.h"
#include "transfers/bulk_report.h"
#include "transfers/object_input.h"
#include "transfers/transfer_state.h"

namespace magneto::internal::transfers {
namespace {

using Description = model::BulkOperationDescription;
using Status = model::BulkOperationStatus;
using catalog::DocumentKind;
using formats::Found;

constexpr std::int64_t kTellIntervalMs = 1000;
// Usage is counted in started kilobytes, as write units are. (How the service counts is not known.)
constexpr double kBytesOfUnit = 1024;

class BulkJob {
 public:
  BulkJob(const TransferContext& transfer, const std::string& id, const Description& description)
      : transfer_(transfer),
        id_(id),
        description_(description),
        context_(transfer.new_context()),
        progress_key_(catalog::progress_key(DocumentKind::kBulkOperation, id)),
        told_ms_(transfer.now_ms()) {}

  Result<void> run();

 private:
  // Each says why the operation ends, if it does.
  using Ending = std::optional<Failure>;

  Result<bool> have_buckets();
  Result<void> read_progress();
  Result<Ending> put_all();
  Result<Ending> put_object(const objects::ObjectInfo& object);
  Result<Ending> write(const objects::ObjectInfo& object, PutChunk& chunk);
  Result<Ending> find_table();
  bool is_cancelled() const;
  void count(std::string_view key, const PutChunk& chunk, BulkProgress& to, double& units) const;
  void keep_to_rate(double units, std::int64_t started_ns) const;
  Result<void> tell();
  Result<void> finish(const Ending& failure);
  void describe(Arena& arena, Description& to) const;
  model::BulkOperationUsage usage(Arena& arena) const;
  bool is_vector_index(std::string_view name) const;

  const TransferContext& transfer_;
  const std::string& id_;
  const Description& description_;
  operations::Context context_;
  const std::string progress_key_;
  std::optional<BulkReport> report_;
  catalog::TablePtr table_;
  BulkProgress progress_;
  std::optional<std::int64_t> total_bytes_;
  std::int64_t told_ms_;
  std::int64_t read_bytes_ = 0;  // Of the object that is being read.
};

// Codes and words of endings are ours where they are not Amazon S3's.
Failure cancelled() {
  return {"OperationCancelled", "The bulk operation was cancelled on request"};
}

std::int64_t now_ns() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

Result<void> BulkJob::run() {
  MAGNETO_ASSIGN_OR_RETURN(const bool buckets, have_buckets());
  if (!buckets) return finish(no_such_bucket(transfer_));
  report_.emplace(*transfer_.objects, description_, id_);
  MAGNETO_RETURN_IF_ERROR(read_progress());
  MAGNETO_ASSIGN_OR_RETURN(Ending ending, put_all());
  if (transfer_.stopped()) return {};
  const Result<void> written = report_->write_pending(progress_, true);
  if (!written.ok() && !ending) ending = object_failure(written.error());
  return finish(ending);
}

Result<bool> BulkJob::have_buckets() {
  if (transfer_.objects == nullptr) return false;
  for (const std::string_view bucket : {*description_.input_s3_configuration->s3_bucket,
                                        *description_.output_s3_configuration->s3_bucket}) {
    MAGNETO_ASSIGN_OR_RETURN(const bool there, transfer_.objects->has_bucket(bucket));
    if (!there) return false;
  }
  return true;
}

Result<void> BulkJob::read_progress() {
  MAGNETO_ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                           transfer_.services.store.newest_snapshot().progress(progress_key_));
  if (!stored) return {};
  MAGNETO_ASSIGN_OR_RETURN(progress_, BulkProgress::decode(*stored));
  return {};
}

Result<BulkJob::Ending> BulkJob::put_all() {
  const model::InputS3Configuration& input = *description_.input_s3_configuration;
  auto listed = transfer_.objects->list(*input.s3_bucket, input.s3_key_prefix.value_or(""));
  if (!listed.ok()) return Ending(object_failure(listed.error()));
  total_bytes_ = 0;
  for (const objects::ObjectInfo& each : *listed) {
    *total_bytes_ += static_cast<std::int64_t>(each.bytes);
  }
  MAGNETO_RETURN_IF_ERROR(tell());
  for (const objects::ObjectInfo& each : *listed) {
    if (each.key < progress_.object) continue;
    Result<Ending> ending = put_object(each);
    if (!ending.ok() || ending->has_value() || transfer_.stopped()) return ending;
  }
  return Ending();
}

Result<BulkJob::Ending> BulkJob::put_object(const objects::ObjectInfo& object) {
  const model::InputS3Configuration& input = *description_.input_s3_configuration;
  auto reader = open_input(*transfer_.objects, *input.s3_bucket, object.key,
                           read_format(input.input_format->text()),
                           read_compression(input.input_compression_type), {});
  if (!reader.ok()) return Ending(object_failure(reader.error()));
  const std::uint64_t done =
      progress_.object == object.key ? static_cast<std::uint64_t>(progress_.next_record) : 0;
  MAGNETO_ASSIGN_OR_RETURN(Ending ending, find_table());
  std::optional<PutChunk> chunk;
  const auto begin = [&](bool keep_records) {
    if (!keep_records) context_.arena.reset();
    if (!ending) chunk.emplace(context_, *table_, true);
  };
  begin(false);
  for (std::uint64_t index = 0; !ending && !transfer_.stopped();) {
    formats::Record record;
    const auto found = (*reader)->next(context_.arena, record);
    if (!found.ok()) return Ending(object_failure(found.error()));
    read_bytes_ = static_cast<std::int64_t>(std::min((*reader)->bytes_read(), object.bytes));
    if (*found == Found::kEnd) break;
    if (index < done) {
      if (++index % jobs::kChunk.records == 0) begin(false);
      continue;
    }
    if (!chunk->add(record, index)) {
      MAGNETO_ASSIGN_OR_RETURN(ending, write(object, *chunk));
      if (ending) break;
      begin(true);
      chunk->add(record, index);
    }
    ++index;
    if (!chunk->full()) continue;
    MAGNETO_ASSIGN_OR_RETURN(ending, write(object, *chunk));
    begin(false);
  }
  if (!ending) {
    MAGNETO_ASSIGN_OR_RETURN(ending, write(object, *chunk));
  }
  if (ending || transfer_.stopped()) return ending;
  progress_.finished_bytes += static_cast<std::int64_t>(object.bytes);
  read_bytes_ = 0;
  return Ending();
}

// The newest version: the table is in use.
Result<BulkJob::Ending> BulkJob::find_table() {
  const model::BulkOperationTableDetail& wanted = description_.table_details->front();
  const auto name = catalog::table_name_of_arn(*wanted.table_name);
  auto found = name.ok() ? transfer_.services.catalog.find(*name)
                         : Result<catalog::TablePtr>(Error(ErrorCode::kResourceNotFound, ""));
  if (!found.ok() || (*found)->id != *wanted.table_id) {
    table_.reset();
    return Ending(
        Failure{"TableNotFoundException", "Table not found: " + std::string(*wanted.table_name)});
  }
  table_ = *found;
  return Ending();
}

bool BulkJob::is_cancelled() const {
  const auto document = transfer_.documents().find(DocumentKind::kBulkOperation, id_);
  if (!document) return true;
  const auto state = transfer_state(DocumentKind::kBulkOperation, *document);
  return state.ok() && *state == TransferState::kCancelling;
}

void BulkJob::count(std::string_view key, const PutChunk& chunk, BulkProgress& to,
                    double& units) const {
  units = 0;
  for (const Put& put : chunk.puts()) {
    ++to.processed;
    to.next_record = static_cast<std::int64_t>(put.index) + 1;
    if (!put.problem.empty()) ++to.failed;
    report_->note(key, put, to);
    if (put.problem.empty() && !put.condition_failed) ++to.written;
    if (put.effect == nullptr) continue;
    units += put.effect->table_units;
    to.table_bytes += static_cast<std::int64_t>(put.effect->table_units * kBytesOfUnit);
    for (const derive::IndexCost& cost : put.effect->index_costs) {
      units += cost.units;
      to.index_bytes[cost.index->name] += static_cast<std::int64_t>(cost.units * kBytesOfUnit);
    }
    for (const derive::VectorCost& cost : put.effect->vector_costs) {
      to.index_bytes[cost.index->name] += static_cast<std::int64_t>(cost.bytes);
    }
  }
  to.object = key;
}

// The progress tells of what the chunk did before it is done: what a put costs is known only
// afterwards. So the usage of a chunk is kept with the next one.
Result<BulkJob::Ending> BulkJob::write(const objects::ObjectInfo& object, PutChunk& chunk) {
  if (is_cancelled()) return Ending(cancelled());
  if (chunk.empty()) return Ending();
  const std::int64_t started_ns = now_ns();
  BulkProgress next;
  double units = 0;
  const auto progress = [&] {
    next = progress_;
    count(object.key, chunk, next, units);
    return next.encode();
  };
  MAGNETO_RETURN_IF_ERROR(chunk.write_with_progress({progress_key_, progress}));
  next = progress_;
  count(object.key, chunk, next, units);
  progress_ = std::move(next);
  const Result<void> reported = report_->write_pending(progress_, false);
  if (!reported.ok()) return Ending(object_failure(reported.error()));
  keep_to_rate(units, started_ns);
  MAGNETO_ASSIGN_OR_RETURN(Ending ending, find_table());
  if (ending) return ending;
  if (transfer_.now_ms() - told_ms_ >= kTellIntervalMs) MAGNETO_RETURN_IF_ERROR(tell());
  return Ending();
}

void BulkJob::keep_to_rate(double units, std::int64_t started_ns) const {
  if (!description_.max_write_request_units) return;
  const double least_ns = units * 1e9 / static_cast<double>(*description_.max_write_request_units);
  const double left_ns = least_ns - static_cast<double>(now_ns() - started_ns);
  if (left_ns <= 0) return;
  jobs::wait_unless_stopped(transfer_.stop,
                            std::chrono::nanoseconds(static_cast<std::int64_t>(left_ns)));
}

// What an index cost stands with its kind, as far as the index is still there.
model::BulkOperationUsage BulkJob::usage(Arena& arena) const {
  using Bytes = model::MapEntry<model::BulkOperationBytes>;
  using VectorBytes = model::MapEntry<model::BulkOperationVectorBytes>;
  const std::size_t most = progress_.index_bytes.size();
  auto global = arena.make_span<Bytes>(most);
  auto local = arena.make_span<Bytes>(most);
  auto vectors = arena.make_span<VectorBytes>(most);
  std::size_t globals = 0;
  std::size_t locals = 0;
  std::size_t vector_indexes = 0;
  std::int64_t all_bytes = progress_.table_bytes;
  for (const auto& [name, bytes] : progress_.index_bytes) {
    if (is_vector_index(name)) {
      vectors[vector_indexes++] = {arena.copy(name), {.bulk_put_vector_bytes = bytes}};
      continue;
    }
    const catalog::Index* index = table_ ? table_->find_index(name) : nullptr;
    Bytes& entry = index != nullptr && index->local ? local[locals++] : global[globals++];
    entry = {arena.copy(name), {.bulk_put_bytes = bytes}};
    all_bytes += bytes;
  }
  model::BulkOperationUsage usage;
  usage.table_name = description_.table_details->front().table_name;
  usage.bulk_put_bytes = all_bytes;
  usage.table = model::BulkOperationBytes{.bulk_put_bytes = progress_.table_bytes};
  if (globals != 0) usage.global_secondary_indexes = global.first(globals);
  if (locals != 0) usage.local_secondary_indexes = local.first(locals);
  if (vector_indexes != 0) usage.vector_indexes = vectors.first(vector_indexes);
  return usage;
}

bool BulkJob::is_vector_index(std::string_view name) const {
  return table_ && std::ranges::any_of(table_->vector_indexes,
                                       [&](const auto& index) { return index->name == name; });
}

void BulkJob::describe(Arena& arena, Description& to) const {
  to.processed_item_count = progress_.processed;
  to.failed_item_count = progress_.failed;
  to.processed_input_bytes = progress_.finished_bytes + read_bytes_;
  to.total_input_bytes = total_bytes_;
  if (progress_.written == 0) return;
  auto usages = arena.make_span<model::BulkOperationUsage>(1);
  usages[0] = usage(arena);
  to.bulk_operation_usage = usages;
}

Result<void> BulkJob::tell() {
  told_ms_ = transfer_.now_ms();
  Arena arena;
  return operations::update_document<Description>(transfer_.documents(),
                                                  DocumentKind::kBulkOperation, id_,
                                                  [&](Description& to) -> Result<void> {
                                                    describe(arena, to);
                                                    return {};
                                                  });
}

Result<void> BulkJob::finish(const Ending& failure) {
  const bool was_cancelled = failure && failure->code == cancelled().code;
  const Status status = was_cancelled           ? Status::kCancelled
                        : failure               ? Status::kFailed
                        : progress_.failed != 0 ? Status::kCompletedWithErrors
                                                : Status::kCompleted;
  const std::int64_t end_ms = transfer_.now_ms();
  Ending ending = failure;
  Status final_status = status;
  if (report_) {
    const Result<void> written = report_->write_summary(progress_, model::word_of(status), end_ms);
    if (!written.ok() && !ending) {
      ending = object_failure(written.error());
      final_status = Status::kFailed;
    }
  }
  Arena arena;
  const auto change = [&](Description& to) -> Result<void> {
    describe(arena, to);
    to.bulk_operation_status = final_status;
    to.end_time = operations::to_seconds(end_ms);
    if (ending) {
      to.failure_code = ending->code;
      to.failure_message = ending->message;
    }
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(operations::update_document<Description>(
      transfer_.documents(), DocumentKind::kBulkOperation, id_, change));
  return transfer_.services.store.forget_progress(progress_key_);
}

}  // namespace

Result<void> run_bulk_operation(const TransferContext& transfer, const std::string& id) {
  const auto document = transfer.documents().find(DocumentKind::kBulkOperation, id);
  if (!document) return {};
  Arena arena;
  MAGNETO_ASSIGN_OR_RETURN(const auto description,
                           operations::read_document<Description>(arena, document->text));
  const model::Enum<Status> status = *description.bulk_operation_status;
  if (status != Status::kInProgress && status != Status::kCancelling) return {};
  return BulkJob(transfer, id, description).run();
}

}  // namespace magneto::internal::transfers
