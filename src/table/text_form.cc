// SPDX-License-Identifier: Apache-2.0
#include "table/text_form.h"

#include <algorithm>
#include <cctype>

#include "table/expression_writer.h"
#include "table/messages.h"

namespace magneto::internal::table {
namespace {

bool starts_word(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool continues_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::toupper(static_cast<unsigned char>(x)) == y;
         });
}

/// The word, placeholder or single character that `text` starts with.
std::string_view first_token(std::string_view text) {
  const char c = text.front();
  // A digit cannot start a name, but can go on after one: "1a" is one wrong word, not two tokens.
  if (c != ':' && c != '#' && !continues_word(c)) return text.substr(0, 1);
  std::size_t end = 1;
  while (end < text.size() && continues_word(text[end])) ++end;
  return text.substr(0, end);
}

bool is_call(std::string_view behind) {
  const auto at = std::find_if_not(behind.begin(), behind.end(), is_blank);
  return at != behind.end() && *at == '(';
}

}  // namespace

bool is_parenthesised(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  if (!text.starts_with('(')) return false;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1 == text.size();
  }
  return false;
}

bool TextForm::is_keyword(std::string_view word) const {
  for (const std::string_view keyword : {"AND", "OR", "NOT", "BETWEEN", "IN"}) {
    if (!update_ && same_word(word, keyword)) return true;
  }
  for (const std::string_view keyword : {"SET", "REMOVE", "ADD", "DELETE"}) {
    if (update_ && same_word(word, keyword)) return true;
  }
  return false;
}

magneto::Result<std::string> TextForm::token(std::string_view token, std::string_view behind) {
  if (token.front() == ':') {
    const Value* value = text_.values.find(token);
    if (value == nullptr) return messages::placeholder_not_given(token);
    used_.emplace(token);
    return writer_.value(*value);
  }
  if (token.front() == '#') {
    const auto name = text_.names.find(std::string(token));
    if (name == text_.names.end()) return messages::placeholder_not_given(token);
    used_.emplace(token);
    return writer_.name(name->second);
  }
  if (!starts_word(token.front()) || is_keyword(token) || is_call(behind)) {
    return std::string(token);
  }
  return writer_.name(std::string(token));
}

magneto::Result<void> TextForm::check_placeholders() const {
  for (const auto& [name, value] : text_.values) {
    if (!name.starts_with(':')) return messages::placeholder_malformed(name);
    if (!used_.contains(name)) return messages::placeholder_not_used(name);
  }
  for (const auto& [placeholder, name] : text_.names) {
    if (!placeholder.starts_with('#')) return messages::placeholder_malformed(placeholder);
    if (!used_.contains(placeholder)) return messages::placeholder_not_used(placeholder);
  }
  return {};
}

magneto::Result<std::string> TextForm::rewritten() {
  std::string written;
  std::string_view rest = text_.text;
  while (!rest.empty()) {
    const std::string_view next = first_token(rest);
    rest.remove_prefix(next.size());
    magneto::Result<std::string> replaced = token(next, rest);
    if (!replaced) return replaced;
    written += *replaced;
  }
  magneto::Result<void> checked = check_placeholders();
  if (!checked) return checked.error();
  return written;
}

}  // namespace magneto::internal::table
