// SPDX-License-Identifier: Apache-2.0
#include "table/expression_writer.h"

#include <algorithm>
#include <iterator>

#include "table/messages.h"
#include "table/text_form.h"

namespace magneto::internal::table {
namespace {

constexpr std::size_t kMaxExpressionBytes = 4096;
constexpr std::size_t kMaxOperators = 300;
constexpr std::size_t kMaxPathElements = 32;

std::string_view infix(Op op) {
  switch (op) {
    case Op::kPlus:
      return " + ";
    case Op::kMinus:
      return " - ";
    case Op::kEqual:
      return " = ";
    case Op::kNotEqual:
      return " <> ";
    case Op::kLess:
      return " < ";
    case Op::kLessOrEqual:
      return " <= ";
    case Op::kGreater:
      return " > ";
    case Op::kGreaterOrEqual:
      return " >= ";
    case Op::kAnd:
      return " AND ";
    case Op::kOr:
      return " OR ";
    default:
      return {};
  }
}

std::string_view function(Op op) {
  switch (op) {
    case Op::kSize:
      return "size";
    case Op::kIfNotExists:
      return "if_not_exists";
    case Op::kListAppend:
      return "list_append";
    case Op::kBeginsWith:
      return "begins_with";
    case Op::kContains:
      return "contains";
    case Op::kExists:
      return "attribute_exists";
    case Op::kNotExists:
      return "attribute_not_exists";
    case Op::kType:
      return "attribute_type";
    default:
      return {};
  }
}

/// Whether `child` needs parentheses within `parent`. More of them than needed the service refuses.
bool needs_parentheses(Op child, Op parent) {
  switch (parent) {
    case Op::kNot:
      return child == Op::kAnd || child == Op::kOr || child == Op::kText;
    case Op::kAnd:
      return child == Op::kOr || child == Op::kText;
    case Op::kOr:
      return child == Op::kText;
    default:
      return false;
  }
}

}  // namespace

void ExpressionWriter::fail(Error error) {
  if (!error_) error_ = std::move(error);
}

void ExpressionWriter::check_size(std::string_view kind, std::string_view text) {
  if (text.size() > kMaxExpressionBytes) fail(messages::expression_too_long(kind, text.size()));
}

std::string ExpressionWriter::name(const std::string& name) {
  if (name.empty()) fail(messages::empty_name());
  return '#' + std::to_string(names_.try_emplace(name, names_.size()).first->second);
}

std::string ExpressionWriter::value(const Value& value) {
  const auto at = std::find(values_.begin(), values_.end(), value);
  const auto number = std::distance(values_.begin(), at);
  if (at == values_.end()) values_.push_back(value);
  return ':' + std::to_string(number);
}

std::string ExpressionWriter::path(const Node& node) {
  if (node.path.size() > kMaxPathElements) fail(messages::path_too_deep(std::get<0>(node.path[0])));
  std::string text;
  for (const Segment& segment : node.path) {
    if (const auto* index = std::get_if<std::size_t>(&segment)) {
      text += '[' + std::to_string(*index) + ']';
    } else {
      if (!text.empty()) text += '.';
      text += name(std::get<std::string>(segment));
    }
  }
  return text;
}

std::string ExpressionWriter::operand(const Node& node, Op parent) {
  if (!needs_parentheses(node.op, parent)) return written(node);
  if (node.op == Op::kText && is_parenthesised(node.text->text)) return written(node);
  return '(' + written(node) + ')';
}

std::string ExpressionWriter::joined(const Node& node, std::size_t from,
                                     std::string_view separator) {
  std::string text;
  for (std::size_t i = from; i < node.operands.size(); ++i) {
    if (i > from) text += separator;
    text += operand(*node.operands[i], node.op);
  }
  return text;
}

std::string ExpressionWriter::call(std::string_view function, const Node& node) {
  return std::string(function) + '(' + joined(node, 0, ", ") + ')';
}

std::string ExpressionWriter::written(const Node& node) {
  switch (node.op) {
    case Op::kValue:
      return value(node.value);
    case Op::kPath:
      return path(node);
    case Op::kText:
      return text(*node.text, false);
    case Op::kNot:
      return "NOT " + operand(*node.operands[0], Op::kNot);
    case Op::kBetween: {
      std::string low = operand(*node.operands[0], node.op) + " BETWEEN ";
      return low + joined(node, 1, " AND ");
    }
    case Op::kIn: {
      if (node.operands.size() < 2) fail(messages::no_candidates());
      std::string tested = operand(*node.operands[0], node.op) + " IN (";
      return tested + joined(node, 1, ", ") + ')';
    }
    default:
      break;
  }
  const std::string_view between = infix(node.op);
  return between.empty() ? call(function(node.op), node) : joined(node, 0, between);
}

std::optional<std::string> ExpressionWriter::condition(const Condition& condition,
                                                       std::string_view kind) {
  if (condition.empty()) return std::nullopt;
  if (condition.node()->operators > kMaxOperators) {
    fail(messages::too_many_operators(kind, condition.node()->operators));
    return std::nullopt;  // a tree of any depth is not walked
  }
  std::string text = written(*condition.node());
  check_size(kind, text);
  return text;
}

std::optional<std::string> ExpressionWriter::projection(const Projection& projection) {
  if (projection.empty()) return std::nullopt;
  std::string text;
  for (const Path& one : projection.paths()) {
    if (!text.empty()) text += ", ";
    text += path(*one.node());
  }
  check_size("projection", text);
  return text;
}

std::string ExpressionWriter::section(const UpdateActions& actions, UpdateActions::Section section,
                                      std::string_view word, std::string_view separator) {
  std::string text;
  for (const UpdateActions::Action& action : actions.actions()) {
    if (action.section != section) continue;
    text += text.empty() ? std::string(word) : ", ";
    text += path(*action.target.node());
    if (section != UpdateActions::Section::kRemove) {
      text += separator;
      text += written(*action.operand.node());
    }
  }
  return text;
}

std::optional<std::string> ExpressionWriter::update(const UpdateActions& actions) {
  if (actions.empty()) return std::nullopt;
  if (!actions.text().empty()) {
    if (!actions.actions().empty()) fail(messages::mixed_update());
    std::string whole = text(*actions.text().node()->text, true);
    check_size("update expression", whole);
    return whole;
  }
  std::size_t operators = 0;
  for (const UpdateActions::Action& action : actions.actions()) {
    operators += action.operand.node()->operators;
  }
  if (operators > kMaxOperators) {
    fail(messages::too_many_operators("update expression", operators));
    return std::nullopt;
  }
  using Section = UpdateActions::Section;
  std::string whole;
  for (const std::string& part : {section(actions, Section::kSet, "SET ", " = "),
                                  section(actions, Section::kRemove, "REMOVE ", ""),
                                  section(actions, Section::kAdd, "ADD ", " "),
                                  section(actions, Section::kDelete, "DELETE ", " ")}) {
    if (part.empty()) continue;
    if (!whole.empty()) whole += ' ';
    whole += part;
  }
  check_size("update expression", whole);
  return whole;
}

std::string ExpressionWriter::text(const Text& text, bool update) {
  TextForm form{text, update, *this};
  Result<std::string> rewritten = form.rewritten();
  if (rewritten) return *rewritten;
  fail(rewritten.error());
  return {};
}

std::optional<Names> ExpressionWriter::names() const {
  if (names_.empty()) return std::nullopt;
  Names names;
  for (const auto& [name, number] : names_) names['#' + std::to_string(number)] = name;
  return names;
}

std::optional<Item> ExpressionWriter::values() const {
  if (values_.empty()) return std::nullopt;
  Item values;
  values.reserve(values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i) values.set(':' + std::to_string(i), values_[i]);
  return values;
}

}  // namespace magneto::internal::table
