// SPDX-License-Identifier: Apache-2.0
#include "commands/line_editor.h"

#include <histedit.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <iostream>
#include <utility>

namespace magneto::internal::commands {
namespace {

LineEditor& editor_of(EditLine* editor) {
  void* data = nullptr;
  el_get(editor, EL_CLIENTDATA, &data);
  return *static_cast<LineEditor*>(data);
}

const char* prompt_of(EditLine* editor) { return editor_of(editor).prompt(); }
unsigned char tab(EditLine* editor, int /*key*/) { return editor_of(editor).on_tab(); }
unsigned char interrupt(EditLine* editor, int /*key*/) { return editor_of(editor).on_interrupt(); }

}  // namespace

std::string common_beginning(const std::vector<std::string>& words) {
  if (words.empty()) return {};
  std::string common = words.front();
  for (const std::string& word : words) {
    const auto end = std::mismatch(common.begin(), common.end(), word.begin(), word.end()).first;
    common.erase(end, common.end());
  }
  return common;
}

LineEditor::LineEditor(std::string history_file, Complete complete)
    : history_file_(std::move(history_file)), complete_(std::move(complete)) {
  if (isatty(STDIN_FILENO) == 0) return;
  constexpr int kKept = 1000;
  std::setlocale(LC_CTYPE, "");
  HistEvent event{};
  history_ = history_init();
  history(history_, &event, H_SETSIZE, kKept);
  history(history_, &event, H_SETUNIQUE, 1);
  if (!history_file_.empty()) history(history_, &event, H_LOAD, history_file_.c_str());
  editor_ = el_init("magneto", stdin, stdout, stderr);
  el_set(editor_, EL_CLIENTDATA, this);
  el_set(editor_, EL_PROMPT, &prompt_of);
  el_set(editor_, EL_EDITOR, "emacs");
  el_set(editor_, EL_HIST, history, history_);
  el_set(editor_, EL_ADDFN, "complete-word", "Complete the word", &tab);
  el_set(editor_, EL_BIND, "^I", "complete-word", nullptr);
  el_set(editor_, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  // Ctrl-C is a key here: it gives up the line, not the program.
  el_set(editor_, EL_SETTY, "-d", "-isig", nullptr);
  el_set(editor_, EL_ADDFN, "give-up-line", "Give up the line", &interrupt);
  el_set(editor_, EL_BIND, "^C", "give-up-line", nullptr);
}

LineEditor::~LineEditor() {
  if (editor_ == nullptr) return;
  HistEvent event{};
  if (!history_file_.empty()) history(history_, &event, H_SAVE, history_file_.c_str());
  el_end(editor_);
  history_end(history_);
}

std::optional<std::string> LineEditor::line(const std::string& prompt) {
  interrupted_ = false;
  std::string text;
  if (editor_ == nullptr) {
    if (!std::getline(std::cin, text)) return std::nullopt;
    return text;
  }
  prompt_ = prompt;
  // Before the prompt is seen: el_gets() shows it first, and until the terminal was set, Ctrl-C would
  // be a signal and not a key.
  el_set(editor_, EL_PREP_TERM, 1);
  int size = 0;
  const char* typed = el_gets(editor_, &size);
  if (typed == nullptr || size <= 0) return std::nullopt;
  text.assign(typed, static_cast<std::size_t>(size));
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (interrupted_) text.clear();
  return text;
}

void LineEditor::remember(const std::string& text) {
  if (history_ == nullptr) return;
  HistEvent event{};
  history(history_, &event, H_ENTER, text.c_str());
}

unsigned char LineEditor::on_interrupt() {
  interrupted_ = true;
  std::fputs("^C", stdout);
  return CC_NEWLINE;
}

unsigned char LineEditor::on_tab() {
  const LineInfo* info = el_line(editor_);
  const std::string before(info->buffer, info->cursor);
  const auto blank = before.find_last_of(" \t'\"(,=");
  const std::string word = blank == std::string::npos ? before : before.substr(blank + 1);
  std::vector<std::string> found = complete_(before, word);
  std::erase_if(found, [&word](const std::string& each) { return !each.starts_with(word); });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.empty()) return CC_ERROR;
  std::string more = common_beginning(found).substr(word.size());
  if (found.size() == 1) more += ' ';
  if (!more.empty()) return el_insertstr(editor_, more.c_str()) == 0 ? CC_REFRESH : CC_ERROR;
  std::fputc('\n', stdout);
  for (const std::string& each : found) std::printf("%s  ", each.c_str());
  std::fputc('\n', stdout);
  return CC_REDISPLAY;
}

}  // namespace magneto::internal::commands
