// SPDX-License-Identifier: Apache-2.0
//
// The other side of test_python_client.py: reads requests from its standard input, one per line,
//
//   {"way": "encrypt", "provider": {"type": "static", "encryption_key": K, "signing_key": K},
//    "table": "Books", "partition_key": "ISBN", "sort_key": null,
//    "actions": {"default": "encrypt", "override": {"ISBN": "sign"}}, "item": {...}}
//
// and answers each with the item in DynamoDB's JSON, or with {"error": "SignatureVerificationError", "message": ...}.
// A key is {"material": base64, "algorithm": "AES", "type": "symmetric", "encoding": "RAW"}.
// "write_table" puts "items" into the table of the server at "endpoint" with a batch writer;
// "read_table" gives the items of one partition by a scan, by a query and by a batch of their keys.
// `{"way": "bench", "seconds": 1, ...}` encrypts and decrypts for so long, and answers with the
// microseconds of CPU and the allocations of one item each way.
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <new>
#include <string>

#include "encryption/base64_text.h"
#include "magneto/encryption/encrypted_resource.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/encryption/kms.h"
#include "magneto/encryption/provider_store.h"
#include "magneto/json.h"

namespace {

using namespace magneto::encryption;
using magneto::Item;
using magneto::Result;
using magneto::Value;

thread_local long allocations = 0;  // of this thread, which does the encrypting

Key key_of(const Value& about) {
  const std::string type = about["type"].value_or("");
  const std::string encoding = about["encoding"].value_or("");
  const auto material = magneto::internal::encryption::from_base64(about["material"].value_or(""));
  return local_key(material.value(), about["algorithm"].value_or(""),
                   type == "symmetric" ? KeyType::kSymmetric
                   : type == "private" ? KeyType::kPrivate
                                       : KeyType::kPublic,
                   encoding == "RAW" ? KeyEncoding::kRaw : KeyEncoding::kDer)
      .value();
}

Key named(const Value& provider, const char* role) {
  const Value* const about = provider[role].source();
  return about == nullptr ? nullptr : key_of(*about);
}

std::shared_ptr<MaterialsProvider> provider_of(const Value& about);

/// AWS KMS at "endpoint".
std::shared_ptr<MaterialsProvider> kms_provider(const Value& about) {
  AwsKmsMaterialsProvider::Options options;
  options.key_id = about["key_id"].value_or("");
  options.region = about["region"].value_or("");
  options.client_options.endpoint = about["endpoint"].value_or("");
  options.client_options.credentials = magneto::Credentials{"test", "test"};
  return std::make_shared<AwsKmsMaterialsProvider>(std::move(options));
}

/// The newest materials of a MetaStore in "store_table" of the server at "endpoint".
std::shared_ptr<MaterialsProvider> most_recent_provider(const Value& about) {
  const magneto::Client client({.region = "us-east-1", .endpoint = about["endpoint"].value_or("")});
  CachingMostRecentProvider::Options options;
  options.store = std::make_shared<MetaStore>(client, about["store_table"].value_or(""),
                                              provider_of(*about["inner"].source()));
  options.material_name = about["material_name"].value_or("");
  options.version_ttl = std::chrono::seconds(600);
  return std::make_shared<CachingMostRecentProvider>(std::move(options));
}

std::shared_ptr<MaterialsProvider> provider_of(const Value& about) {
  if (about["type"].value_or("") == "kms") return kms_provider(about);
  if (about["type"].value_or("") == "most_recent") return most_recent_provider(about);
  const Key signing = named(about, "signing_key");
  if (about["type"].value_or("") == "static") {
    return std::make_shared<StaticMaterialsProvider>(named(about, "encryption_key"), signing);
  }
  WrappedMaterialsProvider::Options options;
  options.signing_key = signing;
  options.wrapping_key = named(about, "wrapping_key");
  options.unwrapping_key = named(about, "unwrapping_key");
  return std::make_shared<WrappedMaterialsProvider>(std::move(options));
}

CryptoAction action_of(const std::string& word) {
  return word == "encrypt" ? CryptoAction::kEncryptAndSign
         : word == "sign"  ? CryptoAction::kSignOnly
                           : CryptoAction::kDoNothing;
}

CryptoConfig config_of(const Item& request) {
  CryptoConfig config;
  config.provider = provider_of(*request["provider"].source());
  config.context.table_name = *request["table"].as<std::optional<std::string>>();
  config.context.partition_key_name = *request["partition_key"].as<std::optional<std::string>>();
  config.context.sort_key_name = *request["sort_key"].as<std::optional<std::string>>();
  const auto actions = request["actions"];
  config.actions =
      AttributeActions(action_of(actions["default"].value_or("")), AttributeActions::Overrides{});
  for (const auto& [name, word] : actions["override"].value_or(magneto::Map())) {
    config.actions.set(name, action_of(*word.as<std::string>()));
  }
  return config;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Runs `step` until so much CPU is used: microseconds and allocations of one.
template <class Step>
std::pair<double, double> cost_of(double seconds, Step step) {
  const double start = cpu_seconds();
  const long before = allocations;
  long rounds = 0;
  while (cpu_seconds() - start < seconds) {
    for (int i = 0; i < 100; ++i) step();
    rounds += 100;
  }
  const double count = static_cast<double>(rounds);
  return {(cpu_seconds() - start) * 1e6 / count, static_cast<double>(allocations - before) / count};
}

std::string bench(const ItemEncryptor& encryptor, const Item& plain, double seconds) {
  const Item stored = encryptor.encrypt(plain).value();
  const auto [encrypt_us, encrypt_allocations] =
      cost_of(seconds, [&] { (void)encryptor.encrypt(plain).value(); });
  const auto [decrypt_us, decrypt_allocations] =
      cost_of(seconds, [&] { (void)encryptor.decrypt(stored).value(); });
  return to_plain_json(Item{{"encrypt_us", encrypt_us},
                            {"decrypt_us", decrypt_us},
                            {"encrypt_allocations", encrypt_allocations},
                            {"decrypt_allocations", decrypt_allocations}});
}

EncryptedTable table_of(const Item& request) {
  const CryptoConfig config = config_of(request);
  const magneto::Client client(
      {.region = "us-east-1", .endpoint = request["endpoint"].value_or("")});
  return {client.table(*config.context.table_name), config.provider, {.actions = config.actions}};
}

std::string write_table(const Item& request) {
  const EncryptedTable table = table_of(request);
  magneto::BatchWriter batch = table.batch_writer();
  for (const Value& item : request["items"].value_or(magneto::List())) {
    batch.put(magneto::item_from_json(to_plain_json(item)).value());
  }
  return to_plain_json(Item{{"complete", batch.finish().value().complete()}});
}

template <class Items>
std::string json_of(const Items& items) {
  std::string json;
  for (const Item& item : items) json += (json.empty() ? "" : ",") + to_json(item);
  return "[" + json + "]";
}

std::string read_table(const Item& request) {
  const EncryptedTable table = table_of(request);
  const std::string partition = request["partition"].value_or("");
  const auto scanned = table.scan().all().value();
  const auto queried = table.query(magneto::key("pk") == partition).all().value();
  std::vector<Item> keys;
  for (const Item& item : queried) {
    Item key;
    for (const char* name : {"pk", "sk"}) key.set(name, *item.find(name));
    keys.push_back(std::move(key));
  }
  std::vector<Item> gotten;
  for (const auto& item : table.batch_get(keys).value()) gotten.push_back(item.value());
  return R"({"scan":)" + json_of(scanned) + R"(,"query":)" + json_of(queried) + R"(,"batch":)" +
         json_of(gotten) + "}";
}

std::string answer_to(const std::string& line) {
  const Item request = magneto::item_from_plain_json(line).value();
  const std::string way = request["way"].value_or("");
  if (way == "write_table") return write_table(request);
  if (way == "read_table") return read_table(request);
  const ItemEncryptor encryptor(config_of(request));
  const std::string item = to_plain_json(*request["item"].source());
  if (way == "bench") {
    return bench(encryptor, magneto::item_from_json(item).value(),
                 request["seconds"].value_or(1.0));
  }
  const Result<std::string> done =
      way == "encrypt" ? encryptor.encrypt_json(item).get() : encryptor.decrypt_json(item).get();
  if (done) return *done;
  return to_plain_json(
      Item{{"error", done.error().service_code()}, {"message", done.error().message()}});
}

}  // namespace

// Not inlined: g++ would warn of new and free.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size)) return memory;
  std::abort();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << answer_to(line) << std::endl;
  }
}
