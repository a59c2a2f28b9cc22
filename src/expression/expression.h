// SPDX-License-Identifier: Apache-2.0
//
// Expressions, front door of the room: text to a bound tree, bound tree to an answer.
//
//   1. A ParseCache turns text into a syntax tree that holds no request data, and
//      remembers it by text.
//   2. Binding resolves #names and :values for one request and makes all checks that need no item.
//   3. A bound tree lives in the request's arena and is evaluated against items in place.
//
// The legacy parameters (Expected, AttributeUpdates, KeyConditions, QueryFilter, ScanFilter,
// AttributesToGet) become the same bound trees: see legacy.h.
//
// Not thread safe; one ParseCache a worker thread. All errors are kValidation with the service's
// texts.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "keys/key_bytes.h"
#include "keys/key_schema.h"
#include "value/encoded_item.h"

namespace magneto::internal::expression {

inline constexpr std::size_t kMaxExpressionBytes = 4096;

/// Which parameter an expression came from; part of the texts ("Invalid FilterExpression: ...").
enum class Role : std::uint8_t {
  kCondition,
  kFilter,
  kKeyCondition,
  kProjection,
  kUpdate,
  kSearchCondition
};
std::string_view role_name(Role role);

struct NameBinding {
  std::string_view placeholder;  ///< "#n"
  std::string_view name;
};

/// ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them were
/// used.
class Placeholders {
 public:
  /// `values` holds the values under their placeholders (":v"). Both may be empty.
  Placeholders(Arena& arena, std::span<const NameBinding> names, value::ItemView values);

  /// Nothing when it is not defined. Marks it used. O(log definitions).
  std::optional<std::string_view> name(std::string_view placeholder);
  std::optional<value::ValueView> value(std::string_view placeholder);

  /// "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}" and so on. Call
  /// after every expression of the request is bound.
  Result<void> check_all_used() const;

