// SPDX-License-Identifier: Apache-2.0
//
// Items, in DynamoDB's JSON: whatever is said to be encrypted is refused, as nobody here has signed
// it; what can be encrypted is decrypted to what it was.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/check.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/json.h"

namespace {

using namespace magneto::encryption;

magneto::encryption::Key key(std::string_view bytes, const char* algorithm) {
  return local_key(bytes, algorithm, KeyType::kSymmetric, KeyEncoding::kRaw).value();
}

const ItemEncryptor& encryptor() {
  static const ItemEncryptor kEncryptor = [] {
    WrappedMaterialsProvider::Options options;
    options.signing_key = key("0123456789abcdef", "HmacSHA256");
    options.wrapping_key = key("0123456789abcdef", "AES");
    options.unwrapping_key = options.wrapping_key;
    CryptoConfig config;
    config.provider = std::make_shared<WrappedMaterialsProvider>(options);
    config.context.table_name = "Books";
    config.actions.set("a", CryptoAction::kSignOnly).set("b", CryptoAction::kDoNothing);
    return ItemEncryptor(config);
  }();
  return kEncryptor;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto item = magneto::item_from_json({reinterpret_cast<const char*>(data), size});
  if (!item) return 0;
  MAGNETO_CHECK(!encryptor().decrypt(*item).get().has_value());
  const auto stored = encryptor().encrypt(*item).get();
  if (!stored) return 0;
  const auto plain = encryptor().decrypt(*stored).get();
  MAGNETO_CHECK(plain.has_value() && *plain == *item);
  return 0;
}
