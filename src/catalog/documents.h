// SPDX-License-Identifier: Apache-2.0
//
// Documents: what the catalog remembers besides tables. A backup, an export, an import, a bulk
// operation has one document each: a JSON text that means something to its own room only, under an
// id that is unique in its kind. Few and small: all of them are in memory. Thread safe.
//
// A change is written (family kCatalog) and made durable before it is seen. Then the catalog's
// listeners are told: whoever works on documents looks for what there is to do now. A document
// whose work goes on says so itself: the catalog only keeps the text.
//
//   documents.put(DocumentKind::kExport, id, R"({"status":"IN_PROGRESS",...})");
//   for (const DocumentPtr& each : documents.list(DocumentKind::kExport)) ...
//
// How far the work on a document has come can be kept with what it writes, in the same batch, under
// stored_keys.h's progress_key(): it goes with the document.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "base/mutex.h"
#include "base/result.h"
#include "storage/engine.h"

namespace magneto::internal::catalog {

/// The numbers are not stored.
enum class DocumentKind : std::uint8_t { kBackup, kExport, kImport, kBulkOperation };
inline constexpr std::size_t kDocumentKinds = 4;

struct Document {
  std::string id;
  std::string text;
};
/// Immutable: a change makes a new one. Never null but where that is said.
using DocumentPtr = std::shared_ptr<const Document>;

class Documents {
 public:
  /// `on_change` is called after each change, on its thread. The engine must outlive this.
  Documents(storage::Engine& engine, std::function<void()> on_change)
      : engine_(engine), on_change_(std::move(on_change)) {}

  /// Takes what a view of the engine has, once, before anything else. Errors: kIo, kCorruption.
  Result<void> load(storage::View& view);

  /// Null when there is none. Never waits for the disk, as list().
  DocumentPtr find(DocumentKind kind, std::string_view id) const;
  /// Those of a kind, by ascending id.
  std::vector<DocumentPtr> list(DocumentKind kind) const;

  /// Writes a document: a new one, or in place of the one with the same id. Errors: kIo. Waits for
  /// the disk, as all changes do.
  Result<DocumentPtr> put(DocumentKind kind, std::string id, std::string text);

  /// A new document that is written in a batch with something else, and seen once that is durable.
  static void put_new(storage::Batch& batch, DocumentKind kind, const Document& document);
  void publish_new(DocumentKind kind, const Document& document);

  /// Replaces a document's text by what `change` makes of it: of two at a time the second one sees
  /// what the first one wrote. A text that stays is not written: `change` may be a check under
  /// which the document cannot go away. Errors:
  /// kResourceNotFound, `change`'s, kIo.
  Result<DocumentPtr> update(DocumentKind kind, std::string_view id,
                             FunctionRef<Result<void>(std::string& text)> change);

  /// Removes a document and its progress, if `check` does not refuse. Gives it as it was. `with`
  /// puts more in the same batch. Errors: kResourceNotFound, `check`'s, kIo.
  Result<DocumentPtr> remove(
      DocumentKind kind, std::string_view id,
      FunctionRef<Result<void>(const Document&)> check = [](const Document&) -> Result<void> {
        return {};
      },
      FunctionRef<void(storage::Batch&)> with = [](storage::Batch&) {});

 private:
  using ById = std::map<std::string, DocumentPtr, std::less<>>;

  Result<void> write(storage::Decide write);
  void publish(DocumentKind kind, DocumentPtr document);

  storage::Engine& engine_;
  const std::function<void()> on_change_;
  Mutex change_mutex_;   // One change at a time: held over its write and publication.
  mutable Mutex mutex_;  // Held only for a moment.
  std::array<ById, kDocumentKinds> documents_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::catalog
