// SPDX-License-Identifier: Apache-2.0
#include "transfers/bulk_report.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/utf8.h"
#include "json/json_writer.h"
#include "objects/compression.h"
#include "operations/core/timestamp.h"
#include "transfers/export_place.h"

namespace magneto::internal::transfers {
namespace {

// Of lines in one object. They are kept with each chunk of items until there are so many.
constexpr std::size_t kObjectBytes = 128 * 1024;
constexpr std::size_t kMostRecordBytes = 64 * 1024;

void write_pointer(json::JsonWriter& line, std::string_view bucket, std::string_view key,
                   std::uint64_t index) {
  line.plain_key("itemS3Pointer");
  line.begin_object();
  line.plain_key("bucket");
  line.string(bucket);
  line.plain_key("key");
  line.string(key);
  line.plain_key("itemIndex");
  line.integer(static_cast<std::int64_t>(index));
  line.end_object();
}

void append_line(const json::JsonWriter& line, PendingReport& to) {
  to.pending += line.text();
  to.pending += '\n';
  ++to.records;
}

}  // namespace

BulkReport::BulkReport(objects::ObjectStore& store,
                       const model::BulkOperationDescription& description, std::string_view id)
    : store_(store),
      description_(description),
      folder_(output_folder(description.output_s3_configuration->s3_key_prefix, id)) {}

bool BulkReport::wants(model::OutputTypeEnum type) const {
  const auto& types = description_.output_s3_configuration->output_type;
  return types && std::ranges::find(*types, type) != types->end();
}

void BulkReport::note(std::string_view object_key, const Put& put, BulkProgress& progress) const {
  json::JsonWriter line;
  line.begin_object();
  write_pointer(line, *description_.input_s3_configuration->s3_bucket, object_key, put.index);
  if (put.condition_failed && wants(model::OutputTypeEnum::kConditionCheckFailure)) {
    line.plain_key("Item");
    json::write_item(line, *put.record.put.item);
    if (put.existing) {
      line.plain_key("ExistingItem");
      json::write_item(line, *put.existing);
    }
    line.end_object();
    append_line(line, progress.conditions);
  } else if (!put.problem.empty() && wants(model::OutputTypeEnum::kError)) {
    line.plain_key("errorMessages");
    line.begin_array();
    line.string(put.problem);
    line.end_array();
    // Bytes that are no text cannot stand in JSON.
    if (put.record.json.size() <= kMostRecordBytes && is_utf8(put.record.json)) {
      line.plain_key("record");
      line.string(put.record.json);
    }
    line.end_object();
    append_line(line, progress.errors);
  }
}

Result<void> BulkReport::write_pending(BulkProgress& progress, bool all) const {
  MAGNETO_RETURN_IF_ERROR(write_pending("error", progress.errors, all));
  return write_pending("condition-check-failure", progress.conditions, all);
}

Result<void> BulkReport::write_pending(std::string_view folder, PendingReport& report,
                                       bool all) const {
  if (report.pending.empty() || (!all && report.pending.size() < kObjectBytes)) return {};
  std::array<char, 32> number;
  std::snprintf(number.data(), number.size(), "%08lld", static_cast<long long>(report.objects));
  const std::string key = folder_ + std::string(folder) + "/" + number.data() + ".json.gz";
  std::string bytes;
  objects::GzipWriter gzip;
  gzip.write(report.pending, bytes);
  gzip.finish(bytes);
  MAGNETO_RETURN_IF_ERROR(
      objects::put_object(store_, *description_.output_s3_configuration->s3_bucket, key, bytes));
  ++report.objects;
  report.pending.clear();
  return {};
}

Result<void> BulkReport::write_summary(const BulkProgress& progress, std::string_view status,
                                       std::int64_t end_ms) const {
  json::JsonWriter summary;
  const auto member = [&summary](std::string_view name, std::string_view value) {
    summary.plain_key(name);
    summary.string(value);
  };
  const auto count = [&summary](std::string_view name, std::int64_t value) {
    summary.plain_key(name);
    summary.integer(value);
  };
  summary.begin_object();
  member("bulkOperationArn", *description_.bulk_operation_arn);
  member("status", status);
  member("tableArn", *description_.table_details->front().table_name);
  member("tableId", *description_.table_details->front().table_id);
  member("startTime", iso_time(operations::to_ms(*description_.start_time)));
  member("endTime", iso_time(end_ms));
  count("processedItemCount", progress.processed);
  count("writtenItemCount", progress.written);
  count("failedItemCount", progress.failed);
  count("conditionCheckFailureCount", progress.processed - progress.written - progress.failed);
  count("errorObjectCount", progress.errors.objects);
  count("conditionCheckFailureObjectCount", progress.conditions.objects);
  summary.end_object();
  return objects::put_object(store_, *description_.output_s3_configuration->s3_bucket,
                             folder_ + "manifest-summary.json", summary.text());
}

}  // namespace magneto::internal::transfers
