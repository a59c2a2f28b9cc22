// SPDX-License-Identifier: Apache-2.0
//
// ExpressionWriter: writes the expressions of one request, which share their placeholders: #0, #1
// for names, :0, :1 for values, one for each name and each value, whatever the expression.
//
//   ExpressionWriter writer;
//   input.condition_expression = writer.condition(when);
//   input.expression_attribute_names = writer.names();
//   input.expression_attribute_values = writer.values();
//   if (writer.error()) return *writer.error();
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "magneto/key_condition.h"
#include "magneto/projection.h"
#include "magneto/update_actions.h"
#include "table/node.h"

namespace magneto::internal::table {

class ExpressionWriter {
 public:
  /// Nothing where there is nothing to say.
  std::optional<std::string> condition(const Condition& condition, std::string_view kind);
  std::optional<std::string> projection(const Projection& projection);
  std::optional<std::string> update(const UpdateActions& actions);

  std::optional<Names> names() const;
  std::optional<Item> values() const;
  /// The first thing that was wrong.
  const std::optional<Error>& error() const { return error_; }

  /// The placeholder of a name: "#0".
  std::string name(const std::string& name);
  /// The placeholder of a value: ":0".
  std::string value(const Value& value);

 private:
  std::string written(const Node& node);
  std::string operand(const Node& node, Op parent);
  std::string path(const Node& node);
  std::string call(std::string_view function, const Node& node);
  std::string joined(const Node& node, std::size_t from, std::string_view separator);
  std::string section(const UpdateActions& actions, UpdateActions::Section section,
                      std::string_view word, std::string_view separator);
  std::string text(const Text& text, bool update);
  void fail(Error error);
  void check_size(std::string_view kind, std::string_view text);

  std::map<std::string, std::size_t> names_;  // numbers of the placeholders
  std::vector<Value> values_;
  std::optional<Error> error_;
};

}  // namespace magneto::internal::table
