// SPDX-License-Identifier: Apache-2.0
//
// Any text as a line of the shell: words that are put in quotes again are the same words.
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "commands/record_format.h"
#include "commands/shell_words.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal::commands;
  const std::string text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(words_of_list(text));
  const auto words = shell_words(text);
  if (!words) return 0;
  static_cast<void>(is_statement(*words));
  std::string quoted;
  for (const std::string& word : *words) {
    quoted += '"';
    for (const char c : word)
      quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    quoted += "\" ";
  }
  MAGNETO_CHECK(shell_words(quoted).value() == *words);
  return 0;
}
