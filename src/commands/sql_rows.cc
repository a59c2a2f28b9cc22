// SPDX-License-Identifier: Apache-2.0
#include "commands/sql_rows.h"

#include <algorithm>
#include <utility>

#include "commands/value_order.h"
#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

/// Null where there is nothing.
const Value* at(const Item& item, const SqlPath& path) {
  const Value* value = item.find(std::get<std::string>(path.front()));
  for (std::size_t i = 1; i < path.size() && value != nullptr; ++i) {
    if (const std::string* name = std::get_if<std::string>(&path[i])) {
      const Map* map = value->get_if<Map>();
      value = map == nullptr ? nullptr : map->find(*name);
    } else {
      const List* list = value->get_if<List>();
      const std::size_t index = std::get<std::size_t>(path[i]);
      value = list == nullptr || index >= list->size() ? nullptr : &(*list)[index];
    }
  }
  return value;
}

}  // namespace

Number divided(const Number& sum, std::uint64_t count) {
  constexpr std::size_t kDigits = 42;  // some more than are kept, to round rightly
  const std::string text = sum.to_string();
  std::string quotient;
  std::uint64_t left = 0;  // less than the count, which no table brings near 2^60
  std::size_t significant = 0;
  bool point = false;
  const auto step = [&](char digit) {
    left = left * 10 + static_cast<std::uint64_t>(digit - '0');
    const auto next = static_cast<char>('0' + static_cast<int>(left / count));
    left %= count;
    quotient += next;
    if (next != '0' || significant != 0) ++significant;
  };
  for (const char c : text) {
    if (c == '-') {
      quotient += c;
    } else if (c == '.') {
      point = true;
      quotient += c;
    } else {
      step(c);
    }
  }
  if (!point) quotient += '.';
  constexpr std::size_t kMostDigits = 400;  // a quotient of 0 ends here, too
  for (std::size_t i = 0; left != 0 && significant < kDigits && i < kMostDigits; ++i) step('0');
  quotient += '0';
  return Number::parse_rounded(quotient).value_or(Number(0));
}

magneto::Result<void> SqlRows::add(const Item& item) {
  if (select_.aggregates()) return aggregate(item);
  rows_.push_back(row_of(item));
  constexpr std::size_t kSlack = 10'000;
  if (select_.limit && rows_.size() > *select_.limit + kSlack) sort_and_cut();
  return {};
}

bool SqlRows::full() const {
  if (!select_.limit || select_.aggregates()) return false;
  return *select_.limit == 0 || (select_.order.empty() && rows_.size() >= *select_.limit);
}

magneto::Result<void> SqlRows::aggregate(const Item& item) {
  std::string key;
  for (const SqlTerm& group : select_.groups) {
    const Value* value = at(item, group.path);
    key += value == nullptr ? "-" : to_json(*value);
    key += '\n';
  }
  Group& group = groups_[key];
  if (group.aggregates.empty()) {
    group.aggregates.resize(select_.columns.size());
    for (const SqlColumn& column : select_.columns) {
      if (column.term.function != SqlFunction::kNone) continue;
      if (const Value* value = at(item, column.term.path)) group.columns.set(column.name, *value);
    }
  }
  for (std::size_t i = 0; i < select_.columns.size(); ++i) {
    const SqlTerm& term = select_.columns[i].term;
    if (term.function == SqlFunction::kNone) continue;
    if (term.path.empty()) {
      ++group.aggregates[i].count;  // COUNT(*)
      continue;
    }
    magneto::Result<void> added = add_value(term, at(item, term.path), group.aggregates[i]);
    if (!added) return added;
  }
  return {};
}

