// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/actions.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "magneto/encryption/error.h"
#include "magneto/encryption/item_encryptor.h"

namespace magneto::encryption {
namespace {

const std::vector<std::string> kKeys{"Artist", "Title"};

TEST(AttributeActions, EncryptAndSignWhatNothingIsSaidOf) {
  const AttributeActions actions;
  EXPECT_EQ(actions.action("anything"), CryptoAction::kEncryptAndSign);
  EXPECT_FALSE(actions.take_no_actions());
}

TEST(AttributeActions, HaveTheOrderAndNumbersOfTheOriginal) {
  EXPECT_EQ(static_cast<int>(CryptoAction::kDoNothing), 0);
  EXPECT_EQ(static_cast<int>(CryptoAction::kSignOnly), 1);
  EXPECT_EQ(static_cast<int>(CryptoAction::kEncryptAndSign), 2);
  EXPECT_LT(CryptoAction::kSignOnly, CryptoAction::kEncryptAndSign);
}

TEST(AttributeActions, SignIndexKeysUnlessTheDefaultIsToDoNothing) {
  AttributeActions encrypting;
  ASSERT_TRUE(encrypting.set_index_keys(kKeys));
  EXPECT_EQ(encrypting.action("Artist"), CryptoAction::kSignOnly);
  AttributeActions signing(CryptoAction::kSignOnly);
  ASSERT_TRUE(signing.set_index_keys(kKeys));
  EXPECT_EQ(signing.action("Title"), CryptoAction::kSignOnly);
  AttributeActions idle(CryptoAction::kDoNothing);
  ASSERT_TRUE(idle.set_index_keys(kKeys));
  EXPECT_EQ(idle.action("Title"), CryptoAction::kDoNothing);
  EXPECT_TRUE(idle.take_no_actions());
}

TEST(AttributeActions, KeepWhatWasSaidOfAnIndexKey) {
  AttributeActions actions(CryptoAction::kEncryptAndSign, {{"Artist", CryptoAction::kDoNothing}});
  ASSERT_TRUE(actions.set_index_keys(kKeys));
  EXPECT_EQ(actions.action("Artist"), CryptoAction::kDoNothing);
}

TEST(AttributeActions, RefuseToEncryptAnIndexKey) {
  AttributeActions actions(CryptoAction::kSignOnly, {{"Title", CryptoAction::kEncryptAndSign}});
  const Result<void> set = actions.set_index_keys(kKeys);
  ASSERT_FALSE(set);
  EXPECT_EQ(failure_of(set.error()), Failure::kInvalidArgument);
  EXPECT_NE(set.error().message().find("Title"), std::string::npos);
}

TEST(AttributeActions, RefuseTheReservedAttributes) {
  const AttributeActions actions(CryptoAction::kSignOnly,
                                 {{std::string(kSignatureAttribute), CryptoAction::kDoNothing}});
  ASSERT_FALSE(actions.check());
  EXPECT_TRUE(AttributeActions().check());
}

TEST(AttributeActions, SayWhichActionsCanHappen) {
  const AttributeActions actions(CryptoAction::kDoNothing, {{"a", CryptoAction::kSignOnly}});
  EXPECT_TRUE(actions.contains_action(CryptoAction::kDoNothing));
  EXPECT_TRUE(actions.contains_action(CryptoAction::kSignOnly));
  EXPECT_FALSE(actions.contains_action(CryptoAction::kEncryptAndSign));
  EXPECT_FALSE(actions.take_no_actions());
}

}  // namespace
}  // namespace magneto::encryption
