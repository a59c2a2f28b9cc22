// SPDX-License-Identifier: Apache-2.0
#include "sigv4/verify.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "sigv4/canonical_request.h"
#include "sigv4/messages.h"
#include "sigv4/time.h"

namespace magneto::internal::sigv4 {
namespace {

constexpr std::int64_t kMaxExpiresSeconds = 7 * 24 * 3600;

Error invalid(std::string text) { return Error(ErrorCode::kInvalidSignature, std::move(text)); }
Error incomplete(std::string text) {
  return Error(ErrorCode::kIncompleteSignature, std::move(text));
}

/// How long a presigned request is valid; the usual tolerance for others and without a sensible
/// number.
std::int64_t validity_seconds(const Authorization& authorization) {
  constexpr std::int64_t kUsual = Verifier::kAllowedMinutes * 60;
  std::string_view text = authorization.expires_seconds;
  std::int64_t seconds = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  bool sensible = ec == std::errc() && end == text.data() + text.size() && seconds > 0;
  return sensible ? std::min(seconds, kMaxExpiresSeconds) : kUsual;
}

}  // namespace

Result<void> Verifier::verify(const RequestView& request, std::string_view body,
                              const SecretLookup& secrets, std::int64_t now) {
  Authorization authorization;
  MAGNETO_ASSIGN_OR_RETURN(Known known, check_claims(request, secrets, now, authorization));
  MAGNETO_RETURN_IF_ERROR(
      check_signature(request, body, authorization, known.credential, known.secret));
  if (!authorization.session_token.empty()) {
    return Error(ErrorCode::kUnrecognizedClient, std::string(messages::kUnknownSessionToken));
  }
  return {};
}

Result<void> Verifier::check_head(const RequestView& request, const SecretLookup& secrets,
                                  std::int64_t now) {
  Authorization authorization;
  Result<Known> known = check_claims(request, secrets, now, authorization);
  if (!known.ok()) return std::move(known).error();
  return {};
}

Result<Verifier::Known> Verifier::check_claims(const RequestView& request,
                                               const SecretLookup& secrets, std::int64_t now,
                                               Authorization& authorization) {
  MAGNETO_RETURN_IF_ERROR(parse_authorization(request, authorization));
  MAGNETO_RETURN_IF_ERROR(check_time(authorization, now));

  split_signed_headers(authorization.signed_headers);
  if (!std::binary_search(signed_names_.begin(), signed_names_.end(), "host")) {
    return invalid(std::string(messages::kHostNotSigned));
  }
  if (authorization.algorithm != kAlgorithm) {
    return incomplete(messages::unsupported_algorithm(authorization.algorithm));
  }
  MAGNETO_ASSIGN_OR_RETURN(Credential credential, check_credential(authorization));
  std::optional<std::string_view> secret = secrets.find_secret(credential.access_key);
  if (!secret) return Error(ErrorCode::kUnrecognizedClient, std::string(messages::kUnknownKey));
  return Known{credential, *secret};
}

Result<void> Verifier::check_time(const Authorization& authorization, std::int64_t now) const {
  std::optional<std::int64_t> time = parse_time(authorization.time);
  if (!time) return incomplete(messages::bad_date(authorization.time));
  constexpr std::int64_t kTolerance = kAllowedMinutes * 60;
  std::int64_t validity = authorization.presigned ? validity_seconds(authorization) : kTolerance;
  if (*time < now - validity) {
    return invalid(messages::expired(authorization.time, format_time(now - validity),
                                     format_time(now), static_cast<int>(validity / 60)));
  }
  if (*time > now + kTolerance) {
    return invalid(messages::not_yet_current(authorization.time, format_time(now + kTolerance),
                                             format_time(now), kAllowedMinutes));
  }
  return {};
}

Result<Verifier::Credential> Verifier::check_credential(const Authorization& authorization) const {
  std::string_view rest = authorization.credential;
  while (rest.ends_with('/')) rest.remove_suffix(1);
  std::array<std::string_view, 5> parts;
  std::size_t count = 0;
  for (bool more = true; more; ++count) {
    std::size_t slash = rest.find('/');
    more = slash != std::string_view::npos;
    if (count < parts.size()) parts[count] = rest.substr(0, slash);
    if (more) rest.remove_prefix(slash + 1);
  }
  if (count != parts.size()) return incomplete(messages::bad_credential(authorization.credential));

  Credential credential{parts[0], {parts[1], parts[2], parts[3]}, parts[4]};
  std::string defects;
  if (credential.scope.region != region_) defects += messages::bad_region(credential.scope.region);
  if (credential.scope.service != service_) defects += messages::bad_service(service_);
  if (credential.terminator != kTerminator)
    defects += messages::bad_terminator(credential.terminator);
  if (credential.scope.date != authorization.time.substr(0, 8)) {
    defects += messages::bad_scope_date(credential.scope.date, authorization.time);
  }
  if (!defects.empty()) return invalid(std::move(defects));
  return credential;
}

Result<void> Verifier::check_signature(const RequestView& request, std::string_view body,
                                       const Authorization& authorization,
                                       const Credential& credential, std::string_view secret) {
  // A sender may leave the body out of the signature by saying so in a header.
  bool unsigned_payload = find_header(request, "x-amz-content-sha256") == kUnsignedPayload;
  canonical_request_.clear();
  signature_.clear();
  if (!unsigned_payload) append_hex(sha256_.of(body), signature_);
  append_canonical_request(request, signed_names_,
                           unsigned_payload ? kUnsignedPayload : std::string_view(signature_),
                           canonical_request_);
  string_to_sign_.clear();
  append_string_to_sign(authorization.time, credential.scope, sha256_.of(canonical_request_),
                        string_to_sign_);

  HmacSha256& key = keys_.find(credential.access_key, secret, credential.scope);
  signature_.clear();
  append_hex(key.of(string_to_sign_), signature_);
  if (equal_in_constant_time(signature_, authorization.signature)) return {};
  return invalid(messages::wrong_signature(canonical_request_, string_to_sign_));
}

/// Lower-case and sorted, as they are signed, however they were sent.
void Verifier::split_signed_headers(std::string_view list) {
  signed_names_text_.assign(list);
  std::transform(list.begin(), list.end(), signed_names_text_.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  signed_names_.clear();
  for (std::string_view rest = signed_names_text_; !rest.empty();) {
    std::size_t end = std::min(rest.find(';'), rest.size());
    if (end > 0) signed_names_.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::sort(signed_names_.begin(), signed_names_.end());
}

}  // namespace magneto::internal::sigv4
