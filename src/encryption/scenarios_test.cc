// SPDX-License-Identifier: Apache-2.0
//
// Amazon's official scenarios: whole tables that the Python and Java clients encrypted.
#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "encryption/content_key.h"
#include "encryption/format/description.h"
#include "encryption/names.h"
#include "encryption/store/material_row.h"
#include "encryption/test_vectors.h"

namespace magneto::internal::encryption::test {
namespace {

using magneto::encryption::CryptoConfig;
using magneto::encryption::EncryptionMaterials;
using magneto::encryption::ItemEncryptor;
using magneto::encryption::kDescriptionAttribute;
using magneto::encryption::kSignatureAttribute;
using magneto::encryption::MaterialsProvider;
using magneto::encryption::StaticMaterialsProvider;
using magneto::encryption::WrappedMaterialsProvider;

using Provider = std::shared_ptr<MaterialsProvider>;

const std::string kPython = "official/legacy-python/encrypted_item/";
const std::string kJava = "official/legacy-java-sdk2/encrypted_item/";

/// "file://ciphertext/java/x.json": in Java's folder, or else in Python's.
std::string found(const std::string& url) {
  const std::string path = url.substr(url.find("://") + 3);
  const bool in_java = std::filesystem::exists(ENCRYPTION_VECTORS "/" + kJava + path);
  return (in_java ? kJava : kPython) + path;
}

Provider keyed_provider(const Value& scenario, const Value& keys) {
  const Value& names = member(scenario, "keys");
  const auto named = [&](std::string_view role) { return key(keys, text(names, role)); };
  const Key verification = named("verify");
  if (text(scenario, "provider") == "static") {
    return std::make_shared<StaticMaterialsProvider>(named("decrypt"), verification);
  }
  WrappedMaterialsProvider::Options options;
  options.signing_key = verification;
  options.unwrapping_key = named("decrypt");
  return std::make_shared<WrappedMaterialsProvider>(std::move(options));
}

/// Of a most recent provider: the wrapped one that the one row of its store makes.
Provider stored_provider(const Value& scenario, const Value& keys) {
  const Value& store = member(scenario, "metastore");
  const std::string table = text(store, "table_name");
  const Value tables = vectors(found(text(store, "ciphertext")));
  const Item row = item(elements(member(tables, table))[0]);
  CryptoConfig config;
  config.provider = keyed_provider(store, keys);
  config.context.table_name = table;
  config.actions = row_actions();
  return provider_of_row(ItemEncryptor(config).decrypt(row).value()).value();
}

/// What an item of the plaintext document is when it is decrypted.
Item expected_item(const Value& plaintext, const Value& described, const std::string& table,
                   const std::string& version) {
  Item whole = item(member(described, "attributes"));
  if (described["exact"].value_or(false) || !plaintext["versions"][table].exists()) return whole;
  const bool complex = version == "v1_complex";
  const Attribute groups = plaintext["versions"][table][complex ? "v1" : version];
  for (const Value& group : elements(*groups.source())) {
    for (const auto& [name, value] : item(member(member(plaintext, "attributes"), text(group)))) {
      whole.set(name, value);
    }
  }
  if (complex)
    whole.set("complexValue", List{Map{{"tags", StringSet{"banana", "apple", "cherry"}}}});
  return whole;
}

struct Described {
  Item expected;
  AttributeActions actions;
  bool untouched = false;
};

/// The item of the plaintext document that has the keys of `stored`; nothing where there is none.
std::optional<Described> description_of(const Value& plaintext, const std::string& table,
                                        const std::string& version, const Item& stored) {
  const Value& about = member(member(plaintext, "items"), table);
  std::vector<std::string> keys;
  for (const auto& [role, name] : *member(about, "index").get_if<Map>()) keys.push_back(text(name));
  for (const Value& described : elements(member(about, "items"))) {
    const Item attributes = item(member(described, "attributes"));
    const bool same = std::all_of(keys.begin(), keys.end(), [&](const std::string& name) {
      return stored.contains(name) && attributes.contains(name) &&
             *stored.find(name) == *attributes.find(name);
    });
    if (!same) continue;
    const std::string word = text(described, "action");
    Described result{expected_item(plaintext, described, table, version),
                     actions(member(member(plaintext, "actions"), word)), word == "nothing"};
    result.actions.set_index_keys(keys).value();
    return result;
  }
  return std::nullopt;
}

CryptoConfig config_for(Provider provider, const std::string& table, AttributeActions actions) {
  CryptoConfig config;
  config.provider = std::move(provider);
  config.context.table_name = table;
  config.context.partition_key_name = "hashKey";
  if (table == "TableName") config.context.sort_key_name = "rangeKey";
  config.actions = std::move(actions);
  return config;
}

/// Reads each item of a scenario; gives their number.
int check_scenario(const Value& scenario, const Value& keys, const Value& plaintext) {
  const Provider provider = text(scenario, "provider") == "most_recent"
                                ? stored_provider(scenario, keys)
                                : keyed_provider(scenario, keys);
  int items = 0;
  const Value tables = vectors(found(text(scenario, "ciphertext")));
  for (const auto& [table, stored_items] : *tables.get_if<Map>()) {
    for (const Value& one : elements(stored_items)) {
      const Item stored = item(one);
      auto described = description_of(plaintext, table, text(scenario, "version"), stored);
      if (!described) continue;
      Result<Item> plain =
          ItemEncryptor(config_for(provider, table, described->actions)).decrypt(stored).get();
      EXPECT_TRUE(plain) << plain.error().to_string() << to_json(stored);
      if (!plain) continue;
      ++items;
      if (described->untouched) {
        EXPECT_EQ(*plain, stored);
        continue;
      }
      // Its plaintext is not the document's in some files.
      EXPECT_EQ(plain->erase("version"), described->expected.erase("version"));
      EXPECT_EQ(*plain, described->expected) << to_json(*plain);
    }
  }
  return items;
}

struct Count {
  int scenarios = 0;
  int items = 0;
};

Count check_scenarios(const std::string& folder) {
  const Value keys = vectors(folder + "keys.json");
  const Value plaintext = vectors(kPython + "plaintext.json");
  const Value document = vectors(folder + "scenarios.json");
  Count count;
  for (const Value& scenario : elements(member(document, "scenarios"))) {
    if (scenario["network"].value_or(false)) continue;
    SCOPED_TRACE(text(scenario, "ciphertext"));
    ++count.scenarios;
    count.items += check_scenario(scenario, keys, plaintext);
  }
  return count;
}

TEST(OfficialScenarios, OfThePythonClientAreRead) {
  const Count count = check_scenarios(kPython);
  EXPECT_EQ(count.scenarios, 18);
  EXPECT_EQ(count.items, 288);
}

TEST(OfficialScenarios, OfTheJavaClientAreRead) {
  const Count count = check_scenarios(kJava);
  EXPECT_EQ(count.scenarios, 23);
  EXPECT_EQ(count.items, 356);
}

TEST(OfficialScenarios, WithAnAbsentTableNameAndWithOneOutsideAsciiAreRead) {
  const Value keys = vectors(kPython + "keys.json");
  const auto provider =
      std::make_shared<StaticMaterialsProvider>(key(keys, "aesKey"), key(keys, "hmacKey"));
  for (const std::string file : {"null", "nonascii"}) {
    SCOPED_TRACE(file);
    const Value tables =
        vectors(kJava + "ciphertext/java/static-aes-hmac-" + file + "-table-1.json");
    for (const auto& [name, items] : *tables.get_if<Map>()) {
      CryptoConfig config;
      config.provider = provider;
      if (file == "nonascii") config.context.table_name = "テーブル😀";
      config.actions =
          AttributeActions(CryptoAction::kEncryptAndSign, {{"hashKey", CryptoAction::kSignOnly},
                                                           {"rangeKey", CryptoAction::kSignOnly},
                                                           {"version", CryptoAction::kSignOnly}});
      const Result<Item> plain = ItemEncryptor(config).decrypt(item(elements(items)[0])).get();
      ASSERT_TRUE(plain) << plain.error().to_string();
      EXPECT_EQ((*plain)["stringValue"].as<std::string>().value(), "Hello world!");
    }
  }
}

/// Materials that make an item as it was made before.
class SameMaterials final : public MaterialsProvider {
 public:
  explicit SameMaterials(EncryptionMaterials materials) : materials_(std::move(materials)) {}
  Call<EncryptionMaterials> encryption_materials(magneto::encryption::EncryptionContext) override {
    return Call<EncryptionMaterials>::ready(materials_);
  }

