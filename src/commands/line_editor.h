// SPDX-License-Identifier: Apache-2.0
//
// LineEditor: lines typed on a terminal, with history and completion. Where standard input is none, lines
// as they come, without a prompt.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

struct editline;
struct history;

namespace magneto::internal::commands {

class LineEditor {
 public:
  /// What may stand in the place of `word`, the last one of `before`.
  using Complete =
      std::function<std::vector<std::string>(const std::string& before, const std::string& word)>;

  /// `history_file` may be empty.
  LineEditor(std::string history_file, Complete complete);
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;
  ~LineEditor();

  /// Without its newline; nothing at the end of the input.
  std::optional<std::string> line(const std::string& prompt);
  /// Whether Ctrl-C ended the last line, which is empty then.
  bool interrupted() const { return interrupted_; }
  void remember(const std::string& text);

  /// For the library's callbacks.
  const char* prompt() const { return prompt_.c_str(); }
  unsigned char on_tab();
  unsigned char on_interrupt();

 private:
  std::string history_file_;
  Complete complete_;
  std::string prompt_;
  bool interrupted_ = false;
  editline* editor_ = nullptr;
  history* history_ = nullptr;
};

/// The longest beginning that all have.
std::string common_beginning(const std::vector<std::string>& words);

}  // namespace magneto::internal::commands
