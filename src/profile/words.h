// SPDX-License-Identifier: Apache-2.0
//
// A line split into words as a shell does: section headers of the AWS files, commands of
// credential_process. Quotes and backslashes as in POSIX; nothing is expanded, '#' is no comment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace magneto::internal::profile {

/// Nothing when a quote is not closed or a backslash ends the line.
std::optional<std::vector<std::string>> split_words(std::string_view line);

}  // namespace magneto::internal::profile