 private:
  std::span<NameBinding> names_;              ///< Ascending by placeholder.
  std::span<const value::Attribute> values_;  ///< The same.
  std::span<bool> name_used_;
  std::span<bool> value_used_;
};

/// What is wrong with the maps themselves; call before the first bind, when an expression is given.
/// "ExpressionAttributeNames must not be empty", "ExpressionAttributeNames contains invalid key:
/// Syntax error; key: \"x\"".
Result<void> check_names(std::span<const NameBinding> names);
Result<void> check_value_keys(value::ItemView values);

/// Which expressions a request has, for check_parameters().
struct ExpressionParameter {
  std::string_view name;  ///< "FilterExpression"
  bool given;
};

/// "Can not use both expression and non-expression parameters in the same request: ...",
/// "ExpressionAttributeNames can only be specified when using expressions",
/// "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is
/// null". `expressions` and `legacy` list what the operation knows, in the order the service
/// prints. Without `names_missing` the last text ends before the colon.
Result<void> check_parameters(std::span<const ExpressionParameter> expressions,
                              std::span<const ExpressionParameter> legacy, bool has_names,
                              bool has_values, bool names_missing = true);

// Bound trees. Opaque here (bound.h); they live in the arena they were bound in.
struct Condition;
struct Projection;
struct Update;

class ParseCache;  // parse_cache.h

/// Condition, filter or key condition. Errors in the service's order: emptiness and length, syntax,
/// redundant parentheses; then, from left to right, function names and reserved words; then, from
/// left to right, undefined names and values, numbers and types of operands; at last the number of
/// operators.
Result<const Condition*> bind_condition(ParseCache& cache, Arena& arena, Role role,
                                        std::string_view text, Placeholders& placeholders);

/// Whether `item` satisfies the condition; an absent item is passed as an empty one. No errors: a
/// type that does not fit is just false. O(size of the tree times size of what it looks at).
bool evaluate(const Condition& condition, value::ItemView item);

/// The top-level attribute names that the condition looks at, in the text's order.
std::span<const std::string_view> attributes_of(Arena& arena, const Condition& condition);

Result<const Projection*> bind_projection(ParseCache& cache, Arena& arena, std::string_view text,
                                          Placeholders& placeholders);

/// AttributesToGet as a projection: top-level names.
const Projection* projection_of(Arena& arena, std::span<const std::string_view> attributes);

/// What the projection leaves of the item: selected paths only, list elements closed up in order.
value::ItemView project(Arena& arena, const Projection& projection, value::ItemView item);

std::span<const std::string_view> attributes_of(Arena& arena, const Projection& projection);

/// Key condition of a Query, matched to a schema.
struct KeyCondition {
  std::span<const value::ValueView> partition_values;  ///< In schema order.
  keys::SortCondition sort;
};

/// A key condition before the table is known: what each attribute is compared with
/// (key_condition.h).
struct KeyTerms;

/// A KeyConditionExpression, in two steps as the service checks it. First bind it like the
/// request's other expressions: bind_condition() with Role::kKeyCondition. When all of them are
/// bound and check_all_used() is through, key_terms() refuses what only a key condition may not
/// have: "Invalid operator used in KeyConditionExpression: OR", nested attributes, two conditions
/// for one key, more than two conditions (eight when the Query names an index, for a
/// multi-attribute key). Today's service counts conditions against the schema instead, once the
/// table is known.
enum class TermCount : std::uint8_t { kTwo, kAny, kSchema };
Result<const KeyTerms*> key_terms(Arena& arena, const Condition& condition, TermCount count);

/// Then, once the table is known, with the schema of the table or index: "Query condition missed
/// key schema element: x", "Query key condition not supported", operand types. `index_name` is
/// empty for a table.
Result<KeyCondition> match_key_condition(Arena& arena, const KeyTerms& terms,
                                         const keys::KeySchema& schema,
                                         std::string_view index_name = {});

/// The three steps at once.
Result<KeyCondition> bind_key_condition(ParseCache& cache, Arena& arena, std::string_view text,
                                        Placeholders& placeholders, const keys::KeySchema& schema);

Result<const Update*> bind_update(ParseCache& cache, Arena& arena, std::string_view text,
                                  Placeholders& placeholders);

std::span<const std::string_view> attributes_of(Arena& arena, const Update& update);

/// For "Filter Expression can only contain non-primary key attributes": the first attribute of
/// `schema`, in its order (DynamoDB Local for that), that the condition looks at.
std::optional<std::string_view> first_key_in(const Condition& condition,
                                             const keys::KeySchema& schema);

/// For "Key attributes must be scalars; list random access '[]' and map lookup '.' are not
/// allowed": the first attribute of `schema`, in its order, that the tree reaches into (`key.a`,
/// `key[1]`). In an update, operands count too.
std::optional<std::string_view> nested_key(const Condition& condition,
                                           const keys::KeySchema& schema);
std::optional<std::string_view> nested_key(const Projection& projection,
                                           const keys::KeySchema& schema);
std::optional<std::string_view> nested_key(const Update& update, const keys::KeySchema& schema);

/// "One or more parameter values were invalid: Condition parameter type does not match schema
/// type": an attribute of `schema` is compared, also by begins_with or contains, with a value of
/// another type than it has there. A SELECT is refused for that (DynamoDB Local), a filter is not.
Result<void> check_compared_types(const Condition& condition, const keys::KeySchema& schema);

/// "One or more parameter values were invalid: Cannot update attribute x. This attribute is part of
/// the key": the first one of the schema, or of AttributeUpdates (DynamoDB Local for both).
Result<void> check_update_leaves_keys(const Update& update, const keys::KeySchema& schema);

/// Applies the update to `old` (with the key attributes in it, also when the item is new). All
/// right-hand sides see `old`. Errors: a path that is not there, wrong operand types, a number out
/// of range, nesting beyond 32 levels. The size limit is the caller's.
Result<value::ItemView> apply_update(Arena& arena, const Update& update, value::ItemView old);

/// The UPDATED_OLD / UPDATED_NEW projection: the paths that the update touched, as they stand in
/// `item`.
value::ItemView updated_attributes(Arena& arena, const Update& update, value::ItemView item);

/// Whether the update only removes (an UpdateItem that does, on an item that is not there, writes
/// none).
bool only_removes(const Update& update);

}  // namespace magneto::internal::expression
