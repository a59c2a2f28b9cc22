// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/error.h"

#include <algorithm>
#include <iterator>

#include "magneto/error_details.h"

namespace magneto::encryption {
namespace {

// In the order of Failure.
constexpr std::string_view kNames[] = {
    "",
    "InvalidArgumentError",
    "InvalidAlgorithmError",
    "SerializationError",
    "DeserializationError",
    "InvalidMaterialDescriptionError",
    "InvalidMaterialDescriptionVersionError",
    "JceTransformationError",
    "UnknownRegionError",
    "EncryptionError",
    "DecryptionError",
    "WrappingError",
    "UnwrappingError",
    "SigningError",
    "SignatureVerificationError",
    "NoMaterialsError",
    "ProviderStoreError",
    "NoKnownVersionError",
    "InvalidVersionError",
    "UnsupportedOperationError",
    "ItemTooLargeError",
};
static_assert(std::size(kNames) == static_cast<std::size_t>(Failure::kItemTooLarge) + 1);

}  // namespace

std::string_view name(Failure failure) { return kNames[static_cast<std::size_t>(failure)]; }

Failure failure_of(const Error& error) {
  const auto* const found = std::find(std::begin(kNames), std::end(kNames), error.service_code());
  if (found == std::end(kNames)) return Failure::kNone;
  return static_cast<Failure>(found - std::begin(kNames));
}

Error make_error(Failure failure, std::string message) {
  return Error(std::make_shared<const Error::Details>(
      Error::Details{.code = ErrorCode::kOther,
                     .message = std::move(message),
                     .service_code = std::string(name(failure))}));
}

}  // namespace magneto::encryption
