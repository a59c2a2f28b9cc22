// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/item_encryptor.h"

#include <optional>
#include <utility>

#include "encryption/attribute_cipher.h"
#include "encryption/crypto/algorithms.h"
#include "encryption/format/description.h"
#include "encryption/format/deserialize.h"
#include "encryption/format/serialize.h"
#include "encryption/messages.h"
#include "encryption/names.h"
#include "encryption/workspace.h"
#include "magneto/json.h"

namespace magneto::encryption {
namespace {

using namespace magneto::internal::encryption;  // NOLINT: its room

/// What every ItemEncryptor has.
struct State : CryptoConfig {
  explicit State(CryptoConfig config)
      : CryptoConfig(std::move(config)), checked(check()), idle(actions.take_no_actions()) {}

  SigningRules rules(WriterProfile as) const { return {context.table_name, actions, as}; }

  const Result<void> checked;
  const bool idle;  ///< Items go through as they are.
  mutable Pool<Workspace> workspaces{[] { return std::make_unique<Workspace>(); }};
};
using Config = std::shared_ptr<const State>;

/// What a key signs with. A key for several algorithms takes the one that the description names
/// (`said`), if it is a signature.
std::string signature_algorithm(const DelegatedKey& key, std::string_view said) {
  if (auto own = key.signing_algorithm()) return *own;
  if (key.algorithm() != "RSA" && key.algorithm() != "EC") return key.algorithm();
  const auto named = signature_named(said);
  const bool usable = named && named->kind != SignatureKind::kMac;
  return std::string(usable ? said : kDefaultSignature);
}

bool names_its_algorithm(const DelegatedKey& key) {
  return key.signing_algorithm() || key.algorithm() == "RSA" || key.algorithm() == "EC";
}

Error in_attribute(const Error& error, const std::string& name) {
  return error.in("attribute \"" + name + "\"");
}

/// Puts the attribute's value into `stored`: serialized, encrypted, serialized as binary.
Result<void> encrypt_into(std::string& stored, AttributeEncryptor& cipher, const Member& member) {
  stored.resize(kBinaryHead + kBlockSize);
  // Numbers whole: what is encrypted is not what is signed.
  Serializer serializer(WriterProfile::kPython, false);
  if (auto done = serializer.append(member.value, stored); !done) return done;
  if (auto done = cipher.encrypt(member.name, stored, kBinaryHead); !done) return done;
  put_binary_head(stored);
  return {};
}

Result<void> no_reserved_names(const Item& item) {
  // Items are in the order of their names, and these two come before most others.
  static_assert(kDescriptionAttribute < kSignatureAttribute);
  if (item.empty() || item.begin()->name > kSignatureAttribute) return {};
  for (const std::string_view reserved : {kDescriptionAttribute, kSignatureAttribute}) {
    if (item.contains(reserved)) {
      return make_error(Failure::kEncryption, reserved_attribute(reserved));
    }
  }
  return {};
}

/// Fills `stored`, and the workspace's signed string with it.
Result<void> encrypt_attributes(const State& config, const EncryptionMaterials& materials,
                                const Item& item, Workspace& work, Item& stored) {
  if (!materials.encryption_key && config.actions.contains_action(CryptoAction::kEncryptAndSign)) {
    return make_error(Failure::kEncryption,
                      "attributes are to be encrypted, but the materials have no encryption key");
  }
  const ItemShape& shape = work.shapes.of(item, config.rules(config.profile));
  work.signed_string.begin(shape);
  stored.reserve(item.size() + 2);
  // Their names come before most others, which are then only appended.
  stored.append(std::string(kDescriptionAttribute), Binary());
  stored.append(std::string(kSignatureAttribute), Binary());
  std::optional<AttributeEncryptor> cipher;
  auto attribute = shape.attributes().begin();
  for (const Member& member : item) {
    const ItemShape::Attribute& about = *attribute++;
    if (about.action != CryptoAction::kEncryptAndSign) {
      if (about.place != 0) {
        auto done = work.signed_string.put(about, member.value);
        if (!done) return done;
      }
      stored.append(member.name, member.value);
      continue;
    }
    if (!cipher) cipher.emplace(*materials.encryption_key, work.ivs);
    if (auto done = encrypt_into(work.stored, *cipher, member); !done) {
      return in_attribute(done.error(), member.name);
    }
    work.signed_string.put_serialized(about, work.stored);
    stored.append(member.name, Binary(std::string_view(work.stored).substr(kBinaryHead)));
  }
  return {};
}

/// Fills in the two attributes.
Result<void> sign(const State& config, const EncryptionMaterials& materials, Workspace& work,
                  Item& stored) {
  // What is written besides the materials' own description.
  DescriptionEntries& more = work.description;
  more.clear();
  if (materials.encryption_key) more.emplace_back(kSymmetricMode, kCbcPadding);
  const DelegatedKey& key = *materials.signing_key;
  const std::string algorithm =
      signature_algorithm(key, entry(materials.material_description, kSigningAlgorithm));
  Result<std::string> signature = key.sign(algorithm, work.signed_string.bytes());
  if (!signature) return signature.error();

  const bool java = config.profile == WriterProfile::kJava;
  const bool is_mac = algorithm.starts_with("Hmac");
  if (names_its_algorithm(key) && !(java && is_mac)) {
    more.emplace_back(kSigningAlgorithm, algorithm);
  }
  if (!java || !materials.material_description.empty() || !more.empty()) {
    Result<std::string> bytes = serialize_description(materials.material_description, more);
    if (!bytes) return bytes.error();
    *stored.find(kDescriptionAttribute) = Binary(std::move(*bytes));
  } else {
    stored.erase(kDescriptionAttribute);
  }
  *stored.find(kSignatureAttribute) = Binary(std::move(*signature));
  return {};
}

Call<Item> encrypt_item(Config config, Item item) {
  if (!config->checked) co_return config->checked.error();
  if (config->idle) co_return item;
  if (auto right = no_reserved_names(item); !right) co_return right.error();

  const auto shared = std::make_shared<const Item>(std::move(item));
  EncryptionContext context = config->context;
  context.attributes = shared;
  Result<EncryptionMaterials> materials =
      co_await config->provider->encryption_materials(std::move(context));
  if (!materials) co_return materials.error();
  if (!materials->signing_key) {
    co_return make_error(Failure::kNoMaterials, "the materials have no signing key");
  }
  const auto work = config->workspaces.take();
  Item stored;
  if (auto done = encrypt_attributes(*config, *materials, *shared, *work, stored); !done) {
    co_return done.error();
  }
  if (auto done = sign(*config, *materials, *work, stored); !done) co_return done.error();
  co_return stored;
}

/// What an encryptor itself needs to know of an item's description.
struct Said {
  explicit Said(const MaterialDescription& description)
      : signing_algorithm(entry(description, kSigningAlgorithm)) {
    const auto found = description.find(kSymmetricMode);
    if (found != description.end()) mode = found->second;
  }

