// SPDX-License-Identifier: Apache-2.0
#include "sigv4/messages.h"

#include <initializer_list>

namespace magneto::internal::sigv4::messages {
namespace {

std::string join(std::initializer_list<std::string_view> pieces) {
  std::string text;
  for (std::string_view piece : pieces) text.append(piece);
  return text;
}

}  // namespace

std::string no_equal_sign(std::string_view word, std::string_view authorization) {
  return join({"'", word,
               "' not a valid key=value pair (missing equal-sign) in Authorization header: '",
               authorization, "'."});
}

std::string header_requires(std::string_view parameter) {
  return join({"Authorization header requires '", parameter, "' parameter. "});
}

std::string_view header_requires_date() {
  return "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
}

std::string authorization_was(std::string_view authorization) {
  return join({"Authorization=", authorization});
}

std::string query_must_include(std::string_view parameter) {
  return join({"AWS query-string parameters must include '", parameter, "'. "});
}

std::string_view reexamine_query() { return "Re-examine the query-string parameters."; }

std::string bad_date(std::string_view date) {
  return join({"Date must be in ISO-8601 'basic format'. Got '", date,
               "'. See http://en.wikipedia.org/wiki/ISO_8601"});
}

std::string expired(std::string_view time, std::string_view earliest, std::string_view now,
                    int allowed_minutes) {
  return join({"Signature expired: ", time, " is now earlier than ", earliest, " (", now, " - ",
               std::to_string(allowed_minutes), " min.)"});
}

std::string not_yet_current(std::string_view time, std::string_view latest, std::string_view now,
                            int allowed_minutes) {
  return join({"Signature not yet current: ", time, " is still later than ", latest, " (", now,
               " + ", std::to_string(allowed_minutes), " min.)"});
}

std::string unsupported_algorithm(std::string_view algorithm) {
  return join({"Unsupported AWS 'algorithm': '", algorithm, "' (only ", kAlgorithm, " for now). "});
}

std::string bad_credential(std::string_view credential) {
  return join(
      {"Credential must have exactly 5 slash-delimited elements, e.g. "
       "keyid/date/region/service/term, got '",
       credential, "'"});
}

std::string bad_region(std::string_view region) {
  return join({"Credential should be scoped to a valid region, not '", region, "'. "});
}

std::string bad_service(std::string_view service) {
  return join({"Credential should be scoped to correct service: '", service, "'. "});
}

std::string bad_terminator(std::string_view terminator) {
  return join({"Credential should be scoped with a valid terminator: '", kTerminator, "', not '",
               terminator, "'. "});
}

std::string bad_scope_date(std::string_view scope_date, std::string_view time) {
  return join(
      {"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
       "'",
       scope_date, "' != '", time.substr(0, 8), "', from '", time, "'. "});
}

std::string wrong_signature(std::string_view canonical_request, std::string_view string_to_sign) {
  return join(
      {"The request signature we calculated does not match the signature you provided. Check "
       "your AWS Secret Access Key and signing method. Consult the service documentation for "
       "details.\n\nThe Canonical String for this request should have been\n'",
       canonical_request, "'\n\nThe String-to-Sign should have been\n'", string_to_sign, "'\n"});
}

}  // namespace magneto::internal::sigv4::messages
