// SPDX-License-Identifier: Apache-2.0
//
// Materials: the keys of one item, and where they come from.
//
// Providers are thread safe. Static and wrapped ones answer at once; those that ask AWS KMS or a
// table do it as calls: in the way, and with the deadline, of the call that needs them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "magneto/call.h"
#include "magneto/encryption/key.h"
#include "magneto/value.h"

namespace magneto::internal::encryption {
class ContentKeySource;
}

namespace magneto::encryption {

/// What an item says about its keys, stored beside its attributes. It is not signed: nothing in it
/// is to be trusted before the signature was verified with the keys it led to.
using MaterialDescription = std::map<std::string, std::string, std::less<>>;

/// What is known about an item when its keys are asked for.
struct EncryptionContext {
  std::optional<std::string> table_name = {};
  std::optional<std::string> partition_key_name = {};
  std::optional<std::string> sort_key_name = {};
  /// The item: on reading the encrypted one. Null: none.
  std::shared_ptr<const Item> attributes = {};
  MaterialDescription material_description = {};
};

struct EncryptionMaterials {
  Key signing_key;
  Key encryption_key = {};  ///< Null: nothing can be encrypted.
  MaterialDescription material_description = {};
};

struct DecryptionMaterials {
  Key verification_key;
  Key decryption_key = {};  ///< Null: nothing can be decrypted.
  MaterialDescription material_description = {};
};

class MaterialsProvider {
 public:
  virtual ~MaterialsProvider() = default;
  /// Errors: Failure::kNoMaterials, and those of each provider. Without an override: kNoMaterials.
  virtual Call<EncryptionMaterials> encryption_materials(EncryptionContext context);
  virtual Call<DecryptionMaterials> decryption_materials(EncryptionContext context);
  /// Forgets what is cached.
  virtual void refresh() {}
};

/// Materials that the program holds.
class StaticMaterialsProvider : public MaterialsProvider {
 public:
  /// An encryption key that is not for raw materials is refused by the first call, with
  /// Failure::kInvalidArgument.
  StaticMaterialsProvider(std::optional<EncryptionMaterials> encryption,
                          std::optional<DecryptionMaterials> decryption);
  /// One pair of keys for both ways.
  StaticMaterialsProvider(Key encryption_key, Key signing_key,
                          MaterialDescription description = {});

  Call<EncryptionMaterials> encryption_materials(EncryptionContext context) override;
  Call<DecryptionMaterials> decryption_materials(EncryptionContext context) override;

 private:
  std::optional<EncryptionMaterials> encryption_;
  std::optional<DecryptionMaterials> decryption_;
};

/// A content key of its own for each item, wrapped with the program's key and stored in the item.
class WrappedMaterialsProvider : public MaterialsProvider {
 public:
  struct Options {
    Key signing_key;
    Key wrapping_key = {};    ///< Null: cannot write.
    Key unwrapping_key = {};  ///< Null: cannot read.
    MaterialDescription material_description = {};
  };
  explicit WrappedMaterialsProvider(Options options);

  /// Errors: Failure::kWrapping.
  Call<EncryptionMaterials> encryption_materials(EncryptionContext context) override;
  /// Errors: Failure::kUnwrapping.
  Call<DecryptionMaterials> decryption_materials(EncryptionContext context) override;

 private:
  MaterialDescription description_of(EncryptionContext& context) const;

  Options options_;
  std::shared_ptr<internal::encryption::ContentKeySource> content_keys_;
};

}  // namespace magneto::encryption
