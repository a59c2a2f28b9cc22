// SPDX-License-Identifier: Apache-2.0
#include "transfers/import_job.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "json/json_writer.h"
#include "operations/core/timestamp.h"
#include "operations/tables/new_table.h"
#include "operations/transfers/transfer_document.h"
#include "transfers/object_input.h"
#include "transfers/put_chunk.h"

namespace magneto::internal::transfers {
namespace {

using Description = model::ImportTableDescription;
using catalog::DocumentKind;

constexpr std::int64_t kTellIntervalMs = 1000;

struct Counts {
  std::int64_t processed = 0;
  std::int64_t imported = 0;
  std::int64_t errors = 0;
  std::int64_t bytes = 0;
};

class ImportJob {
 public:
  ImportJob(const TransferContext& transfer, const std::string& id, const Description& description)
      : transfer_(transfer),
        id_(id),
        description_(description),
        context_(transfer.new_context()),
        told_ms_(transfer.now_ms()) {}

  Result<void> run();

 private:
  Result<bool> has_bucket();
  Result<std::optional<Failure>> make_table();
  Result<std::optional<Failure>> import_all();
  Result<std::optional<Failure>> import_object(const objects::ObjectInfo& object);
  Result<void> write(PutChunk& chunk, std::string_view key);
  void note_error(std::string_view key, std::uint64_t index, std::string_view problem);
  Result<void> activate_table();
  void tell_bytes(Description& to) const;
  Result<void> tell();
  Result<void> finish(const std::optional<Failure>& failure);
  formats::CsvOptions csv_options() const;

