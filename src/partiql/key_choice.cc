// SPDX-License-Identifier: Apache-2.0
#include "partiql/key_choice.h"

#include <algorithm>
#include <string>
#include <vector>

#include "partiql/function_name.h"
#include "partiql/messages.h"
#include "value/item_builder.h"

namespace magneto::internal::partiql {
namespace {

using keys::KeyAttribute;
using keys::KeySchema;
using keys::SortOperator;
using Kind = Node::Kind;
using value::ValueView;

// More than that and a Scan is as good.
constexpr std::size_t kMaxAlternatives = 200;

// What one comparison says of a key attribute.
struct Term {
  const KeyAttribute* attribute = nullptr;
  SortOperator op = SortOperator::kEqual;
  ValueView value;
  ValueView high;  // Of BETWEEN.

  bool fits() const {
    if (value.type() != attribute->type) return false;
    if (op == SortOperator::kBetween) return high.type() == attribute->type;
    return op != SortOperator::kBeginsWith || attribute->type != value::Type::kNumber;
  }
};

using Alternative = std::vector<Term>;
using Alternatives = std::vector<Alternative>;

bool is_value(const Node& node) {
  switch (node.kind) {
    case Kind::kString:
    case Kind::kNumber:
    case Kind::kBoolean:
    case Kind::kNull:
    case Kind::kParameter:
    case Kind::kList:
    case Kind::kBag:
    case Kind::kStruct:
      return true;
    default:
      return false;
  }
}

std::optional<SortOperator> sort_operator(std::string_view op) {
  if (op == "=") return SortOperator::kEqual;
  if (op == "<") return SortOperator::kLess;
  if (op == "<=") return SortOperator::kLessOrEqual;
  if (op == ">") return SortOperator::kGreater;
  if (op == ">=") return SortOperator::kGreaterOrEqual;
  if (op == "between") return SortOperator::kBetween;
  return std::nullopt;
}

class TermReader {
 public:
  TermReader(Arena& arena, Parameters parameters, const KeySchema& schema)
      : arena_(arena), parameters_(parameters), schema_(schema) {}

  const KeyAttribute* key(const Node& node) const {
    return node.is(Kind::kVariable) ? schema_.find(node.text) : nullptr;
  }

  Result<ValueView> value(const Node& node) const { return bind_value(arena_, node, parameters_); }

  // A comparison of a key attribute with values; nothing for all else.
  Result<std::optional<Term>> term(const Node& node) const {
    std::optional<SortOperator> op;
    if (node.is(Kind::kOperator)) op = sort_operator(node.text);
    if (node.is(Kind::kCall) && function_name(node) == "begins_with") {
      op = SortOperator::kBeginsWith;
    }
    if (!op || node.children.size() < 2) return std::optional<Term>();

    const bool turned = node.children.size() == 2 && *op != SortOperator::kBeginsWith &&
                        is_value(*node.children[0]);
    const Node& named = *node.children[turned ? 1 : 0];
    const Node& first = *node.children[turned ? 0 : 1];
    Term term;
    term.attribute = key(named);
    if (term.attribute == nullptr || !is_value(first)) return std::optional<Term>();
    term.op = turned ? mirrored(*op) : *op;
    MAGNETO_ASSIGN_OR_RETURN(term.value, value(first));
    if (*op == SortOperator::kBetween) {
      if (!is_value(*node.children[2])) return std::optional<Term>();
      MAGNETO_ASSIGN_OR_RETURN(term.high, value(*node.children[2]));
    }
    return std::optional(term);
  }

 private:
  Arena& arena_;
  Parameters parameters_;
  const KeySchema& schema_;
};

class ChoiceFinder {
 public:
  ChoiceFinder(Arena& arena, Parameters parameters, const KeySchema& schema)
      : arena_(arena), schema_(schema), terms_(arena, parameters, schema) {}

  Result<std::optional<KeyChoices>> find(const Node& where) {
    MAGNETO_ASSIGN_OR_RETURN(const Alternatives alternatives,
                             alternatives_of(where, /*demanded=*/true));
    if (gave_up_) return std::optional<KeyChoices>();
    const std::span<KeyChoice> choices = arena_.make_span<KeyChoice>(alternatives.size());
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (!choose(alternatives[i], choices[i])) return std::optional<KeyChoices>();
    }
    if (misfit_ != nullptr) return validation_error(messages::schema_mismatch(misfit_->name));
    return std::optional(KeyChoices{choices, ordered_});
  }

 private:
  // Every item that satisfies the clause satisfies one of these. What is `demanded` stands on no
  // side of an OR.
  Result<Alternatives> alternatives_of(const Node& node, bool demanded) {
    if (node.is_operator("and") || node.is_operator("or")) {
      const bool both_demanded = demanded && node.text == "and";
      MAGNETO_ASSIGN_OR_RETURN(Alternatives left,
                               alternatives_of(*node.children[0], both_demanded));
      MAGNETO_ASSIGN_OR_RETURN(const Alternatives right,
                               alternatives_of(*node.children[1], both_demanded));
      return node.text == "and" ? both(left, right) : either(std::move(left), right);
    }
    if (node.is_operator("in")) return members(node, demanded);
    MAGNETO_ASSIGN_OR_RETURN(const std::optional<Term> term, terms_.term(node));
    if (!term) return Alternatives(1);
    return alternatives_of(*term, demanded);
  }

  // A value of another type chooses nothing.
  Result<Alternatives> alternatives_of(const Term& term, bool demanded) {
    if (term.fits()) return Alternatives{{term}};
    const bool of_partition = schema_.is_partition(term.attribute->name);
    if (demanded && of_partition && term.op == SortOperator::kEqual) {
      return validation_error(messages::schema_mismatch(term.attribute->name));
    }
    if (demanded && !of_partition) misfit_ = term.attribute;
    return Alternatives(1);
  }

