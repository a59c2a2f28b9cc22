// SPDX-License-Identifier: Apache-2.0
#include "sigv4/verify.h"

#include <gtest/gtest.h>

#include <vector>

#include "sigv4/canonical_request.h"
#include "sigv4/sign.h"
#include "sigv4/time.h"

namespace magneto::internal::sigv4 {
namespace {

constexpr std::string_view kTime = "20261121T120000Z";
constexpr std::string_view kBody = "{\"TableName\":\"t\"}";

struct TestSecrets : SecretLookup {
  std::string secret = "secret";
  std::optional<std::string_view> find_secret(std::string_view access_key) const override {
    if (access_key != "known") return std::nullopt;
    return secret;
  }
};

/// A call that is right, to be spoilt by the test.
struct Call {
  std::string method = "POST";
  std::string path = "/";
  std::string query;
  std::vector<std::pair<std::string, std::string>> headers = {
      {"Host", "localhost:8000"},
      {"X-Amz-Date", std::string(kTime)},
      {"X-Amz-Target", "DynamoDB_20120810.GetItem"}};
  std::string body = std::string(kBody);
  std::int64_t now = *parse_time(kTime);
  TestSecrets secrets;

  Call& sign(std::string_view access_key = "known", std::string_view secret = "secret") {
    Signer signer("us-east-1", "dynamodb");
    auto views = header_views();
    set("Authorization",
        signer.authorization({method, path, query, views}, body,
                             {std::string(access_key), std::string(secret)}, kTime));
    return *this;
  }

  Call& set(std::string_view name, std::string value) {
    for (auto& header : headers) {
      if (header.first == name) {
        header.second = std::move(value);
        return *this;
      }
    }
    headers.emplace_back(name, std::move(value));
    return *this;
  }

  Call& replace(std::string_view what, std::string_view with) {
    std::string& authorization = headers.back().second;
    std::size_t at = authorization.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    authorization.replace(at, what.size(), with);
    return *this;
  }

  Result<void> verify() {
    Verifier verifier("us-east-1", "dynamodb");
    return verify_with(verifier);
  }
  Result<void> verify_with(Verifier& verifier) {
    auto views = header_views();
    return verifier.verify({method, path, query, views}, body, secrets, now);
  }

  std::vector<HeaderView> header_views() const {
    std::vector<HeaderView> views;
    for (const auto& [name, value] : headers) views.push_back({name, value});
    return views;
  }
};

void expect_error(Result<void> result, ErrorCode code, std::string_view text) {
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code(), code) << result.error().message();
  EXPECT_EQ(result.error().message(), text);
}

void expect_wrong_signature(Result<void> result) {
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code(), ErrorCode::kInvalidSignature);
  EXPECT_TRUE(result.error().message().starts_with("The request signature we calculated"));
}

TEST(Verifier, AcceptsWhatTheSignerSigned) { EXPECT_TRUE(Call().sign().verify().ok()); }

TEST(Verifier, BlanksCaseAndOrderOfHeadersDoNotMatter) {
  Call call;
  call.set("Meerkat", "hello world").sign();
  call.set("Meerkat", "  hello    world ");
  call.headers[2].first = "x-AMZ-target";
  std::swap(call.headers[0], call.headers[2]);
  EXPECT_TRUE(call.verify().ok());
}

TEST(Verifier, HeadersSentInPiecesCountAsOneList) {
  Call call;
  call.set("Accept-Encoding", "gzip,identity").sign();
  call.set("Accept-Encoding", "gzip");
  call.headers.emplace_back("accept-encoding", "identity");
  EXPECT_TRUE(call.verify().ok());
}

TEST(Verifier, PartsOfTheHeaderMayBeSeparatedByCommasOrBlanks) {
  EXPECT_TRUE(Call().sign().replace(", SignedHeaders", ",SignedHeaders").verify().ok());
  EXPECT_TRUE(Call().sign().replace(", Signature", "   Signature").verify().ok());
}

TEST(Verifier, MissingTokens) {
  expect_error(Call().verify(), ErrorCode::kMissingAuthenticationToken,
               "Request is missing Authentication Token");
  expect_error(Call().set("Authorization", "AWS4").verify(), ErrorCode::kMissingAuthenticationToken,
               "Request is missing Authentication Token");
  expect_error(Call().set("Authorization", "Bearer x").verify(),
               ErrorCode::kMissingAuthenticationToken, "Request is missing Authentication Token");
}

TEST(Verifier, BothFormsAtOnce) {
  Call call;
  call.query = "X-Amz-Algorithm";
  expect_error(call.set("Authorization", "X").verify(), ErrorCode::kInvalidSignature,
               "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP "
               "header.");
}

