// SPDX-License-Identifier: Apache-2.0
//
// In this room errors and results are the public ones, not those of the rooms below the client.
#pragma once

#include "magneto/error.h"
#include "magneto/result.h"

namespace magneto::internal::transfer {

using magneto::Error;
using magneto::ErrorCode;
using magneto::Result;

}  // namespace magneto::internal::transfer
