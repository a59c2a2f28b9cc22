// SPDX-License-Identifier: Apache-2.0
//
// ParseCache: expression text to syntax tree, remembered. Programs send the same few expressions
// over and over, so a hit (one hash of the text and one comparison) replaces lexing, parsing, the
// search for reserved words and all other checks that need no request data.
//
// Keyed by grammar and text: a condition, a filter and a key condition share trees. Bounded: the
// entries are least-recently-used within small sets, and the whole never holds more than
// kMaxEntries. Texts with errors are not remembered.
//
// Not thread safe: one a worker thread. Trees are shared_ptr<const>, so one that is in use outlives
// its eviction.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace magneto::internal::expression {

struct ConditionSyntax;   // syntax.h
struct ProjectionSyntax;  // syntax.h
struct UpdateSyntax;      // syntax.h

class ParseCache {
 public:
  static constexpr std::size_t kMaxEntries = 1024;

  ParseCache();
  ~ParseCache();
  ParseCache(ParseCache&&) noexcept;
  ParseCache& operator=(ParseCache&&) noexcept;

  /// The tree of `text`, from memory or freshly parsed. Errors: the text behind "Invalid
  /// FilterExpression: " (the cache does not know the role), kValidation.
  Result<std::shared_ptr<const ConditionSyntax>> condition(std::string_view text);
  Result<std::shared_ptr<const ProjectionSyntax>> projection(std::string_view text);
  Result<std::shared_ptr<const UpdateSyntax>> update(std::string_view text);

  std::uint64_t hits() const { return hits_; }
  std::uint64_t misses() const { return misses_; }

 private:
  enum class Grammar : std::uint8_t { kCondition, kProjection, kUpdate };

  /// A tree of some grammar. Its text is the key, and lives in it.
  struct Entry {
    std::shared_ptr<const void> tree;
    std::string_view text;
    std::uint64_t last_use = 0;
    std::uint64_t hash = 0;
    Grammar grammar = Grammar::kCondition;
  };

  static constexpr std::size_t kWays = 8;  ///< Entries that share a set, searched in a row.
  static constexpr std::size_t kSets = kMaxEntries / kWays;

  template <class Syntax>
  Result<std::shared_ptr<const Syntax>> find_or_parse(
      Grammar grammar, std::string_view text,
      Result<std::shared_ptr<const Syntax>> (*parse)(std::string_view));

  std::vector<std::array<Entry, kWays>> sets_;  ///< Empty until the first use.
  std::uint64_t clock_ = 0;
  std::uint64_t hits_ = 0;
  std::uint64_t misses_ = 0;
};

}  // namespace magneto::internal::expression
