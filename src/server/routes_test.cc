// SPDX-License-Identifier: Apache-2.0
#include "server/routes.h"

#include <gtest/gtest.h>

namespace magneto::internal::server {
namespace {

http::Request request(std::string_view method, std::string_view path, std::string_view body = "",
                      std::vector<http::Header> headers = {}) {
  http::Request made;
  made.method = method;
  made.path = path;
  made.body = body;
  made.headers = std::move(headers);
  return made;
}

TEST(Front, OnlyJsonPostsToTheRootAreCalls) {
  for (const char* type :
       {"application/x-amz-json-1.0", "application/json", "application/json;charset=utf-8",
        "application/json  ;   asfd", "application/json;"}) {
    EXPECT_EQ(find_route(request("POST", "/", "{}", {{"content-type", type}})), Route::kApi)
        << type;
  }
  for (const char* type : {"", "whatever", "application/x-amz-json-1.1", "application/jsonasdf"}) {
    EXPECT_EQ(find_route(request("POST", "/", "{}", {{"Content-Type", type}})), Route::kNotFound)
        << type;
  }
  EXPECT_EQ(find_route(request("POST", "/x", "{}", {{"content-type", "application/json"}})),
            Route::kNotFound);
}

TEST(Front, ACallWithoutABodyNeedsNoContentType) {
  EXPECT_EQ(find_route(request("POST", "/")), Route::kApi);
}

TEST(Front, OtherMethodsAreNotFound) {
  for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS", "get"}) {
    EXPECT_EQ(find_route(request(method, "/")), Route::kNotFound) << method;
  }
}

TEST(Front, HealthIsAtTheRootOnly) {
  EXPECT_EQ(find_route(request("GET", "/")), Route::kHealth);
  EXPECT_EQ(find_route(request("GET", "/metrics")), Route::kMetrics);
  EXPECT_EQ(find_route(request("HEAD", "/")), Route::kHealth);
  EXPECT_EQ(find_route(request("HEAD", "/metrics")), Route::kMetrics);
  for (const char* path : {"/abc", "/-", "/index.htm", "//"}) {
    EXPECT_EQ(find_route(request("GET", path)), Route::kNotFound) << path;
  }
  EXPECT_EQ(health_text(request("GET", "/", "", {{"HOST", "localhost:8000"}})),
            "healthy: localhost:8000 ");
}

TEST(Front, CopiesAreAskedForByPost) {
  EXPECT_EQ(find_route(request("POST", "/copies/monday")), Route::kCopy);
  EXPECT_EQ(find_route(request("GET", "/copies/monday")), Route::kNotFound);
  EXPECT_EQ(find_route(request("POST", "/copies")), Route::kNotFound);
}

TEST(Front, HintsSayWhatIsWrong) {
  EXPECT_NE(not_found_hint(request("POST", "/x")).find("endpoint"), std::string_view::npos);
  EXPECT_NE(not_found_hint(request("PUT", "/")).find("POST /"), std::string_view::npos);
  EXPECT_NE(not_found_hint(request("POST", "/", "{}")).find("Content-Type"),
            std::string_view::npos);
}

TEST(Front, PreflightsNeedAnOrigin) {
  EXPECT_EQ(find_route(request("OPTIONS", "/", "", {{"Origin", "http://x"}})), Route::kPreflight);
}

TEST(Front, PreflightsGetWhatTheyAskFor) {
  EXPECT_EQ(preflight_headers(request("OPTIONS", "/")), "Access-Control-Max-Age: 172800\r\n");
  EXPECT_EQ(preflight_headers(request("OPTIONS", "/", "",
                                      {{"access-control-request-headers", "a, b, c"},
                                       {"Access-Control-Request-Method", "dog"}})),
            "Access-Control-Max-Age: 172800\r\nAccess-Control-Allow-Headers: a, b, c\r\n"
            "Access-Control-Allow-Methods: dog\r\n");
}

TEST(Front, AnswersHaveTheTypeOfTheRequest) {
  EXPECT_EQ(answer_content_type(
                request("POST", "/", "", {{"content-type", "application/x-amz-json-1.0; x"}})),
            "application/x-amz-json-1.0");
  EXPECT_EQ(answer_content_type(request("POST", "/", "", {{"content-type", "application/json"}})),
            "application/json");
  EXPECT_EQ(answer_content_type(request("POST", "/")), "application/json");
}

}  // namespace
}  // namespace magneto::internal::server
