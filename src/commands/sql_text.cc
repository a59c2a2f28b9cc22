// SPDX-License-Identifier: Apache-2.0
#include "commands/sql_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

namespace magneto::internal::commands {
namespace {

magneto::Error wrong(std::string text) { return {ErrorCode::kInvalidArgument, std::move(text)}; }

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

struct Token {
  std::string_view text;
  std::size_t begin = 0;

  std::size_t end() const { return begin + text.size(); }
  bool is(std::string_view upper) const {
    return text.size() == upper.size() &&
           std::equal(text.begin(), text.end(), upper.begin(), [](char a, char b) {
             return std::toupper(static_cast<unsigned char>(a)) == b;
           });
  }
  bool is_name() const {
    return !text.empty() &&
           (text.front() == '"' ||
            (is_word(text.front()) && std::isdigit(static_cast<unsigned char>(text.front())) == 0));
  }
};

std::size_t quoted_end(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] != quote) continue;
    if (i + 1 < text.size() && text[i + 1] == quote) {
      ++i;
    } else {
      return i + 1;
    }
  }
  return text.size();
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < text.size();) {
    if (is_blank(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    if (text[i] == '\'' || text[i] == '"') {
      end = quoted_end(text, i);
    } else if (is_word(text[i])) {
      while (end < text.size() && is_word(text[end])) ++end;
    }
    tokens.push_back({text.substr(i, end - i), i});
    i = end;
  }
  return tokens;
}

std::string unquoted(std::string_view name) {
  if (!name.starts_with('"')) return std::string(name);
  std::string made;
  for (std::size_t i = 1; i + 1 < name.size(); ++i) {
    made += name[i];
    if (name[i] == '"') ++i;
  }
  return made;
}

std::string quoted(const std::string& name) {
  std::string made = "\"";
  for (const char c : name) made += c == '"' ? std::string("\"\"") : std::string(1, c);
  return made + '"';
}

SqlFunction function_of(const Token& token) {
  constexpr std::array<std::pair<std::string_view, SqlFunction>, 5> kFunctions = {
      {{"COUNT", SqlFunction::kCount},
       {"SUM", SqlFunction::kSum},
       {"AVG", SqlFunction::kAvg},
       {"MIN", SqlFunction::kMin},
       {"MAX", SqlFunction::kMax}}};
  for (const auto& [name, function] : kFunctions) {
    if (token.is(name)) return function;
  }
  return SqlFunction::kNone;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), tokens_(tokens_of(text)) {}

  magneto::Result<std::optional<SqlSelect>> run() {
    if (!take("SELECT") || !has_ours()) return std::optional<SqlSelect>();
    for (const auto step : {&Parser::columns, &Parser::source, &Parser::where, &Parser::groups,
                            &Parser::order, &Parser::limit}) {
      magneto::Result<void> done = (this->*step)();
      if (!done) return done.error();
    }
    if (at_ < tokens_.size()) return wrong("not understood: " + rest());
    magneto::Result<void> checked = check();
    if (!checked) return checked.error();
    return std::optional<SqlSelect>(std::move(select_));
  }

 private:
  const Token& peek() const {
    static const Token kNone;
    return at_ < tokens_.size() ? tokens_[at_] : kNone;
  }
  bool take(std::string_view upper) {
    if (!peek().is(upper)) return false;
    ++at_;
    return true;
  }
  std::string rest() const {
    return at_ < tokens_.size() ? std::string(text_.substr(tokens_[at_].begin)) : "the end";
  }

  /// Whether anything in it is for this program. What stands in parentheses or quotes is not.
  bool has_ours() const {
    std::size_t depth = 0;
    bool columns = true;
    for (std::size_t i = at_; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.is("(")) ++depth;
      if (token.is(")") && depth > 0) --depth;
      if (depth > 0) continue;
      if (token.is("FROM")) columns = false;
      const bool call = i + 1 < tokens_.size() && tokens_[i + 1].is("(");
      if (columns && (token.is("AS") || (call && function_of(token) != SqlFunction::kNone))) {
        return true;
      }
      if (!columns && (token.is("GROUP") || token.is("ORDER") || token.is("LIMIT"))) return true;
    }
    return false;
  }

  magneto::Result<SqlPath> path() {
    SqlPath path;
    if (!peek().is_name()) return wrong("a name is missing at: " + rest());
    path.emplace_back(unquoted(tokens_[at_++].text));
    for (;;) {
      if (take(".")) {
        if (!peek().is_name()) return wrong("a name is missing at: " + rest());
        path.emplace_back(unquoted(tokens_[at_++].text));
      } else if (take("[")) {
        const std::string digits(peek().text);
        constexpr std::size_t kMostDigits = 9;
        if (digits.empty() || digits.size() > kMostDigits ||
            !std::all_of(digits.begin(), digits.end(),
                         [](unsigned char c) { return std::isdigit(c) != 0; })) {
          return wrong("an index is missing at: " + rest());
        }
        path.emplace_back(static_cast<std::size_t>(std::stoul(digits)));
        ++at_;
        if (!take("]")) return wrong("] is missing at: " + rest());
      } else {
        return path;
      }
    }
  }

  magneto::Result<SqlTerm> term() {
    SqlTerm term;
    const std::size_t begin = at_;
    if (at_ + 1 < tokens_.size() && tokens_[at_ + 1].is("(")) {
      term.function = function_of(peek());
    }
    if (term.function != SqlFunction::kNone) {
      at_ += 2;
      if (term.function != SqlFunction::kCount || !take("*")) {
        magneto::Result<SqlPath> read = path();
        if (!read) return read.error();
        term.path = std::move(*read);
      }
      if (!take(")")) return wrong(") is missing at: " + rest());
    } else {
      magneto::Result<SqlPath> read = path();
      if (!read) return read.error();
      term.path = std::move(*read);
    }
    for (std::size_t i = begin; i < at_; ++i) term.text += tokens_[i].text;
    return term;
  }

  static std::string name_of(const SqlTerm& term) {
    if (term.function != SqlFunction::kNone) return term.text;
    for (auto at = term.path.rbegin(); at != term.path.rend(); ++at) {
      if (const std::string* name = std::get_if<std::string>(&*at)) return *name;
    }
    return term.text;
  }

  magneto::Result<void> columns() {
    if (take("*")) {
      select_.all = true;
      return {};
    }
    do {
      magneto::Result<SqlTerm> read = term();
      if (!read) return read.error();
      SqlColumn column{std::move(*read), {}};
      column.name = name_of(column.term);
      if (take("AS")) {
        if (!peek().is_name()) return wrong("a name is missing at: " + rest());
        column.name = unquoted(tokens_[at_++].text);
      }
      select_.columns.push_back(std::move(column));
    } while (take(","));
    return {};
  }

  bool at_clause() const {
    return at_ >= tokens_.size() || peek().is("WHERE") || peek().is("GROUP") ||
           peek().is("ORDER") || peek().is("LIMIT");
  }

  magneto::Result<void> source() {
    if (!take("FROM")) return wrong("FROM is missing at: " + rest());
    if (at_clause()) return wrong("a table is missing at: " + rest());
    const std::size_t begin = tokens_[at_].begin;
    select_.table = unquoted(tokens_[at_].text);
    while (!at_clause()) ++at_;
    const std::size_t end = tokens_[at_ - 1].end();
    select_.source = text_.substr(begin, end - begin);
    // Bare names of tables may have dots and dashes in them, which only the service knows to read.
    if (select_.source.front() != '"') {
      select_.table = select_.source.substr(0, select_.source.find('.'));
    }
    return {};
  }

  magneto::Result<void> where() {
    if (!take("WHERE")) return {};
    if (at_ >= tokens_.size()) return wrong("a condition is missing behind WHERE");
    const std::size_t begin = tokens_[at_].begin;
    std::size_t depth = 0;
    std::size_t end = begin;
    for (; at_ < tokens_.size(); ++at_) {
      if (depth == 0 && at_clause()) break;
      if (peek().is("(")) ++depth;
      if (peek().is(")") && depth > 0) --depth;
      end = peek().end();
    }
    select_.where = text_.substr(begin, end - begin);
    return {};
  }

  magneto::Result<void> groups() {
    if (!take("GROUP")) return {};
    if (!take("BY")) return wrong("BY is missing at: " + rest());
    do {
      magneto::Result<SqlTerm> read = term();
      if (!read) return read.error();
      if (read->function != SqlFunction::kNone) return wrong("GROUP BY takes attributes only");
      select_.groups.push_back(std::move(*read));
    } while (take(","));
    return {};
  }

  magneto::Result<void> order() {
    if (!take("ORDER")) return {};
    if (!take("BY")) return wrong("BY is missing at: " + rest());
    do {
      magneto::Result<SqlTerm> read = term();
      if (!read) return read.error();
      SqlOrder order{std::move(*read), false};
      order.descending = take("DESC");
      if (!order.descending) take("ASC");
      select_.order.push_back(std::move(order));
    } while (take(","));
    return {};
  }

  magneto::Result<void> limit() {
    if (!take("LIMIT")) return {};
    const std::string digits(peek().text);
    constexpr std::size_t kMostDigits = 12;
    if (digits.empty() || digits.size() > kMostDigits ||
        !std::all_of(digits.begin(), digits.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; })) {
      return wrong("a number is missing behind LIMIT at: " + rest());
    }
    select_.limit = std::stoul(digits);
    ++at_;
    return {};
  }

  magneto::Result<void> check() const {
    if (!select_.aggregates()) return {};
    if (select_.all) return wrong("with GROUP BY, name what is to be selected instead of *");
    for (const SqlColumn& column : select_.columns) {
      const bool grouped =
          std::any_of(select_.groups.begin(), select_.groups.end(),
                      [&column](const SqlTerm& group) { return group.path == column.term.path; });
      if (column.term.function == SqlFunction::kNone && !grouped) {
        return wrong(column.term.text + " is neither in GROUP BY nor in a function");
      }
    }
    for (const SqlOrder& order : select_.order) {
      const bool selected = std::any_of(
          select_.columns.begin(), select_.columns.end(), [&order](const SqlColumn& column) {
            return column.name == unquoted(order.term.text) || column.term.text == order.term.text;
          });
      if (!selected)
        return wrong("ORDER BY " + order.term.text + " names nothing that is selected");
    }
    return {};
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  SqlSelect select_;
};

}  // namespace

