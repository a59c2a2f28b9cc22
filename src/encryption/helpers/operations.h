// SPDX-License-Identifier: Apache-2.0
//
// One call of the API through an encrypted client: what is encrypted in its request, what is
// decrypted in its answer, what is refused.
#pragma once

#include <memory>
#include <string>

#include "encryption/helpers/table_book.h"
#include "magneto/call.h"

namespace magneto::internal::encryption {

/// The body of the answer. Errors: the service's, with their items decrypted, and those of
/// encryption. An operation that is not known is refused.
Call<std::string> run_encrypted(std::shared_ptr<TableBook> book, std::string operation,
                                std::string body);

}  // namespace magneto::internal::encryption
