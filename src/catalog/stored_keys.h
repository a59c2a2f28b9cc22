// SPDX-License-Identifier: Apache-2.0
//
// What the catalog keeps in the engine (Family::kCatalog), all keys and values text:
//
//   table/NAME            -> the table (table_codec.h)
//   next_space            -> decimal: the space the next table or index gets; none is used twice
//   drop/items/SPACE      -> (nothing): data of this removed table is still to be dropped
//   drop/indexes/SPACE    -> (nothing): the same of an index
//   drop/changes/SPACE    -> (nothing): the same of a stream
//   removed/SPACE         -> a table that is gone and whose streams can still be read
//   backfill/SPACE        -> how far the index has been filled (written by the job)
//   document/KIND/ID      -> a document (documents.h); KIND: backup, export, import, bulk
//   progress/KIND/ID      -> how far the work on a document has come (written by the job)
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "catalog/catalog.h"
#include "catalog/documents.h"

namespace magneto::internal::catalog {

inline constexpr std::string_view kTablePrefix = "table/";
inline constexpr std::string_view kRemovedPrefix = "removed/";
inline constexpr std::string_view kNextSpaceKey = "next_space";
inline constexpr std::string_view kDropPrefix = "drop/";
inline constexpr std::string_view kDocumentPrefix = "document/";

std::string table_key(std::string_view name);
std::string removed_key(keys::SpaceId table_space);
std::string drop_key(const Catalog::PendingDrop& drop);
std::string backfill_key(keys::SpaceId index_space);
std::string document_key(DocumentKind kind, std::string_view id);
std::string progress_key(DocumentKind kind, std::string_view id);

/// What drop_key() made, read back.
std::optional<Catalog::PendingDrop> parse_drop_key(std::string_view key);
/// What document_key() made, read back. Borrows the key.
struct DocumentName {
  DocumentKind kind;
  std::string_view id;
};
std::optional<DocumentName> parse_document_key(std::string_view key);
/// A decimal space.
std::optional<keys::SpaceId> parse_space(std::string_view text);

/// Of a key, or its value, that cannot be read.
Error damaged_key(std::string_view key);

}  // namespace magneto::internal::catalog
