// SPDX-License-Identifier: Apache-2.0
//
// Random updates on random small items, against a naive reference that works on trees: it copies
// the old item, marks what is removed, keeps what is set behind the end of a list aside, and closes
// up at the end.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "expression/bound.h"
#include "expression/test_request.h"
#include "value/item_builder.h"

namespace magneto::internal::expression {
namespace {

using value::Type;
using value::ValueView;

struct Tree {
  Type type = Type::kNull;
  ValueView scalar;  // Everything that is no map or list.
  std::map<std::string, Tree> map;
  std::map<std::uint32_t, Tree> list;  // By old index; those set behind the end too.
};

Tree tree_of(ValueView value) {
  Tree tree{.type = value.type(), .scalar = value, .map = {}, .list = {}};
  if (tree.type == Type::kMap) {
    for (const value::Attribute& each : value.map()) {
      tree.map.emplace(each.name, tree_of(each.value));
    }
  }
  if (tree.type == Type::kList) {
    std::uint32_t index = 0;
    for (ValueView each : value.list()) tree.list.emplace(index++, tree_of(each));
  }
  return tree;
}

ValueView value_of(Arena& arena, const Tree& tree) {
  if (tree.type == Type::kMap) {
    std::vector<value::Attribute> attributes;
    for (const auto& [name, child] : tree.map) attributes.push_back({name, value_of(arena, child)});
    return value::make_map(arena, attributes);
  }
  if (tree.type == Type::kList) {
    std::vector<ValueView> elements;
    for (const auto& [index, child] : tree.list) elements.push_back(value_of(arena, child));
    return value::make_list(arena, elements);
  }
  return tree.scalar;
}

class Reference {
 public:
  Reference(Arena& arena, const Update& update, value::ItemView old)
      : arena_(arena), update_(update), old_(old) {
    Tree root{.type = Type::kMap, .scalar = {}, .map = {}, .list = {}};
    for (const value::Attribute& each : old) root.map.emplace(each.name, tree_of(each.value));
    tree_ = root;
  }

  /// The new item's literal, or the kind of error: "missing", "type", "path".
  std::string apply() {
    std::vector<std::optional<ValueView>> values(update_.actions.size());
    std::vector<bool> changes(update_.actions.size(), true);
    for (const std::size_t i : order_of_faults()) {
      const UpdateAction& action = update_.actions[i];
      if (!put(action.target, std::nullopt, false)) return "path";
      if (action.section == Section::kSet) {
        values[i] = sum(action);
      } else if (action.section != Section::kRemove) {
        changes[i] = add_or_delete(action, values[i]);
      }
      if (!error_.empty()) return error_;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      put(update_.actions[i].target, values[i], changes[i]);
    }
    return literal_of(value_of(arena_, tree_).map());
  }

 private:
  /// In the service's maps the few names and indexes of this test stand from the last to the first.
  std::vector<std::size_t> order_of_faults() const {
    std::vector<std::size_t> order(update_.actions.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      const Path left = update_.actions[a].target;
      const Path right = update_.actions[b].target;
      return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                          [](const PathElement& one, const PathElement& two) {
                                            return one.is_index ? one.index > two.index
                                                                : one.name > two.name;
                                          });
    });
    return order;
  }

