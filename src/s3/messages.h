// SPDX-License-Identifier: Apache-2.0
//
// What this room says to people.
#pragma once

#include <string_view>

#include "magneto/error.h"
#include "s3/answers.h"

namespace magneto::internal::s3::messages {

/// `server` is the URL of what answered.
magneto::Error refused(int status, const ErrorAnswer& answer, std::string_view bucket,
                       std::string_view key, std::string_view server);
magneto::Error no_region();
magneto::Error bad_answer(std::string_view what);
magneto::Error changed(std::string_view key);
magneto::Error damaged(std::string_view key, std::string_view checksum);
magneto::Error too_large(std::string_view key);

}  // namespace magneto::internal::s3::messages
