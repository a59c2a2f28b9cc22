// SPDX-License-Identifier: Apache-2.0
#include "partiql/statement_parser.h"

#include <algorithm>
#include <string>

#include "partiql/parser.h"

namespace magneto::internal::partiql {
namespace {

using Kind = Node::Kind;

constexpr int kSelectPrecedence = 6;

bool same_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 'a' - 'A') : a) == b;
  });
}

}  // namespace

bool TokenReader::take_soft_word(std::string_view lower) {
  const Token& token = head();
  if (!token.is(TokenKind::kIdentifier) || !same_ignoring_case(token.text, lower)) return false;
  take();
  return true;
}

Result<const Node*> StatementParser::statement() {
  MAGNETO_ASSIGN_OR_RETURN(const Node* root, expressions_.expression());
  if (tokens_.take_if(TokenKind::kSemicolon)) {
    if (tokens_.head().is(TokenKind::kEnd)) return root;
    return messages::malformed("Unexpected token after semicolon. (Only one query is allowed.)");
  }
  if (tokens_.head().is(TokenKind::kEnd)) return root;
  return messages::malformed("Unexpected token after expression");
}

Result<const Node*> StatementParser::select() {
  const Token word = tokens_.take();
  auto* select = tokens_.arena().make<SelectSyntax>();
  if (word.text == "pivot") {
    select->value = true;
    MAGNETO_RETURN_IF_ERROR(expressions_.expression());
    MAGNETO_RETURN_IF_ERROR(tokens_.expect(TokenKind::kAt, "AT"));
    MAGNETO_RETURN_IF_ERROR(expressions_.expression());
  } else {
    select->distinct = tokens_.take_word("distinct");
    if (!select->distinct) tokens_.take_word("all");
    select->value = tokens_.take_word("value");
    if (select->value) {
      MAGNETO_RETURN_IF_ERROR(expressions_.expression());
    } else {
      MAGNETO_ASSIGN_OR_RETURN(select->list, select_list());
    }
  }
  if (!tokens_.take_word("from")) return messages::malformed("Expected FROM after SELECT list");
  MAGNETO_ASSIGN_OR_RETURN(select->from, source());
  MAGNETO_RETURN_IF_ERROR(clauses(*select));
  Node* node = tokens_.make(Kind::kSelect, word);
  node->select = select;
  return node;
}

Result<Node::List> StatementParser::select_list() {
  if (tokens_.head().is(TokenKind::kEnd))
    return messages::malformed("Cannot have empty SELECT list");
  std::vector<const Node*> elements;
  bool star = false;
  do {
    MAGNETO_ASSIGN_OR_RETURN(const Node* element, select_element());
    elements.push_back(element);
    star |= element->is(Kind::kStar);
  } while (tokens_.take_if(TokenKind::kComma));
  if (star && elements.size() > 1) {
    return messages::malformed(
        "Other expressions may not be present in the select list when '*' is used without dot "
        "notation.");
  }
  return Node::List(tokens_.arena().copy(std::span<const Node* const>(elements)));
}

Result<const Node*> StatementParser::select_element() {
  if (tokens_.head().is(TokenKind::kStar)) return tokens_.make(Kind::kStar, tokens_.take());
  MAGNETO_ASSIGN_OR_RETURN(const Node* element, expressions_.expression());
  if (element->is(Kind::kPath)) {
    const Node::List parts = element->children.subspan(1);
    const auto is_wildcard = [](const Node* part) { return part->is(Kind::kWildcard); };
    const auto is_unpivot = [](const Node* part) { return part->is(Kind::kUnpivot); };
    const bool has_index = std::ranges::any_of(parts, [](const Node* part) {
      return !part->is(Kind::kUnpivot) && !part->is(Kind::kString);
    });
    if (std::ranges::any_of(parts, is_wildcard) ||
        std::ranges::any_of(parts.first(parts.size() - 1), is_unpivot)) {
      return messages::malformed("Invalid use of * in select list");
    }
    if (parts.back()->is(Kind::kUnpivot) && has_index) {
      return messages::malformed("Cannot use [] and * together in SELECT list expression");
    }
  }
  return with_alias(element, /*only_as=*/true);
}