bool SqlSelect::aggregates() const {
  return !groups.empty() ||
         std::any_of(columns.begin(), columns.end(), [](const SqlColumn& column) {
           return column.term.function != SqlFunction::kNone;
         });
}

magneto::Result<std::optional<SqlSelect>> read_select(std::string_view statement) {
  return Parser(statement).run();
}

std::string service_statement(const SqlSelect& select, const std::string& key) {
  std::string columns = "*";
  if (!select.all) {
    // Whole attributes: what is within them is looked up here.
    std::set<std::string> names;
    const auto add = [&names](const SqlTerm& term) {
      if (!term.path.empty()) names.insert(std::get<std::string>(term.path.front()));
    };
    for (const SqlColumn& column : select.columns) add(column.term);
    for (const SqlTerm& group : select.groups) add(group);
    for (const SqlOrder& order : select.order) {
      // An alias is no attribute.
      const bool alias =
          std::any_of(select.columns.begin(), select.columns.end(),
                      [&order](const SqlColumn& c) { return c.name == unquoted(order.term.text); });
      if (!alias && order.term.function == SqlFunction::kNone) add(order.term);
    }
    if (names.empty()) names.insert(key);
    columns.clear();
    for (const std::string& name : names) columns += (columns.empty() ? "" : ", ") + quoted(name);
  }
  std::string text = "SELECT " + columns + " FROM " + select.source;
  if (!select.where.empty()) text += " WHERE " + select.where;
  return text;
}

