// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/kms_client.h"

#include <utility>

#include "encryption/base64_text.h"
#include "encryption/crypto/secret.h"
#include "encryption/kms/json_text.h"
#include "encryption/public_names.h"
#include "magneto/json.h"
#include "magneto/service_client.h"

namespace magneto::encryption {
namespace {

using internal::base64_of;
using internal::encryption::from_base64;
using internal::encryption::json_text;
using internal::encryption::wipe;

Client client_of(ClientOptions options) {
  // Neither call changes anything.
  options.retry.repeat = Repeat::kEverything;
  return service_client({.id = "kms", .secret_answers = true}, std::move(options));
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

/// An answer, wiped when it goes.
class SecretAnswer {
 public:
  explicit SecretAnswer(std::string text) : text_(std::move(text)) {}
  ~SecretAnswer() { wipe(text_); }
  SecretAnswer(const SecretAnswer&) = delete;
  SecretAnswer& operator=(const SecretAnswer&) = delete;

  /// The bytes of a member.
  Result<std::string> bytes_of(std::string_view name) const {
    auto text = json_text(text_, name);
    if (!text) return no(name);
    auto bytes = from_base64(*text);
    wipe(*text);
    if (!bytes) return no(name);
    return std::move(*bytes);
  }

 private:
  std::string text_;
};

Call<std::string> ask(Client client, std::string operation, Item request) {
  return client.call_json("TrentService." + operation, to_plain_json(request));
}

Call<DataKey> generate(Client client, GenerateDataKeyRequest request) {
  Item body{{"KeyId", request.key_id}, {"NumberOfBytes", request.number_of_bytes}};
  add(body, request.encryption_context, request.grant_tokens);
  Result<std::string> text = co_await ask(std::move(client), "GenerateDataKey", std::move(body));
  if (!text) co_return text.error();
  const SecretAnswer answer(std::move(*text));
  Result<std::string> ciphertext = answer.bytes_of("CiphertextBlob");
  if (!ciphertext) co_return ciphertext.error();
  Result<std::string> plaintext = answer.bytes_of("Plaintext");
  if (!plaintext) co_return plaintext.error();
  co_return DataKey{std::move(*plaintext), std::move(*ciphertext)};
}

Call<std::string> decrypted(Client client, KmsDecryptRequest request) {
  Item body{{"CiphertextBlob", base64_of(request.ciphertext)}};
  if (!request.key_id.empty()) body.set("KeyId", request.key_id);
  add(body, request.encryption_context, request.grant_tokens);
  Result<std::string> text = co_await ask(std::move(client), "Decrypt", std::move(body));
  if (!text) co_return text.error();
  const SecretAnswer answer(std::move(*text));
  co_return answer.bytes_of("Plaintext");
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
