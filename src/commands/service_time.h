// SPDX-License-Identifier: Apache-2.0
//
// What time it is where the service is.
#pragma once

#include <ctime>
#include <optional>
#include <string>

#include "magneto/client.h"

namespace magneto::internal::commands {

/// Of "Sat, 28 Nov 2026 16:00:00 GMT"; nothing where it is something else.
std::optional<std::time_t> time_of_date(const std::string& date);

/// By the Date header of an answer; nothing where there is none, as in process.
std::optional<std::time_t> service_time(const Client& client);

}  // namespace magneto::internal::commands
