// SPDX-License-Identifier: Apache-2.0
//
// What this room says to people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "transfer/names.h"

namespace magneto::internal::transfer::messages {

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
/// "table "Songs" could not be found": the error of a table that is not there, named.
std::string of_table(std::string_view table);
std::string of_item(std::string_view key);

}  // namespace magneto::internal::transfer::messages
