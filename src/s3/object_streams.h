// SPDX-License-Identifier: Apache-2.0
//
// Objects of S3 as byte streams, and S3 as an ObjectStore. Errors of all, besides those of these
// interfaces: kServiceUnavailable when S3 is not reached or the connection breaks, kThrottling,
// kExpiredToken, kAccessDenied (for all else that is wrong with credentials), kResourceNotFound (no such
// bucket or object); of readers kCorruption when an object does not have the checksum that S3 keeps of it.
#pragma once

#include <memory>
#include <string>

#include "objects/object_store.h"
#include "s3/bucket_client.h"

namespace magneto::internal::s3 {

/// Reads in ranges of options().part_bytes; the first is read at once. Errors: as
/// BucketClient::get.
magneto::Result<std::unique_ptr<objects::ByteSource>> open_object(
    std::shared_ptr<BucketClient> client, std::string bucket, std::string key);

/// Small objects in one request, others in an upload of several parts, which is given up when the
/// writer goes before finish().
std::unique_ptr<objects::ObjectWriter> create_object(std::shared_ptr<BucketClient> client,
                                                     std::string bucket, std::string key);

/// The buckets of a server: what the database's imports and exports use.
std::unique_ptr<objects::ObjectStore> open_store(std::shared_ptr<BucketClient> client);

}  // namespace magneto::internal::s3
