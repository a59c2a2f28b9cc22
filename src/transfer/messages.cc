// SPDX-License-Identifier: Apache-2.0
#include "transfer/messages.h"

namespace magneto::internal::transfer::messages {
namespace {

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

Error invalid(std::string message) { return {ErrorCode::kInvalidArgument, std::move(message)}; }

}  // namespace

Error stopped() { return {ErrorCode::kCancelled, "the work was stopped before its end"}; }
Error same_table(std::string_view table) {
  return invalid("source and target are the same table, " + quoted(table));
}
Error other_work(std::string_view file, std::string_view why) {
  return invalid("the state file " + std::string(file) + " is of other work: " + std::string(why));
}
Error bad_state(std::string_view file) {
  return invalid(std::string(file) + " is no state file, or it is damaged");
}
Error cannot_read(std::string_view file, std::string_view why) {
  return {ErrorCode::kOther, "cannot read " + std::string(file) + ": " + std::string(why)};
}
Error cannot_write(std::string_view file, std::string_view why) {
  return {ErrorCode::kOther, "cannot write " + std::string(file) + ": " + std::string(why)};
}
Error no_item(std::string_view table) {
  return {ErrorCode::kAbsent, "table " + quoted(table) + " has no item with this key"};
}
Error key_taken() {
  return {ErrorCode::kConditionalCheckFailed, "another item has the new key; nothing was changed"};
}
Error no_original() {
  return {ErrorCode::kAbsent, "there is no item with the original key; nothing was changed"};
}
Error missing_key_attribute(std::string_view table, std::string_view attribute) {
  return {ErrorCode::kAbsent,
          "the key attribute " + quoted(attribute) + " of table " + quoted(table) + " is missing"};
}
Error bad_key_text(std::string_view attribute, std::string_view type) {
  return invalid("the value of key attribute " + quoted(attribute) + " is no " + std::string(type));
}
Error no_file(std::string_view file) {
  return {ErrorCode::kAbsent, std::string(file) + " does not exist"};
}
Error file_exists(std::string_view file) {
  return {
      ErrorCode::kDuplicateItem,
      std::string(file) + " is there already; --overwrite (ExportOptions::overwrite) replaces it"};
}
Error cannot_look(const Error& why) {
  if (why.code() != ErrorCode::kAccessDenied) return why;
  return {why.code(),
          why.message() +
              "; S3 does not say whether an object is there to those who may not list the "
              "bucket: --overwrite (ExportOptions::overwrite) writes without looking"};
}
Error finished_backup(std::string_view file) {
  return {ErrorCode::kDuplicateItem,
          std::string(file) +
              " is a finished backup; --overwrite (BackupOptions::overwrite) replaces it"};
}
Error other_backup(std::string_view file, std::string_view of) {
  return {ErrorCode::kDuplicateItem, std::string(file) + " is an unfinished backup of " +
                                         std::string(of) +
                                         "; --overwrite (BackupOptions::overwrite) replaces it"};
}
Error foreign_backup() { return invalid("this is no backup of Magneto or of pynamo"); }
Error damaged_manifest() { return {ErrorCode::kChecksum, "the manifest is damaged or cut short"}; }
Error newer_backup(std::int64_t version) {
  return invalid("the backup has version " + std::to_string(version) +
                 "; this release reads version 1");
}
Error cut_short(std::uint64_t bytes, std::uint64_t expected) {
  return invalid("it has " + std::to_string(bytes) + " bytes, the manifest says " +
                 std::to_string(expected));
}
Error wrong_checksum() {
  return {ErrorCode::kChecksum, "it is damaged: its SHA-256 is not the manifest's"};
}
Error wrong_md5() { return {ErrorCode::kChecksum, "it is damaged: its MD5 is not the export's"}; }
Error bad_export(std::string_view why) {
  return invalid("the manifest is not that of an export: " + std::string(why));
}
Error no_export(std::string_view file) {
  return {ErrorCode::kAbsent,
          std::string(file) +
              " does not exist; an export's folder ends in AWSDynamoDB/ and the export's number"};
}
Error no_change() {
  return invalid(
      "it is no change of an incremental export: JSON with Keys, and NewImage if it is there");
}
Error changes_overwrite() {
  return invalid(
      "it is an incremental export: its changes are of items that are there, so --no-overwrite "
      "(in a program: ImportOptions::overwrite = false) cannot be");
}
Error only_imported() {
  return invalid(
      "a folder is what ExportTableToPointInTime makes, and can only be imported; this export is "
      "one "
      "file");
}
Error wrong_count(std::uint64_t items, std::uint64_t expected) {
  return invalid("it has " + std::to_string(items) + " items, the manifest says " +
                 std::to_string(expected));
}
Error no_item_line(std::string_view why) { return invalid("no item: " + std::string(why)); }
Error not_an_array(std::string_view what) {
  return invalid("no JSON array of items: " + std::string(what));
}
Error wrong_key(std::string_view attribute, std::string_view type) {
  return invalid("the item has no key attribute " + quoted(attribute) + " of type " +
                 std::string(type) + ", as the table has it");
}
Error bad_record(std::string_view file, std::uint64_t number, std::string_view why) {
  return invalid(std::string(file) + ", record " + std::to_string(number) + ": " +
                 std::string(why));
}
Error exists_already() {
  return {ErrorCode::kConditionalCheckFailed, "the table has an item with this key already"};
}
Error with_record(const Error& error, std::string_view file, std::uint64_t number) {
  return error.in(std::string(file) + ", record " + std::to_string(number));
}
std::string at_line(std::string_view file, std::uint64_t line) {
  return std::string(file) + ", line " + std::to_string(line);
}
std::string of_table(std::string_view table) { return "table " + quoted(table); }
std::string of_item(std::string_view key) { return "item " + std::string(key); }

}  // namespace magneto::internal::transfer::messages
