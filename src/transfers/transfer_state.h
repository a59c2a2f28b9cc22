// SPDX-License-Identifier: Apache-2.0
//
// Whether there is work to do on an import, an export or a bulk operation, as its document says.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/mutex.h"
#include "base/result.h"
#include "catalog/documents.h"

namespace magneto::internal::transfers {

enum class TransferState : std::uint8_t {
  kInProgress,
  kCancelling,  ///< A bulk operation that somebody wants to end.
  kEnded,
};

/// Errors: kCorruption.
Result<TransferState> transfer_state(catalog::DocumentKind kind, const catalog::Document& document);

/// Reads each version of a document once. Thread safe.
class TransferStates {
 public:
  /// A document that cannot be read is in progress: the work on it will say what is wrong.
  bool is_open(catalog::DocumentKind kind, const catalog::DocumentPtr& document);
  /// Lets go of one that was removed.
  void forget(catalog::DocumentKind kind, const std::string& id);

 private:
  struct Known {
    catalog::DocumentPtr document;
    bool open = false;
  };

  Mutex mutex_;
  std::map<std::pair<catalog::DocumentKind, std::string>, Known> known_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::transfers
