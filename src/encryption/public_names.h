// SPDX-License-Identifier: Apache-2.0
//
// The public names that this room works with: results and errors are the client's, not the server's.
#pragma once

#include "magneto/encryption/error.h"
#include "magneto/result.h"

namespace magneto::internal::encryption {

using magneto::Error;
using magneto::Item;
using magneto::Result;
using magneto::encryption::Failure;
using magneto::encryption::make_error;

}  // namespace magneto::internal::encryption
