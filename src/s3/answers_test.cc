// SPDX-License-Identifier: Apache-2.0
#include "s3/answers.h"

#include <gtest/gtest.h>

namespace magneto::internal::s3 {
namespace {

std::string listing(const std::string& inside) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>)"
         R"(<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)" +
         inside + "</ListBucketResult>";
}

TEST(S3Answers, AListingIsRead) {
  const auto read = read_listing(
      listing("<Name>b</Name><IsTruncated>true</IsTruncated><NextContinuationToken>to&amp;ken"
              "</NextContinuationToken><Contents><Key>a%2Fb%20c</Key><Size>7</Size></Contents>"
              "<Contents><Key>d</Key><Size>0</Size><Owner><ID>x</ID></Owner></Contents>"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->objects, (std::vector<Listing::Object>{{"a/b c", 7}, {"d", 0}}));
  EXPECT_EQ(read->next_token, "to&ken");
}

TEST(S3Answers, AnEmptyListingIsTheEnd) {
  const auto read = read_listing(listing("<IsTruncated>false</IsTruncated>"));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->objects.empty());
  EXPECT_FALSE(read->next_token);
}

TEST(S3Answers, WhatIsNoListingIsRefused) {
  EXPECT_FALSE(read_listing(""));
  EXPECT_FALSE(read_listing("<html></html>"));
  EXPECT_FALSE(read_listing("<ListBucketResult>"));
  EXPECT_FALSE(read_listing(listing("<IsTruncated>true</IsTruncated>")));  // and no token
  EXPECT_FALSE(read_listing(listing("<Contents><Key>a</Key><Size>x</Size></Contents>")));
  EXPECT_FALSE(read_listing("<!DOCTYPE x [<!ENTITY e \"x\">]>" + listing("&e;")));
}

TEST(S3Answers, ErrorsAndUploadsAreRead) {
  const ErrorAnswer error = read_error(
      "<Error><Code>NoSuchKey</Code><Message>gone</Message><Region>eu-west-1</Region></Error>");
  EXPECT_EQ(error.code, "NoSuchKey");
  EXPECT_EQ(error.message, "gone");
  EXPECT_EQ(error.region, "eu-west-1");
  EXPECT_EQ(read_error("no xml").code, "");
  EXPECT_EQ(read_upload_id("<InitiateMultipartUploadResult><UploadId>u1</UploadId>"
                           "</InitiateMultipartUploadResult>"),
            "u1");
  EXPECT_EQ(read_upload_id("<Other><UploadId>u1</UploadId></Other>"), "");
}

}  // namespace
}  // namespace magneto::internal::s3