  std::optional<ValueView> operand(const UpdateOperand& operand) {
    switch (operand.kind) {
      case UpdateOperand::Kind::kValue:
        return operand.value;
      case UpdateOperand::Kind::kPath: {
        const auto found = find_path(old_, operand.path);
        if (!found.has_value()) error_ = "missing";
        return found;
      }
      case UpdateOperand::Kind::kIfNotExists: {
        const auto found = find_path(old_, operand.path);
        const auto fallback = this->operand(*operand.second);  // Needed or not.
        return found.has_value() ? found : fallback;
      }
      case UpdateOperand::Kind::kListAppend: {
        const auto first = this->operand(*operand.first);
        if (!error_.empty()) return {};
        if (first->type() != Type::kList) {
          error_ = "type";
          return {};
        }
        const auto second = this->operand(*operand.second);
        if (!error_.empty()) return {};
        if (second->type() != Type::kList) {
          error_ = "type";
          return {};
        }
        std::vector<ValueView> all;
        for (ValueView each : first->list()) all.push_back(each);
        for (ValueView each : second->list()) all.push_back(each);
        return value::make_list(arena_, all);
      }
      case UpdateOperand::Kind::kSum:
      case UpdateOperand::Kind::kDifference:
        break;  // Not in the grammar of update expressions.
    }
    return {};
  }

  std::optional<ValueView> number(long result) {
    char bytes[value::Decimal::kMaxEncodedBytes];
    return value::make_number(arena_, {bytes, value::Decimal::from_int(result).encode(bytes)});
  }

  static long as_long(ValueView value) {
    return *value::Decimal::decode(value.scalar()).to_int64();
  }

  std::optional<ValueView> sum(const UpdateAction& action) {
    const auto left = operand(*action.left);
    if (!error_.empty() || action.sign == Sign::kNone) return left;
    if (left->type() != Type::kNumber) {
      error_ = "type";
      return {};
    }
    const auto right = operand(*action.right);
    if (!error_.empty()) return {};
    if (right->type() != Type::kNumber) {
      error_ = "type";
      return {};
    }
    return number(action.sign == Sign::kPlus ? as_long(*left) + as_long(*right)
                                             : as_long(*left) - as_long(*right));
  }

  /// Whether anything changes; `result` stays empty when the target goes.
  bool add_or_delete(const UpdateAction& action, std::optional<ValueView>& result) {
    const auto present = find_path(old_, action.target);
    if (!present.has_value()) {
      if (action.section == Section::kAdd) result = action.value;
      return action.section == Section::kAdd;
    }
    if (present->type() != action.value.type()) {
      error_ = "type";
      return false;
    }
    if (action.value.type() == Type::kNumber) {
      result = number(as_long(*present) + as_long(action.value));
      return true;
    }
    std::vector<std::string_view> elements;
    for (std::string_view each : present->set()) {
      const bool keep = action.section == Section::kAdd || !action.value.set().contains(each);
      if (keep) elements.push_back(each);
    }
    if (action.section == Section::kAdd) {
      for (std::string_view each : action.value.set()) elements.push_back(each);
    }
    if (!elements.empty()) result = value::make_set(arena_, present->type(), elements);
    return true;
  }

  bool put(Path target, const std::optional<ValueView>& value, bool changes) {
    Tree* at = &tree_;
    for (std::size_t i = 0; i + 1 < target.size(); ++i) {
      at = child(*at, target[i]);
      if (at == nullptr) return false;
    }
    const PathElement& last = target.back();
    if (at->type != (last.is_index ? Type::kList : Type::kMap)) return false;
    if (!changes) return true;
    if (last.is_index) {
      at->list.erase(last.index);
      if (value.has_value()) at->list[last.index] = tree_of(*value);
    } else {
      at->map.erase(std::string(last.name));
      if (value.has_value()) at->map[std::string(last.name)] = tree_of(*value);
    }
    return true;
  }

  static Tree* child(Tree& tree, const PathElement& element) {
    if (element.is_index) {
      const auto found = tree.list.find(element.index);
      return tree.type == Type::kList && found != tree.list.end() ? &found->second : nullptr;
    }
    const auto found = tree.map.find(std::string(element.name));
    return tree.type == Type::kMap && found != tree.map.end() ? &found->second : nullptr;
  }

