// SPDX-License-Identifier: Apache-2.0
#include "encryption/helpers/table_book.h"

#include <utility>

namespace magneto::internal::encryption {

using magneto::encryption::CryptoConfig;
using magneto::encryption::EncryptionOptions;
using magneto::encryption::ItemEncryptor;
using magneto::encryption::MaterialsProvider;
using magneto::encryption::TableInfo;
using magneto::encryption::TableSettings;

std::string_view table_name_of(std::string_view name_or_arn) {
  if (!name_or_arn.starts_with("arn:")) return name_or_arn;
  const std::size_t slash = name_or_arn.find('/');
  return slash == std::string_view::npos ? name_or_arn : name_or_arn.substr(slash + 1);
}

TableBook::TableBook(Client client, std::shared_ptr<MaterialsProvider> provider,
                     EncryptionOptions options)
    : client_(std::move(client)), provider_(std::move(provider)), options_(std::move(options)) {}

TableBook::TableBook(Client client, CryptoConfig config)
    : client_(std::move(client)), same_for_all_(ItemEncryptor(std::move(config))) {}

std::optional<ItemEncryptor> TableBook::known(std::string_view table) {
  if (same_for_all_) return same_for_all_;
  const MutexLock lock(mutex_);
  const auto found = encryptors_.find(table);
  if (found == encryptors_.end()) return std::nullopt;
  return found->second;
}

const TableSettings& TableBook::settings_of(std::string_view table) const {
  static const TableSettings kNone;
  const auto found = options_.tables.find(table);
  return found == options_.tables.end() ? kNone : found->second;
}

Result<ItemEncryptor> TableBook::make(const TableInfo& info) {
  const TableSettings& settings = settings_of(info.name);
  CryptoConfig config;
  config.provider = settings.provider ? settings.provider : provider_;
  config.context = info.encryption_context_values();
  if (settings.signed_table_name) config.context.table_name = settings.signed_table_name;
  config.actions = settings.actions ? *settings.actions : options_.actions;
  config.profile = options_.profile;
  const Result<std::vector<std::string>> keys = info.protected_index_keys();
  if (!keys) return keys.error();
  if (auto set = config.actions.set_index_keys(*keys); !set) return set.error();
  if (auto right = config.check(); !right) return right.error();
  ItemEncryptor encryptor(std::move(config));
  const MutexLock lock(mutex_);
  encryptors_.insert_or_assign(info.name, encryptor);
  return encryptor;
}

std::optional<TableInfo> TableBook::known_info(std::string_view table) {
  {
    const MutexLock lock(mutex_);
    const auto found = infos_.find(table);
    if (found != infos_.end()) return found->second;
  }
  const TableSettings& settings = settings_of(table);
  if (!settings.table_info || !settings.table_info->primary_index) return std::nullopt;
  TableInfo info = *settings.table_info;
  info.name = table;
  return info;
}

void TableBook::keep(const TableInfo& info) {
  const MutexLock lock(mutex_);
  infos_.insert_or_assign(info.name, info);
}

Call<TableInfo> TableBook::info_of(std::shared_ptr<TableBook> book, std::string name_or_arn) {
  const std::string table(table_name_of(name_or_arn));
  if (std::optional<TableInfo> info = book->known_info(table)) co_return *info;
  const bool ask = book->settings_of(table).auto_refresh_table_indexes.value_or(
      book->options_.auto_refresh_table_indexes);
  const TableInfo unknown{table};
  if (!ask) co_return unknown.protected_index_keys().error();
  Result<TableInfo> info = co_await unknown.refresh_indexed_attributes(book->client_);
  if (!info) co_return info.error();
  book->keep(*info);
  co_return info;
}

Call<TableInfo> TableBook::refreshed_info_of(std::shared_ptr<TableBook> book,
                                             std::string name_or_arn) {
  const TableInfo unknown{std::string(table_name_of(name_or_arn))};
  Result<TableInfo> info = co_await unknown.refresh_indexed_attributes(book->client_);
  if (!info) co_return info.error();
  book->keep(*info);
  if (book->same_for_all_) co_return info;
  Result<ItemEncryptor> encryptor = book->make(*info);
  if (!encryptor) co_return encryptor.error();
  co_return info;
}

Call<ItemEncryptor> TableBook::encryptor_of(std::shared_ptr<TableBook> book,
                                            std::string name_or_arn) {
  const std::string table(table_name_of(name_or_arn));
  if (std::optional<ItemEncryptor> encryptor = book->known(table)) co_return *encryptor;
  Result<TableInfo> info = co_await info_of(book, table);
  if (!info) co_return info.error();
  co_return book->make(*info);
}

}  // namespace magneto::internal::encryption
