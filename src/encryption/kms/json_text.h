// SPDX-License-Identifier: Apache-2.0
//
// One text of a JSON object, without the copies that a whole parser would leave behind: what it reads
// may be a key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace magneto::internal::encryption {

/// The text of the member `name` of the object; of several the last. Nothing where there is none, it
/// is no string, or it has escapes that base64 has no need of. Members of objects within do not
/// count. Is no judge of what is JSON.
std::optional<std::string> json_text(std::string_view json, std::string_view name);

}  // namespace magneto::internal::encryption
