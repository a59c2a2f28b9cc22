// SPDX-License-Identifier: Apache-2.0
//
// TableBook: how the items of each table are encrypted. Asks for the keys of a table when it is met
// for the first time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/mutex.h"
#include "encryption/public_names.h"
#include "magneto/client.h"
#include "magneto/encryption/encrypted_client.h"

namespace magneto::internal::encryption {

/// The name in an ARN of a table, or the name.
std::string_view table_name_of(std::string_view name_or_arn);

/// Thread safe.
class TableBook {
 public:
  TableBook(Client client, std::shared_ptr<magneto::encryption::MaterialsProvider> provider,
            magneto::encryption::EncryptionOptions options);
  /// `config` for every table.
  TableBook(Client client, magneto::encryption::CryptoConfig config);

  const Client& client() const { return client_; }
  /// Errors: those of DescribeTable; Failure::kInvalidArgument (keys that are not known, or are to
  /// be encrypted).
  static Call<magneto::encryption::ItemEncryptor> encryptor_of(std::shared_ptr<TableBook> book,
                                                               std::string name_or_arn);
  /// Errors: those of DescribeTable; Failure::kInvalidArgument where it must not be asked.
  static Call<magneto::encryption::TableInfo> info_of(std::shared_ptr<TableBook> book,
                                                      std::string name_or_arn);
  /// Asks, and encrypts with what is found from now on. Errors: those of encryptor_of().
  static Call<magneto::encryption::TableInfo> refreshed_info_of(std::shared_ptr<TableBook> book,
                                                                std::string name_or_arn);

 private:
  using ItemEncryptor = magneto::encryption::ItemEncryptor;

  std::optional<ItemEncryptor> known(std::string_view table);
  std::optional<magneto::encryption::TableInfo> known_info(std::string_view table);
  void keep(const magneto::encryption::TableInfo& info);
  const magneto::encryption::TableSettings& settings_of(std::string_view table) const;
  Result<ItemEncryptor> make(const magneto::encryption::TableInfo& info);

  const Client client_;
  const std::shared_ptr<magneto::encryption::MaterialsProvider> provider_;
  const magneto::encryption::EncryptionOptions options_;
  const std::optional<ItemEncryptor> same_for_all_;
  Mutex mutex_;
  std::map<std::string, ItemEncryptor, std::less<>> encryptors_ MAGNETO_GUARDED_BY(mutex_);
  std::map<std::string, magneto::encryption::TableInfo, std::less<>> infos_
      MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::encryption
