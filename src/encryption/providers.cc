// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/materials.h"

#include "encryption/content_key.h"
#include "encryption/format/description.h"
#include "encryption/names.h"

namespace magneto::encryption {
namespace {

using namespace magneto::internal::encryption;  // NOLINT: its room

Error no_materials(std::string_view which) {
  return make_error(Failure::kNoMaterials,
                    "the provider has no " + std::string(which) + " materials");
}

Error not_raw(const DelegatedKey& key) {
  return make_error(Failure::kInvalidArgument,
                    "a static provider takes local AES keys, not one of "
                    "algorithm " +
                        key.algorithm());
}

}  // namespace

Call<EncryptionMaterials> MaterialsProvider::encryption_materials(EncryptionContext) {
  return Call<EncryptionMaterials>::ready(no_materials("encryption"));
}

Call<DecryptionMaterials> MaterialsProvider::decryption_materials(EncryptionContext) {
  return Call<DecryptionMaterials>::ready(no_materials("decryption"));
}

StaticMaterialsProvider::StaticMaterialsProvider(std::optional<EncryptionMaterials> encryption,
                                                 std::optional<DecryptionMaterials> decryption)
    : encryption_(std::move(encryption)), decryption_(std::move(decryption)) {}

StaticMaterialsProvider::StaticMaterialsProvider(Key encryption_key, Key signing_key,
                                                 MaterialDescription description)
    : encryption_(EncryptionMaterials{signing_key, encryption_key, description}),
      decryption_(DecryptionMaterials{signing_key, encryption_key, description}) {}

Call<EncryptionMaterials> StaticMaterialsProvider::encryption_materials(EncryptionContext) {
  using Materials = Call<EncryptionMaterials>;
  if (!encryption_) return Materials::ready(no_materials("encryption"));
  const Key& key = encryption_->encryption_key;
  if (key && !key->allowed_for_raw_materials()) return Materials::ready(not_raw(*key));
  return Materials::ready(*encryption_);
}

Call<DecryptionMaterials> StaticMaterialsProvider::decryption_materials(EncryptionContext) {
  using Materials = Call<DecryptionMaterials>;
  if (!decryption_) return Materials::ready(no_materials("decryption"));
  const Key& key = decryption_->decryption_key;
  if (key && !key->allowed_for_raw_materials()) return Materials::ready(not_raw(*key));
  return Materials::ready(*decryption_);
}

WrappedMaterialsProvider::WrappedMaterialsProvider(Options options)
    : options_(std::move(options)),
      content_keys_(std::make_shared<ContentKeySource>(options_.wrapping_key)) {}

MaterialDescription WrappedMaterialsProvider::description_of(EncryptionContext& context) const {
  MaterialDescription description = std::move(context.material_description);
  description.insert(options_.material_description.begin(), options_.material_description.end());
  return description;
}

Call<EncryptionMaterials> WrappedMaterialsProvider::encryption_materials(
    EncryptionContext context) {
  using Materials = Call<EncryptionMaterials>;
  if (!options_.wrapping_key) {
    return Materials::ready(make_error(Failure::kWrapping, "the provider has no wrapping key"));
  }
  EncryptionMaterials materials{options_.signing_key, nullptr, description_of(context)};
  // A key that the program wrapped before is used again.
  const bool wrapped = materials.material_description.contains(kContentKey);
  Result<Key> key =
      wrapped ? unwrapped_content_key(*options_.wrapping_key, materials.material_description)
              : content_keys_->next(materials.material_description);
  if (!key) return Materials::ready(key.error());
  materials.encryption_key = std::move(*key);
  return Materials::ready(std::move(materials));
}

Call<DecryptionMaterials> WrappedMaterialsProvider::decryption_materials(
    EncryptionContext context) {
  using Materials = Call<DecryptionMaterials>;
  if (!options_.unwrapping_key) {
    return Materials::ready(make_error(Failure::kUnwrapping, "the provider has no unwrapping key"));
  }
  DecryptionMaterials materials{options_.signing_key, nullptr, description_of(context)};
  // Without a content key an item that is signed alone can be verified.
  if (materials.material_description.contains(kContentKey)) {
    Result<Key> key =
        unwrapped_content_key(*options_.unwrapping_key, materials.material_description);
    if (!key) return Materials::ready(key.error());
    materials.decryption_key = std::move(*key);
  }
  return Materials::ready(std::move(materials));
}

}  // namespace magneto::encryption
