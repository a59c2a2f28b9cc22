// SPDX-License-Identifier: Apache-2.0
//
// Operations of the API by name, their requests and answers as values: for commands that hand settings
// on, whatever they are.
#pragma once

#include <string_view>

#include "magneto/client.h"
#include "magneto/value.h"

namespace magneto::internal::commands {

/// "CreateTable {...}": what --explain prints.
std::string request_text(std::string_view operation, const Map& request);

magneto::Result<Map> call_operation(const Client& client, std::string_view operation,
                                    const Map& request);

}  // namespace magneto::internal::commands
