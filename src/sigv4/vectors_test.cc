// SPDX-License-Identifier: Apache-2.0
//
// Signatures that others have computed: those of Amazon's published Signature Version 4 test suite
// (vanilla, query order, unreserved characters, header trimming, form post), and of botocore for
// the rest. Each must come out of the signer and pass the verifier.
#include <gtest/gtest.h>

#include <vector>

#include "sigv4/authorization.h"
#include "sigv4/sign.h"
#include "sigv4/time.h"
#include "sigv4/verify.h"

namespace magneto::internal::sigv4 {
namespace {

constexpr std::string_view kTime = "20150830T123600Z";
constexpr std::string_view kAccessKey = "AKIDEXAMPLE";
constexpr std::string_view kSecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

struct Vector {
  const char* name;
  const char* service;
  const char* method;
  const char* path;
  const char* query;
  std::vector<HeaderView> headers;  ///< Besides host and x-amz-date.
  const char* body;
  const char* signed_headers;
  const char* signature;
};

const std::vector<Vector>& vectors() {
  static const char* const kUnreserved =
      "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz="
      "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  static const std::vector<Vector> all = {
      {"vanilla",
       "service",
       "GET",
       "/",
       "",
       {},
       "",
       "host;x-amz-date",
       "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"query is sorted by name",
       "service",
       "GET",
       "/",
       "Param2=value2&Param1=value1",
       {},
       "",
       "host;x-amz-date",
       "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
      {"query is sorted by value",
       "service",
       "GET",
       "/",
       "Param1=value2&Param1=Value1",
       {},
       "",
       "host;x-amz-date",
       "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1"},
      {"unreserved characters stay",
       "service",
       "GET",
       "/",
       kUnreserved,
       {},
       "",
       "host;x-amz-date",
       "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"},
      {"encoded query",
       "service",
       "GET",
       "/",
       "a%20b=c%2Fd%3D&empty=",
       {},
       "",
       "host;x-amz-date",
       "f59e0ebbf82ec3abcb198f5e4dc7fb8ba32c52e44f9debd16a45504eb92549d0"},
      {"path is encoded twice",
       "service",
       "GET",
       "/a%20b/%E1%88%B4",
       "",
       {},
       "",
       "host;x-amz-date",
       "e9d8665373fed7762b3e2e661f671155634544940c97a67fd5efade7ceb8c358"},
      {"dots in the path",
       "service",
       "GET",
       "/example/../x/./y/",
       "",
       {},
       "",
       "host;x-amz-date",
       "4263a8ff37feb3b3b343d772b6be4b98526387dbc7ebbf56f5a108a37e2900a8"},
      {"slashes in the path",
       "service",
       "GET",
       "//example//",
       "",
       {},
       "",
       "host;x-amz-date",
       "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"},
      {"blanks in headers",
       "service",
       "GET",
       "/",
       "",
       {{"My-Header1", "  value1"}, {"My-Header2", " \"a   b   c\" "}},
       "",
       "host;my-header1;my-header2;x-amz-date",
       "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
      {"order of headers",
       "service",
       "GET",
       "/",
       "",
       {{"Zeta", "z"}, {"Alpha", "a"}, {"my-header", "m"}},
       "",
       "alpha;host;my-header;x-amz-date;zeta",
       "fa11a25bfae013fdc1c64d9d00defb74c3604d40d6fd7024996f631b52b8a379"},
      {"form post",
       "service",
       "POST",
       "/",
       "",
       {{"Content-Type", "application/x-www-form-urlencoded"}},
       "Param1=value1",
       "content-type;host;x-amz-date",
       "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
      {"an API call",
       "dynamodb",
       "POST",
       "/",
       "",
       {{"Content-Type", "application/x-amz-json-1.0"},
        {"X-Amz-Target", "DynamoDB_20120810.PutItem"}},
       "{\"TableName\":\"t\",\"Item\":{\"p\":{\"S\":\"x\"}}}",
       "content-type;host;x-amz-date;x-amz-target",
       "452f5022fe8e98efac01e31e480fbce4d277e7dfdd187577a0c827773e9015ef"},
  };
  return all;
}

struct OneSecret : SecretLookup {
  std::optional<std::string_view> find_secret(std::string_view access_key) const override {
    if (access_key != kAccessKey) return std::nullopt;
    return kSecretKey;
  }
};

std::vector<HeaderView> all_headers(const Vector& vector) {
  std::vector<HeaderView> headers = vector.headers;
  bool api = std::string_view(vector.service) == "dynamodb";
  headers.push_back({"Host", api ? "dynamodb.us-east-1.amazonaws.com" : "example.amazonaws.com"});
  headers.push_back({"X-Amz-Date", kTime});
  return headers;
}

std::string expected_authorization(const Vector& vector) {
  return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/" +
         std::string(vector.service) + "/aws4_request, SignedHeaders=" + vector.signed_headers +
         ", Signature=" + vector.signature;
}

TEST(SigV4Vectors, SignerGivesThePublishedSignature) {
  for (const Vector& vector : vectors()) {
    auto headers = all_headers(vector);
    Signer signer("us-east-1", vector.service);
    EXPECT_EQ(signer.authorization({vector.method, vector.path, vector.query, headers}, vector.body,
                                   {std::string(kAccessKey), std::string(kSecretKey)}, kTime),
              expected_authorization(vector))
        << vector.name;
  }
}

TEST(SigV4Vectors, VerifierAcceptsThePublishedSignature) {
  for (const Vector& vector : vectors()) {
    auto headers = all_headers(vector);
    std::string authorization = expected_authorization(vector);
    headers.push_back({"authorization", authorization});
    Verifier verifier("us-east-1", vector.service);
    for (int i = 0; i < 2; ++i) {  // The second time with keys and contexts at hand.
      Result<void> result = verifier.verify({vector.method, vector.path, vector.query, headers},
                                            vector.body, OneSecret(), *parse_time(kTime));
      EXPECT_TRUE(result.ok()) << vector.name << ": " << result.error().message();
    }
  }
}

// Source: IAM user guide, "Derive a signing key".
TEST(SigV4Vectors, SigningKeyIsTheDocumentedOne) {
  EXPECT_EQ(hex(derive_signing_key(kSecretKey, {"20150830", "us-east-1", "iam"})),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

}  // namespace
}  // namespace magneto::internal::sigv4
