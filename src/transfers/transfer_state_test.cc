// SPDX-License-Identifier: Apache-2.0
#include "transfers/transfer_state.h"

#include <gtest/gtest.h>

#include <memory>

namespace magneto::internal::transfers {
namespace {

using catalog::Document;
using catalog::DocumentKind;

catalog::DocumentPtr document(const std::string& text) {
  return std::make_shared<const Document>(Document{"id", text});
}

TEST(TransferStateTest, IsWhatTheDescriptionSays) {
  const auto state = [](DocumentKind kind, const std::string& text) {
    return transfer_state(kind, {"id", text}).value();
  };
  EXPECT_EQ(state(DocumentKind::kImport, R"({"ImportStatus":"IN_PROGRESS"})"),
            TransferState::kInProgress);
  EXPECT_EQ(state(DocumentKind::kExport, R"({"ExportStatus": "IN_PROGRESS"})"),
            TransferState::kInProgress);
  EXPECT_EQ(state(DocumentKind::kExport, R"({"ExportStatus":"COMPLETED"})"), TransferState::kEnded);
  EXPECT_EQ(state(DocumentKind::kBulkOperation, R"({"BulkOperationStatus":"CANCELLING"})"),
            TransferState::kCancelling);
}

TEST(TransferStateTest, TextOfTheClientsThatLooksLikeAStatusIsNone) {
  const Document export_ended{
      "id", R"({"ClientToken":"\"ExportStatus\":\"IN_PROGRESS\"","ExportStatus":"FAILED",)"
            R"("FailureMessage":"Status\":\"IN_PROGRESS"})"};
  EXPECT_EQ(transfer_state(DocumentKind::kExport, export_ended).value(), TransferState::kEnded);
}

TEST(TransferStateTest, StatesAreOfTheVersionThatIsAskedFor) {
  TransferStates states;
  EXPECT_TRUE(states.is_open(DocumentKind::kImport, document(R"({"ImportStatus":"IN_PROGRESS"})")));
  EXPECT_FALSE(states.is_open(DocumentKind::kImport, document(R"({"ImportStatus":"FAILED"})")));
  EXPECT_TRUE(states.is_open(DocumentKind::kBulkOperation,
                             document(R"({"BulkOperationStatus":"CANCELLING"})")));
}

TEST(TransferStateTest, ADamagedDocumentIsOpenSoThatTheWorkReportsIt) {
  TransferStates states;
  EXPECT_FALSE(transfer_state(DocumentKind::kImport, {"id", "{"}).ok());
  EXPECT_TRUE(states.is_open(DocumentKind::kImport, document("{")));
}

}  // namespace
}  // namespace magneto::internal::transfers
