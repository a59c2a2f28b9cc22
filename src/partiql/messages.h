// SPDX-License-Identifier: Apache-2.0
//
// Every text of this room that a user can see. Those of a statement that is not well formed are the
// messages of PartiQL's reference parser, as users of the service quote them; the others are those
// of DynamoDB Local, which has them in common with the service.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "partiql/token.h"

namespace magneto::internal::partiql::messages {

/// "Statement wasn't well formed, can't be processed: <detail>". What the parser cannot even read
/// as a token has no detail.
Error malformed(std::string_view detail);

/// `message`, and where.
Error at(std::string message, const Position& position);

inline constexpr std::string_view kAlias = "Aliasing is not supported";
inline constexpr std::string_view kSelectValue =
    "Select projection doesn't support value or pivot keywords";
inline constexpr std::string_view kDistinct = "Unsupported token in expression: DISTINCT";
inline constexpr std::string_view kUnpivotProjection =
    "Changing item's hierarchy while reading isn't supported";
inline constexpr std::string_view kSeveralSources =
    "Only select from a single table or index is supported.";
inline constexpr std::string_view kUnexpectedSource = "Unexpected from source";
inline constexpr std::string_view kListSource = "Invalid list expression in source.";
inline constexpr std::string_view kLongSource =
    "A path may contain at most 2 components in the FROM clause";
inline constexpr std::string_view kTableName =
    "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', "
    "'_', '.'.";
inline constexpr std::string_view kInsertSource =
    "FROM clause may only contain a single table name in data manipulation statements";
inline constexpr std::string_view kOnIndex = "This operation is not supported on an index";
inline constexpr std::string_view kInsertFormat =
    "Unsupported format in item expression. Please use struct format {...} to express item values "
    "for insert statement.";
inline constexpr std::string_view kInsertAt = "AT is not supported in insert statements.";
inline constexpr std::string_view kInsertReturning = "RETURNING is not supported in INSERT";
inline constexpr std::string_view kReturningStar =
    "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause";
inline constexpr std::string_view kSeveralReturning =
    "Invalid syntax with multiple returning elements in RETURNING clause";
std::string delete_returning(std::string_view mapping);

inline constexpr std::string_view kNotBoolean =
    "WHERE clause must contain an expression that resolves to a boolean";
inline constexpr std::string_view kNotOperand = "The argument to NOT must be a Type or Expression";
inline constexpr std::string_view kAndOperand = "The arguments to AND/OR must be Expressions";
inline constexpr std::string_view kInOperand =
    "IN operator must have a left hand argument of type Variable Reference and right hand argument "
    "of type Seq with at least one member";
inline constexpr std::string_view kMissingCompared = "MISSING must be compared using IS operator";
inline constexpr std::string_view kIsOperand =
    "The left hand side argument to IS must be a Variable Reference, Literal, or Path";
inline constexpr std::string_view kIsInUpdate =
    "IS operator is not supported in update expressions";
std::string is_type(std::string_view type);
/// Of a type that the service's grammar knows and its IS does not.
inline constexpr std::string_view kIsType = "Unsupported operation: IsType";

inline constexpr std::string_view kEmptyPath = "Path component cannot be an empty string";
inline constexpr std::string_view kPathComponent = "Unexpected path component";
inline constexpr std::string_view kListPath = "A path cannot start with a list index";
inline constexpr std::string_view kUnpivotPath =
    "Unpivot path component like a.*.b are not supported";
inline constexpr std::string_view kWildcardPath =
    "Wildcard path component like a[*].b are not supported";
std::string index_outside(std::string_view index);
std::string duplicate_name(std::string_view name);

inline constexpr std::string_view kEmptyBag = "Empty bags are not supported";
inline constexpr std::string_view kBagType =
    "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags";
inline constexpr std::string_view kBagDuplicates = "Input collection contains duplicates";
/// What is wrong with a number, and where: "root", "root.x", "root[1]".
std::string under(std::string_view problem, std::string_view place);
std::string negative_zero(std::string_view key);
std::string duplicate_key(std::string_view key, std::string_view under);
std::string key_type(std::string_view type, std::string_view under);
std::string data_type(std::string_view type, std::string_view key);
std::string ion_literal(std::string_view type, std::string_view key);

std::string set_arguments(std::string_view operation);
std::string set_first_argument(std::string_view operation);
std::string set_second_argument(std::string_view operation);

std::string unsupported_clause(std::string_view clause);
std::string unsupported_operation(std::string_view operation);
std::string unrecognized_function(std::string_view function);
std::string unsupported_token(std::string_view token);
std::string condition_operator(std::string_view op);
std::string update_operator(std::string_view op);

std::string several_conditions(std::string_view key);
std::string schema_mismatch(std::string_view key);
std::string key_not_scalar(std::string_view key, std::string_view type);
inline constexpr std::string_view kNotExists = "Unsupported operation in transaction.";
inline constexpr std::string_view kParameterCount =
    "Number of parameters in request and statement don't match.";
inline constexpr std::string_view kOrderWithoutWhere =
    "Must have WHERE clause in the statement when using ORDER BY clause.";

}  // namespace magneto::internal::partiql::messages
