// SPDX-License-Identifier: Apache-2.0
#include "profile/words.h"

namespace magneto::internal::profile {
namespace {

class Splitter {
 public:
  explicit Splitter(std::string_view line) : rest_(line) {}

  std::optional<std::vector<std::string>> run() {
    while (!rest_.empty()) {
      char c = take();
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        end_word();
      } else if (c == '\'' || c == '"') {
        in_word_ = true;
        if (!take_quoted(c)) return std::nullopt;
      } else {
        in_word_ = true;
        if (c == '\\') {
          if (rest_.empty()) return std::nullopt;
          c = take();
        }
        word_ += c;
      }
    }
    end_word();
    return std::move(words_);
  }

 private:
  char take() {
    char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  /// False when the quote is not closed.
  bool take_quoted(char quote) {
    while (!rest_.empty()) {
      char c = take();
      if (c == quote) return true;
      if (c == '\\' && quote == '"') {
        if (rest_.empty()) return false;
        // Between double quotes a backslash escapes the quote and itself only.
        char escaped = take();
        if (escaped != '"' && escaped != '\\') word_ += '\\';
        c = escaped;
      }
      word_ += c;
    }
    return false;
  }

  void end_word() {
    if (in_word_) words_.push_back(std::move(word_));
    word_.clear();
    in_word_ = false;
  }

  std::string_view rest_;
  std::string word_;
  bool in_word_ = false;
  std::vector<std::string> words_;
};

}  // namespace

std::optional<std::vector<std::string>> split_words(std::string_view line) {
  return Splitter(line).run();
}

}  // namespace magneto::internal::profile
