// SPDX-License-Identifier: Apache-2.0
//
// Materials in versions, kept in a table: MetaStore, and the provider that uses the newest.
//
//   MetaStore::create_table(client, "Materials").value();
//   auto store = std::make_shared<MetaStore>(client, "Materials", kms_provider);
//   CachingMostRecentProvider provider({.store = store, .material_name = "books",
//                                       .version_ttl = 600s});
//
// With a cache KMS is asked once for a version and not for each item. The time to live is how long
// it takes until a permission that was taken away takes effect.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "magneto/client.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/encryption/materials.h"

namespace magneto::encryption {

/// Thread safe.
class ProviderStore {
 public:
  using Provider = std::shared_ptr<MaterialsProvider>;

  virtual ~ProviderStore() = default;
  /// Makes the version where there is none.
  virtual Call<Provider> get_or_create_provider(std::string name, std::int64_t version) = 0;
  /// Errors: Failure::kInvalidVersion where there is none of that version.
  virtual Call<Provider> provider(std::string name, std::int64_t version) = 0;
  /// Errors: Failure::kNoKnownVersion where there is none.
  virtual Call<std::int64_t> max_version(std::string name) = 0;
  /// Errors: Failure::kInvalidVersion.
  virtual Result<std::int64_t> version_from_material_description(
      const MaterialDescription& description) const;

  /// The newest version; version 0 where there is none yet.
  Call<Provider> newest_provider(std::string name);
  /// One version more than there is.
  Call<Provider> new_provider(std::string name);
};

/// A DynamoDB table of wrapping and signing keys, which are encrypted with the materials of
/// another provider.
class MetaStore final : public ProviderStore {
 public:
  MetaStore(Client client, std::string table_name, std::shared_ptr<MaterialsProvider> provider);

  /// Does not wait until the table is there. Errors: kResourceInUse.
  static Call<void> create_table(Client client, std::string table_name, std::int64_t read_units = 1,
                                 std::int64_t write_units = 1);

  /// Errors: Failure::kInvalidArgument (a name with a '#' in it), and of the service.
  Call<Provider> get_or_create_provider(std::string name, std::int64_t version) override;
  Call<Provider> provider(std::string name, std::int64_t version) override;
  Call<std::int64_t> max_version(std::string name) override;

  /// Copies a version, encrypted for the other store. One that is there already stays.
  Call<void> replicate(std::string name, std::int64_t version, MetaStore target);

 private:
  struct Parts;
  std::shared_ptr<const Parts> parts_;
};

class CachingMostRecentProvider final : public MaterialsProvider {
 public:
  using Clock = std::chrono::steady_clock;

  struct Options {
    std::shared_ptr<ProviderStore> store;
    std::string material_name;
    std::chrono::duration<double> version_ttl{0};
    std::size_t cache_size = 1000;  ///< Versions that are kept; at least 1.
    std::function<Clock::time_point()> now = [] { return Clock::now(); };
  };
  explicit CachingMostRecentProvider(Options options);

  Call<EncryptionMaterials> encryption_materials(EncryptionContext context) override;
  /// Errors: Failure::kNoMaterials where the store does not have the item's version.
  Call<DecryptionMaterials> decryption_materials(EncryptionContext context) override;
  void refresh() override;

 private:
  using Provider = std::shared_ptr<MaterialsProvider>;
  struct State;

  static Call<Provider> newest(std::shared_ptr<State> state);
  static Call<Provider> of_version(std::shared_ptr<State> state, std::int64_t version);

  std::shared_ptr<State> state_;
};

}  // namespace magneto::encryption
