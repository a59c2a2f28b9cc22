// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/status.h"

namespace magneto::internal::storage {

Error to_error(const ::rocksdb::Status& status, std::string_view what) {
  MAGNETO_CHECK(!status.ok());
  if (status.IsIncomplete()) return Error(ErrorCode::kWouldBlock, {});
  const ErrorCode code = status.IsCorruption() ? ErrorCode::kCorruption : ErrorCode::kIo;
  return Error(code, std::string(what) + ": " + status.ToString());
}

}  // namespace magneto::internal::storage
