// SPDX-License-Identifier: Apache-2.0
#include "formats/record_reader.h"

#include <utility>

#include "formats/csv_rows.h"
#include "formats/ion_text.h"
#include "formats/json_lines.h"
#include "formats/messages.h"

namespace magneto::internal::formats {
namespace {

std::unique_ptr<TextReader> make_reader(std::unique_ptr<objects::ByteSource> source, Format format,
                                        const CsvOptions& options) {
  switch (format) {
    case Format::kCsv:
      return std::make_unique<CsvRows>(std::move(source), options);
    case Format::kIon:
      return std::make_unique<IonText>(std::move(source));
    case Format::kJson:
      break;
  }
  return std::make_unique<JsonLines>(std::move(source));
}

}  // namespace

RecordReader::RecordReader(std::unique_ptr<objects::ByteSource> source, Format format,
                           const CsvOptions& options)
    : text_(make_reader(std::move(source), format, options)) {}

Result<Found> RecordReader::next(Arena& arena, Record& record) {
  record.put = {};
  record.problem.clear();
  record.json.clear();
  if (ended_) return Found::kEnd;
  Found found = text_->next(record.json, record.problem);
  if (const auto& error = text_->source_error()) {
    ended_ = true;
    if (error->code() != ErrorCode::kCorruption) return *error;
    record.problem = error->message();
    return Found::kBrokenObject;
  }
  if (found == Found::kRecord) found = decode(arena, record);
  ended_ = found == Found::kEnd || found == Found::kBrokenObject;
  return found;
}

Found RecordReader::decode(Arena& arena, Record& record) {
  const std::size_t size = record.json.size();
  record.json.append(json::kBodyPadding, ' ');
  const Result<json::ParsedBody> parsed =
      parser_.parse(std::string_view(record.json).substr(0, size));
  if (!parsed.ok()) {
    record.json.resize(size);
    record.problem = messages::kNoJson;
    return text_->ends_at_broken_json() ? Found::kBrokenObject : Found::kBadRecord;
  }
  Result<model::PutItemInput> put = json::decode<model::PutItemInput>(*parsed, arena);
  record.json.resize(size);
  if (!put.ok()) {
    record.problem = put.error().message();
    return Found::kBadRecord;
  }
  if (!put->item) {
    record.problem = messages::kNoItem;
    // A line that is JSON without an Item ends its object, too (recorded in 2026).
    return text_->ends_at_broken_json() ? Found::kBrokenObject : Found::kBadRecord;
  }
  record.put = std::move(*put);
  if (!record.put.item->problem.empty()) {
    record.problem = record.put.item->problem;
    return Found::kBadRecord;
  }
  return Found::kRecord;
}

}  // namespace magneto::internal::formats