  const TransferContext& transfer_;
  const std::string& id_;
  const Description& description_;
  operations::Context context_;
  catalog::TablePtr table_;
  Counts counts_;
  std::int64_t told_ms_;
};

Result<void> ImportJob::run() {
  MAGNETO_ASSIGN_OR_RETURN(const bool bucket, has_bucket());
  if (!bucket) return finish(no_such_bucket(transfer_));
  MAGNETO_ASSIGN_OR_RETURN(std::optional<Failure> failure, make_table());
  if (failure) return finish(failure);
  MAGNETO_ASSIGN_OR_RETURN(failure, import_all());
  if (transfer_.stopped()) return {};
  // What is written must be there when the table says ACTIVE.
  MAGNETO_RETURN_IF_ERROR(activate_table());
  if (!failure && counts_.errors != 0) {
    failure = {"ItemValidationError",
               "Some of the items failed validation checks and were not imported. Please check "
               "CloudWatch error logs for more details."};
  }
  return finish(failure);
}

Result<bool> ImportJob::has_bucket() {
  if (transfer_.objects == nullptr) return false;
  return transfer_.objects->has_bucket(*description_.s3_bucket_source->s3_bucket);
}

// The table of an earlier beginning is taken as it is.
Result<std::optional<Failure>> ImportJob::make_table() {
  const model::TableCreationParameters& parameters = *description_.table_creation_parameters;
  catalog::Catalog& catalog = transfer_.services.catalog;
  auto found = catalog.find(*parameters.table_name);
  if (!found.ok()) {
    auto read = operations::read_new_table(context_, operations::creation_input(parameters));
    if (!read.ok()) {
      return std::optional(
          Failure{std::string(error_info(read.error().code()).name), read.error().message()});
    }
    read->id = *description_.table_id;
    read->status = catalog::Status::kCreating;
    read->transition_ends_ms = 0;
    auto created = catalog.create(std::move(*read));
    if (!created.ok() && created.error().code() != ErrorCode::kResourceInUse) {
      return created.error();
    }
    found = catalog.find(*parameters.table_name);
  }
  if (!found.ok() || (*found)->id != *description_.table_id) {
    return std::optional(Failure{"TableAlreadyExists",
                                 "Table already exists: " + std::string(*parameters.table_name)});
  }
  table_ = *found;
  return std::optional<Failure>();
}

formats::CsvOptions ImportJob::csv_options() const {
  formats::CsvOptions options;
  if (description_.input_format_options && description_.input_format_options->csv) {
    const model::CsvOptions& csv = *description_.input_format_options->csv;
    if (csv.delimiter) options.delimiter = csv.delimiter->front();
    if (csv.header_list) options.headers.assign(csv.header_list->begin(), csv.header_list->end());
  }
  options.types = table_->attribute_definitions;
  return options;
}

Result<std::optional<Failure>> ImportJob::import_all() {
  const model::S3BucketSource& source = *description_.s3_bucket_source;
  auto objects = transfer_.objects->list(*source.s3_bucket, source.s3_key_prefix.value_or(""));
  if (!objects.ok()) return std::optional(object_failure(objects.error()));
  for (const objects::ObjectInfo& object : *objects) {
    Result<std::optional<Failure>> failure = import_object(object);
    if (!failure.ok() || failure->has_value() || transfer_.stopped()) return failure;
  }
  return std::optional<Failure>();
}

Result<std::optional<Failure>> ImportJob::import_object(const objects::ObjectInfo& object) {
  using formats::Found;
  auto reader = open_input(*transfer_.objects, *description_.s3_bucket_source->s3_bucket,
                           object.key, read_format(description_.input_format->text()),
                           read_compression(description_.input_compression_type), csv_options());
  if (!reader.ok()) return std::optional(object_failure(reader.error()));
  const std::int64_t bytes_before = counts_.bytes;
  std::optional<PutChunk> chunk;
  // Takes the newest version each time: background work waits for those who hold an older one.
  const auto begin = [&]() -> Result<void> {
    context_.arena.reset();
    MAGNETO_ASSIGN_OR_RETURN(table_, transfer_.services.catalog.find(table_->name));
    chunk.emplace(context_, *table_, false);
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(begin());
  for (std::uint64_t index = 0; !transfer_.stopped();) {
    formats::Record record;
    const auto found = (*reader)->next(context_.arena, record);
    if (!found.ok()) return std::optional(object_failure(found.error()));
    counts_.bytes = bytes_before + static_cast<std::int64_t>((*reader)->bytes_read());
    if (*found == Found::kEnd) break;
    if (!chunk->add(record, index)) {
      MAGNETO_RETURN_IF_ERROR(write(*chunk, object.key));
      chunk.emplace(context_, *table_, false);
      chunk->add(record, index);
    }
    ++index;
    if (!chunk->full()) continue;
    MAGNETO_RETURN_IF_ERROR(write(*chunk, object.key));
    MAGNETO_RETURN_IF_ERROR(begin());
  }
  MAGNETO_RETURN_IF_ERROR(write(*chunk, object.key));
  return std::optional<Failure>();
}

Result<void> ImportJob::write(PutChunk& chunk, std::string_view key) {
  if (chunk.empty()) return {};
  MAGNETO_RETURN_IF_ERROR(chunk.write());
  for (const Put& put : chunk.puts()) {
    ++counts_.processed;
    if (put.effect != nullptr) ++counts_.imported;
    if (!put.problem.empty()) note_error(key, put.index, put.problem);
  }
  if (transfer_.now_ms() - told_ms_ < kTellIntervalMs) return {};
  told_ms_ = transfer_.now_ms();
  return tell();
}

void ImportJob::note_error(std::string_view key, std::uint64_t index, std::string_view problem) {
  ++counts_.errors;
  json::JsonWriter line;
  line.begin_object();
  line.plain_key("itemS3Pointer");
  line.begin_object();
  line.plain_key("bucket");
  line.string(*description_.s3_bucket_source->s3_bucket);
  line.plain_key("key");
  line.string(key);
  line.plain_key("itemIndex");
  line.integer(static_cast<std::int64_t>(index));
  line.end_object();
  line.plain_key("importArn");
  line.string(*description_.import_arn);
  line.plain_key("errorMessages");
  line.begin_array();
  line.string(problem);
  line.end_array();
  line.end_object();
  transfer_.log(std::string(line.text()));
}

Result<void> ImportJob::activate_table() {
  const auto change = [&](catalog::Table& table) -> Result<void> {
    if (table.id == *description_.table_id) table.status = catalog::Status::kActive;
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(transfer_.services.catalog.update(table_->name, change));
  return {};
}

// The member is not there before something was read.
void ImportJob::tell_bytes(Description& to) const {
  if (counts_.bytes > 0) to.processed_size_bytes = counts_.bytes;
}

Result<void> ImportJob::tell() {
  return operations::update_document<Description>(transfer_.documents(), DocumentKind::kImport, id_,
                                                  [&](Description& to) -> Result<void> {
                                                    to.processed_item_count = counts_.processed;
                                                    to.imported_item_count = counts_.imported;
                                                    to.error_count = counts_.errors;
                                                    tell_bytes(to);
                                                    return {};
                                                  });
}

Result<void> ImportJob::finish(const std::optional<Failure>& failure) {
  return operations::update_document<Description>(
      transfer_.documents(), DocumentKind::kImport, id_, [&](Description& to) -> Result<void> {
        to.processed_item_count = counts_.processed;
        to.imported_item_count = counts_.imported;
        to.error_count = counts_.errors;
        tell_bytes(to);
        to.import_status = failure ? model::ImportStatus::kFailed : model::ImportStatus::kCompleted;
        to.end_time = operations::to_seconds(transfer_.now_ms());
        if (failure) {
          to.failure_code = failure->code;
          to.failure_message = failure->message;
        }
        return {};
      });
}

}  // namespace

Result<void> run_import(const TransferContext& transfer, const std::string& id) {
  const catalog::DocumentPtr document = transfer.documents().find(DocumentKind::kImport, id);
  if (!document) return {};
  Arena arena;
  MAGNETO_ASSIGN_OR_RETURN(const auto description,
                           operations::read_document<Description>(arena, document->text));
  if (description.import_status != model::ImportStatus::kInProgress) return {};
  return ImportJob(transfer, id, description).run();
}

}  // namespace magneto::internal::transfers