 private:
  EncryptionMaterials materials_;
};

EncryptionMaterials materials_of(const Value& scenario, const Value& keys, const Item& stored) {
  const Value& names = member(scenario, "keys");
  EncryptionMaterials materials;
  const bool separate = names["sign"].exists();
  materials.signing_key = key(keys, text(names, separate ? "sign" : "verify"));
  materials.material_description =
      read_description(stored[kDescriptionAttribute].as<Binary>().value().bytes()).value();
  std::string content_key;
  if (text(scenario, "provider") == "static") {
    content_key = bytes(member(keys, text(names, "decrypt")), "material");
  } else {
    const MaterialDescription& description = materials.material_description;
    content_key = key(keys, text(names, "decrypt"))
                      ->unwrap(entry(description, kWrappingAlgorithm),
                               from_base64(entry(description, kContentKey)).value())
                      .value();
  }
  materials.encryption_key = std::make_shared<FixedIvKey>(content_key, stored);
  return materials;
}

/// Writes each item of a scenario once more, with its IVs; gives the number of items that came out
/// with the same bytes.
int rewrite(const Value& scenario, const Value& keys, const Value& plaintext) {
  const std::string path = found(text(scenario, "ciphertext"));
  const bool java = path.find("ciphertext/java") != std::string::npos;
  const bool java_order = java && text(scenario, "provider") == "wrapped";
  const Provider provider = keyed_provider(scenario, keys);
  int same = 0;
  const Value tables = vectors(path);
  for (const auto& [table, stored_items] : *tables.get_if<Map>()) {
    for (const Value& one : elements(stored_items)) {
      const Item stored = item(one);
      const auto described = description_of(plaintext, table, text(scenario, "version"), stored);
      if (!described || described->untouched) continue;
      CryptoConfig config = config_for(provider, table, described->actions);
      const Item plain = ItemEncryptor(config).decrypt(stored).value();
      config.provider = std::make_shared<SameMaterials>(materials_of(scenario, keys, stored));
      config.profile = java ? WriterProfile::kJava : WriterProfile::kPython;
      Item again = ItemEncryptor(config).encrypt(plain).value();
      Item before = stored;
      if (java_order) {  // entries lie in the order of a hash map
        const auto entries = [](Item& from) {
          const Value taken = from.take(kDescriptionAttribute);
          return read_description(taken.get_if<Binary>()->bytes()).value();
        };
        EXPECT_EQ(entries(again), entries(before));
      }
      EXPECT_EQ(again, before) << path;
      same += again == before ? 1 : 0;
    }
  }
  return same;
}

TEST(OfficialScenarios, AreWrittenAgainByteForByteWithTheSameIvs) {
  const Value keys = vectors(kPython + "keys.json");
  const Value plaintext = vectors(kPython + "plaintext.json");
  const Value document = vectors(kPython + "scenarios.json");
  int items = 0;
  int files = 0;
  for (const Value& scenario : elements(member(document, "scenarios"))) {
    const std::string provider = text(scenario, "provider");
    if (provider != "static" && provider != "wrapped") continue;
    ++files;
    items += rewrite(scenario, keys, plaintext);
  }
  EXPECT_EQ(files, 14);
  EXPECT_EQ(items, 210);
}

}  // namespace
}  // namespace magneto::internal::encryption::test
