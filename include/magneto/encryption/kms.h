// SPDX-License-Identifier: Apache-2.0
//
// AwsKmsMaterialsProvider: a data key of AWS KMS for each item.
//
//   AwsKmsMaterialsProvider::Options options;
//   options.key_id = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-...";
//   auto provider = std::make_shared<AwsKmsMaterialsProvider>(options);
//
// One call to KMS for each item that is written, and one for each that is read. The values of the
// item's key, the table's name and the algorithms are KMS's encryption context: an item that was
// moved to another key or table cannot be decrypted.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "magneto/encryption/materials.h"
#include "magneto/options.h"

namespace magneto::encryption {

/// What KMS binds a data key to.
using KmsEncryptionContext = std::map<std::string, std::string, std::less<>>;

struct GenerateDataKeyRequest {
  std::string key_id;
  int number_of_bytes = 32;
  KmsEncryptionContext encryption_context = {};
  std::vector<std::string> grant_tokens = {};
};

struct DataKey {
  std::string plaintext;
  std::string ciphertext;
};

struct KmsDecryptRequest {
  std::string ciphertext;
  KmsEncryptionContext encryption_context = {};
  std::vector<std::string> grant_tokens = {};
  std::string key_id = {};  ///< Empty: not sent.
};

/// The two calls of AWS KMS that are needed, in one region. Thread safe.
class KmsClient {
 public:
  virtual ~KmsClient() = default;
  virtual Call<DataKey> generate_data_key(GenerateDataKeyRequest request) = 0;
  /// The plaintext.
  virtual Call<std::string> decrypt(KmsDecryptRequest request) = 0;
};

class AwsKmsMaterialsProvider : public MaterialsProvider {
 public:
  struct Options {
    /// An ARN, an id or an alias. The region is that of an ARN, else `region`, else that of
    /// `client_options`, the environment and the profile.
    std::string key_id = {};
    std::string region = {};
    std::vector<std::string> grant_tokens = {};
    /// `amzn-ddb-env-alg` ("AES/256") and `amzn-ddb-sig-alg` ("HmacSHA256/256") choose algorithms;
    /// all of it is written to items.
    MaterialDescription material_description = {};
    /// Clients that there are already, by region.
    std::map<std::string, std::shared_ptr<KmsClient>, std::less<>> regional_clients = {};
    /// Makes the client of a region that there is none for; it is kept. Without it kms_client()
    /// does (kms_client.h), with `client_options` and the region.
    std::function<std::shared_ptr<KmsClient>(std::string_view region)> make_client = {};
    ClientOptions client_options = {};
    /// Names the key in Decrypt too, where `key_id` is an ARN: KMS then refuses other keys.
    bool name_key_when_decrypting = false;
    /// Chooses the key of an item; without it `key_id` is the key of all.
    std::function<Result<std::string>(const EncryptionContext&)> select_key_id = {};
    /// May refuse a key.
    std::function<Result<void>(std::string_view key_id, const EncryptionContext&)> validate_key_id =
        {};
  };
  explicit AwsKmsMaterialsProvider(Options options) : options_(std::move(options)) {}

  /// Errors: Failure::kWrapping, kUnknownRegion, kInvalidArgument (a key attribute that is no
  /// string, number or binary).
  Call<EncryptionMaterials> encryption_materials(EncryptionContext context) override;
  /// Errors: Failure::kUnwrapping, kUnknownRegion.
  Call<DecryptionMaterials> decryption_materials(EncryptionContext context) override;

 private:
  Result<std::string> key_id_for(const EncryptionContext& context) const;
  Result<std::shared_ptr<KmsClient>> client_for(std::string_view key_id);

  const Options options_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<KmsClient>, std::less<>> made_;
};

}  // namespace magneto::encryption
