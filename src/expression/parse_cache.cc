// SPDX-License-Identifier: Apache-2.0

#include "expression/parse_cache.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "expression/parser.h"
#include "expression/syntax.h"

namespace magneto::internal::expression {

ParseCache::ParseCache() = default;
ParseCache::~ParseCache() = default;
ParseCache::ParseCache(ParseCache&&) noexcept = default;
ParseCache& ParseCache::operator=(ParseCache&&) noexcept = default;

template <class Syntax>
Result<std::shared_ptr<const Syntax>> ParseCache::find_or_parse(
    Grammar grammar, std::string_view text,
    Result<std::shared_ptr<const Syntax>> (*parse)(std::string_view)) {
  if (sets_.empty()) sets_.resize(kSets);
  const std::uint64_t hash =
      std::hash<std::string_view>()(text) + static_cast<std::uint64_t>(grammar);
  std::array<Entry, kWays>& set = sets_[hash % kSets];
  ++clock_;

  for (Entry& entry : set) {
    if (entry.hash != hash || entry.grammar != grammar || entry.text != text || !entry.tree)
      continue;
    entry.last_use = clock_;
    ++hits_;
    return std::static_pointer_cast<const Syntax>(entry.tree);
  }

  ++misses_;
  MAGNETO_ASSIGN_OR_RETURN(std::shared_ptr<const Syntax> tree, parse(text));
  Entry& oldest = *std::ranges::min_element(set, {}, &Entry::last_use);
  oldest = {.tree = tree, .text = tree->text, .last_use = clock_, .hash = hash, .grammar = grammar};
  return tree;
}

Result<std::shared_ptr<const ConditionSyntax>> ParseCache::condition(std::string_view text) {
  return find_or_parse<ConditionSyntax>(Grammar::kCondition, text, parse_condition);
}

Result<std::shared_ptr<const ProjectionSyntax>> ParseCache::projection(std::string_view text) {
  return find_or_parse<ProjectionSyntax>(Grammar::kProjection, text, parse_projection);
}

Result<std::shared_ptr<const UpdateSyntax>> ParseCache::update(std::string_view text) {
  return find_or_parse<UpdateSyntax>(Grammar::kUpdate, text, parse_update);
}

}  // namespace magneto::internal::expression
