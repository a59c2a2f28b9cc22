// SPDX-License-Identifier: Apache-2.0
//
// ItemEncryptor: encrypts and signs one item, verifies and decrypts one. The format is that of
// Amazon's DynamoDB Encryption Client for Python and Java, byte for byte.
//
//   ItemEncryptor encryptor({.provider = provider,
//                            .context = {.table_name = "Books", .partition_key_name = "ISBN"},
//                            .actions = actions});
//   Item stored = encryptor.encrypt(book).value();
//   Item book = encryptor.decrypt(stored).value();
//
// Nothing is decrypted before the signature was verified. A handle: copies are cheap. Thread safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "magneto/call.h"
#include "magneto/encryption/actions.h"
#include "magneto/encryption/materials.h"
#include "magneto/value.h"

namespace magneto::encryption {

/// Amazon's clients for Python and Java sign a few kinds of values differently: text outside the
/// basic plane, sets of binaries with bytes from 80 on, numbers of more than 28 digits, an absent
/// table name. Items of both are read; this says whose way they are written in.
enum class WriterProfile : std::uint8_t {
  /// Digits behind the 28th of a number that is only signed are not protected.
  kPython,
  kJava,
};

struct CryptoConfig {
  std::shared_ptr<MaterialsProvider> provider;
  EncryptionContext context = {};
  AttributeActions actions = {};
  WriterProfile profile = WriterProfile::kPython;

  /// Errors: Failure::kInvalidArgument (no provider, a reserved attribute with an action, a key
  /// attribute that is to be encrypted). Encrypting and decrypting say the same.
  Result<void> check() const;
};

/// The two attributes that are added to an item.
inline constexpr std::string_view kDescriptionAttribute = "*amzn-ddb-map-desc*";
inline constexpr std::string_view kSignatureAttribute = "*amzn-ddb-map-sig*";

class ItemEncryptor {
 public:
  explicit ItemEncryptor(CryptoConfig config);

  /// Errors: Failure::kEncryption (a reserved attribute in the item, no key), kSerialization,
  /// kSigning, and the provider's.
  Call<Item> encrypt(Item item) const;
  /// Errors: Failure::kDecryption (no signature, no key, what was decrypted is nothing),
  /// kSignatureVerification, kInvalidMaterialDescription, and the provider's.
  Call<Item> decrypt(Item item) const;

  /// The same in DynamoDB's JSON: {"Title":{"S":"..."}}.
  Call<std::string> encrypt_json(std::string item) const;
  Call<std::string> decrypt_json(std::string item) const;

  const CryptoConfig& config() const { return *config_; }

 private:
  std::shared_ptr<const CryptoConfig> config_;
};

}  // namespace magneto::encryption