Result<void> StatementParser::clauses(SelectSyntax& select) {
  if (tokens_.take_word("let")) {
    MAGNETO_ASSIGN_OR_RETURN(select.let, expressions_.expression());
    if (!tokens_.take_if(TokenKind::kAs))
      return messages::malformed("Expected AS following LET expr");
    if (!tokens_.head().is_identifier()) {
      return messages::malformed("Expected identifier for AS-alias");
    }
    tokens_.take();
  }
  MAGNETO_ASSIGN_OR_RETURN(select.where, clause("where"));
  MAGNETO_ASSIGN_OR_RETURN(select.group, group_clause());
  MAGNETO_ASSIGN_OR_RETURN(select.having, clause("having"));
  MAGNETO_ASSIGN_OR_RETURN(select.order, order_clause());
  MAGNETO_ASSIGN_OR_RETURN(select.limit, clause("limit"));
  MAGNETO_ASSIGN_OR_RETURN(select.offset, clause("offset"));
  return {};
}

// Null when it is not there.
Result<const Node*> StatementParser::clause(std::string_view word) {
  if (!tokens_.take_word(word)) return static_cast<const Node*>(nullptr);
  return expressions_.expression(kSelectPrecedence);
}

Result<const Node*> StatementParser::group_clause() {
  if (!tokens_.take_word("group")) return static_cast<const Node*>(nullptr);
  tokens_.take_word("partial");
  MAGNETO_RETURN_IF_ERROR(tokens_.expect(TokenKind::kBy, "BY"));
  const Node* first = nullptr;
  do {
    MAGNETO_ASSIGN_OR_RETURN(const Node* key, expressions_.expression(kSelectPrecedence));
    MAGNETO_ASSIGN_OR_RETURN(key, with_alias(key, /*only_as=*/true));
    if (first == nullptr) first = key;
  } while (tokens_.take_if(TokenKind::kComma));
  return first;
}

Result<std::span<const OrderSyntax>> StatementParser::order_clause() {
  if (!tokens_.take_word("order")) return std::span<const OrderSyntax>();
  MAGNETO_RETURN_IF_ERROR(tokens_.expect(TokenKind::kBy, "BY"));
  std::vector<OrderSyntax> keys;
  do {
    OrderSyntax key;
    MAGNETO_ASSIGN_OR_RETURN(key.key, expressions_.expression(kSelectPrecedence));
    key.descending = tokens_.take_word("desc");
    if (!key.descending) tokens_.take_word("asc");
    keys.push_back(key);
  } while (tokens_.take_if(TokenKind::kComma));
  return std::span<const OrderSyntax>(tokens_.arena().copy(std::span<const OrderSyntax>(keys)));
}

Result<const Node*> StatementParser::source() {
  MAGNETO_ASSIGN_OR_RETURN(const Node* left, single_source());
  for (;;) {
    const Token delimiter = tokens_.head();
    const bool join = delimiter.is_word("join");
    if (!join && !delimiter.is(TokenKind::kComma)) return left;
    tokens_.take();
    MAGNETO_RETURN_IF_ERROR(single_source());
    if (tokens_.take_word("on"))
      MAGNETO_RETURN_IF_ERROR(expressions_.expression(kSelectPrecedence));
    left = tokens_.make(Kind::kJoin, delimiter);
  }
}

Result<const Node*> StatementParser::single_source() {
  const Token unpivot = tokens_.head();
  const bool unpivots = tokens_.take_word("unpivot");
  MAGNETO_ASSIGN_OR_RETURN(const Node* named, expressions_.expression(kSelectPrecedence));
  if (unpivots) named = tokens_.make(Kind::kUnpivot, unpivot);
  return with_alias(named, /*only_as=*/false);
}

