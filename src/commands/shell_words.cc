// SPDX-License-Identifier: Apache-2.0
#include "commands/shell_words.h"

#include <algorithm>
#include <cctype>

namespace magneto::internal::commands {
namespace {

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

bool same_word(const std::string& word, std::string_view upper) {
  return word.size() == upper.size() &&
         std::equal(word.begin(), word.end(), upper.begin(), [](char a, char b) {
           return std::toupper(static_cast<unsigned char>(a)) == b;
         });
}

}  // namespace

magneto::Result<std::vector<std::string>> shell_words(std::string_view line) {
  std::vector<std::string> words;
  bool within = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (is_blank(c)) {
      within = false;
      continue;
    }
    if (!within) words.emplace_back();
    within = true;
    if (c == '\\' && i + 1 < line.size()) {
      words.back() += line[++i];
    } else if (c == '\'' || c == '"') {
      std::size_t end = i + 1;
      for (; end < line.size() && line[end] != c; ++end) {
        if (c == '"' && line[end] == '\\' && end + 1 < line.size()) ++end;
        words.back() += line[end];
      }
      if (end >= line.size()) {
        return magneto::Error(ErrorCode::kInvalidArgument, "a quote that does not end");
      }
      i = end;
    } else {
      words.back() += c;
    }
  }
  return words;
}

bool is_statement(const std::vector<std::string>& words) {
  if (words.size() < 3) return false;
  if (same_word(words[0], "DELETE")) return same_word(words[1], "FROM");
  return same_word(words[0], "UPDATE") &&
         (same_word(words[2], "SET") || same_word(words[2], "REMOVE"));
}

}  // namespace magneto::internal::commands
