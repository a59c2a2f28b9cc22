// SPDX-License-Identifier: Apache-2.0
//
// From an item and a data key of KMS to the keys of the item.
#pragma once

#include <optional>
#include <string>

#include "encryption/crypto/algorithms.h"
#include "encryption/public_names.h"
#include "magneto/encryption/kms.h"

namespace magneto::internal::encryption {

/// The two algorithms that an item, or a provider, names: texts as they stand, and what they mean.
struct KeyAlgorithms {
  std::string content_text;
  std::string mac_text;
  KeyInfo content;
  KeyInfo mac;
};

/// Nothing where they are not AES of 128, 192 or 256 bits and HMAC of 8 to 8160 bits.
std::optional<KeyAlgorithms> key_algorithms(
    const magneto::encryption::MaterialDescription& description);

/// Errors: kInvalidArgument (a key attribute that is no string, number or binary).
Result<magneto::encryption::KmsEncryptionContext> kms_context(
    const KeyAlgorithms& algorithms, const magneto::encryption::EncryptionContext& context);

struct DerivedKeys {
  magneto::encryption::Key encryption;
  magneto::encryption::Key signing;
};
/// Errors: kDecryption.
Result<DerivedKeys> derived_keys(std::string_view data_key, const KeyAlgorithms& algorithms);

}  // namespace magneto::internal::encryption
