// SPDX-License-Identifier: Apache-2.0
//
// What operations answer when they meet on an item, with Services::conflicts.
#include "keys/key_bytes.h"
#include "operations/operations_fixture.h"
#include "value/item_builder.h"

namespace magneto::internal::operations {
namespace {

using Writer = Conflicts::Writer;

class ConflictingWrites : public OperationsFixture {
 protected:
  void SetUp() override {
    services_.conflicts = &conflicts_;
    ASSERT_TRUE(run("DynamoDB_20120810.CreateTable",
                    R"({"TableName":"hash","BillingMode":"PAY_PER_REQUEST",)"
                    R"("AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],)"
                    R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]})")
                    .ok());
    table_ = *catalog_->find("hash");
  }

  /// As a request that writes the item "1".
  void hold_item(Writer writer, Conflicts::Hold& hold) {
    value::Attribute key{"a", value::make_string(arena_, "1")};
    const value::ItemView item = value::make_item(arena_, std::span<value::Attribute>(&key, 1));
    const store::ItemRef ref{table_.get(),
                             keys::item_key(arena_, table_->space, table_->schema, item)};
    ASSERT_TRUE(conflicts_.begin({&ref, 1}, writer, hold).empty());
  }

  std::string put() { return run_for_error("PutItem", R"({"TableName":"hash",)" + item() + "}"); }

  std::string transact(const std::string& more = "") {
    return run_for_error("TransactWriteItems",
                         R"({"TransactItems":[)"
                         R"({"Put":{"TableName":"hash","Item":{"a":{"S":"2"}}}},)"
                         R"({"Put":{"TableName":"hash",)" +
                             item() + "}}]" + more + "}");
  }

  std::string transact_get() {
    return run_for_error(
        "TransactGetItems",
        R"({"TransactItems":[{"Get":{"TableName":"hash","Key":{"a":{"S":"1"}}}}]})");
  }

  /// Empty for none.
  std::string run_for_error(const std::string& operation, const std::string& body) {
    const Result<void> done = run("DynamoDB_20120810." + operation, body);
    return done.ok() ? std::string() : done.error().message();
  }

  Conflicts conflicts_{
      {[this] { return engine_->last_commit(); }, [this] { return engine_->durable_commit(); }}};
  catalog::TablePtr table_;
  Arena arena_;

 private:
  static std::string item() { return R"("Item":{"a":{"S":"1"}})"; }
};

TEST_F(ConflictingWrites, AreNoneOneAfterTheOther) {
  EXPECT_EQ(put(), "");
  EXPECT_EQ(transact(), "");
  EXPECT_EQ(transact(R"(,"ClientRequestToken":"t")"), "");
  EXPECT_EQ(transact(R"(,"ClientRequestToken":"t")"), "");
  EXPECT_EQ(transact_get(), "");
  EXPECT_EQ(put(), "");
}

TEST_F(ConflictingWrites, ASingleWriteIsRefusedWhileATransactionHasTheItem) {
  Conflicts::Hold hold;
  hold_item(Writer::kTransaction, hold);
  EXPECT_EQ(put(), "Transaction is ongoing for the item");
  const Result<void> deleted =
      run("DynamoDB_20120810.DeleteItem", R"({"TableName":"hash","Key":{"a":{"S":"1"}}})");
  ASSERT_FALSE(deleted.ok());
  EXPECT_EQ(deleted.error().code(), ErrorCode::kTransactionConflict);
}

TEST_F(ConflictingWrites, ATransactionIsCancelledWhileAnotherWriteHasOneOfItsItems) {
  Conflicts::Hold hold;
  hold_item(Writer::kSingle, hold);
  EXPECT_EQ(put(), "");
  EXPECT_EQ(transact(),
            "Transaction cancelled, please refer cancellation reasons for specific reasons [None, "
            "TransactionConflict]");
  EXPECT_EQ(transact_get(),
            "Transaction cancelled, please refer cancellation reasons for specific reasons "
            "[TransactionConflict]");
}

TEST_F(ConflictingWrites, ATokenIsInProgressUntilItsTransactionIsDone) {
  Conflicts::Hold hold;
  ASSERT_TRUE(conflicts_.begin_token("t", hold));
  EXPECT_EQ(transact(R"(,"ClientRequestToken":"t")"),
            "The transaction with the given request token is already in progress.");
  EXPECT_EQ(transact(R"(,"ClientRequestToken":"u")"), "");
}

}  // namespace
}  // namespace magneto::internal::operations