  Alternatives both(const Alternatives& left, const Alternatives& right) {
    Alternatives all;
    if (left.size() * right.size() > kMaxAlternatives) {
      gave_up_ = true;
      return all;
    }
    for (const Alternative& a : left) {
      for (const Alternative& b : right) {
        all.push_back(a);
        all.back().insert(all.back().end(), b.begin(), b.end());
      }
    }
    return all;
  }

  Alternatives either(Alternatives left, const Alternatives& right) {
    left.insert(left.end(), right.begin(), right.end());
    ordered_ = false;
    gave_up_ |= left.size() > kMaxAlternatives;
    return left;
  }

  Result<Alternatives> members(const Node& node, bool demanded) {
    const KeyAttribute* attribute = terms_.key(*node.children[0]);
    if (attribute == nullptr) return Alternatives(1);
    Alternatives all;
    for (const Node* member : node.children[1]->children) {
      if (!is_value(*member)) return Alternatives(1);
      Term term;
      term.attribute = attribute;
      MAGNETO_ASSIGN_OR_RETURN(term.value, terms_.value(*member));
      demanded &= schema_.is_partition(attribute->name);
      if (!term.fits()) return alternatives_of(term, demanded);
      all.push_back({term});
    }
    if (attribute != &schema_.partition.front() && all.size() > 1) ordered_ = false;
    return all;
  }

  // The first equality, else the first term of any kind.
  static const Term* term_of(const Alternative& terms, const KeyAttribute& attribute) {
    const Term* found = nullptr;
    for (const Term& term : terms) {
      if (term.attribute != &attribute) continue;
      if (term.op == SortOperator::kEqual) return &term;
      if (found == nullptr) found = &term;
    }
    return found;
  }

  // Whether the alternative has all of the partition key.
  bool choose(const Alternative& terms, KeyChoice& choice) {
    const auto partition = arena_.make_span<ValueView>(schema_.partition.size());
    for (std::size_t i = 0; i < partition.size(); ++i) {
      const Term* term = term_of(terms, schema_.partition[i]);
      if (term == nullptr || term->op != SortOperator::kEqual) return false;
      partition[i] = term->value;
    }
    choice.partition = partition;

    const auto equal = arena_.make_span<ValueView>(schema_.sort.size());
    std::size_t count = 0;
    for (const KeyAttribute& attribute : schema_.sort) {
      const Term* term = term_of(terms, attribute);
      if (term == nullptr) break;
      if (term->op == SortOperator::kEqual) {
        equal[count++] = term->value;
        continue;
      }
      choice.sort.range = term->op;
      choice.sort.low = term->value;
      choice.sort.high = term->high;
      break;
    }
    choice.sort.equal = equal.first(count);
    return true;
  }

  Arena& arena_;
  const KeySchema& schema_;
  TermReader terms_;
  const KeyAttribute* misfit_ = nullptr;  // A sort key's value is of another type.
  bool ordered_ = true;
  bool gave_up_ = false;
};

class KeyFinder {
 public:
  KeyFinder(Arena& arena, Parameters parameters, const KeySchema& schema)
      : arena_(arena), schema_(schema), terms_(arena, parameters, schema) {}

  Result<std::optional<SingleKey>> find(const Node& where) {
    MAGNETO_RETURN_IF_ERROR(visit(where));
    for (const value::Attribute& each : key_) MAGNETO_RETURN_IF_ERROR(check_type(each));
    if (key_.size() != schema_.size()) return std::optional<SingleKey>();
    return std::optional(SingleKey{value::make_item(arena_, key_),
                                   arena_.copy(std::span<const Node* const>(rest_))});
  }

 private:
  Result<void> visit(const Node& node) {
    if (node.is_operator("and")) {
      MAGNETO_RETURN_IF_ERROR(visit(*node.children[0]));
      return visit(*node.children[1]);
    }
    if (!node.is_operator("=")) {
      rest_.push_back(&node);
      return {};
    }
    MAGNETO_ASSIGN_OR_RETURN(const std::optional<Term> term, terms_.term(node));
    if (!term) {
      rest_.push_back(&node);
      return {};
    }
    const std::string_view name = term->attribute->name;
    const auto known = std::ranges::find(key_, name, &value::Attribute::name);
    if (known == key_.end()) {
      key_.push_back({name, term->value});
    } else if (known->value != term->value) {
      return validation_error(messages::several_conditions(name));
    }
    return {};
  }

  Result<void> check_type(const value::Attribute& part) const {
    const value::Type type = part.value.type();
    if (type == schema_.find(part.name)->type) return {};
    if (!value::is_scalar_key(type)) {
      return validation_error(messages::key_not_scalar(part.name, value::type_name(type)));
    }
    return validation_error(messages::schema_mismatch(part.name));
  }

  Arena& arena_;
  const KeySchema& schema_;
  TermReader terms_;
  std::vector<value::Attribute> key_;
  std::vector<const Node*> rest_;
};

}  // namespace

Result<std::optional<KeyChoices>> key_choices(Arena& arena, const Node* where,
                                              Parameters parameters, const KeySchema& schema) {
  if (where == nullptr) return std::optional<KeyChoices>();
  return ChoiceFinder(arena, parameters, schema).find(*where);
}

Result<std::optional<SingleKey>> single_key(Arena& arena, const Node* where, Parameters parameters,
                                            const KeySchema& schema) {
  if (where == nullptr) return std::optional<SingleKey>();
  return KeyFinder(arena, parameters, schema).find(*where);
}

}  // namespace magneto::internal::partiql
