// SPDX-License-Identifier: Apache-2.0
#include "s3/messages.h"

#include <memory>
#include <string>

#include "magneto/error_details.h"

namespace magneto::internal::s3::messages {
namespace {

using magneto::ErrorCode;

ErrorCode code_of(int status, std::string_view code) {
  if (code == "ExpiredToken") return ErrorCode::kExpiredToken;
  if (code == "InvalidAccessKeyId") return ErrorCode::kUnrecognizedClient;
  if (code == "SignatureDoesNotMatch") return ErrorCode::kInvalidSignature;
  if (code == "RequestTimeTooSkewed") return ErrorCode::kRequestTimeTooSkewed;
  if (code == "SlowDown" || status == 429) return ErrorCode::kThrottling;
  if (status == 404) return ErrorCode::kAbsent;
  if (status == 401 || status == 403) return ErrorCode::kAccessDenied;
  if (status == 503) return ErrorCode::kServiceUnavailable;
  return status >= 500 ? ErrorCode::kInternalServerError : ErrorCode::kOther;
}

}  // namespace

magneto::Error refused(int status, const ErrorAnswer& answer, std::string_view bucket,
                       std::string_view key, std::string_view server) {
  auto details = std::make_shared<magneto::Error::Details>();
  details->code = code_of(status, answer.code);
  details->service_code = answer.code;
  details->http_status = status;
  details->retryable = status >= 500 || status == 429;
  details->throttled = details->code == ErrorCode::kThrottling;
  details->message = "s3://" + std::string(bucket) + "/" + std::string(key) + ": ";
  details->message += !answer.message.empty()
                          ? answer.message
                          : std::string(server) + " answered with status " +
                                std::to_string(status) + " and no reason: is it an S3 server?";
  if (!answer.code.empty()) details->message += " (" + answer.code + ")";
  if (!answer.region.empty()) details->message += "; the bucket is in region " + answer.region;
  return magneto::Error(std::move(details));
}
magneto::Error no_region() {
  return {ErrorCode::kEndpoint, "S3 needs a region: none is given or configured"};
}
magneto::Error bad_answer(std::string_view what) {
  return {ErrorCode::kBadAnswer, "what came back is no answer of S3: " + std::string(what)};
}
magneto::Error changed(std::string_view key) {
  return {ErrorCode::kInvalidArgument, std::string(key) + " was changed while it was read"};
}
magneto::Error damaged(std::string_view key, std::string_view checksum) {
  return {ErrorCode::kChecksum, std::string(key) + " was damaged on its way: its " +
                                    std::string(checksum) + " is another"};
}
magneto::Error too_large(std::string_view key) {
  return {ErrorCode::kInvalidArgument, std::string(key) + " has more parts than an upload may"};
}

}  // namespace magneto::internal::s3::messages