// AS name, or just a name; of a source also AT name and BY name.
Result<const Node*> StatementParser::with_alias(const Node* named, bool only_as) {
  const auto wrap = [this](const Node* node) {
    Node* alias = tokens_.make(Kind::kAlias, tokens_.take());
    alias->children = tokens_.arena().copy(std::span<const Node* const>(&node, 1));
    return alias;
  };
  const std::pair<TokenKind, std::string_view> words[] = {
      {TokenKind::kAs, "AS"}, {TokenKind::kAt, "AT"}, {TokenKind::kBy, "BY"}};
  for (const auto& [kind, name] : words) {
    if (only_as && kind != TokenKind::kAs) break;
    if (tokens_.take_if(kind)) {
      if (!tokens_.head().is_identifier()) {
        return messages::malformed("Expected identifier for " + std::string(name) + "-alias");
      }
      named = wrap(named);
    } else if (kind == TokenKind::kAs && tokens_.head().is_identifier()) {
      named = wrap(named);
    }
  }
  return named;
}

const Node* StatementParser::made(const Token& word, const ManipulationSyntax& syntax) {
  Node* node = tokens_.make(Kind::kManipulation, word);
  node->manipulation = tokens_.arena().make<ManipulationSyntax>(syntax);
  return node;
}

Result<const Node*> StatementParser::manipulation() {
  const Token word = tokens_.head();
  ManipulationSyntax syntax;
  MAGNETO_RETURN_IF_ERROR(base(syntax));
  return made(word, syntax);
}

Result<const Node*> StatementParser::from() {
  const Token word = tokens_.take();
  ManipulationSyntax syntax;
  MAGNETO_ASSIGN_OR_RETURN(syntax.target, source());
  MAGNETO_ASSIGN_OR_RETURN(syntax.where, clause("where"));
  MAGNETO_RETURN_IF_ERROR(base(syntax));
  MAGNETO_RETURN_IF_ERROR(returning(syntax));
  return made(word, syntax);
}

Result<const Node*> StatementParser::update() {
  const Token word = tokens_.take();
  ManipulationSyntax syntax;
  MAGNETO_ASSIGN_OR_RETURN(syntax.target, expressions_.simple_path());
  MAGNETO_ASSIGN_OR_RETURN(syntax.target, with_alias(syntax.target, /*only_as=*/false));
  MAGNETO_RETURN_IF_ERROR(base(syntax));
  MAGNETO_ASSIGN_OR_RETURN(syntax.where, clause("where"));
  MAGNETO_RETURN_IF_ERROR(returning(syntax));
  return made(word, syntax);
}

Result<const Node*> StatementParser::remove_items() {
  const Token word = tokens_.take();
  ManipulationSyntax syntax;
  syntax.kind = ManipulationSyntax::Kind::kDelete;
  if (!tokens_.take_word("from")) return messages::malformed("Expected FROM after DELETE");
  MAGNETO_ASSIGN_OR_RETURN(syntax.target, expressions_.simple_path());
  MAGNETO_ASSIGN_OR_RETURN(syntax.target, with_alias(syntax.target, /*only_as=*/false));
  MAGNETO_ASSIGN_OR_RETURN(syntax.where, clause("where"));
  MAGNETO_RETURN_IF_ERROR(returning(syntax));
  return made(word, syntax);
}

Result<const Node*> StatementParser::definition(Node::Kind kind) {
  const Token word = tokens_.take();
  const bool creates = kind == Kind::kCreate;
  if (!tokens_.take_word("table") && !tokens_.take_word("index")) {
    return messages::malformed(creates ? "Unexpected token following CREATE"
                                       : "Unexpected token following DROP");
  }
  if (!tokens_.head().is_identifier()) return messages::malformed("Expected identifier!");
  tokens_.take();
  return tokens_.make(kind, word);
}

Result<void> StatementParser::base(ManipulationSyntax& syntax) {
  if (tokens_.head().is_word("insert_into")) return insert(syntax);
  if (!tokens_.head().is_word("set") && !tokens_.head().is_word("remove")) {
    return messages::malformed("Expected data manipulation");
  }
  return update_clauses(syntax);
}

