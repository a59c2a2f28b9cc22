// SPDX-License-Identifier: Apache-2.0
//
// What the service says about requests that are well formed and still wrong. All texts of this
// room for operations on items.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "keys/key_schema.h"

namespace magneto::internal::operations::messages {

std::string no_such_index(std::string_view index);

// Parameters.

inline constexpr std::string_view kOldOrNone = "ReturnValues can only be ALL_OLD or NONE";
inline constexpr std::string_view kConditionalOperatorAlone =
    "ConditionalOperator cannot be used without Filter or Expected";
inline constexpr std::string_view kConditionalOperatorOfOne =
    "ConditionalOperator can only be used when Filter or Expected has two or more elements";
inline constexpr std::string_view kEmptyName =
    "One or more parameter values were invalid: Empty attribute name";
/// `placeholder` stands for an empty name.
std::string empty_expression_name(std::string_view placeholder);
/// In AttributesToGet.
std::string duplicate_attribute(std::string_view attribute);
/// `problem` of the value behind `placeholder`.
std::string invalid_expression_value(std::string_view problem, std::string_view placeholder);

// Items and keys.

inline constexpr std::string_view kUpdatedItemTooLarge =
    "Item size to update has exceeded the maximum allowed size";
/// An update made these of an index key.
inline constexpr std::string_view kUpdatedIndexKeyType =
    "The update expression attempted to update the secondary index key to unsupported type";
inline constexpr std::string_view kUpdatedIndexKeySize =
    "The update expression attempted to update the secondary index key beyond allowed size limits";
inline constexpr std::string_view kConditionFailed = "The conditional request failed";
inline constexpr std::string_view kKeyMismatch =
    "The provided key element does not match the schema";
inline constexpr std::string_view kPartitionKeyTooLong =
    "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size "
    "limit of2048 bytes";
inline constexpr std::string_view kSortKeyTooLong =
    "One or more parameter values were invalid: Aggregated size of all range keys has exceeded "
    "the size limit of 1024 bytes";
std::string missing_key(std::string_view attribute);
std::string key_type(const keys::KeyAttribute& attribute, value::Type actual);
/// An expression reaches into a key attribute of the table, or of an index.
std::string nested_key(std::string_view attribute);
std::string nested_index_key(std::string_view attribute);

// Query and Scan.

inline constexpr std::string_view kNoKeyCondition =
    "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
    "request.";
inline constexpr std::string_view kConsistentGlobalIndex =
    "Consistent reads are not supported on global secondary indexes";
/// `parameter` is "Filter Expression" or "QueryFilter".
std::string filter_on_key(std::string_view parameter, std::string_view attribute);

/// In front of what Query says about Select; Scan says it without.
inline constexpr std::string_view kOneProblem = "1 validation error detected: ";
inline constexpr std::string_view kNothingSpecific =
    "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
    "SPECIFIC_ATTRIBUTES";
inline constexpr std::string_view kProjectedWithoutIndex =
    "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName";
/// `parameter` is "AttributesToGet" or "ProjectionExpression".
std::string projection_with_select(std::string_view parameter, std::string_view select);
std::string all_of_global_index(std::string_view index);
std::string not_projected(std::string_view index, std::span<const std::string_view> attributes);
std::string filter_not_projected(std::string_view index,
                                 std::span<const std::string_view> attributes);

inline constexpr std::string_view kStartKeyInvalid = "The provided starting key is invalid";
inline constexpr std::string_view kStartKeyOutside =
    "The provided starting key is outside query boundaries based on provided conditions";
inline constexpr std::string_view kStartKeyPredicate =
    "The provided starting key does not match the range key predicate";
inline constexpr std::string_view kStartKeyOneRow =
    "The query can return at most one row and cannot be restarted";
std::string start_key_invalid(std::string_view why);
/// A Query for the only item of a partition has nothing behind it. `value` as in "S:text".
std::string start_key_of_one_item(std::string_view attribute, std::string_view value);
std::string start_key_segment(std::int64_t segment, std::int64_t total);

inline constexpr std::string_view kTotalSegmentsMissing =
    "The TotalSegments parameter is required but was not present in the request when Segment "
    "parameter is present";
inline constexpr std::string_view kSegmentMissing =
    "The Segment parameter is required but was not present in the request when parameter "
    "TotalSegments is present";
std::string segment_too_large(std::int64_t segment, std::int64_t total);

// Batches.

inline constexpr std::string_view kDuplicateKeys = "Provided list of item keys contains duplicates";
inline constexpr std::string_view kTooManyGets =
    "Too many items requested for the BatchGetItem call";
inline constexpr std::string_view kTooManyWrites =
    "Too many items requested for the BatchWriteItem call";
inline constexpr std::string_view kNotOneRequest =
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
    "supported datatypes";

// Transactions.

inline constexpr std::string_view kSeveralActions =
    "TransactItems can only contain one of Check, Put, Update or Delete";
inline constexpr std::string_view kNoAction =
    "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request";
inline constexpr std::string_view kSameItemTwice =
    "Transaction request cannot include multiple operations on one item";
inline constexpr std::string_view kTransactionTooLarge =
    "Transaction payload size cannot exceed 4MB";
/// `codes` as in "ConditionalCheckFailed, None".
std::string transaction_cancelled(std::string_view codes);
/// These two are the API reference's words.
inline constexpr std::string_view kTransactionConflict = "Transaction is ongoing for the item";
inline constexpr std::string_view kTransactionInProgress =
    "The transaction with the given request token is already in progress.";
inline constexpr std::string_view kTokenMismatch =
    "Request parameters do not match with original request for the same ClientRequestToken";

// PartiQL. Those without another note are DynamoDB Local's.

inline constexpr std::string_view kDuplicateItem = "Duplicate primary key exists in table";
std::string nested_key_in_where(std::string_view attribute);
inline constexpr std::string_view kIncompleteKey =
    "Where clause does not contain a mandatory equality on all key attributes";
std::string key_absent(std::string_view attribute);
std::string key_schema_mismatch(std::string_view attribute);
inline constexpr std::string_view kOrderWithoutKey =
    "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY "
    "clause.";
std::string order_by_attribute(std::string_view name);
std::string order_by_type(std::string_view type);
inline constexpr std::string_view kTooManyReads =
    "Too many decomposed read operations for a given query.";
inline constexpr std::string_view kStatementIndex = "The table does not have the specified index";
inline constexpr std::string_view kStatementConsistent =
    "Strongly consistent read is not supported on Global Secondary Indexes";
inline constexpr std::string_view kStatementSeveralKeys =
    "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
    "multi-attribute RANGE keys.";
inline constexpr std::string_view kOverlappingRanges =
    "Overlapping conditions with range keys are not supported in where clause";
inline constexpr std::string_view kInvalidNextToken = "Invalid NextToken";
inline constexpr std::string_view kNextTokenMismatch = "NextToken does not match request";
inline constexpr std::string_view kExistsOutsideTransaction =
    "EXISTS can only be used in ExecuteTransaction write requests.";
inline constexpr std::string_view kBatchOperation =
    "Invalid operation. Only select, insert, update and delete operations are valid";
inline constexpr std::string_view kMixedBatch =
    "Read and write requests together in the same batch is not supported.";
/// As users of the service quote it.
inline constexpr std::string_view kBatchSelectKey =
    "Select statements within BatchExecuteStatement must specify the primary key in the where "
    "clause.";
inline constexpr std::string_view kMixedTransaction =
    "ExecuteTransaction API does not support both read and write operations in the same request.";
inline constexpr std::string_view kTransactionSelectKey =
    "Select statements within ExecuteTransaction must specify the primary key in the where clause.";
inline constexpr std::string_view kTransactionSelectIndex =
    "Reads on indices are not supported within transactions.";
inline constexpr std::string_view kExistsIndex =
    "Operations on indices are not supported in transactions";
inline constexpr std::string_view kExistsKey =
    "EXISTS() must contain a single item read with additional condition";
inline constexpr std::string_view kTransactionReturning =
    "RETURNING clause is not supported in ExecuteTransaction.";
/// `problem` of the statement at `position`.
std::string statement_failed(std::size_t position, std::string_view problem);

}  // namespace magneto::internal::operations::messages
