// SPDX-License-Identifier: Apache-2.0
//
// The content key of an item: made, wrapped, unwrapped, as its description says.
#pragma once

#include "encryption/public_names.h"
#include "magneto/encryption/key.h"
#include "magneto/encryption/materials.h"

namespace magneto::internal::encryption {

using magneto::encryption::DelegatedKey;
using magneto::encryption::Key;

/// A new key, of the length that `description` asks for; what was wrapped and how is added to it.
/// Errors: kWrapping.
Result<Key> new_content_key(const DelegatedKey& wrapping,
                            magneto::encryption::MaterialDescription& description);

/// Errors: kUnwrapping.
Result<Key> unwrapped_content_key(const DelegatedKey& unwrapping,
                                  const magneto::encryption::MaterialDescription& description);

}  // namespace magneto::internal::encryption