magneto::Result<void> SqlRows::add_value(const SqlTerm& term, const Value* value, Aggregate& to) {
  if (value == nullptr || value->is_null()) return {};
  ++to.count;
  if (term.function == SqlFunction::kSum || term.function == SqlFunction::kAvg) {
    const Number* number = value->get_if<Number>();
    if (number == nullptr) {
      return magneto::Error(ErrorCode::kWrongType, term.text + ": an item has " +
                                                       std::string(type_name(value->type())) +
                                                       " there, which is no number");
    }
    magneto::Result<Number> sum = Number::add(to.sum, *number);
    if (!sum) return sum.error().in(term.text);
    to.sum = *sum;
  } else if (term.function != SqlFunction::kCount) {
    const int order = to.extreme ? compare_values(value, &*to.extreme) : 0;
    const bool better = term.function == SqlFunction::kMin ? order < 0 : order > 0;
    if (!to.extreme || better) to.extreme = *value;
  }
  return {};
}

Value SqlRows::result_of(const SqlTerm& term, const Aggregate& aggregate) {
  switch (term.function) {
    case SqlFunction::kCount:
      return Value(aggregate.count);
    case SqlFunction::kSum:
      return aggregate.count == 0 ? Value() : Value(aggregate.sum);
    case SqlFunction::kAvg:
      return aggregate.count == 0 ? Value() : Value(divided(aggregate.sum, aggregate.count));
    default:
      return aggregate.extreme.value_or(Value());
  }
}

SqlRows::Row SqlRows::row_of(const Item& item) const {
  Row row;
  if (select_.all) row.columns = item;
  for (const SqlColumn& column : select_.columns) {
    if (const Value* value = at(item, column.term.path)) row.columns.set(column.name, *value);
  }
  for (const SqlOrder& order : select_.order) {
    const Value* value = at(item, order.term.path);
    // An alias is no attribute of the item.
    if (value == nullptr && order.term.path.size() == 1) {
      value = row.columns.find(std::get<std::string>(order.term.path.front()));
    }
    row.order.push_back(value == nullptr ? std::nullopt : std::optional<Value>(*value));
  }
  return row;
}

void SqlRows::sort_and_cut() {
  const auto before = [this](const Row& a, const Row& b) {
    for (std::size_t i = 0; i < select_.order.size(); ++i) {
      const Value* left = a.order[i] ? &*a.order[i] : nullptr;
      const Value* right = b.order[i] ? &*b.order[i] : nullptr;
      const int order = compare_values(left, right);
      if (order != 0) return select_.order[i].descending ? order > 0 : order < 0;
    }
    return false;
  };
  if (!select_.order.empty()) std::stable_sort(rows_.begin(), rows_.end(), before);
  if (select_.limit && rows_.size() > *select_.limit) {
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(*select_.limit), rows_.end());
  }
}

std::vector<Item> SqlRows::finish() {
  if (select_.aggregates()) {
    // Without groups there is one row, also of no items.
    if (groups_.empty() && select_.groups.empty()) {
      groups_[""].aggregates.resize(select_.columns.size());
    }
    for (auto& [key, group] : groups_) {
      Row row{std::move(group.columns), {}};
      for (std::size_t i = 0; i < select_.columns.size(); ++i) {
        const SqlColumn& column = select_.columns[i];
        if (column.term.function == SqlFunction::kNone) continue;
        row.columns.set(column.name, result_of(column.term, group.aggregates[i]));
      }
      for (const SqlOrder& order : select_.order) {
        const auto column = std::find_if(
            select_.columns.begin(), select_.columns.end(), [&order](const SqlColumn& c) {
              return c.term.text == order.term.text || c.name == order.term.text ||
                     (order.term.path.size() == 1 &&
                      c.name == std::get<std::string>(order.term.path.front()));
            });
        const Value* value =
            column == select_.columns.end() ? nullptr : row.columns.find(column->name);
        row.order.push_back(value == nullptr ? std::nullopt : std::optional<Value>(*value));
      }
      rows_.push_back(std::move(row));
    }
  }
  sort_and_cut();
  std::vector<Item> items;
  for (Row& row : rows_) items.push_back(std::move(row.columns));
  return items;
}

}  // namespace magneto::internal::commands
