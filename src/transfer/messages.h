// SPDX-License-Identifier: Apache-2.0
//
// What this room says to people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "transfer/names.h"

namespace magneto::internal::transfer::messages {

/// Before errors of a state file.
inline constexpr const char* kStateFile = "the file that says how far the work has come";

Error stopped();
Error same_table(std::string_view table);
Error other_work(std::string_view file, std::string_view why);
Error bad_state(std::string_view file);
Error cannot_read(std::string_view file, std::string_view why);
Error cannot_write(std::string_view file, std::string_view why);
Error no_item(std::string_view table);
Error key_taken();
Error no_original();
Error missing_key_attribute(std::string_view table, std::string_view attribute);
Error bad_key_text(std::string_view attribute, std::string_view type);
Error no_file(std::string_view file);
/// An export's file or object.
Error file_exists(std::string_view file);
/// Whether an export's target is there could not be found out.
Error cannot_look(const Error& why);
Error finished_backup(std::string_view file);
Error other_backup(std::string_view file, std::string_view of);
Error foreign_backup();
Error damaged_manifest();
Error newer_backup(std::int64_t version);
Error cut_short(std::uint64_t bytes, std::uint64_t expected);
Error wrong_checksum();
Error wrong_md5();
Error bad_export(std::string_view why);
Error no_export(std::string_view file);
Error no_change();
Error changes_overwrite();
Error only_imported();
Error wrong_count(std::uint64_t items, std::uint64_t expected);
Error no_item_line(std::string_view why);
Error not_an_array(std::string_view what);
Error wrong_key(std::string_view attribute, std::string_view type);
Error bad_record(std::string_view file, std::uint64_t number, std::string_view why);
Error exists_already();
Error with_record(const Error& error, std::string_view file, std::uint64_t number);
std::string at_line(std::string_view file, std::uint64_t line);
/// "table "Songs" could not be found": the error of a table that is not there, named.
std::string of_table(std::string_view table);
std::string of_item(std::string_view key);

}  // namespace magneto::internal::transfer::messages
