// SPDX-License-Identifier: Apache-2.0
#include "transfers/transfer_context.h"

#include "base/random.h"

namespace magneto::internal::transfers {
namespace {

std::string random_text(std::string_view alphabet, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += alphabet[system_random().bits() % alphabet.size()];
  return text;
}

}  // namespace

Failure no_such_bucket(const TransferContext& context) {
  constexpr std::string_view kRequestAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view kExtendedAlphabet =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/";
  const std::string where =
      context.buckets.empty() ? "" : " (" + std::string(context.buckets) + ")";
  if (context.log) context.log("a transfer failed, for its bucket does not exist" + where);
  return {"S3NoSuchBucket",
          "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: "
          "NoSuchBucket; Request ID: " +
              random_text(kRequestAlphabet, 16) + "; S3 Extended Request ID: " +
              random_text(kExtendedAlphabet, 75) + "=; Proxy: null)" + where};
}

// The service knows codes of Amazon S3 that a directory does not have; this one is ours.
Failure object_failure(const Error& error) { return {"S3InternalError", error.message()}; }

}  // namespace magneto::internal::transfers
