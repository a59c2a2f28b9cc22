// SPDX-License-Identifier: Apache-2.0
#include "catalog/stored_keys.h"

#include <charconv>

#include "base/check.h"

namespace magneto::internal::catalog {
namespace {

struct DropPrefix {
  std::string_view prefix;
  SpaceKind kind;
};
constexpr DropPrefix kDropPrefixes[] = {
    {"drop/items/", SpaceKind::kItems},
    {"drop/indexes/", SpaceKind::kIndexEntries},
    {"drop/changes/", SpaceKind::kChanges},
};

// By number of the kind.
constexpr std::string_view kKindNames[kDocumentKinds] = {"backup", "export", "import", "bulk"};

std::string kind_key(std::string_view prefix, DocumentKind kind, std::string_view id) {
  std::string key(prefix);
  key.append(kKindNames[static_cast<std::size_t>(kind)]).append("/").append(id);
  return key;
}

}  // namespace

std::string table_key(std::string_view name) { return std::string(kTablePrefix).append(name); }

std::string removed_key(keys::SpaceId table_space) {
  return std::string(kRemovedPrefix) + std::to_string(table_space);
}

std::string drop_key(const Catalog::PendingDrop& drop) {
  for (const DropPrefix& known : kDropPrefixes) {
    if (known.kind == drop.kind) {
      return std::string(known.prefix) + std::to_string(drop.space);
    }
  }
  MAGNETO_CHECK(false && "a kind of space that is dropped");
  return {};
}

std::string backfill_key(keys::SpaceId index_space) {
  return "backfill/" + std::to_string(index_space);
}

std::string document_key(DocumentKind kind, std::string_view id) {
  return kind_key(kDocumentPrefix, kind, id);
}

std::string progress_key(DocumentKind kind, std::string_view id) {
  return kind_key("progress/", kind, id);
}

std::optional<DocumentName> parse_document_key(std::string_view key) {
  if (!key.starts_with(kDocumentPrefix)) return std::nullopt;
  key.remove_prefix(kDocumentPrefix.size());
  const std::size_t slash = key.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  for (std::size_t i = 0; i < kDocumentKinds; ++i) {
    if (kKindNames[i] == key.substr(0, slash)) {
      return DocumentName{static_cast<DocumentKind>(i), key.substr(slash + 1)};
    }
  }
  return std::nullopt;
}

std::optional<Catalog::PendingDrop> parse_drop_key(std::string_view key) {
  for (const DropPrefix& known : kDropPrefixes) {
    if (!key.starts_with(known.prefix)) continue;
    const std::optional<keys::SpaceId> space = parse_space(key.substr(known.prefix.size()));
    if (!space) return std::nullopt;
    return Catalog::PendingDrop{known.kind, *space};
  }
  return std::nullopt;
}

std::optional<keys::SpaceId> parse_space(std::string_view text) {
  keys::SpaceId space = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, space);
  if (error != std::errc() || rest != end) return std::nullopt;
  if (space == 0 || space > keys::kMaxSpaceId) return std::nullopt;
  return space;
}

Error damaged_key(std::string_view key) {
  return Error(ErrorCode::kCorruption, "damaged catalog entry " + std::string(key));
}

}  // namespace magneto::internal::catalog
