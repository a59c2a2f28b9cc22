// SPDX-License-Identifier: Apache-2.0
#include "catalog/stored_keys.h"

#include <charconv>

namespace magneto::catalog {
namespace {

constexpr std::string_view kDropItems = "drop/items/";
constexpr std::string_view kDropIndexes = "drop/indexes/";

}  // namespace

std::string table_key(std::string_view name) { return std::string(kTablePrefix).append(name); }

std::string drop_key(const Catalog::PendingDrop& drop) {
  const bool items = drop.family == storage::Family::kItems;
  return std::string(items ? kDropItems : kDropIndexes) + std::to_string(drop.space);
}

std::string backfill_key(keys::SpaceId index_space) {
  return "backfill/" + std::to_string(index_space);
}

std::optional<Catalog::PendingDrop> parse_drop_key(std::string_view key) {
  storage::Family family = storage::Family::kItems;
  if (key.starts_with(kDropItems)) {
    key.remove_prefix(kDropItems.size());
  } else if (key.starts_with(kDropIndexes)) {
    key.remove_prefix(kDropIndexes.size());
    family = storage::Family::kIndexes;
  } else {
    return std::nullopt;
  }
  const std::optional<keys::SpaceId> space = parse_space(key);
  if (!space) return std::nullopt;
  return Catalog::PendingDrop{family, *space};
}

std::optional<keys::SpaceId> parse_space(std::string_view text) {
  keys::SpaceId space = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, space);
  if (error != std::errc() || rest != end) return std::nullopt;
  if (space == 0 || space > keys::kMaxSpaceId) return std::nullopt;
  return space;
}

}  // namespace magneto::catalog
