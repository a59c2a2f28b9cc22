// SPDX-License-Identifier: Apache-2.0
//
// The examples of the Amazon S3 API reference, "Signature calculations for the Authorization
// header: transferring payload in a single chunk".
#include "s3/request_signer.h"

#include <gtest/gtest.h>

namespace magneto::internal::s3 {
namespace {

constexpr std::int64_t kNow = 1369353600;  // 24 May 2013
const SigningKey kKey{.access_key = "AKIAIOSFODNN7EXAMPLE",
                      .secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                      .region = "us-east-1"};
constexpr const char* kHost = "examplebucket.s3.amazonaws.com";

std::string signature_of(const RequestForm& form) {
  const std::string headers = signed_headers(form, kKey, kNow);
  const std::string_view begin = "Signature=";
  return headers.substr(headers.find(begin) + begin.size(), 64);
}

TEST(S3Signatures, OfARangeOfAnObject) {
  EXPECT_EQ(signature_of({.method = "GET",
                          .path = "/test.txt",
                          .host = kHost,
                          .headers = {{"range", "bytes=0-9"}}}),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(S3Signatures, OfAnObjectThatIsPut) {
  EXPECT_EQ(signature_of({.method = "PUT",
                          .path = "/test%24file.text",
                          .host = kHost,
                          .headers = {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                                      {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                          .body = "Welcome to Amazon S3."}),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(S3Signatures, OfAQuery) {
  EXPECT_EQ(signature_of({.method = "GET", .path = "/", .query = "lifecycle=", .host = kHost}),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  EXPECT_EQ(signature_of({.method = "GET",
                          .path = "/",
                          .query = query_of({{"prefix", "J"}, {"max-keys", "2"}}),
                          .host = kHost}),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(S3Signatures, TheQueryIsSortedAndEncoded) {
  EXPECT_EQ(query_of({{"b", "x/y z"}, {"a", ""}}), "a=&b=x%2Fy%20z");
}

}  // namespace
}  // namespace magneto::internal::s3
