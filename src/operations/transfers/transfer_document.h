// SPDX-License-Identifier: Apache-2.0
//
// The documents of imports, exports and bulk operations in the catalog. A document's text is the
// description that clients see, as JSON, with one member more: a digest of the request, which tells
// whether a request with the same client token is the same.
//
// Ids are the service's: the time of the request, and a random end: "01658528578619-c4d4e311"
// (milliseconds since 1970). So they ascend with time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/random.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "json/codec.h"

namespace magneto::internal::operations {

/// A client token is known for eight hours, what it started for ninety days.
inline constexpr std::int64_t kTransferToken_ms = 8LL * 3600 * 1000;
inline constexpr std::int64_t kTransferMemory_ms = 90LL * 24 * 3600 * 1000;

std::string make_transfer_id(std::int64_t now_ms, Random& random);
/// The time in an id; 0 when it is none.
std::int64_t transfer_id_ms(std::string_view id);

/// arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/KIND/ID, read. Borrows the ARN.
struct TransferArn {
  std::string_view region;
  std::string_view table;
  std::string_view id;
};
/// `kind` is "import" or "export". Nothing when it is the ARN of something else, or none.
std::optional<TransferArn> read_transfer_arn(std::string_view arn, std::string_view kind);

/// arn:aws:dynamodb:REGION:ACCOUNT:bulk-operation/ID, and the ID in it. (The form is ours: the
/// service's is not known.)
std::string make_bulk_operation_arn(const catalog::Catalog::Options& place, std::string_view id);
std::optional<std::string_view> read_bulk_operation_arn(std::string_view arn);

/// 32 hexadecimal digits, of any text.
std::string digest_text(std::string_view text);
/// Of a request, or another struct of the wire's.
template <class T>
std::string digest_of(const T& value) {
  json::JsonWriter writer;
  json::encode(value, writer);
  return digest_text(writer.text());
}

/// `description` is a JSON object.
std::string make_document(std::string_view digest, std::string_view description);
std::string_view document_digest(std::string_view text);

template <class Description>
std::string write_document(std::string_view digest, const Description& description) {
  json::JsonWriter writer;
  json::encode(description, writer);
  return make_document(digest, writer.text());
}

/// In the arena. Errors: kCorruption.
template <class Description>
Result<Description> read_document(Arena& arena, std::string_view text) {
  json::RequestParser parser;
  const std::string padded = std::string(text) + std::string(json::kBodyPadding, ' ');
  const auto parsed = parser.parse(std::string_view(padded).substr(0, text.size()));
  if (parsed.ok()) {
    Result<Description> description = json::decode<Description>(*parsed, arena);
    if (description.ok()) return description;
  }
  return Error(ErrorCode::kCorruption, "damaged document " + std::string(text.substr(0, 200)));
}

/// Changes the description of a document. Errors: kResourceNotFound; `change`'s; kIo, kCorruption.
/// Waits for the disk.
template <class Description, class Change>
Result<void> update_document(catalog::Documents& documents, catalog::DocumentKind kind,
                             std::string_view id, Change change) {
  const auto update = [&](std::string& text) -> Result<void> {
    Arena arena;
    MAGNETO_ASSIGN_OR_RETURN(Description description, read_document<Description>(arena, text));
    MAGNETO_RETURN_IF_ERROR(change(description));
    text = write_document(document_digest(text), description);
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(documents.update(kind, id, update));
  return {};
}

}  // namespace magneto::internal::operations
