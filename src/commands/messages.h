// SPDX-License-Identifier: Apache-2.0
//
// What this room says to people, in more than one of its files: help of options, errors, questions.
#pragma once

#include <string>

namespace magneto::internal::commands {

inline constexpr const char* kKeyHelp =
    "Its partition key's value and, if it has one, its sort key's";
inline constexpr const char* kConsistentHelp = "See all writes that are done; costs twice";
inline constexpr const char* kGlobalIndexHelp = "Global index: ByYear=Year:N,Title[;KEYS_ONLY]";
inline constexpr const char* kDelimiterHelp = "Of CSV, instead of a comma";
inline constexpr const char* kS3EndpointHelp = "URL of an S3 server that is not Amazon's";

inline constexpr const char* kUnitsTogether = "--rcu and --wcu come together";

/// On standard error, after a part of a list.
void tell_cursor(const std::string& cursor);

/// Of work that was stopped and has a state file.
inline std::string goes_on_by(const std::string& state_file) {
  return "The same command goes on from there, by the file " + state_file + ".";
}

/// What truncating and --clear ask to be confirmed.
inline std::string delete_all_items(const std::string& table) {
  return "delete all items of table " + table;
}

}  // namespace magneto::internal::commands
