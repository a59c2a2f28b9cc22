// SPDX-License-Identifier: Apache-2.0
//
// A Connection that encrypts requests and decrypts answers, over a whole client: retries, rate
// limits and signatures are below it, so a request that is sent again is the same ciphertext.
#pragma once

#include <memory>

#include "encryption/helpers/table_book.h"
#include "magneto/connection.h"

namespace magneto::internal::encryption {

std::shared_ptr<Connection> encrypted_connection(std::shared_ptr<TableBook> book);

}  // namespace magneto::internal::encryption
