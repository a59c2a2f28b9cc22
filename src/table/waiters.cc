// SPDX-License-Identifier: Apache-2.0
#include "magneto/waiters.h"

#include "magneto/model.h"
#include "magneto/operations.h"
#include "magneto/table.h"
#include "table/key_names.h"
#include "table/wait.h"

namespace magneto {

using internal::table::wait_for;

namespace {

Error ended(std::string what, std::string_view state, const std::optional<std::string>& why) {
  std::string text = "the " + std::move(what) + " is " + std::string(state);
  if (why) text += ": " + *why;
  return Error(ErrorCode::kOther, text);
}

Call<std::optional<TableInfo>> look_at(Table table, bool active) {
  Call<TableInfo> call = table.info();
  Result<TableInfo> info = co_await call;
  if (!info && info.error().code() == ErrorCode::kResourceNotFound) {
    if (active) co_return std::optional<TableInfo>();
    co_return std::optional<TableInfo>(TableInfo{.name = table.name()});
  }
  if (!info) co_return info.error();
  if (active && info->is_active()) co_return std::move(*info);
  co_return std::optional<TableInfo>();
}

Call<std::optional<TableInfo>> look_at_index(Table table, std::string name) {
  Call<TableInfo> call = table.info();
  Result<TableInfo> info = co_await call;
  if (!info) co_return info.error();
  const IndexInfo* index = info->index(name);
  if (index == nullptr) {
    co_return Error(ErrorCode::kIndexNotFound, "the table has no index \"" + name + "\"");
  }
  const bool active = !index->global || index->status == model::IndexStatus::kActive;
  if (active && info->is_active()) co_return std::move(*info);
  co_return std::optional<TableInfo>();
}

Call<void> gone(Call<TableInfo> call) {
  Result<TableInfo> info = co_await call;
  if (!info) co_return info.error();
  co_return Result<void>();
}

Call<std::optional<model::BackupDescription>> look_at_backup(Client client, std::string arn) {
  model::DescribeBackupInput input;
  input.backup_arn = arn;
  Call<model::DescribeBackupOutput> call = client.call<operation::DescribeBackup>(input);
  Result<model::DescribeBackupOutput> output = co_await call;
  if (!output) co_return output.error();
  auto& backup = output->backup_description;
  if (!backup || !backup->backup_details) co_return std::optional<model::BackupDescription>();
  const Enum<model::BackupStatus> status =
      backup->backup_details->backup_status.value_or(Enum<model::BackupStatus>());
  if (status == model::BackupStatus::kDeleted) co_return ended("backup", status.text(), {});
  if (status == model::BackupStatus::kAvailable) co_return std::optional(*std::move(backup));
  co_return std::optional<model::BackupDescription>();
}

Call<std::optional<model::ExportDescription>> look_at_export(Client client, std::string arn) {
  model::DescribeExportInput input;
  input.export_arn = arn;
  Call<model::DescribeExportOutput> call = client.call<operation::DescribeExport>(input);
  Result<model::DescribeExportOutput> output = co_await call;
  if (!output) co_return output.error();
  auto& found = output->export_description;
  if (!found) co_return std::optional<model::ExportDescription>();
  const Enum<model::ExportStatus> status =
      found->export_status.value_or(Enum<model::ExportStatus>());
  if (status == model::ExportStatus::kFailed) {
    co_return ended("export", status.text(), found->failure_message);
  }
  if (status == model::ExportStatus::kCompleted) co_return std::optional(*std::move(found));
  co_return std::optional<model::ExportDescription>();
}

Call<std::optional<model::ImportTableDescription>> look_at_import(Client client, std::string arn) {
  model::DescribeImportInput input;
  input.import_arn = arn;
  Call<model::DescribeImportOutput> call = client.call<operation::DescribeImport>(input);
  Result<model::DescribeImportOutput> output = co_await call;
  if (!output) co_return output.error();
  auto& found = output->import_table_description;
  if (!found) co_return std::optional<model::ImportTableDescription>();
  const Enum<model::ImportStatus> status =
      found->import_status.value_or(Enum<model::ImportStatus>());
  if (status == model::ImportStatus::kFailed || status == model::ImportStatus::kCancelled) {
    co_return ended("import", status.text(), found->failure_message);
  }
  if (status == model::ImportStatus::kCompleted) co_return std::optional(*std::move(found));
  co_return std::optional<model::ImportTableDescription>();
}

}  // namespace

Call<TableInfo> Table::wait_until_exists(WaitOptions options) const {
  const Table table = *this;
  return wait_for<TableInfo>(client_, options, [table] { return look_at(table, true); });
}

Call<void> Table::wait_until_not_exists(WaitOptions options) const {
  const Table table = *this;
  return gone(wait_for<TableInfo>(client_, options, [table] { return look_at(table, false); }));
}

Call<TableInfo> Table::wait_until_index(std::string index, WaitOptions options) const {
  const Table table = *this;
  return wait_for<TableInfo>(client_, options,
                             [table, index] { return look_at_index(table, index); });
}

Call<model::BackupDescription> wait_for_backup(Client client, std::string arn,
                                               WaitOptions options) {
  return wait_for<model::BackupDescription>(client, options,
                                            [client, arn] { return look_at_backup(client, arn); });
}
Call<model::ExportDescription> wait_for_export(Client client, std::string arn,
                                               WaitOptions options) {
  return wait_for<model::ExportDescription>(client, options,
                                            [client, arn] { return look_at_export(client, arn); });
}
Call<model::ImportTableDescription> wait_for_import(Client client, std::string arn,
                                                    WaitOptions options) {
  return wait_for<model::ImportTableDescription>(
      client, options, [client, arn] { return look_at_import(client, arn); });
}

}  // namespace magneto
