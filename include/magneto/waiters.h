// SPDX-License-Identifier: Apache-2.0
//
// Waiting for what takes the service a while. The first look is at once, the next after about
// 50 ms, then less and less often, each wait a random part of the longest so far: many waiters do
// not ask in step.
//
//   TableInfo info = songs.wait_until_exists().value();                    // table.h
//   wait_for_backup(client, arn, {.total = 30min}).value();
//
// A state from which what is waited for cannot come any more (FAILED, DELETED) is kOther, with
// its reason.
#pragma once

#include <chrono>
#include <string>

#include "magneto/client.h"
#include "magneto/table_model.h"

namespace magneto {

struct WaitOptions {
  std::chrono::milliseconds first{50};
  std::chrono::milliseconds longest{10'000};
  /// Then the answer is kDeadline. The deadline of the call (Call::within) counts too.
  std::chrono::milliseconds total{600'000};
};

/// Until it is AVAILABLE.
Call<model::BackupDescription> wait_for_backup(Client client, std::string backup_arn,
                                               WaitOptions options = {});
/// Until it is COMPLETED.
Call<model::ExportDescription> wait_for_export(Client client, std::string export_arn,
                                               WaitOptions options = {});
Call<model::ImportTableDescription> wait_for_import(Client client, std::string import_arn,
                                                    WaitOptions options = {});

}  // namespace magneto
