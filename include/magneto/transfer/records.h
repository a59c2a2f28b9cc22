// SPDX-License-Identifier: Apache-2.0
//
// Items to and from files of records.
//
//   export_table(client.table("Songs"), "songs.csv", {.format = RecordFormat::kCsv}).value();
//   import_records("songs.jsonl", client.table("Songs"), {.format = RecordFormat::kJsonLines});
//
//   format         a record                                     what it keeps
//   kJsonLines     {"Artist":"Nina","Year":1965}                numbers; binaries as keys; not sets
//   kDynamoJson    {"Item":{"Artist":{"S":"Nina"},...}}          everything
//   kCsv           a row under a header; lists and maps as JSON  texts; numbers as keys, see types
//   kIon           $ion_1_0 {Item:{Artist:"Nina"}}               everything
//   kAmazonExport  what ExportTableToPointInTime made; only imports
//
// The location of a kAmazonExport is the folder (or prefix in S3) with manifest-summary.json in it.
// All of it is compared with the checksums in its manifest before anything is written. An
// incremental export puts what was changed and deletes what was deleted: import the full export
// first, then the incremental ones in their order. `update` then changes what is put.
//
// A location is a local file, "s3://bucket/key", or "-": standard output, standard input. A name
// that ends in .gz or .zst is compressed. Exports hold a page for each segment in memory, imports a
// chunk.
//
// A file that cannot be in the format at all (damaged compression, no JSON in the first record) is
// refused. A record that is wrong stops the import with its number, after those before it were
// written; with `skip_bad` it goes to the rejects file instead, with its reason.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "magneto/table.h"
#include "magneto/transfer/options.h"
#include "magneto/transfer/outcome.h"
#include "magneto/transfer/s3.h"

namespace magneto {

enum class RecordFormat : std::uint8_t { kJsonLines, kDynamoJson, kCsv, kIon, kAmazonExport };

/// By a name's ending, without ".gz" and ".zst": .jsonl is kJsonLines, .json kDynamoJson, .csv,
/// .ion; "manifest-summary.json" and a name with a slash at its end are kAmazonExport.
std::optional<RecordFormat> record_format_of(const std::string& name);

struct ExportOptions {
  TransferOptions work = {};
  RecordFormat format = RecordFormat::kDynamoJson;
  Condition filter = {};
  Projection projection = {};
  std::string index = {};  ///< Items of this index, with the attributes that it has.
  /// Replace a file or an object that is there and not empty; else that is kDuplicateItem.
  bool overwrite = false;
  /// At most so many items, after the filter. With one segment those are the first ones.
  std::optional<std::uint64_t> limit = {};
  char delimiter = ',';                   ///< Of CSV.
  std::vector<std::string> columns = {};  ///< Of CSV. Empty: the table is read twice, first for
                                          ///< the names of all attributes.
  S3Options s3 = {};
};

struct ImportOptions {
  TransferOptions work = {};
  RecordFormat format = RecordFormat::kDynamoJson;
  ItemFunction update = {};
  char delimiter = ',';
  std::vector<std::string> columns = {};  ///< Of CSV: its header, where the file has none.
  /// Of CSV: the types of attributes that are no strings. Key attributes of the table and of its
  /// indexes have the table's.
  std::map<std::string, AttributeType> types = {};
  /// False: a record whose item is there already is a wrong one. Not with incremental exports.
  bool overwrite = true;
  bool skip_bad = false;
  /// With skip_bad: a line of JSON for each: {"record": 7, "reason": "...", "text": "..."}.
  std::string rejects_file = {};
  S3Options s3 = {};
};

/// With `state_file` a stopped export to a local file goes on where it was; others begin anew, and
/// so do all without it. Errors also: kInvalidArgument (kAmazonExport), kDuplicateItem.
Outcome<TransferReport> export_table(const Table& table, const std::string& location,
                                     const ExportOptions& options = {});
/// With `state_file` a stopped import goes on after the records that were written, but not from
/// standard input nor from a local file changed since. Otherwise it puts the same items again.
Outcome<TransferReport> import_records(const std::string& location, const Table& table,
                                       const ImportOptions& options = {});
/// Reads all that import_records() would, and writes nothing to the table: the report says how many
/// items that is. It finds the wrong records that import_records() finds by itself, but not those
/// that only the service refuses (an item that is too large, or is there already). Keeps no state.
Outcome<TransferReport> check_records(const std::string& location, const Table& table,
                                      const ImportOptions& options = {});

}  // namespace magneto
