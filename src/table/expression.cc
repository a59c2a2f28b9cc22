// SPDX-License-Identifier: Apache-2.0
#include "magneto/expression.h"

#include <algorithm>
#include <charconv>

#include "magneto/update_actions.h"
#include "table/node.h"

namespace magneto {

using internal::table::make_node;
using internal::table::Node;
using internal::table::Op;
using internal::table::Segment;
using internal::table::Text;

namespace internal::table {

NodePointer make_node(Op op, std::vector<NodePointer> operands) {
  auto node = std::make_shared<Node>();
  node->op = op;
  node->operators = 1;
  for (const NodePointer& operand : operands) node->operators += operand->operators;
  node->operands = std::move(operands);
  return node;
}

}  // namespace internal::table

namespace {

Condition test(Op op, const Operand& a, const Operand& b) {
  return Condition(make_node(op, {a.node(), b.node()}));
}

Path with_segment(const Node& node, Segment segment) {
  auto longer = std::make_shared<Node>(node);
  longer->path.push_back(std::move(segment));
  return Path(std::move(longer));
}

Error bad_path(std::string_view text) {
  return Error(ErrorCode::kInvalidArgument,
               "\"" + std::string(text) + "\" is no path: it is written as a.b[0]");
}

}  // namespace

Operand Operand::of_value(Value value) {
  auto node = std::make_shared<Node>();
  node->op = Op::kValue;
  node->value = std::move(value);
  return Operand(std::move(node));
}

Condition Operand::between(const Operand& low, const Operand& high) const {
  return Condition(make_node(Op::kBetween, {node(), low.node(), high.node()}));
}

Condition Operand::in(std::vector<Operand> candidates) const {
  constexpr std::size_t kMost = 100;
  Condition any;
  std::size_t at = 0;
  do {
    const std::size_t end = std::min(at + kMost, candidates.size());
    std::vector<NodePointer> operands{node()};
    for (; at < end; ++at) operands.push_back(candidates[at].node());
    any = any || Condition(make_node(Op::kIn, std::move(operands)));
  } while (at < candidates.size());
  return any;
}

Condition not_expired(const Path& ttl, std::chrono::system_clock::time_point now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  return !ttl.type(ValueType::kNumber) || ttl > seconds;
}

Condition operator==(const Operand& a, const Operand& b) { return test(Op::kEqual, a, b); }
Condition operator!=(const Operand& a, const Operand& b) { return test(Op::kNotEqual, a, b); }
Condition operator<(const Operand& a, const Operand& b) { return test(Op::kLess, a, b); }
Condition operator<=(const Operand& a, const Operand& b) { return test(Op::kLessOrEqual, a, b); }
Condition operator>(const Operand& a, const Operand& b) { return test(Op::kGreater, a, b); }
Condition operator>=(const Operand& a, const Operand& b) { return test(Op::kGreaterOrEqual, a, b); }

Operand operator+(const Operand& a, const Operand& b) {
  return Operand(make_node(Op::kPlus, {a.node(), b.node()}));
}
Operand operator-(const Operand& a, const Operand& b) {
  return Operand(make_node(Op::kMinus, {a.node(), b.node()}));
}
Operand list_append(const Operand& first, const Operand& second) {
  return Operand(make_node(Op::kListAppend, {first.node(), second.node()}));
}

Path::Path(std::string name) : Operand(NodePointer()) {
  auto node = std::make_shared<Node>();
  node->op = Op::kPath;
  node->path.emplace_back(std::move(name));
  static_cast<Operand&>(*this) = Operand(std::move(node));
}

Result<Path> Path::parse(std::string_view text) {
  std::string_view rest = text;
  const auto name = [&] {
    const std::string_view found = rest.substr(0, rest.find_first_of(".[]"));
    rest.remove_prefix(found.size());
    return std::string(found);
  };
  std::string first = name();
  if (first.empty()) return bad_path(text);
  Path path(std::move(first));
  while (!rest.empty()) {
    const char mark = rest.front();
    rest.remove_prefix(1);
    if (mark == '.') {
      const std::string next = name();
      if (next.empty()) return bad_path(text);
      path = path[std::string_view(next)];
    } else if (mark == '[') {
      std::size_t index = 0;
      const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
      rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
      if (error != std::errc() || !rest.starts_with(']')) return bad_path(text);
      rest.remove_prefix(1);
      path = path[index];
    } else {
      return bad_path(text);
    }
  }
  return path;
}

Path Path::element(std::string_view name) const {
  return with_segment(*node(), Segment(std::string(name)));
}
Path Path::element(std::size_t index) const { return with_segment(*node(), Segment(index)); }

Condition Path::exists() const { return Condition(make_node(Op::kExists, {node()})); }
Condition Path::not_exists() const { return Condition(make_node(Op::kNotExists, {node()})); }
Condition Path::type(ValueType type) const {
  return test(Op::kType, *this, Operand(std::string(type_name(type))));
}
Condition Path::begins_with(const Operand& beginning) const {
  return test(Op::kBeginsWith, *this, beginning);
}
Condition Path::contains(const Operand& part) const { return test(Op::kContains, *this, part); }

Operand Path::size() const { return Operand(make_node(Op::kSize, {node()})); }
Operand Path::or_else(const Operand& other) const {
  return Operand(make_node(Op::kIfNotExists, {node(), other.node()}));
}
Operand Path::append(const Operand& elements) const { return list_append(*this, elements); }
Operand Path::prepend(const Operand& elements) const { return list_append(elements, *this); }

std::string Path::to_string() const {
  std::string text;
  for (const Segment& segment : node()->path) {
    if (const auto* name = std::get_if<std::string>(&segment)) {
      if (!text.empty()) text += '.';
      text += *name;
    } else {
      text += '[' + std::to_string(std::get<std::size_t>(segment)) + ']';
    }
  }
  return text;
}

const std::string& Path::name() const { return std::get<std::string>(node()->path.front()); }

Condition operator&&(const Condition& a, const Condition& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return Condition(make_node(Op::kAnd, {a.node(), b.node()}));
}
Condition operator||(const Condition& a, const Condition& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return Condition(make_node(Op::kOr, {a.node(), b.node()}));
}
Condition operator!(const Condition& a) {
  if (a.empty()) return a;
  return Condition(make_node(Op::kNot, {a.node()}));
}

Condition condition(std::string text, Item values, Names names) {
  auto node = std::make_shared<Node>();
  node->op = Op::kText;
  node->text =
      std::make_shared<const Text>(Text{std::move(text), std::move(values), std::move(names)});
  return Condition(std::move(node));
}

UpdateActions& UpdateActions::set(Path target, Operand value) {
  actions_.push_back({Section::kSet, std::move(target), std::move(value)});
  return *this;
}
UpdateActions& UpdateActions::remove(Path target) {
  actions_.push_back({Section::kRemove, target, target});
  return *this;
}
UpdateActions& UpdateActions::add(Path target, Value amount) {
  actions_.push_back({Section::kAdd, std::move(target), Operand(std::move(amount))});
  return *this;
}
UpdateActions& UpdateActions::remove_from_set(Path target, Value elements) {
  actions_.push_back({Section::kDelete, std::move(target), Operand(std::move(elements))});
  return *this;
}

UpdateActions update_expression(std::string text, Item values, Names names) {
  UpdateActions actions;
  actions.text_ = condition(std::move(text), std::move(values), std::move(names));
  return actions;
}

}  // namespace magneto
