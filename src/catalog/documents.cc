// SPDX-License-Identifier: Apache-2.0
#include "catalog/documents.h"

#include <utility>

#include "catalog/stored_keys.h"

namespace magneto::internal::catalog {
namespace {

using storage::Batch;
using storage::Family;
using storage::Values;

std::size_t number_of(DocumentKind kind) { return static_cast<std::size_t>(kind); }

Error not_found() { return Error(ErrorCode::kResourceNotFound, "no such document"); }

}  // namespace

Result<void> Documents::load(storage::View& view) {
  const std::string end = std::string(kDocumentPrefix) + '\xff';
  const auto cursor = view.range({Family::kCatalog, kDocumentPrefix, end});
  const MutexLock lock(mutex_);
  for (; cursor->valid(); cursor->next()) {
    const std::optional<DocumentName> name = parse_document_key(cursor->key());
    if (!name) return damaged_key(cursor->key());
    std::string id(name->id);
    documents_[number_of(name->kind)][id] =
        std::make_shared<const Document>(Document{id, std::string(cursor->value())});
  }
  return cursor->status();
}

DocumentPtr Documents::find(DocumentKind kind, std::string_view id) const {
  const MutexLock lock(mutex_);
  const ById& all = documents_[number_of(kind)];
  const auto found = all.find(id);
  return found == all.end() ? nullptr : found->second;
}

std::vector<DocumentPtr> Documents::list(DocumentKind kind) const {
  const MutexLock lock(mutex_);
  const ById& all = documents_[number_of(kind)];
  std::vector<DocumentPtr> documents;
  documents.reserve(all.size());
  for (const auto& [id, document] : all) documents.push_back(document);
  return documents;
}

Result<DocumentPtr> Documents::put(DocumentKind kind, std::string id, std::string text) {
  const auto document = std::make_shared<const Document>(Document{std::move(id), std::move(text)});
  {
    const MutexLock change(change_mutex_);
    MAGNETO_RETURN_IF_ERROR(write([&](Values, Batch& batch) -> Result<void> {
      batch.put({Family::kCatalog, document_key(kind, document->id)}, document->text);
      return {};
    }));
    publish(kind, document);
  }
  on_change_();
  return document;
}

void Documents::put_new(Batch& batch, DocumentKind kind, const Document& document) {
  batch.put({Family::kCatalog, document_key(kind, document.id)}, document.text);
}

void Documents::publish_new(DocumentKind kind, const Document& document) {
  publish(kind, std::make_shared<const Document>(document));
}

Result<DocumentPtr> Documents::update(DocumentKind kind, std::string_view id,
                                      FunctionRef<Result<void>(std::string& text)> change_text) {
  DocumentPtr document;
  {
    const MutexLock change(change_mutex_);
    const DocumentPtr before = find(kind, id);
    if (!before) return not_found();
    Document copy = *before;
    MAGNETO_RETURN_IF_ERROR(change_text(copy.text));
    if (copy.text == before->text) return before;
    document = std::make_shared<const Document>(std::move(copy));
    MAGNETO_RETURN_IF_ERROR(write([&](Values, Batch& batch) -> Result<void> {
      batch.put({Family::kCatalog, document_key(kind, id)}, document->text);
      return {};
    }));
    publish(kind, document);
  }
  on_change_();
  return document;
}

Result<DocumentPtr> Documents::remove(DocumentKind kind, std::string_view id,
                                      FunctionRef<Result<void>(const Document&)> check,
                                      FunctionRef<void(Batch&)> with) {
  DocumentPtr document;
  {
    const MutexLock change(change_mutex_);
    document = find(kind, id);
    if (!document) return not_found();
    MAGNETO_RETURN_IF_ERROR(check(*document));
    MAGNETO_RETURN_IF_ERROR(write([&](Values, Batch& batch) -> Result<void> {
      batch.erase({Family::kCatalog, document_key(kind, id)});
      batch.erase({Family::kCatalog, progress_key(kind, id)});
      with(batch);
      return {};
    }));
    const MutexLock lock(mutex_);
    ById& all = documents_[number_of(kind)];
    all.erase(all.find(id));
  }
  on_change_();
  return document;
}

Result<void> Documents::write(storage::Decide write) {
  MAGNETO_RETURN_IF_ERROR(engine_.modify({}, write, storage::Blocking::kAllowed));
  return engine_.flush();
}

void Documents::publish(DocumentKind kind, DocumentPtr document) {
  const MutexLock lock(mutex_);
  documents_[number_of(kind)][document->id] = std::move(document);
}

}  // namespace magneto::internal::catalog
