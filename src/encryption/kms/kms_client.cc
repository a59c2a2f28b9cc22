// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/kms_client.h"

#include <utility>

#include "encryption/base64_text.h"
#include "encryption/crypto/secret.h"
#include "encryption/public_names.h"
#include "magneto/json.h"
#include "magneto/service_client.h"

namespace magneto::encryption {
namespace {

using internal::encryption::base64_of;
using internal::encryption::from_base64;
using internal::encryption::wipe;

Client client_of(ClientOptions options) {
  // Neither call changes anything.
  options.retry.repeat = Repeat::kEverything;
  return service_client({.id = "kms"}, std::move(options));
}

void add(Item& request, const KmsEncryptionContext& context,
         const std::vector<std::string>& grant_tokens) {
  if (!context.empty()) {
    Map map;
    for (const auto& [name, value] : context) map.set(name, value);
    request.set("EncryptionContext", std::move(map));
  }
  if (grant_tokens.empty()) return;
  List tokens;
  for (const std::string& token : grant_tokens) tokens.emplace_back(token);
  request.set("GrantTokens", std::move(tokens));
}

Error no(std::string_view member) {
  return {ErrorCode::kBadAnswer, "the answer of AWS KMS has no " + std::string(member)};
}

/// The bytes of a member; its text is wiped where it is `secret`.
Result<std::string> bytes_of(Item& answer, std::string_view name, bool secret) {
  Value* const value = answer.find(name);
  std::string* const text = value == nullptr ? nullptr : value->get_if<std::string>();
  if (text == nullptr) return no(name);
  auto bytes = from_base64(*text);
  if (secret) wipe(*text);
  if (!bytes) return no(name);
  return std::move(*bytes);
}

Call<Item> ask(Client client, std::string operation, Item request) {
  std::string body = to_plain_json(request);
  Result<std::string> answer =
      co_await client.call_json("TrentService." + operation, std::move(body));
  if (!answer) co_return answer.error();
  Result<Item> read = item_from_plain_json(*answer);
  wipe(*answer);
  co_return read;
}

Call<DataKey> generate(Client client, GenerateDataKeyRequest request) {
  Item body{{"KeyId", request.key_id}, {"NumberOfBytes", request.number_of_bytes}};
  add(body, request.encryption_context, request.grant_tokens);
  Result<Item> answer = co_await ask(std::move(client), "GenerateDataKey", std::move(body));
  if (!answer) co_return answer.error();
  Result<std::string> plaintext = bytes_of(*answer, "Plaintext", true);
  if (!plaintext) co_return plaintext.error();
  Result<std::string> ciphertext = bytes_of(*answer, "CiphertextBlob", false);
  if (!ciphertext) co_return ciphertext.error();
  co_return DataKey{std::move(*plaintext), std::move(*ciphertext)};
}

Call<std::string> decrypted(Client client, KmsDecryptRequest request) {
  Item body{{"CiphertextBlob", base64_of(request.ciphertext)}};
  if (!request.key_id.empty()) body.set("KeyId", request.key_id);
  add(body, request.encryption_context, request.grant_tokens);
  Result<Item> answer = co_await ask(std::move(client), "Decrypt", std::move(body));
  if (!answer) co_return answer.error();
  co_return bytes_of(*answer, "Plaintext", true);
}

class HttpKmsClient final : public KmsClient {
 public:
  explicit HttpKmsClient(ClientOptions options) : client_(client_of(std::move(options))) {}

  Call<DataKey> generate_data_key(GenerateDataKeyRequest request) override {
    return generate(client_, std::move(request));
  }
  Call<std::string> decrypt(KmsDecryptRequest request) override {
    return decrypted(client_, std::move(request));
  }

 private:
  Client client_;
};

}  // namespace

std::shared_ptr<KmsClient> kms_client(ClientOptions options) {
  return std::make_shared<HttpKmsClient>(std::move(options));
}

std::string kms_region(const ClientOptions& options) { return client_of(options).region(); }

}  // namespace magneto::encryption
