// SPDX-License-Identifier: Apache-2.0
//
// The example of docs/client/encryption.md: a book of which the ISBN is left alone and the year of
// publication is only signed.
#include <cstdio>
#include <memory>

#include "magneto/encryption/item_encryptor.h"
#include "magneto/json.h"

using namespace magneto;
using namespace magneto::encryption;

int main() {
  // Keys.
  WrappedMaterialsProvider::Options keys;
  keys.wrapping_key = generate_key("AES", 256).value();
  keys.unwrapping_key = keys.wrapping_key;
  keys.signing_key = generate_key("HmacSHA256", 256).value();

  // What is done to each attribute.
  AttributeActions actions(
      CryptoAction::kEncryptAndSign,
      {{"ISBN", CryptoAction::kDoNothing}, {"PublicationYear", CryptoAction::kSignOnly}});

  CryptoConfig config;
  config.provider = std::make_shared<WrappedMaterialsProvider>(keys);
  config.context.table_name = "Books";
  config.context.partition_key_name = "ISBN";
  config.actions = actions;
  const ItemEncryptor encryptor(config);

  const Item book{{"ISBN", "978-0-13-110362-7"},
                  {"PublicationYear", 1988},
                  {"Title", "The C Programming Language"}};
  const Item stored = encryptor.encrypt(book).value();
  std::puts(to_json(stored).c_str());

  // Whoever changes a signed attribute is found out, before anything is decrypted.
  Item changed = stored;
  changed["PublicationYear"] = 1989;
  const Result<Item> refused = encryptor.decrypt(changed).get();
  if (refused || failure_of(refused.error()) != Failure::kSignatureVerification) return 1;

  const bool readable = stored["PublicationYear"].as<int>().value() == 1988 &&
                        stored["Title"].as<Binary>().has_value();
  return readable && encryptor.decrypt(stored).value() == book ? 0 : 1;
}
