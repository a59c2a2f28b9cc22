// SPDX-License-Identifier: Apache-2.0
//
// For tests: reads tests/encryption/vectors.
#pragma once

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "encryption/base64_text.h"
#include "encryption/crypto/cbc.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/json.h"

namespace magneto::internal::encryption::test {

using magneto::encryption::AttributeActions;
using magneto::encryption::CryptoAction;
using magneto::encryption::Key;
using magneto::encryption::KeyEncoding;
using magneto::encryption::KeyType;
using magneto::encryption::WriterProfile;

inline std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The document of a file below vectors/. Throws where it is none: a test then fails.
inline Value vectors(const std::string& path) {
  return value_from_plain_json(file_text(ENCRYPTION_VECTORS "/" + path)).value();
}

inline std::string text(const Value& value) { return value.as<std::string>().value(); }
inline std::string text(const Value& object, std::string_view name) {
  return object[name].as<std::string>().value();
}
inline std::string bytes(const Value& object, std::string_view name) {
  return from_base64(text(object, name)).value();
}
inline const Value& member(const Value& object, std::string_view name) {
  const Value* const found = object[name].source();
  if (found == nullptr) throw_error(Error(ErrorCode::kAbsent, std::string(name)));
  return *found;
}
inline const List& elements(const Value& value) { return *value.get_if<List>(); }

/// An object in DynamoDB's JSON.
inline Result<Value> attribute(const Value& value) { return value_from_json(to_plain_json(value)); }
inline Item item(const Value& value) { return item_from_json(to_plain_json(value)).value(); }

inline std::string hex_bytes(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

inline Key key(const Value& keys, const std::string& name) {
  const Value& one = member(keys, name);
  const std::string type = text(one, "type");
  const std::string encoding = text(one, "encoding");
  return magneto::encryption::local_key(bytes(one, "material"), text(one, "algorithm"),
                                        type == "symmetric" ? KeyType::kSymmetric
                                        : type == "private" ? KeyType::kPrivate
                                                            : KeyType::kPublic,
                                        encoding == "RAW"   ? KeyEncoding::kRaw
                                        : encoding == "DER" ? KeyEncoding::kDer
                                                            : KeyEncoding::kPem)
      .value();
}

inline CryptoAction action(const std::string& word) {
  return word == "encrypt" ? CryptoAction::kEncryptAndSign
         : word == "sign"  ? CryptoAction::kSignOnly
                           : CryptoAction::kDoNothing;
}

/// {"default": "encrypt", "override": {...}}
inline AttributeActions actions(const Value& object) {
  AttributeActions read(action(text(object, "default")), AttributeActions::Overrides{});
  if (!object["override"].exists()) return read;
  for (const auto& [name, word] : *member(object, "override").get_if<Map>()) {
    read.set(name, action(text(word)));
  }
  return read;
}

inline magneto::encryption::MaterialDescription description(const Value& object) {
  magneto::encryption::MaterialDescription read;
  for (const auto& [name, value] : *object.get_if<Map>()) read[name] = text(value);
  return read;
}

/// An AES key that takes the IV of each attribute from an item that was encrypted before.
class FixedIvKey final : public magneto::encryption::DelegatedKey {
 public:
  FixedIvKey(std::string key, Item ivs) : key_(std::move(key)), ivs_(std::move(ivs)) {}
  const std::string& algorithm() const override { return algorithm_; }
  bool allowed_for_raw_materials() const override { return true; }
  Result<std::string> encrypt(std::string_view, std::string_view name,
                              std::string_view plaintext) const override {
    const std::string stored = ivs_[name].as<Binary>().value().bytes();
    return CbcEncryptor(key_).encrypt(stored.substr(0, kBlockSize), plaintext);
  }

 private:
  std::string algorithm_ = "AES";
  std::string key_;
  Item ivs_;
};

}  // namespace magneto::internal::encryption::test
