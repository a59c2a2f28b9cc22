// SPDX-License-Identifier: Apache-2.0
//
// The syntax of ~/.aws/config and ~/.aws/credentials, as botocore reads it with Python's
// configparser:
//
//   file     := { line }
//   line     := blank | comment | '[' name ']' anything | key ('=' | ':') value | continuation
//   comment  := a line whose first character that is not blank is '#' or ';'; there are no others
//   continuation := a line indented deeper than its key's; it is added to the value after a newline
//
// Keys are put in lower case. A section or key that comes twice is an error, as is a line of
// another form. What stands in [DEFAULT] holds for all sections. A value that begins with a newline
// holds nested settings, one "key = value" a line, their keys as written.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/wipe.h"

namespace magneto::internal::profile {

/// Wiped when it goes, as it may be a key; so moves are copies.
struct Setting {
  std::string text = {};
  /// Of a value that begins with a newline: no key.
  std::map<std::string, std::string, std::less<>> nested = {};

  ~Setting() { wipe(text); }
};

using Settings = std::map<std::string, Setting, std::less<>>;

struct Section {
  std::string name;
  Settings settings;
};

/// The sections in the file's order. The error names the line.
Result<std::vector<Section>> parse_ini(std::string_view text);

/// The text of `key`, null when it is not there.
const std::string* find_text(const Settings& settings, std::string_view key);

}  // namespace magneto::internal::profile