  Arena& arena_;
  const Update& update_;
  value::ItemView old_;
  Tree tree_;
  std::string error_;
};

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}

  int below(int bound) { return std::uniform_int_distribution(0, bound - 1)(engine_); }

  std::string value(int depth) {
    const int kind = below(depth > 0 ? 9 : 5);
    switch (kind) {
      case 0:
      case 1:
        return std::to_string(below(20) - 5);
      case 2:
        return "'" + std::string(static_cast<std::size_t>(below(4)), 'x') + "'";
      case 3:
        return below(2) == 0 ? "<'a', 'b'>" : "<'b'>";
      case 4:
        return below(2) == 0 ? "<1, 2>" : "null";
      case 5:
      case 6:
        return "{" + attributes(depth - 1) + "}";
      default: {
        std::string list = "[";
        for (int i = below(4); i > 0; --i) list += value(depth - 1) + (i > 1 ? ", " : "");
        return list + "]";
      }
    }
  }

  std::string attributes(int depth) {
    std::string all;
    for (const char* name : {"a", "b", "c", "d"}) {
      if (below(3) == 0) continue;
      if (!all.empty()) all += ", ";
      all += std::string(name) + ": " + value(depth);
    }
    return all;
  }

  std::string path() {
    std::string path(1, "abcd"[below(4)]);
    for (int i = std::max(0, below(4) - 1); i > 0; --i) {
      path += below(2) == 0 ? "[" + std::to_string(below(5)) + "]"
                            : std::string(".") + "abcd"[below(4)];
    }
    return path;
  }

  std::string simple() { return below(2) == 0 ? path() : ":" + std::string(1, "nslm"[below(4)]); }
  std::string operand() {
    return below(3) == 0 ? "if_not_exists(" + path() + ", " + simple() + ")" : simple();
  }

  std::string update() {
    std::string text;
    const auto section = [&](const char* name, auto action) {
      if (below(5) < 3) return;
      text += std::string(" ") + name;
      for (int i = 1 + below(5) / 3; i > 0; --i) text += " " + action() + (i > 1 ? "," : "");
    };
    section("SET", [&] {
      const int form = below(5);
      std::string right = operand();
      if (form == 1) right = operand() + (below(2) == 0 ? " + " : " - ") + operand();
      if (form == 2) right = "list_append(" + operand() + ", " + operand() + ")";
      return path() + " = " + right;
    });
    section("REMOVE", [&] { return path(); });
    section("ADD", [&] { return path() + (below(2) == 0 ? " :n" : " :t"); });
    section("DELETE", [&] { return path() + " :t"; });
    return text;
  }

 private:
  std::mt19937 engine_;
};

std::string kind_of(const Error& error) {
  if (error.message().find("does not exist in the item") != std::string::npos) return "missing";
  if (error.message().find("incorrect data type") != std::string::npos) return "type";
  if (error.message().find("is invalid for update") != std::string::npos) return "path";
  return error.message();
}

TEST(UpdateRandom, AgreesWithANaiveReference) {
  Random random(20261121);
  int applied = 0;
  int refused = 0;
  for (int round = 0; round < 100'000; ++round) {
    const std::string literal = random.attributes(3);
    const std::string text = random.update();
    TestRequest request("", ":n: 3, :s: 'str', :l: [1, 2], :m: {a: 1}, :t: <'a'>");
    const auto update = request.update(text);
    if (!update.ok()) continue;  // Overlapping paths, types that never fit.
    const value::ItemView old = request.item(literal);
    const auto changed = apply_update(request.arena(), **update, old);
    const std::string expected = Reference(request.arena(), **update, old).apply();
    const std::string found = changed.ok() ? literal_of(*changed) : kind_of(changed.error());
    ASSERT_EQ(found, expected) << text << "\n on " << literal;
    if (changed.ok()) {
      ++applied;
      ASSERT_TRUE(value::check_item(changed->bytes()).ok()) << text << "\n on " << literal;
    } else {
      ++refused;
    }
  }
  EXPECT_GT(applied, 5'000);
  EXPECT_GT(refused, 5'000);
}

}  // namespace
}  // namespace magneto::internal::expression
