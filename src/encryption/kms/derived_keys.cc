// SPDX-License-Identifier: Apache-2.0
#include "encryption/kms/derived_keys.h"

#include "encryption/base64_text.h"
#include "encryption/crypto/digest.h"
#include "encryption/format/description.h"
#include "encryption/names.h"

namespace magneto::internal::encryption {
namespace {

using magneto::encryption::EncryptionContext;
using magneto::encryption::Key;
using magneto::encryption::KmsEncryptionContext;

constexpr int kMaxDerivedBits = 255 * 32 * 8;  // of HKDF with SHA-256

std::string said_or(const MaterialDescription& description, std::string_view name,
                    std::string_view otherwise) {
  const auto found = description.find(name);
  return found == description.end() ? std::string(otherwise) : found->second;
}

Result<std::string> context_value(const std::string& name, const Value& value) {
  if (const auto* text = value.get_if<std::string>()) return *text;
  if (const auto* number = value.get_if<Number>()) return number->to_string();
  if (const auto* binary = value.get_if<Binary>()) return base64_of(binary->bytes());
  return make_error(Failure::kInvalidArgument, "key attribute \"" + name + "\" is of type " +
                                                   std::string(type_name(value.type())) +
                                                   ", not S, N or B");
}

Result<Key> derived_key(std::string_view data_key, std::string_view purpose, const KeyInfo& info) {
  const Result<Secret> bytes =
      hkdf_sha256(data_key, {}, purpose, static_cast<std::size_t>(info.bits) / 8);
  if (!bytes) return bytes.error();
  return magneto::encryption::local_key(bytes->view(), info.algorithm,
                                        magneto::encryption::KeyType::kSymmetric,
                                        magneto::encryption::KeyEncoding::kRaw);
}

}  // namespace

std::optional<KeyAlgorithms> key_algorithms(const MaterialDescription& description) {
  KeyAlgorithms algorithms;
  algorithms.content_text = said_or(description, kContentAlgorithm, kDefaultContentAlgorithm);
  algorithms.mac_text = said_or(description, kMacAlgorithm, kDefaultMacAlgorithm);
  auto content = key_info(algorithms.content_text);
  auto mac = key_info(algorithms.mac_text);
  if (!content || !mac || content->algorithm != "AES") return std::nullopt;
  if (content->bits != 128 && content->bits != 192 && content->bits != 256) return std::nullopt;
  const auto named = signature_named(mac->algorithm);
  if (!named || named->kind != SignatureKind::kMac) return std::nullopt;
  if (mac->bits % 8 != 0 || mac->bits > kMaxDerivedBits) return std::nullopt;
  algorithms.content = std::move(*content);
  algorithms.mac = std::move(*mac);
  return algorithms;
}

Result<KmsEncryptionContext> kms_context(const KeyAlgorithms& algorithms,
                                         const EncryptionContext& context) {
  // With asterisks here, without them in descriptions.
  KmsEncryptionContext result{{"*amzn-ddb-env-alg*", algorithms.content_text},
                              {"*amzn-ddb-sig-alg*", algorithms.mac_text}};
  for (const auto& name : {context.partition_key_name, context.sort_key_name}) {
    if (!name || !context.attributes) continue;
    const Value* const value = context.attributes->find(*name);
    if (value == nullptr) continue;
    Result<std::string> text = context_value(*name, *value);
    if (!text) return text.error();
    result.insert_or_assign(*name, std::move(*text));
  }
  if (context.table_name) result.insert_or_assign("*aws-kms-table*", *context.table_name);
  return result;
}

Result<DerivedKeys> derived_keys(std::string_view data_key, const KeyAlgorithms& algorithms) {
  Result<Key> encryption = derived_key(data_key, "Encryption", algorithms.content);
  if (!encryption) return encryption.error();
  Result<Key> signing = derived_key(data_key, "Signing", algorithms.mac);
  if (!signing) return signing.error();
  return DerivedKeys{std::move(*encryption), std::move(*signing)};
}

}  // namespace magneto::internal::encryption
