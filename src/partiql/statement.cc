// SPDX-License-Identifier: Apache-2.0
#include "partiql/statement.h"

#include <algorithm>
#include <string>

#include "partiql/messages.h"

namespace magneto::internal::partiql {
namespace {

using Kind = Node::Kind;

Error refused(std::string_view text) { return validation_error(std::string(text)); }

bool is_table_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return name.size() >= 3 && name.size() <= 255 && std::ranges::all_of(name, allowed);
}

// What a statement that is none is called in the text.
std::string_view operation_name(const Node& root) {
  switch (root.kind) {
    case Kind::kVariable:
      return "VariableReference";
    case Kind::kPath:
      return "Path";
    case Kind::kList:
    case Kind::kBag:
      return "Seq";
    case Kind::kStruct:
      return "Struct";
    case Kind::kParameter:
      return "Parameter";
    case Kind::kMissing:
      return "LiteralMissing";
    case Kind::kCreate:
      return "CreateTable";
    case Kind::kDrop:
      return "DropTable";
    case Kind::kIs:
      return "Typed";
    case Kind::kCase:
      return "SearchedCase";
    case Kind::kManipulation:
      return "InsertOp";
    default:
      return "Literal";
  }
}

Result<void> read_source(const Node& source, Statement& statement) {
  const Node* name = &source;
  if (source.is(Kind::kAlias)) return refused(messages::kAlias);
  if (source.is(Kind::kJoin)) return refused(messages::kSeveralSources);
  if (source.is(Kind::kPath)) {
    for (const Node* part : source.children.subspan(1)) {
      if (!part->is(Kind::kString)) return refused(messages::kListSource);
    }
    if (source.children.size() > 2) return refused(messages::kLongSource);
    if (source.children[1]->text.empty()) return refused(messages::kEmptyPath);
    statement.index = source.children[1]->text;
    name = source.children[0];
  }
  if (!name->is(Kind::kVariable)) return refused(messages::kUnexpectedSource);
  if (name->text.empty()) return refused(messages::kEmptyPath);
  if (!is_table_name(name->text) || (statement.index && !is_table_name(*statement.index)))
    return refused(messages::kTableName);
  statement.table = name->text;
  return {};
}

Result<void> check_clauses(const SelectSyntax& select) {
  if (select.let) return refused(messages::unsupported_clause("LET"));
  if (select.group) return refused(messages::unsupported_clause("GROUP BY"));
  if (select.having)
    return messages::at(messages::unsupported_clause("HAVING"), select.having->position);
  if (select.limit)
    return messages::at(messages::unsupported_clause("LIMIT"), select.limit->position);
  if (select.offset)
    return messages::at(messages::unsupported_clause("OFFSET"), select.offset->position);
  return {};
}

Result<Statement> read_select(const SelectSyntax& select) {
  Statement statement;
  if (select.distinct) return refused(messages::kDistinct);
  if (select.value) return refused(messages::kSelectValue);
  MAGNETO_RETURN_IF_ERROR(check_clauses(select));
  MAGNETO_RETURN_IF_ERROR(read_source(*select.from, statement));
  for (const Node* element : select.list) {
    if (element->is(Kind::kAlias)) return refused(messages::kAlias);
  }
  if (!select.list[0]->is(Kind::kStar)) statement.projection = select.list;
  statement.where = select.where;
  statement.order = select.order;
  if (!select.order.empty() && select.where == nullptr)
    return refused(messages::kOrderWithoutWhere);
  return statement;
}

Result<Statement> read_insert(const ManipulationSyntax& syntax) {
  Statement statement;
  if (syntax.on_conflict) return refused(messages::unsupported_clause("ON CONFLICT"));
  if (syntax.at) return refused(messages::kInsertAt);
  if (syntax.returning.mapping != Mapping::kNone) return refused(messages::kInsertReturning);
  if (syntax.target->is(Kind::kPath)) return refused(messages::kInsertSource);
  MAGNETO_RETURN_IF_ERROR(read_source(*syntax.target, statement));
  if (!syntax.value->is(Kind::kStruct)) {
    return messages::at(std::string(messages::kInsertFormat), syntax.value->position);
  }
  statement.item = syntax.value;
  return statement;
}

std::string_view mapping_name(Mapping mapping) {
  switch (mapping) {
    case Mapping::kNone:
      break;
    case Mapping::kAllOld:
      return "ALL OLD *";
    case Mapping::kAllNew:
      return "ALL NEW *";
    case Mapping::kModifiedOld:
      return "MODIFIED OLD *";
    case Mapping::kModifiedNew:
      return "MODIFIED NEW *";
  }
  return {};
}

Result<Statement> read_change(const ManipulationSyntax& syntax) {
  Statement statement;
  // SET and REMOVE that stand alone change nothing that is named.
  if (syntax.target == nullptr) return refused(messages::kUnexpectedSource);
  MAGNETO_RETURN_IF_ERROR(read_source(*syntax.target, statement));
  if (statement.index) return refused(messages::kOnIndex);
  statement.actions = syntax.actions;
  statement.where = syntax.where;
  statement.returning = syntax.returning;
  return statement;
}

std::optional<Statement::Kind> kind_of(const ManipulationSyntax& syntax) {
  switch (syntax.kind) {
    case ManipulationSyntax::Kind::kInsertValue:
      return Statement::Kind::kInsert;
    case ManipulationSyntax::Kind::kInsert:
      return std::nullopt;
    case ManipulationSyntax::Kind::kUpdate:
      return Statement::Kind::kUpdate;
    case ManipulationSyntax::Kind::kDelete:
      return Statement::Kind::kDelete;
  }
  return std::nullopt;
}

bool is_exists(const Node& root) {
  return root.is(Kind::kCall) && root.text == "exists" && root.children.size() == 1 &&
         root.children[0]->is(Kind::kSelect);
}

Result<Statement> read_clauses(Statement::Kind kind, const Node& root) {
  switch (kind) {
    case Statement::Kind::kSelect:
      return read_select(*root.select);
    case Statement::Kind::kInsert:
      return read_insert(*root.manipulation);
    case Statement::Kind::kUpdate:
    case Statement::Kind::kDelete:
      return read_change(*root.manipulation);
    case Statement::Kind::kExists:
      if (!is_exists(root)) return refused(messages::kNotExists);
      return read_select(*root.children[0]->select);
  }
  return Statement();
}

}  // namespace