bool begins_as_statement(std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text);
  if (tokens.empty()) return false;
  constexpr std::array<std::string_view, 5> kVerbs = {"SELECT", "INSERT", "UPDATE", "DELETE",
                                                      "EXISTS"};
  return std::any_of(kVerbs.begin(), kVerbs.end(),
                     [&](std::string_view verb) { return tokens.front().is(verb); });
}

std::string first_word(std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text);
  return tokens.empty() ? std::string() : std::string(tokens.front().text);
}

std::string statement_table(std::string_view statement) {
  const std::vector<Token> tokens = tokens_of(statement);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const bool names_it = tokens[i].is("FROM") || tokens[i].is("INTO") || tokens[i].is("UPDATE");
    if (!names_it) continue;
    // A name without quotes may have dashes and dots, which end a token.
    if (tokens[i + 1].text.front() == '"') return unquoted(tokens[i + 1].text);
    const std::string_view rest = statement.substr(tokens[i + 1].begin);
    return std::string(rest.substr(0, rest.find_first_of(" \t\r\n.;")));
  }
  return {};
}

std::string unquoted_table(std::string_view statement) {
  const std::vector<Token> tokens = tokens_of(statement);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const bool names_it = tokens[i].is("FROM") || tokens[i].is("INTO") || tokens[i].is("UPDATE");
    if (!names_it) continue;
    const std::string_view rest = statement.substr(tokens[i + 1].begin);
    const std::string_view name = rest.substr(0, rest.find_first_of(" \t\r\n;"));
    const bool plain = name.find_first_of(".-") == std::string_view::npos;
    return plain || name.find('"') != std::string_view::npos ? "" : std::string(name);
  }
  return {};
}

SplitStatements split_statements(std::string_view text) {
  SplitStatements split;
  std::size_t begin = 0;
  const auto trimmed = [](std::string_view part) {
    while (!part.empty() && is_blank(part.front())) part.remove_prefix(1);
    while (!part.empty() && is_blank(part.back())) part.remove_suffix(1);
    return std::string(part);
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\'' || text[i] == '"') {
      i = quoted_end(text, i);
    } else if (text[i++] == ';') {
      std::string statement = trimmed(text.substr(begin, i - 1 - begin));
      if (!statement.empty()) split.statements.push_back(std::move(statement));
      begin = i;
    }
  }
  split.rest = trimmed(text.substr(std::min(begin, text.size())));
  return split;
}

}  // namespace magneto::internal::commands
