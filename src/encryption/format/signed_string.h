// SPDX-License-Identifier: Apache-2.0
//
// What the signature of an item is of.
//
//   SHA256("TABLE>" table "<TABLE")
//   for each attribute that is signed, sorted by name:
//     SHA256(name) SHA256("ENCRYPTED" or "PLAINTEXT") SHA256(serialized stored value)
#pragma once

#include <optional>
#include <string>

#include "encryption/format/name_hashes.h"
#include "encryption/public_names.h"
#include "magneto/encryption/actions.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/value.h"

namespace magneto::internal::encryption {

using magneto::encryption::WriterProfile;

struct SignedString {
  std::string bytes;
  /// Whether the other profile may give another string.
  bool profiles_differ = false;
};

/// `item` is as it is stored; its two reserved attributes are left out. `hashes` keeps those of names.
/// Errors: kSerialization.
Result<SignedString> signed_string(const Item& item, const std::optional<std::string>& table,
                                   const magneto::encryption::AttributeActions& actions,
                                   WriterProfile profile, NameHashes& hashes);

}  // namespace magneto::internal::encryption