TEST(Verifier, NamesEveryMissingPartOfTheHeader) {
  Call call;
  call.headers.erase(call.headers.begin() + 1);
  expect_error(
      call.set("Authorization", "AWS4-").verify(), ErrorCode::kIncompleteSignature,
      "Authorization header requires 'Credential' parameter. Authorization header requires "
      "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
      "Authorization=AWS4-");
  expect_error(Call().set("Authorization", "AWS4- Signature=b,Credential=a").verify(),
               ErrorCode::kIncompleteSignature,
               "Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4- "
               "Signature=b,Credential=a");
  expect_error(Call().set("Authorization", "AWS4-HMAC-SHA256 Credential").verify(),
               ErrorCode::kIncompleteSignature,
               "'Credential' not a valid key=value pair (missing equal-sign) in Authorization "
               "header: 'AWS4-HMAC-SHA256 Credential'.");
}

TEST(Verifier, NamesEveryMissingPartOfTheQuery) {
  Call call;
  call.query = "X-Amz-Algorithm";
  expect_error(
      call.verify(), ErrorCode::kIncompleteSignature,
      "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string "
      "parameters must include 'X-Amz-Credential'. AWS query-string parameters must include "
      "'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
      "AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string "
      "parameters.");
}

TEST(Verifier, DateMustBeBasicFormat) {
  for (const char* date : {"201", "2026-11-21T12:00:00Z", "20261341T000000Z", "20261121T250000Z"}) {
    expect_error(Call().sign().set("X-Amz-Date", date).verify(), ErrorCode::kIncompleteSignature,
                 "Date must be in ISO-8601 'basic format'. Got '" + std::string(date) +
                     "'. See http://en.wikipedia.org/wiki/ISO_8601");
  }
}

TEST(Verifier, SignaturesExpire) {
  Call call;
  call.sign().now += 15 * 60;
  EXPECT_TRUE(call.verify().ok());
  call.now += 1;
  expect_error(call.verify(), ErrorCode::kInvalidSignature,
               "Signature expired: 20261121T120000Z is now earlier than 20261121T120001Z "
               "(20261121T121501Z - 15 min.)");
}

TEST(Verifier, SignaturesFromTheFutureAreRefused) {
  Call call;
  call.sign().now -= 15 * 60;
  EXPECT_TRUE(call.verify().ok());
  call.now -= 1;
  expect_error(call.verify(), ErrorCode::kInvalidSignature,
               "Signature not yet current: 20261121T120000Z is still later than 20261121T115959Z "
               "(20261121T114459Z + 15 min.)");
}

TEST(Verifier, HostMustBeSigned) {
  expect_error(Call().sign().replace("SignedHeaders=host;", "SignedHeaders=").verify(),
               ErrorCode::kInvalidSignature,
               "'Host' must be a 'SignedHeader' in the AWS Authorization.");
}

TEST(Verifier, OtherAlgorithmsAreRefused) {
  expect_error(Call().sign().replace("SHA256", "SHA25").verify(), ErrorCode::kIncompleteSignature,
               "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). ");
}

TEST(Verifier, CredentialHasFiveParts) {
  expect_error(Call().sign().replace("/us-east-1", "").verify(), ErrorCode::kIncompleteSignature,
               "Credential must have exactly 5 slash-delimited elements, e.g. "
               "keyid/date/region/service/term, got 'known/20261121/dynamodb/aws4_request'");
  EXPECT_TRUE(Call().sign().replace("aws4_request,", "aws4_request/,").verify().ok());
}

TEST(Verifier, NamesEveryDefectOfTheScope) {
  expect_error(
      Call().sign().replace("20261121/us-east-1/dynamodb/aws4_request", "b/c/d/e").verify(),
      ErrorCode::kInvalidSignature,
      "Credential should be scoped to a valid region, not 'c'. Credential should be scoped to "
      "correct service: 'dynamodb'. Credential should be scoped with a valid terminator: "
      "'aws4_request', not 'e'. Date in Credential scope does not match YYYYMMDD from ISO-8601 "
      "version of date from HTTP: 'b' != '20261121', from '20261121T120000Z'. ");
}

TEST(Verifier, UnknownKeys) {
  expect_error(Call().sign("unknown").verify(), ErrorCode::kUnrecognizedClient,
               "The security token included in the request is invalid.");
}

TEST(Verifier, ShowsWhatShouldHaveBeenSigned) {
  Call call;
  call.sign("known", "wrong secret");
  std::string canonical =
      "POST\n/\n\nhost:localhost:8000\nx-amz-date:20261121T120000Z\nx-amz-target:DynamoDB_20120810."
      "GetItem\n\nhost;x-amz-date;x-amz-target\n" +
      hex(Sha256().of(kBody));
  expect_error(
      call.verify(), ErrorCode::kInvalidSignature,
      "The request signature we calculated does not match the signature you provided. Check "
      "your AWS Secret Access Key and signing method. Consult the service documentation for "
      "details.\n\nThe Canonical String for this request should have been\n'" +
          canonical +
          "'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20261121T120000Z\n"
          "20261121/us-east-1/dynamodb/aws4_request\n" +
          hex(Sha256().of(canonical)) + "'\n");
}

