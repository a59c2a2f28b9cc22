// SPDX-License-Identifier: Apache-2.0
//
// Which part of a value the service has no form for, in words: for the message of a call that is
// not sent.
#pragma once

#include <string>

#include "magneto/value.h"

namespace magneto::internal::client {

/// "attribute \"Tags\" is an empty set"; empty where there is nothing of the kind.
std::string unsendable_part(const Item& item);
std::string unsendable_part(const Value& value);

}  // namespace magneto::internal::client
