// SPDX-License-Identifier: Apache-2.0
//
// Tables and indexes as they are written on the command line, as the API has them:
//
//   Artist  Year:N                      an attribute of the key; S without a type
//   ByYear=Year:N,Title                 an index: its partition key, its sort key
//   ByYear=Year:N,Title;KEYS_ONLY       and what it holds: ALL, KEYS_ONLY, or names with commas
#pragma once

#include <string>
#include <vector>

#include "magneto/value.h"

namespace magneto::internal::commands {

struct KeyWords {
  std::string name;
  std::string type;  ///< S, N, B.
};

/// Errors (of all): kInvalidArgument.
magneto::Result<KeyWords> read_key_words(const std::string& text);

struct IndexWords {
  std::string name;
  std::vector<KeyWords> keys;
  Map projection;
};
magneto::Result<IndexWords> read_index_words(const std::string& text);

/// KeySchema: the first is HASH, a second RANGE.
List key_schema(const std::vector<KeyWords>& keys);
/// AttributeDefinitions: adds those that are not there. Errors: kInvalidArgument for two types of one
/// name.
magneto::Result<void> define(List& definitions, const std::vector<KeyWords>& keys);
/// "k=v". Errors: kInvalidArgument.
magneto::Result<List> read_tags(const std::vector<std::string>& tags);

/// An index as CreateTable and UpdateTable have it.
Map index_map(const IndexWords& index);

}  // namespace magneto::internal::commands
