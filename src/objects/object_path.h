// SPDX-License-Identifier: Apache-2.0
//
// Keys of objects as paths in a bucket's folder, and back. The parts of a key between its slashes
// are names of folders and, the last one, of a file. A part that cannot be a name is escaped:
//
//   (nothing)   %         "a//b" lies in a/%/b, "a/" in a/%
//   .           %2E
//   ..          %2E%2E
//   NUL         %00
//   %           %25       where two hexadecimal digits follow, or where it is all of the part
//
// Every other part is its own name, so whoever puts files into the folder need not know this. Each
// key has one path, and each path that the functions make one key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace magneto::internal::objects {

/// The path of `key`, relative to the bucket's folder. It never begins with "/" and has no parts
/// "." or "..". Nothing when a part is longer than a file name can be (255 bytes).
std::optional<std::string> path_of_key(std::string_view key);

/// The key of a path with "/" between its parts.
std::string key_of_path(std::string_view path);

}  // namespace magneto::internal::objects
