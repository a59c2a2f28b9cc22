// SPDX-License-Identifier: Apache-2.0
//
// Why encrypting or decrypting an item failed, by the names of the DynamoDB Encryption Client.
//
//   Result<Item> item = encryptor.decrypt(stored).get();
//   if (!item && failure_of(item.error()) == Failure::kSignatureVerification) ...
//
// Such an Error carries the name in service_code(); its message holds no plaintext, no key and
// nothing about padding.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "magneto/error.h"

namespace magneto::encryption {

enum class Failure : std::uint8_t {
  kNone,                        ///< An error of another kind: the service's, the transport's.
  kInvalidArgument,             ///< A request or a setting that cannot be.
  kInvalidAlgorithm,            ///< An algorithm that this key is not for.
  kSerialization,               ///< A value that has no serialized form.
  kDeserialization,             ///< Bytes that are no serialized value.
  kInvalidMaterialDescription,  ///< The item's description cannot be read.
  kInvalidMaterialDescriptionVersion,  ///< The description has a version that is not known.
  kJceTransformation,                  ///< The name of no algorithm or transformation.
  kUnknownRegion,                      ///< Neither the key id nor the client names a region.
  kEncryption,
  kDecryption,
  kWrapping,
  kUnwrapping,
  kSigning,
  kSignatureVerification,  ///< The item is not as it was written, or the keys are others.
  kNoMaterials,            ///< The provider has no materials for this.
  kProviderStore,          ///< A row of the store that is no material.
  kNoKnownVersion,         ///< The store has no version of this material.
  kInvalidVersion,         ///< The store does not have this version.
  kUnsupportedOperation,   ///< A call that cannot be made with encrypted items.
  kItemTooLarge,           ///< Over 400 KB after encryption.
};

/// "SignatureVerificationError".
std::string_view name(Failure failure);
/// kNone for errors of other kinds.
Failure failure_of(const Error& error);
/// For providers and keys of a program's own.
Error make_error(Failure failure, std::string message);

}  // namespace magneto::encryption