Result<void> StatementParser::insert(ManipulationSyntax& syntax) {
  tokens_.take();
  MAGNETO_ASSIGN_OR_RETURN(syntax.target, expressions_.simple_path());
  if (!tokens_.take_word("value")) {
    syntax.kind = ManipulationSyntax::Kind::kInsert;
    MAGNETO_ASSIGN_OR_RETURN(syntax.value, expressions_.expression());
    return {};
  }
  syntax.kind = ManipulationSyntax::Kind::kInsertValue;
  MAGNETO_ASSIGN_OR_RETURN(syntax.value, expressions_.expression());
  syntax.at = tokens_.take_if(TokenKind::kAt);
  if (syntax.at) MAGNETO_RETURN_IF_ERROR(expressions_.expression());
  MAGNETO_RETURN_IF_ERROR(on_conflict(syntax));
  return returning(syntax);
}

Result<void> StatementParser::on_conflict(ManipulationSyntax& syntax) {
  if (!tokens_.head().is_word("on")) return {};
  tokens_.take();
  if (!tokens_.take_soft_word("conflict")) return messages::malformed("invalid ON CONFLICT syntax");
  if (!tokens_.take_word("where")) return messages::malformed("invalid ON CONFLICT syntax");
  MAGNETO_RETURN_IF_ERROR(expressions_.expression());
  if (!tokens_.take_soft_word("do") || !tokens_.take_soft_word("nothing")) {
    return messages::malformed("invalid ON CONFLICT syntax");
  }
  syntax.on_conflict = true;
  return {};
}

// Any number of SET and REMOVE clauses, as the service has them.
Result<void> StatementParser::update_clauses(ManipulationSyntax& syntax) {
  syntax.kind = ManipulationSyntax::Kind::kUpdate;
  std::vector<ActionSyntax> actions;
  for (;;) {
    if (tokens_.take_word("set")) {
      MAGNETO_RETURN_IF_ERROR(assignments(actions));
    } else if (tokens_.take_word("remove")) {
      ActionSyntax action;
      MAGNETO_ASSIGN_OR_RETURN(action.target, expressions_.simple_path());
      actions.push_back(action);
    } else {
      break;
    }
  }
  syntax.actions = tokens_.arena().copy(std::span<const ActionSyntax>(actions));
  return {};
}

Result<void> StatementParser::assignments(std::vector<ActionSyntax>& actions) {
  do {
    ActionSyntax action;
    MAGNETO_ASSIGN_OR_RETURN(action.target, expressions_.simple_path());
    if (!tokens_.take_word("=")) return messages::malformed("Expected '='");
    MAGNETO_ASSIGN_OR_RETURN(action.value, expressions_.expression());
    actions.push_back(action);
  } while (tokens_.take_if(TokenKind::kComma));
  return {};
}

Result<void> StatementParser::returning(ManipulationSyntax& syntax) {
  if (!tokens_.take_word("returning")) return {};
  ReturningSyntax& returning = syntax.returning;
  bool first = true;
  do {
    const bool all = tokens_.take_word("all");
    if (!all && !tokens_.take_soft_word("modified")) {
      return messages::malformed(
          "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.");
    }
    const bool old = tokens_.take_soft_word("old");
    if (!old && !tokens_.take_soft_word("new")) {
      return messages::malformed(
          "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.");
    }
    if (all) returning.mapping = old ? Mapping::kAllOld : Mapping::kAllNew;
    if (!all) returning.mapping = old ? Mapping::kModifiedOld : Mapping::kModifiedNew;
    returning.star = tokens_.take_if(TokenKind::kStar);
    if (!returning.star) MAGNETO_RETURN_IF_ERROR(expressions_.expression());
    returning.several = !first;
    first = false;
  } while (tokens_.take_if(TokenKind::kComma));
  return {};
}

Result<ParsedStatement> parse(Arena& arena, std::string_view statement) {
  MAGNETO_ASSIGN_OR_RETURN(const Tokens tokens, tokenize(arena, statement));
  TokenReader reader(arena, tokens);
  StatementParser parser(reader);
  ParsedStatement parsed;
  MAGNETO_ASSIGN_OR_RETURN(parsed.root, parser.statement());
  parsed.parameters = tokens.parameters;
  return parsed;
}

}  // namespace magneto::internal::partiql
