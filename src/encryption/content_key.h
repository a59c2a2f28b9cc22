// SPDX-License-Identifier: Apache-2.0
//
// The content key of an item: made, wrapped, unwrapped, as its description says.
#pragma once

#include <memory>

#include "encryption/crypto/pool.h"
#include "encryption/public_names.h"
#include "encryption/wrapped_keys.h"
#include "magneto/encryption/key.h"
#include "magneto/encryption/materials.h"

namespace magneto::internal::encryption {

using magneto::encryption::DelegatedKey;
using magneto::encryption::Key;

/// Makes content keys. Thread safe.
class ContentKeySource {
 public:
  explicit ContentKeySource(Key wrapping) : wrapping_(std::move(wrapping)) {}

  /// A new key, of the length that `description` asks for; what was wrapped and how is added to it.
  /// REQUIRES: a wrapping key. Errors: kWrapping.
  Result<Key> next(magneto::encryption::MaterialDescription& description);

 private:
  Result<WrappedKeys::Made> make(std::string_view how, std::size_t size);

  const Key wrapping_;
  Pool<WrappedKeys> ahead_{[] { return std::make_unique<WrappedKeys>(); }};
};

/// Errors: kUnwrapping.
Result<Key> unwrapped_content_key(const DelegatedKey& unwrapping,
                                  const magneto::encryption::MaterialDescription& description);

}  // namespace magneto::internal::encryption