  std::string signing_algorithm;
  std::optional<std::string> mode;
};

/// The item's shape, valid as long as no other is asked for.
Result<const ItemShape*> verify(const State& config, const DecryptionMaterials& materials,
                                const Said& said, const Item& item, Workspace& work) {
  const Binary* const signature = item.find(kSignatureAttribute)->get_if<Binary>();
  const DelegatedKey& key = *materials.verification_key;
  const std::string algorithm = signature_algorithm(key, said.signing_algorithm);
  const auto verified_as = [&](WriterProfile profile) -> Result<const ItemShape*> {
    const ItemShape& shape = work.shapes.of(item, config.rules(profile));
    if (auto put = work.signed_string.put_all(shape, item); !put) return put.error();
    const auto right = key.verify(algorithm, signature->bytes(), work.signed_string.bytes());
    if (!right) return right.error();
    return &shape;
  };
  auto verified = verified_as(WriterProfile::kPython);
  if (verified || !work.signed_string.profiles_differ()) return verified;
  return verified_as(WriterProfile::kJava);
}

Result<Value> decrypted(AttributeDecryptor& cipher, const Member& member, std::string& buffer) {
  const Binary* const stored = member.value.get_if<Binary>();
  if (stored == nullptr) {
    return make_error(Failure::kDecryption, "attribute \"" + member.name + "\" is not encrypted");
  }
  const auto plaintext = cipher.decrypt(member.name, stored->bytes(), buffer);
  if (!plaintext) return in_attribute(plaintext.error(), member.name);
  Result<Value> value = deserialize(*plaintext);
  if (!value) return in_attribute(value.error(), member.name);
  return value;
}

/// REQUIRES: the signature was verified.
Result<Item> decrypt_attributes(const State& config, const DecryptionMaterials& materials,
                                const Said& said, const Item& item, const ItemShape& shape) {
  if (!materials.decryption_key && config.actions.contains_action(CryptoAction::kEncryptAndSign)) {
    return make_error(Failure::kDecryption,
                      "attributes are encrypted, but the materials have no decryption key");
  }
  Item plain;
  plain.reserve(item.size());
  std::optional<AttributeDecryptor> cipher;
  std::string buffer;
  buffer.reserve(kBufferSize);
  auto attribute = shape.attributes().begin();
  for (const Member& member : item) {
    const ItemShape::Attribute& about = *attribute++;
    if (about.reserved) continue;
    if (about.action != CryptoAction::kEncryptAndSign) {
      plain.append(member.name, member.value);
      continue;
    }
    if (!cipher) {
      if (!said.mode) {
        return make_error(Failure::kDecryption, "attribute \"" + member.name +
                                                    "\" cannot be decrypted: the item does not "
                                                    "say how it was encrypted");
      }
      cipher.emplace(*materials.decryption_key, *said.mode);
    }
    Result<Value> value = decrypted(*cipher, member, buffer);
    if (!value) return value.error();
    plain.append(member.name, std::move(*value));
  }
  return plain;
}

/// What the item says; of an item without a description what the context says.
Result<MaterialDescription> description_of(const Item& item, const CryptoConfig& config) {
  const Value* const attribute = item.find(kDescriptionAttribute);
  if (attribute == nullptr) return config.context.material_description;
  const Binary* const bytes = attribute->get_if<Binary>();
  if (bytes == nullptr) {
    return make_error(Failure::kInvalidMaterialDescription,
                      "the item's material description is no binary");
  }
  return read_description(bytes->bytes());
}

/// Why an item cannot be one of this format.
std::string no_signature(const Item& item) {
  if (item.contains(kHeaderOfNewerFormat)) {
    return "the item was written by the AWS Database Encryption SDK, whose format is another one";
  }
  return "the item has no signature: it is not encrypted";
}

Call<Item> decrypt_item(Config config, Item item) {
  if (!config->checked) co_return config->checked.error();
  if (config->idle) co_return item;
  const Value* const signature = item.find(kSignatureAttribute);
  if (signature == nullptr || signature->type() != ValueType::kBinary) {
    co_return make_error(Failure::kDecryption, no_signature(item));
  }
  Result<MaterialDescription> description = description_of(item, *config);
  if (!description) co_return description.error();
  const Said said(*description);

  const auto shared = std::make_shared<const Item>(std::move(item));
  EncryptionContext context = config->context;
  context.attributes = shared;
  context.material_description = std::move(*description);
  Result<DecryptionMaterials> materials =
      co_await config->provider->decryption_materials(std::move(context));
  if (!materials) co_return materials.error();
  if (!materials->verification_key) {
    co_return make_error(Failure::kNoMaterials, "the materials have no verification key");
  }
  const auto work = config->workspaces.take();
  const auto shape = verify(*config, *materials, said, *shared, *work);
  if (!shape) co_return shape.error();
  co_return decrypt_attributes(*config, *materials, said, *shared, **shape);
}

/// REQUIRES: what the constructor made.
Config state_of(const std::shared_ptr<const CryptoConfig>& config) {
  return std::static_pointer_cast<const State>(config);
}

Call<std::string> through_json(Call<Item> (*step)(Config, Item), Config config, std::string json) {
  Result<Item> item = item_from_json(json);
  if (!item) co_return item.error();
  Result<Item> done = co_await step(std::move(config), std::move(*item));
  if (!done) co_return done.error();
  co_return to_json(*done);
}

}  // namespace

Result<void> CryptoConfig::check() const {
  if (!provider) return make_error(Failure::kInvalidArgument, "there is no materials provider");
  if (auto right = actions.check(); !right) return right;
  const auto encrypts = [this](const std::optional<std::string>& key) {
    return key && actions.action(*key) == CryptoAction::kEncryptAndSign;
  };
  if (encrypts(context.partition_key_name)) {
    return make_error(Failure::kInvalidArgument, "Cannot encrypt partition key");
  }
  if (encrypts(context.sort_key_name)) {
    return make_error(Failure::kInvalidArgument, "Cannot encrypt sort key");
  }
  return {};
}

ItemEncryptor::ItemEncryptor(CryptoConfig config)
    : config_(std::make_shared<const State>(std::move(config))) {}

Call<Item> ItemEncryptor::encrypt(Item item) const {
  return encrypt_item(state_of(config_), std::move(item));
}

Call<Item> ItemEncryptor::decrypt(Item item) const {
  return decrypt_item(state_of(config_), std::move(item));
}

Call<std::string> ItemEncryptor::encrypt_json(std::string item) const {
  return through_json(encrypt_item, state_of(config_), std::move(item));
}

Call<std::string> ItemEncryptor::decrypt_json(std::string item) const {
  return through_json(decrypt_item, state_of(config_), std::move(item));
}

}  // namespace magneto::encryption