TEST(Verifier, EveryChangedPartIsNoticed) {
  Call body;
  body.sign().body += " ";
  expect_wrong_signature(body.verify());
  Call path;
  path.sign().path = "/x";
  expect_wrong_signature(path.verify());
  Call query;
  query.sign().query = "a=b";
  expect_wrong_signature(query.verify());
  Call method;
  method.sign().method = "GET";
  expect_wrong_signature(method.verify());
  Call header;
  header.sign().set("X-Amz-Target", "DynamoDB_20120810.PutItem");
  expect_wrong_signature(header.verify());
}

TEST(Verifier, UnsignedPayloadsMayBeAnything) {
  Call call;
  call.set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
  auto views = call.header_views();
  std::string canonical;
  std::vector<std::string_view> names = {"host", "x-amz-content-sha256", "x-amz-date",
                                         "x-amz-target"};
  append_canonical_request({"POST", "/", "", views}, names, kUnsignedPayload, canonical);
  Scope scope{"20261121", "us-east-1", "dynamodb"};
  std::string to_sign;
  append_string_to_sign(kTime, scope, Sha256().of(canonical), to_sign);
  SigningKeys keys;
  call.set("Authorization",
           "AWS4-HMAC-SHA256 Credential=known/20261121/us-east-1/dynamodb/aws4_request, "
           "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-target, Signature=" +
               hex(keys.find("known", "secret", scope).of(to_sign)));
  call.body = "anything";
  EXPECT_TRUE(call.verify().ok());
  call.set("X-Amz-Content-Sha256", "unsigned");
  expect_wrong_signature(call.verify());
}

TEST(Verifier, SessionTokensAreUnknown) {
  Call call;
  call.set("X-Amz-Security-Token", "token").sign();
  expect_error(call.verify(), ErrorCode::kUnrecognizedClient,
               "The security token included in the request is invalid");
}

TEST(Verifier, PresignedRequestsLiveAsLongAsTheySay) {
  Call call;
  std::string query =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=known%2F20261121%2Fus-east-1%2Fdynamodb%2F"
      "aws4_request&X-Amz-Date=20261121T120000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host";
  auto views = call.header_views();
  std::string canonical;
  std::vector<std::string_view> names = {"host"};
  append_canonical_request({"POST", "/", query, views}, names, hex(Sha256().of(kBody)), canonical);
  Scope scope{"20261121", "us-east-1", "dynamodb"};
  std::string to_sign;
  append_string_to_sign(kTime, scope, Sha256().of(canonical), to_sign);
  SigningKeys keys;
  call.query = query + "&X-Amz-Signature=" + hex(keys.find("known", "secret", scope).of(to_sign));
  call.now += 3600;
  EXPECT_TRUE(call.verify().ok());
  call.now += 1;
  Result<void> late = call.verify();
  ASSERT_FALSE(late.ok());
  EXPECT_TRUE(late.error().message().starts_with("Signature expired: 20261121T120000Z"));
}

TEST(Verifier, AChangedSecretCountsAtOnce) {
  Verifier verifier("us-east-1", "dynamodb");
  Call call;
  call.sign();
  EXPECT_TRUE(call.verify_with(verifier).ok());
  call.secrets.secret = "new secret";
  expect_wrong_signature(call.verify_with(verifier));
  call.headers.pop_back();
  EXPECT_TRUE(call.sign("known", "new secret").verify_with(verifier).ok());
}

TEST(SigningKeys, DoNotGrowWithoutBound) {
  SigningKeys keys;
  Digest first = keys.find("0", "secret", {"20261121", "us-east-1", "dynamodb"}).of("text");
  for (std::size_t i = 0; i < SigningKeys::kMaxKeys + 10; ++i) {
    keys.find(std::to_string(i), "secret", {"20261121", "us-east-1", "dynamodb"});
  }
  EXPECT_EQ(keys.find("0", "secret", {"20261121", "us-east-1", "dynamodb"}).of("text"), first);
}

TEST(Time, ReadsAndWritesTheBasicFormat) {
  EXPECT_EQ(parse_time("19700101T000000Z"), 0);
  EXPECT_EQ(parse_time("20150830T123600Z"), 1440938160);
  EXPECT_EQ(format_time(1440938160), "20150830T123600Z");
  EXPECT_EQ(format_time(*parse_time("20240229T235959Z")), "20240229T235959Z");
  EXPECT_FALSE(parse_time("20230229T000000Z"));
  EXPECT_FALSE(parse_time("20150830T123600"));
  EXPECT_FALSE(parse_time("2015083xT123600Z"));
}

}  // namespace
}  // namespace magneto::internal::sigv4