std::optional<Statement::Kind> kind_of(const ParsedStatement& parsed) {
  const Node& root = *parsed.root;
  if (root.is(Kind::kSelect)) return Statement::Kind::kSelect;
  if (root.is(Kind::kManipulation)) return kind_of(*root.manipulation);
  if (root.is(Kind::kOperator) || root.is(Kind::kCall)) return Statement::Kind::kExists;
  return std::nullopt;
}

Result<Statement> read_statement(const ParsedStatement& parsed, std::size_t parameters) {
  const std::optional<Statement::Kind> kind = kind_of(parsed);
  if (!kind) return refused(messages::unsupported_operation(operation_name(*parsed.root)));
  MAGNETO_ASSIGN_OR_RETURN(Statement statement, read_clauses(*kind, *parsed.root));
  statement.kind = *kind;
  if (parsed.parameters != parameters) return refused(messages::kParameterCount);
  return statement;
}

Result<void> check_returning(const Statement& statement) {
  const ReturningSyntax& returning = statement.returning;
  if (returning.several) return refused(messages::kSeveralReturning);
  if (returning.mapping == Mapping::kNone) return {};
  if (!returning.star) return refused(messages::kReturningStar);
  if (statement.kind == Statement::Kind::kDelete && returning.mapping != Mapping::kAllOld) {
    return refused(messages::delete_returning(mapping_name(returning.mapping)));
  }
  return {};
}

}  // namespace magneto::internal::partiql
