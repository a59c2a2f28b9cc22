// SPDX-License-Identifier: Apache-2.0
#include "commands/expression_text.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "commands/literal.h"

namespace magneto::internal::commands {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
/// A byte of a letter that is not ASCII's, in UTF-8.
bool is_of_other_alphabet(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':' || c == '#' ||
         is_of_other_alphabet(c);
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Rewriter {
 public:
  explicit Rewriter(std::string_view text) : rest_(text) {}

  magneto::Result<ExpressionText> run() {
    while (!rest_.empty()) {
      magneto::Result<void> stepped = step();
      if (!stepped) return stepped.error();
    }
    return std::move(result_);
  }

 private:
  magneto::Result<void> step() {
    const char c = rest_.front();
    if (is_blank(c)) return copy(1), magneto::Result<void>();
    if (c == '"') return quoted_name();
    if (c == '[' && behind_operand_) return index();
    const bool negative = c == '-' && !behind_operand_ && rest_.size() > 1 && is_digit(rest_[1]);
    if (negative || starts_literal(rest_, !behind_operand_)) return literal();
    if (is_word(c)) {
      std::size_t end = 1;
      while (end < rest_.size() && is_word(rest_[end])) ++end;
      const std::string_view word = rest_.substr(0, end);
      if (std::any_of(word.begin(), word.end(), is_of_other_alphabet)) return name(word);
      behind_operand_ = !is_keyword(rest_.substr(0, end));
      return copy(end), magneto::Result<void>();
    }
    behind_operand_ = c == ')' || c == '.';
    return copy(1), magneto::Result<void>();
  }

  void copy(std::size_t length) {
    result_.text += rest_.substr(0, length);
    rest_.remove_prefix(length);
  }

  /// The service knows names of ASCII letters only.
  magneto::Result<void> name(std::string_view word) {
    use_name(std::string(word));
    rest_.remove_prefix(word.size());
    return {};
  }

  void use_name(std::string name) {
    const std::string placeholder = "#n" + std::to_string(result_.names.size());
    result_.names.emplace(placeholder, std::move(name));
    result_.text += placeholder;
    behind_operand_ = true;
  }

  /// "[0]" behind a path.
  magneto::Result<void> index() {
    const auto end = rest_.find(']');
    if (end == std::string_view::npos) {
      return magneto::Error(ErrorCode::kInvalidArgument, "an index that does not end");
    }
    copy(end + 1);
    return {};
  }

  magneto::Result<void> literal() {
    magneto::Result<ReadLiteral> read = read_literal(rest_);
    if (!read) return read.error();
    const std::string placeholder = ":v" + std::to_string(result_.values.size());
    result_.values.set(placeholder, std::move(read->value));
    result_.text += placeholder;
    rest_.remove_prefix(read->length);
    // "5name" is one wrong word.
    if (!rest_.empty() && is_word(rest_.front())) result_.text += ' ';
    behind_operand_ = true;
    return {};
  }

  magneto::Result<void> quoted_name() {
    std::string name;
    std::size_t i = 1;
    for (;; ++i) {
      if (i >= rest_.size()) {
        return magneto::Error(ErrorCode::kInvalidArgument, "a name in quotes that does not end");
      }
      if (rest_[i] != '"') {
        name += rest_[i];
      } else if (i + 1 < rest_.size() && rest_[i + 1] == '"') {
        name += rest_[i++];
      } else {
        break;
      }
    }
    use_name(std::move(name));
    rest_.remove_prefix(i + 1);
    return {};
  }

  static bool is_keyword(std::string_view word) {
    for (const std::string_view keyword :
         {"AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"}) {
      if (word.size() != keyword.size()) continue;
      bool same = true;
      for (std::size_t i = 0; i < word.size(); ++i) {
        same = same && std::toupper(static_cast<unsigned char>(word[i])) == keyword[i];
      }
      if (same) return true;
    }
    return false;
  }

  std::string_view rest_;
  ExpressionText result_;
  bool behind_operand_ = false;  // a bracket or a minus means something else there
};

}  // namespace

magneto::Result<ExpressionText> read_expression(std::string_view text) {
  return Rewriter(text).run();
}

magneto::Result<magneto::Condition> read_condition(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return magneto::Condition();
  magneto::Result<ExpressionText> read = read_expression(text);
  if (!read) return read.error();
  return condition(std::move(read->text), std::move(read->values), std::move(read->names));
}

magneto::Result<magneto::Projection> read_projection(const std::optional<std::string>& select) {
  magneto::Projection projection;
  if (!select) return projection;
  std::string_view text = *select;
  for (bool more = true; more;) {
    const std::string_view part = text.substr(0, text.find(','));
    more = part.size() < text.size();
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const auto begin = part.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
      return magneto::Error(ErrorCode::kInvalidArgument, "--select has an empty name");
    }
    const auto end = part.find_last_not_of(' ');
    magneto::Result<Path> path = Path::parse(part.substr(begin, end - begin + 1));
    if (!path) return path.error();
    projection.add(std::move(*path));
  }
  return projection;
}

}  // namespace magneto::internal::commands
