// SPDX-License-Identifier: Apache-2.0
#include "transfers/transfer_state.h"

#include <optional>
#include <string_view>

#include "operations/transfers/transfer_document.h"

namespace magneto::internal::transfers {
namespace {

using catalog::DocumentKind;

template <class Description, class Status>
Result<TransferState> state_of(std::string_view text,
                               std::optional<model::Enum<Status>> Description::*member) {
  Arena arena;
  MAGNETO_ASSIGN_OR_RETURN(const auto description,
                           operations::read_document<Description>(arena, text));
  const std::optional<model::Enum<Status>> status = description.*member;
  if (status == Status::kInProgress) return TransferState::kInProgress;
  if constexpr (requires { Status::kCancelling; }) {
    if (status == Status::kCancelling) return TransferState::kCancelling;
  }
  return TransferState::kEnded;
}

}  // namespace

Result<TransferState> transfer_state(DocumentKind kind, const catalog::Document& document) {
  switch (kind) {
    case DocumentKind::kImport:
      return state_of(document.text, &model::ImportTableDescription::import_status);
    case DocumentKind::kExport:
      return state_of(document.text, &model::ExportDescription::export_status);
    case DocumentKind::kBulkOperation:
      return state_of(document.text, &model::BulkOperationDescription::bulk_operation_status);
    case DocumentKind::kBackup:
      break;  // No transfer.
  }
  return TransferState::kEnded;
}

bool TransferStates::is_open(DocumentKind kind, const catalog::DocumentPtr& document) {
  const MutexLock lock(mutex_);
  Known& known = known_[{kind, document->id}];
  if (known.document != document) {
    const Result<TransferState> state = transfer_state(kind, *document);
    known = {document, !state.ok() || *state != TransferState::kEnded};
  }
  return known.open;
}

void TransferStates::forget(DocumentKind kind, const std::string& id) {
  const MutexLock lock(mutex_);
  known_.erase({kind, id});
}

}  // namespace magneto::internal::transfers
