// SPDX-License-Identifier: Apache-2.0
//
// Reading the records of an object: items in the forms that imports and bulk operations take.
//
//   DYNAMODB_JSON   one line per record: {"Item": {...}}
//   CSV             one row per record (csv_rows.h); what is no key is a string, empty fields are no
//                   attributes
//   ION             Ion's text form (ion_text.h): a struct a record, {Item: {...}}
//
// A record may have a condition beside its item, under the names that PutItem has for it:
// ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues.
//
//   RecordReader reader(std::move(source), Format::kJson, {});
//   while (true) {
//     MAGNETO_ASSIGN_OR_RETURN(const Found found, reader.next(arena, record));
//     ...
//   }
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "json/codec.h"
#include "keys/key_schema.h"
#include "objects/object_store.h"

namespace magneto::internal::formats {

enum class Format : std::uint8_t { kJson, kCsv, kIon };

struct CsvOptions {
  char delimiter = ',';
  std::vector<std::string> headers = {};  ///< Empty: the first row of each object has them.
  /// Columns that are not strings: the attributes of keys.
  std::vector<keys::KeyAttribute> types = {};
};

enum class Found : std::uint8_t {
  kRecord,        ///< A record, right in itself.
  kBadRecord,     ///< One that cannot be an item. The next one may be right.
  kBrokenObject,  ///< Something that is no record at all. Nothing more is read of the object.
  kEnd,
};

struct Record {
  /// Item, and what there is of a condition. Lives in the arena.
  model::PutItemInput put;
  std::string problem;  ///< With kBadRecord and kBrokenObject: what is wrong.
  /// The record as JSON, whatever it was read from; as far as it was understood.
  std::string json;
};

/// One object's records in the format's text, as JSON. Implementations: json_lines.h, csv_rows.h,
/// ion_text.h.
class TextReader {
 public:
  virtual ~TextReader() = default;
  /// The next one's JSON, or a problem. With kRecord nothing is known of the JSON but where it
  /// ends.
  virtual Found next(std::string& json, std::string& problem) = 0;
  /// Whether what is no record in JSON ends the object. Without that the next record begins all the same.
  virtual bool ends_at_broken_json() const { return false; }
  /// Bytes read so far, after decompression.
  virtual std::uint64_t bytes_read() const = 0;
  /// An error of the source, which looked like the end.
  virtual const std::optional<Error>& source_error() const = 0;
};

/// A record may have this many bytes of text. An item of 400 KB needs less in every form.
inline constexpr std::size_t kMaxRecordBytes = 16 * 1024 * 1024;

class RecordReader {
 public:
  /// `source` is already decompressed.
  RecordReader(std::unique_ptr<objects::ByteSource> source, Format format,
               const CsvOptions& options);

  /// Reads the next record. After kBrokenObject and kEnd comes kEnd. Bytes that are damaged
  /// (compressed in another way) are a broken object. Errors: kIo.
  Result<Found> next(Arena& arena, Record& record);

  std::uint64_t bytes_read() const { return text_->bytes_read(); }

 private:
  Found decode(Arena& arena, Record& record);

  std::unique_ptr<TextReader> text_;
  json::RequestParser parser_;
  bool ended_ = false;
};

}  // namespace magneto::internal::formats
