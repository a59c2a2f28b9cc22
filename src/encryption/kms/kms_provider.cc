// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "encryption/base64_text.h"
#include "encryption/crypto/secret.h"
#include "encryption/format/description.h"
#include "encryption/kms/derived_keys.h"
#include "encryption/names.h"
#include "magneto/encryption/kms_client.h"

namespace magneto::encryption {
namespace {

using namespace magneto::internal::encryption;  // NOLINT: its room

constexpr std::size_t kDataKeySize = 32;

/// "arn:aws:kms:REGION:account:key/...": empty for other forms.
std::string_view region_of(std::string_view key_id) {
  for (int field = 0; field < 3; ++field) {
    const std::size_t colon = key_id.find(':');
    if (colon == std::string_view::npos) return {};
    key_id.remove_prefix(colon + 1);
  }
  return key_id.substr(0, key_id.find(':'));
}

void set(MaterialDescription& description, std::string_view name, std::string value) {
  description.insert_or_assign(std::string(name), std::move(value));
}

/// The call failed: what KMS said stays in the message.
Error wrapped(Failure failure, const Error& error) {
  return make_error(failure, "AWS KMS: " + error.to_string());
}

}  // namespace

Result<std::string> AwsKmsMaterialsProvider::key_id_for(const EncryptionContext& context) const {
  std::string key_id = options_.key_id;
  if (options_.select_key_id) {
    Result<std::string> selected = options_.select_key_id(context);
    if (!selected) return selected.error();
    key_id = std::move(*selected);
  }
  if (options_.validate_key_id) {
    if (auto valid = options_.validate_key_id(key_id, context); !valid) return valid.error();
  }
  return key_id;
}

Result<std::shared_ptr<KmsClient>> AwsKmsMaterialsProvider::client_for(std::string_view key_id) {
  std::string region(region_of(key_id));
  if (region.empty()) region = options_.region;
  if (region.empty() && !options_.make_client && options_.regional_clients.empty()) {
    region = kms_region(options_.client_options);
  }
  if (region.empty()) {
    return make_error(Failure::kUnknownRegion,
                      "neither the KMS key's id nor the options name a region");
  }
  const auto given = options_.regional_clients.find(region);
  if (given != options_.regional_clients.end()) return given->second;
  const std::lock_guard lock(mutex_);
  std::shared_ptr<KmsClient>& made = made_[region];
  if (!made && options_.make_client) made = options_.make_client(region);
  if (!made && !options_.make_client) {
    ClientOptions options = options_.client_options;
    options.region = region;
    made = kms_client(std::move(options));
  }
  if (made) return made;
  return make_error(Failure::kUnknownRegion, "there is no KMS client for region " + region);
}

Call<EncryptionMaterials> AwsKmsMaterialsProvider::encryption_materials(EncryptionContext context) {
  const auto algorithms = key_algorithms(options_.material_description);
  if (!algorithms) {
    co_return make_error(Failure::kInvalidArgument,
                         "the provider's description asks for keys that there are none of");
  }
  const Result<std::string> key_id = key_id_for(context);
  if (!key_id) co_return key_id.error();
  Result<std::shared_ptr<KmsClient>> client = client_for(*key_id);
  if (!client) co_return client.error();
  Result<KmsEncryptionContext> bound = kms_context(*algorithms, context);
  if (!bound) co_return bound.error();

  GenerateDataKeyRequest request;
  request.key_id = *key_id;
  request.encryption_context = std::move(*bound);
  request.grant_tokens = options_.grant_tokens;
  Result<DataKey> data_key = co_await (*client)->generate_data_key(std::move(request));
  if (!data_key) co_return wrapped(Failure::kWrapping, data_key.error());
  if (data_key->plaintext.size() != kDataKeySize || data_key->ciphertext.empty()) {
    co_return make_error(Failure::kWrapping, "AWS KMS: the answer has no data key of 32 bytes");
  }
  Result<DerivedKeys> keys = derived_keys(data_key->plaintext, *algorithms);
  wipe(data_key->plaintext);
  if (!keys) co_return make_error(Failure::kWrapping, keys.error().message());

  MaterialDescription description = std::move(context.material_description);
  description.insert(options_.material_description.begin(), options_.material_description.end());
  set(description, kKeysInContext, "*keys*");
  set(description, kWrappingAlgorithm, "kms");
  set(description, kContentAlgorithm, algorithms->content_text);
  set(description, kMacAlgorithm, algorithms->mac_text);
  set(description, kContentKey, internal::base64_of(data_key->ciphertext));
  co_return EncryptionMaterials{keys->signing, keys->encryption, std::move(description)};
}

Call<DecryptionMaterials> AwsKmsMaterialsProvider::decryption_materials(EncryptionContext context) {
  const MaterialDescription& description = context.material_description;
  const auto algorithms = key_algorithms(description);
  auto ciphertext = from_base64(entry(description, kContentKey));
  if (!algorithms || !ciphertext || ciphertext->empty()) {
    co_return make_error(Failure::kUnwrapping,
                         "the item's description of its data key is not right");
  }
  const Result<std::string> key_id = key_id_for(context);
  if (!key_id) co_return key_id.error();
  Result<std::shared_ptr<KmsClient>> client = client_for(*key_id);
  if (!client) co_return client.error();
  Result<KmsEncryptionContext> bound = kms_context(*algorithms, context);
  if (!bound) co_return make_error(Failure::kUnwrapping, bound.error().message());

  KmsDecryptRequest request;
  request.ciphertext = std::move(*ciphertext);
  request.encryption_context = std::move(*bound);
  request.grant_tokens = options_.grant_tokens;
  if (options_.name_key_when_decrypting && key_id->starts_with("arn:")) request.key_id = *key_id;
  Result<std::string> data_key = co_await (*client)->decrypt(std::move(request));
  if (!data_key) co_return wrapped(Failure::kUnwrapping, data_key.error());
  if (data_key->size() != kDataKeySize) {
    co_return make_error(Failure::kUnwrapping, "AWS KMS: the answer has no data key of 32 bytes");
  }
  Result<DerivedKeys> keys = derived_keys(*data_key, *algorithms);
  wipe(*data_key);
  if (!keys) co_return make_error(Failure::kUnwrapping, keys.error().message());
  co_return DecryptionMaterials{keys->signing, keys->encryption, description};
}

}  // namespace magneto::encryption
