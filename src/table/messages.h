// SPDX-License-Identifier: Apache-2.0
//
// What this room says to people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "magneto/error.h"

namespace magneto::internal::table::messages {

Error expression_too_long(std::string_view kind, std::size_t bytes);
Error too_many_operators(std::string_view kind, std::size_t operators);
Error no_candidates();
Error path_too_deep(std::string_view path);
Error empty_name();
Error placeholder_not_given(std::string_view placeholder);
Error placeholder_not_used(std::string_view placeholder);
Error placeholder_malformed(std::string_view placeholder);
Error mixed_update();
Error empty_update();
Error no_key_condition();
/// Of a query or scan whose page ends where it began.
Error same_page_again();
Error no_key_schema(std::string_view table, std::string_view index);
Error batch_is_over();
Error batch_abandoned();
Error no_key_in_item(std::string_view table);
Error left_unprocessed(int attempts);
Error different_keys(std::string_view table);
Error empty_check();
Error no_checkpoint(std::string_view why);
Error transaction_size(std::size_t operations);

}  // namespace magneto::internal::table::messages
