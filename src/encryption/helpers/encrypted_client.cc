// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/encrypted_client.h"

#include <utility>

#include "encryption/helpers/encrypted_connection.h"
#include "encryption/helpers/table_book.h"

namespace magneto::encryption {
namespace {

using internal::encryption::encrypted_connection;
using internal::encryption::TableBook;

/// The client below sends again what may be sent again.
Client over(std::shared_ptr<TableBook> book) {
  return Client(encrypted_connection(std::move(book)), {.retry = RetryOptions::never()});
}

}  // namespace

EncryptedClient::EncryptedClient(Client client, std::shared_ptr<MaterialsProvider> provider,
                                 EncryptionOptions options)
    : plain_(client),
      encrypted_(over(std::make_shared<TableBook>(std::move(client), std::move(provider),
                                                  std::move(options)))) {}

EncryptedClient EncryptedClient::with(CryptoConfig config) const {
  return EncryptedClient(
      Parts{plain_, over(std::make_shared<TableBook>(plain_, std::move(config)))});
}

}  // namespace magneto::encryption
