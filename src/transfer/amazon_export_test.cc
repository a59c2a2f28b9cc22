// SPDX-License-Identifier: Apache-2.0
#include "transfer/amazon_export.h"

#include <gtest/gtest.h>

namespace magneto::internal::transfer {
namespace {

constexpr std::string_view kSummary = R"({"outputFormat":"ION","itemCount":5,"exportType":null})";
constexpr std::string_view kFiles =
    "{\"itemCount\":2,\"md5Checksum\":\"x\",\"dataFileS3Key\":\"a/AWSDynamoDB/1/data/b.ion.gz\"}\n"
    "\n{\"itemCount\":3,\"md5Checksum\":\"y\",\"dataFileS3Key\":\"../../c.ion.gz\"}";

TEST(ExportManifests, NameFilesBesideThemselves) {
  const Result<ExportManifest> manifest = read_export_manifest(kSummary, kFiles);
  ASSERT_TRUE(manifest) << manifest.error().message();
  EXPECT_EQ(manifest->format, RecordFormat::kIon);
  EXPECT_EQ(manifest->items, 5U);
  ASSERT_EQ(manifest->files.size(), 2U);
  EXPECT_EQ(manifest->files[0].name, "data/b.ion.gz");
  EXPECT_EQ(manifest->files[1].name, "data/c.ion.gz");
  EXPECT_EQ(manifest->files[1].items, 3U);
}

TEST(ExportManifests, ThatAreNoneAreRefusedWithTheReason) {
  const auto refused = [](std::string_view summary, std::string_view files) {
    const Result<ExportManifest> manifest = read_export_manifest(summary, files);
    return manifest ? std::string() : manifest.error().message();
  };
  EXPECT_NE(refused("", kFiles), "");
  EXPECT_NE(refused("[]", kFiles), "");
  EXPECT_NE(refused(R"({"outputFormat":"CSV","itemCount":5})", kFiles), "");
  EXPECT_NE(refused(R"({"outputFormat":"ION"})", kFiles), "");
  EXPECT_NE(refused(kSummary, "{\"itemCount\":5}").find("md5Checksum"), std::string::npos);
  EXPECT_NE(refused(R"({"outputFormat":"ION","itemCount":6})", kFiles).find("5 items"),
            std::string::npos);
}

}  // namespace
}  // namespace magneto::internal::transfer
