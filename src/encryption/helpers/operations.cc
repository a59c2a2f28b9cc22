// SPDX-License-Identifier: Apache-2.0
#include "encryption/helpers/operations.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "encryption/helpers/messages.h"
#include "encryption/helpers/trees.h"
#include "magneto/error_details.h"
#include "magneto/item_size.h"

namespace magneto::internal::encryption {
namespace {

using magneto::encryption::CryptoAction;
using magneto::encryption::ItemEncryptor;
using Book = std::shared_ptr<TableBook>;

/// A put of a batch, before and after.
struct Put {
  std::string table;
  Map plain;
  Map encrypted;
};

/// Encrypts the item of `holder` under "Item".
Call<void> encrypt_item_of(Book book, std::string table, Map& holder) {
  Map* const tree = child<Map>(holder, "Item");
  if (tree == nullptr) co_return Result<void>();  // the service will say it
  Result<ItemEncryptor> encryptor = co_await TableBook::encryptor_of(book, std::move(table));
  if (!encryptor) co_return encryptor.error();
  Result<Item> item = item_of_tree(*tree);
  if (!item) co_return item.error();
  const std::size_t plain_bytes = magneto::item_size(*item);
  Result<Item> stored = co_await encryptor->encrypt(std::move(*item));
  if (!stored) co_return stored.error();
  const std::size_t bytes = magneto::item_size(*stored);
  if (bytes > magneto::kMaxItemBytes) co_return too_large(bytes, plain_bytes);
  Result<Item> stored_tree = tree_of_item(*stored);
  if (!stored_tree) co_return stored_tree.error();
  *tree = std::move(*stored_tree);
  co_return Result<void>();
}

Call<void> decrypt_tree(Book book, std::string table, Map& tree) {
  Result<ItemEncryptor> encryptor = co_await TableBook::encryptor_of(book, std::move(table));
  if (!encryptor) co_return encryptor.error();
  Result<Item> item = item_of_tree(tree);
  if (!item) co_return item.error();
  Result<Item> plain = co_await encryptor->decrypt(std::move(*item));
  if (!plain) co_return plain.error();
  Result<Item> plain_tree = tree_of_item(*plain);
  if (!plain_tree) co_return plain_tree.error();
  tree = std::move(*plain_tree);
  co_return Result<void>();
}

/// Decrypts the item of `holder` under `name`, if there is one.
Call<void> decrypt_item_of(Book book, std::string table, Map& holder, std::string_view name) {
  Map* const tree = child<Map>(holder, name);
  if (tree == nullptr || tree->empty()) return Call<void>::ready(Result<void>());
  return decrypt_tree(std::move(book), std::move(table), *tree);
}

Call<void> decrypt_list(Book book, std::string table, List* items) {
  if (items == nullptr) co_return Result<void>();
  for (Value& item : *items) {
    Map* const tree = item.get_if<Map>();
    if (tree == nullptr) continue;
    Result<void> done = co_await decrypt_tree(book, table, *tree);
    if (!done) co_return done;
  }
  co_return Result<void>();
}

/// Projections would leave out what the signature is of.
Result<void> no_projection(const Map& parameters) {
  for (const std::string_view name : {"AttributesToGet", "ProjectionExpression"}) {
    if (parameters.contains(name)) return projection_is_refused(name);
  }
  const std::string select = text_of(parameters, "Select");
  if (select == "SPECIFIC_ATTRIBUTES" || select == "ALL_PROJECTED_ATTRIBUTES") {
    return projection_is_refused("Select");
  }
  return {};
}

/// Decrypts the item that an error has. One that cannot be decrypted goes, and the message says why: what
/// failed before is what the caller has to know.
Call<void> make_readable(Book book, std::string table, std::optional<Item>& item,
                         std::string& message) {
  if (!item) co_return Result<void>();
  const Item stored = *std::exchange(item, std::nullopt);
  const Result<ItemEncryptor> encryptor =
      co_await TableBook::encryptor_of(std::move(book), std::move(table));
  if (!encryptor) {
    message += unreadable(encryptor.error());
    co_return Result<void>();
  }
  Result<Item> plain = co_await encryptor->decrypt(stored);
  if (plain) {
    item = std::move(*plain);
  } else {
    message += unreadable(plain.error());
  }
  co_return Result<void>();
}

/// Fails with the same error, the items in it decrypted: `tables` has one table for each reason.
Call<Map> fail_readably(Book book, Error error, std::vector<std::string> tables) {
  const auto reasons = error.cancellation_reasons();
  auto details =
      std::make_shared<Error::Details>(Error::Details{.code = error.code(),
                                                      .message = error.message(),
                                                      .service_code = error.service_code(),
                                                      .http_status = error.http_status(),
                                                      .request_id = error.request_id(),
                                                      .attempts = error.attempts(),
                                                      .retryable = error.retryable(),
                                                      .throttled = error.throttled()});
  details->throttling_reasons.assign(error.throttling_reasons().begin(),
                                     error.throttling_reasons().end());
  details->cancellation_reasons.assign(reasons.begin(), reasons.end());
  if (error.item() != nullptr && !tables.empty()) {
    details->item = *error.item();
    Result<void> done = co_await make_readable(book, tables[0], details->item, details->message);
    if (!done) co_return done.error();
  }
  for (std::size_t i = 0; i < details->cancellation_reasons.size() && i < tables.size(); ++i) {
    CancellationReason& reason = details->cancellation_reasons[i];
    Result<void> done = co_await make_readable(book, tables[i], reason.item, reason.message);
    if (!done) co_return done.error();
  }
  co_return Error(std::move(details));
}

/// Sends the request as it is now, and reads the answer. Errors: with their items decrypted.
Call<Map> send(Book book, std::string operation, const Map& request,
               std::vector<std::string> tables) {
  std::string body = to_plain_json(request);
  const Result<std::string> answer = co_await book->client().call_json(operation, std::move(body));
  if (!answer) {
    Result<Map> failed = co_await fail_readably(book, answer.error(), std::move(tables));
    co_return failed;
  }
  co_return item_from_plain_json(*answer);
}

/// Only where nothing is done to any attribute.
Call<void> allow_update(Book book, std::string table) {
  Result<ItemEncryptor> encryptor = co_await TableBook::encryptor_of(book, std::move(table));
  if (!encryptor) co_return encryptor.error();
  if (!encryptor->config().actions.take_no_actions()) co_return update_is_refused();
  co_return Result<void>();
}

Call<std::string> update_item(Book book, std::string operation, Map request) {
  Result<void> allowed = co_await allow_update(book, text_of(request, "TableName"));
  if (!allowed) co_return allowed.error();
  Result<Map> answer = co_await send(book, operation, request, {});
  if (!answer) co_return answer.error();
  co_return to_plain_json(*answer);
}

/// PutItem and DeleteItem.
Call<std::string> write_item(Book book, std::string operation, Map request) {
  const std::string table = text_of(request, "TableName");
  if (operation == "PutItem") {
    Result<void> encrypted = co_await encrypt_item_of(book, table, request);
    if (!encrypted) co_return encrypted.error();
  }
  std::vector<std::string> tables{table};
  Result<Map> answer = co_await send(book, operation, request, std::move(tables));
  if (!answer) co_return answer.error();
  Result<void> decrypted = co_await decrypt_item_of(book, table, *answer, "Attributes");
  if (!decrypted) co_return done_but_unreadable(operation, decrypted.error());
  co_return to_plain_json(*answer);
}

/// The places that the service names are those of stored items. One that was made of an item that
/// was read has, in an index whose key is encrypted, a plaintext in it.
Call<void> allow_start_key(Book book, std::string table, const Map& request) {
  const Value* const start = request.find("ExclusiveStartKey");
  const Map* const tree = start == nullptr ? nullptr : start->get_if<Map>();
  if (tree == nullptr) co_return Result<void>();
  Result<ItemEncryptor> encryptor = co_await TableBook::encryptor_of(book, std::move(table));
  if (!encryptor) co_return encryptor.error();
  Result<Item> key = item_of_tree(*tree);
  if (!key) co_return key.error();
  for (const Member& member : *key) {
    if (encryptor->config().actions.action(member.name) != CryptoAction::kEncryptAndSign) continue;
    const Binary* const bytes = member.value.get_if<Binary>();
    // An IV and blocks.
    const bool stored =
        bytes != nullptr && bytes->bytes().size() >= 32 && bytes->bytes().size() % 16 == 0;
    if (!stored) co_return start_key_is_refused(member.name);
  }
  co_return Result<void>();
}

/// GetItem, Query and Scan.
Call<std::string> read_items(Book book, std::string operation, Map request) {
  const std::string table = text_of(request, "TableName");
  if (auto whole = no_projection(request); !whole) co_return whole.error();
  Result<void> goes_on = co_await allow_start_key(book, table, request);
  if (!goes_on) co_return goes_on.error();
  Result<Map> answer = co_await send(book, operation, request, {});
  if (!answer) co_return answer.error();
  Result<void> one = co_await decrypt_item_of(book, table, *answer, "Item");
  if (!one) co_return one.error();
  Result<void> all = co_await decrypt_list(book, table, child<List>(*answer, "Items"));
  if (!all) co_return all.error();
  co_return to_plain_json(*answer);
}

Call<std::string> batch_get(Book book, std::string operation, Map request) {
  if (Map* const tables = child<Map>(request, "RequestItems")) {
    for (const auto& [table, parameters] : *tables) {
      const Map* const map = parameters.get_if<Map>();
      if (map == nullptr) continue;
      if (auto whole = no_projection(*map); !whole) co_return whole.error();
    }
  }
  Result<Map> answer = co_await send(book, operation, request, {});
  if (!answer) co_return answer.error();
  if (const Map* const responses = child<Map>(*answer, "Responses")) {
    Map plain;
    for (const Member& of_table : *responses) {
      Value items = of_table.value;
      Result<void> done = co_await decrypt_list(book, of_table.name, items.get_if<List>());
      if (!done) co_return done.error();
      plain.set(of_table.name, std::move(items));
    }
    answer->set("Responses", std::move(plain));
  }
  co_return to_plain_json(*answer);
}

/// The put in an element of a batch; null for a delete.
Map* put_in(Value& element) {
  Map* const write = element.get_if<Map>();
  return write == nullptr ? nullptr : child<Map>(*write, "PutRequest");
}

/// Encrypts the puts of one table.
Call<void> encrypt_puts(Book book, std::string table, List& writes, std::vector<Put>& puts) {
  for (Value& element : writes) {
    Map* const put = put_in(element);
    const Map* const plain = put == nullptr ? nullptr : child<Map>(*put, "Item");
    if (plain == nullptr) continue;
    Put remembered{table, *plain, {}};
    Result<void> done = co_await encrypt_item_of(book, table, *put);
    if (!done) co_return done;
    remembered.encrypted = *child<Map>(*put, "Item");
    puts.push_back(std::move(remembered));
  }
  co_return Result<void>();
}

/// Puts that were not done come back as the caller wrote them.
void restore_puts(const std::string& table, List& writes, const std::vector<Put>& puts) {
  for (Value& element : writes) {
    Map* const put = put_in(element);
    Map* const item = put == nullptr ? nullptr : child<Map>(*put, "Item");
    if (item == nullptr) continue;
    const Value* const signature = item->find(magneto::encryption::kSignatureAttribute);
    if (signature == nullptr) continue;  // nothing was done to it
    const auto same = std::find_if(puts.begin(), puts.end(), [&](const Put& one) {
      const Value* const own = one.encrypted.find(magneto::encryption::kSignatureAttribute);
      return table_name_of(one.table) == table_name_of(table) && own != nullptr &&
             *own == *signature;
    });
    if (same != puts.end()) *item = same->plain;
  }
}

Call<std::string> batch_write(Book book, std::string operation, Map request) {
  std::vector<Put> puts;
  if (const Map* const tables = child<Map>(request, "RequestItems")) {
    Map encrypted;
    for (const Member& of_table : *tables) {
      Value writes = of_table.value;
      if (List* const list = writes.get_if<List>()) {
        Result<void> done = co_await encrypt_puts(book, of_table.name, *list, puts);
        if (!done) co_return done.error();
      }
      encrypted.set(of_table.name, std::move(writes));
    }
    request.set("RequestItems", std::move(encrypted));
  }
  Result<Map> answer = co_await send(book, operation, request, {});
  if (!answer) co_return answer.error();
  if (const Map* const left = child<Map>(*answer, "UnprocessedItems")) {
    Map plain;
    for (const Member& of_table : *left) {
      Value writes = of_table.value;
      if (List* const list = writes.get_if<List>()) restore_puts(of_table.name, *list, puts);
      plain.set(of_table.name, std::move(writes));
    }
    answer->set("UnprocessedItems", std::move(plain));
  }
  co_return to_plain_json(*answer);
}

/// The table of each operation of a transaction.
std::vector<std::string> tables_of(Map& request) {
  std::vector<std::string> tables;
  const List* const steps = child<List>(request, "TransactItems");
  if (steps == nullptr) return tables;
  for (const Value& step : *steps) {
    tables.emplace_back();
    const Map* const kinds = step.get_if<Map>();
    if (kinds == nullptr) continue;
    for (const Member& kind : *kinds) tables.back() = kind.value["TableName"].value_or("");
  }
  return tables;
}

Call<std::string> transact_write(Book book, std::string operation, Map request) {
  std::vector<std::string> tables = tables_of(request);
  List* const steps = child<List>(request, "TransactItems");
  for (std::size_t i = 0; i < tables.size(); ++i) {
    Map* const step = (*steps)[i].get_if<Map>();
    if (step == nullptr) continue;
    if (step->contains("Update")) {
      Result<void> allowed = co_await allow_update(book, tables[i]);
      if (!allowed) co_return allowed.error();
    }
    Map* const put = child<Map>(*step, "Put");
    if (put == nullptr) continue;
    Result<void> done = co_await encrypt_item_of(book, tables[i], *put);
    if (!done) co_return done.error();
  }
  Result<Map> answer = co_await send(book, operation, request, std::move(tables));
  if (!answer) co_return answer.error();
  co_return to_plain_json(*answer);
}

Call<std::string> transact_get(Book book, std::string operation, Map request) {
  const std::vector<std::string> tables = tables_of(request);
  List* const steps = child<List>(request, "TransactItems");
  for (std::size_t i = 0; i < tables.size(); ++i) {
    Map* const step = (*steps)[i].get_if<Map>();
    const Map* const get = step == nullptr ? nullptr : child<Map>(*step, "Get");
    if (get == nullptr) continue;
    if (auto whole = no_projection(*get); !whole) co_return whole.error();
  }
  Result<Map> answer = co_await send(book, operation, request, {});
  if (!answer) co_return answer.error();
  List* const responses = child<List>(*answer, "Responses");
  for (std::size_t i = 0; responses != nullptr && i < responses->size(); ++i) {
    Map* const response = (*responses)[i].get_if<Map>();
    if (response == nullptr || i >= tables.size()) continue;
    Result<void> done = co_await decrypt_item_of(book, tables[i], *response, "Item");
    if (!done) co_return done.error();
  }
  co_return to_plain_json(*answer);
}

using Run = Call<std::string> (*)(Book, std::string, Map);

Run run_of(std::string_view operation) {
  if (operation == "PutItem" || operation == "DeleteItem") return write_item;
  if (operation == "GetItem" || operation == "Query" || operation == "Scan") return read_items;
  if (operation == "UpdateItem") return update_item;
  if (operation == "BatchGetItem") return batch_get;
  if (operation == "BatchWriteItem") return batch_write;
  if (operation == "TransactWriteItems") return transact_write;
  return operation == "TransactGetItems" ? transact_get : nullptr;
}

std::optional<Error> refusal_of(std::string_view operation) {
  if (operation == "ExecuteStatement" || operation == "BatchExecuteStatement" ||
      operation == "ExecuteTransaction") {
    return operation_is_refused(operation, "use the operations of items instead of statements");
  }
  if (operation == "SearchVectors") {
    return operation_is_refused(operation, "an encrypted vector has no distance");
  }
  if (operation == "StartBulkPutItems") {
    return operation_is_refused(operation, "it writes items that are not encrypted");
  }
  return std::nullopt;
}

/// Operations without items of the caller: of tables, backups, streams and settings. GetRecords
/// gives images as they are stored.
constexpr std::array<std::string_view, 12> kHarmless = {
    "Create",  "Delete",  "Describe", "Disable", "Enable", "Export",
    "Restore", "GetReso", "List",     "Tag",     "Untag",  "PutResource"};
constexpr std::array<std::string_view, 13> kHarmlessNames = {"CancelBulkOperation",
                                                             "GetRecords",
                                                             "GetShardIterator",
                                                             "ImportTable",
                                                             "UpdateContinuousBackups",
                                                             "UpdateContributorInsights",
                                                             "UpdateGlobalTable",
                                                             "UpdateGlobalTableSettings",
                                                             "UpdateKinesisStreamingDestination",
                                                             "UpdateTable",
                                                             "UpdateTableReplicaAutoScaling",
                                                             "UpdateTimeToLive",
                                                             "PutResourcePolicy"};

bool is_harmless(std::string_view operation) {
  const auto begins = [operation](std::string_view prefix) {
    return operation.starts_with(prefix);
  };
  return std::any_of(kHarmless.begin(), kHarmless.end(), begins) ||
         std::find(kHarmlessNames.begin(), kHarmlessNames.end(), operation) != kHarmlessNames.end();
}

}  // namespace

Call<std::string> run_encrypted(std::shared_ptr<TableBook> book, std::string operation,
                                std::string body) {
  if (auto refusal = refusal_of(operation)) co_return *refusal;
  const Run run = run_of(operation);
  if (run == nullptr) {
    if (!is_harmless(operation)) {
      co_return operation_is_refused(operation, "the encrypted client does not know it");
    }
    Result<std::string> answer = co_await book->client().call_json(operation, std::move(body));
    co_return answer;
  }
  Result<Map> request = item_from_plain_json(body);
  if (!request) co_return request.error();
  Result<std::string> answer =
      co_await run(std::move(book), std::move(operation), std::move(*request));
  co_return answer;
}

}  // namespace magneto::internal::encryption
