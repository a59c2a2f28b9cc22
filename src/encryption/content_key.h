// SPDX-License-Identifier: Apache-2.0
//
// The content key of an item: made, wrapped, unwrapped, as its description says.
#pragma once

#include <memory>

#include "encryption/crypto/pool.h"
#include "encryption/crypto/random_source.h"
#include "encryption/public_names.h"
#include "magneto/encryption/key.h"
#include "magneto/encryption/materials.h"

namespace magneto::internal::encryption {

using magneto::encryption::DelegatedKey;
using magneto::encryption::Key;

/// Makes content keys. Thread safe.
class ContentKeySource {
 public:
  /// A new key, of the length that `description` asks for; what was wrapped and how is added to it.
  /// Errors: kWrapping.
  Result<Key> next(const DelegatedKey& wrapping,
                   magneto::encryption::MaterialDescription& description);

 private:
  Pool<RandomSource> random_{[] { return std::make_unique<RandomSource>(); }};
};

/// Errors: kUnwrapping.
Result<Key> unwrapped_content_key(const DelegatedKey& unwrapping,
                                  const magneto::encryption::MaterialDescription& description);

}  // namespace magneto::internal::encryption
