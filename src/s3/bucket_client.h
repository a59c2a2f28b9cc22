// SPDX-License-Identifier: Apache-2.0
//
// BucketClient: S3's API as far as objects are read, written, listed and removed, on the client's
// own transport and credentials. Requests that fail for a moment are sent again after a wait with
// jitter. All of its requests may be repeated: each names a whole object, or a part, by its key.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/identity.h"
#include "magneto/transfer/s3.h"
#include "retry/clock_skew.h"
#include "s3/answers.h"
#include "s3/checksum.h"
#include "transport/server.h"

namespace magneto::internal::s3 {

/// Thread safe.
class BucketClient {
 public:
  /// Reads the environment and the configuration files, and opens nothing. Errors:
  /// kInvalidArgument, kEndpoint.
  static magneto::Result<std::shared_ptr<BucketClient>> make(const S3Options& options);

  const S3Options& options() const { return options_; }

  // Errors of all: kAbsent (no such key, or no such bucket), kAccessDenied, kInvalidArgument,
  // kOther with the service's code, and those of Connection::exchange.
  //
  // What is written goes with its SHA-256, which S3 compares and keeps. The checksum of an object that
  // comes back in one range is compared, whoever wrote it; object_check.h does it with several.

  struct Range {
    std::string bytes;
    std::uint64_t whole = 0;  ///< Bytes of the whole object.
    std::string etag;
    ToldChecksum told = {};
    bool compared = false;  ///< It is the whole object, and has the checksum that was told.
  };
  /// Up to `count` bytes from `from` on; none behind the end. With `etag` the object must be that.
  /// Errors besides: kChecksum when a whole object is damaged, a second time, too.
  magneto::Result<Range> get(const std::string& bucket, const std::string& key, std::uint64_t from,
                             std::uint64_t count, const std::string& etag = {});
  struct Facts {
    std::uint64_t bytes = 0;
    ToldChecksum told = {};
  };
  /// What S3 knows of the object, or of one of its parts, from 1; nothing where it does not say.
  /// Errors: kInvalidArgument when the object is not `etag` any more; those of Connection::exchange.
  magneto::Result<Facts> head(const std::string& bucket, const std::string& key,
                              const std::string& etag, std::optional<int> part);
  /// How many bytes the object has; nothing where there is none, or no such bucket.
  magneto::Result<std::optional<std::uint64_t>> find(const std::string& bucket,
                                                     const std::string& key);
  magneto::Result<void> put(const std::string& bucket, const std::string& key,
                            std::string_view bytes);
  /// No error where there is none.
  magneto::Result<void> remove(const std::string& bucket, const std::string& key);
  /// Up to 1,000 objects, ascending by the bytes of their keys.
  magneto::Result<Listing> list(const std::string& bucket, const std::string& prefix,
                                const std::optional<std::string>& token, int most = 1'000);

  magneto::Result<std::string> begin_upload(const std::string& bucket, const std::string& key);
  struct UploadedPart {
    std::string etag;
    std::string sha256;  ///< Base64.
  };
  /// `number` from 1.
  magneto::Result<UploadedPart> put_part(const std::string& bucket, const std::string& key,
                                         const std::string& upload, int number,
                                         std::string_view bytes);
  magneto::Result<void> complete_upload(const std::string& bucket, const std::string& key,
                                        const std::string& upload,
                                        const std::vector<UploadedPart>& parts);
  magneto::Result<void> abort_upload(const std::string& bucket, const std::string& key,
                                     const std::string& upload);

 private:
  using Parameters = std::map<std::string, std::string>;

  struct Place {
    std::shared_ptr<transport::Server> server;
    std::string path;
  };
  struct Call {
    std::string_view method;
    std::string bucket;
    std::string key = {};
    Parameters query = {};
    Parameters headers = {};
    std::string_view body = {};
    int also_good = 0;  ///< A status that is no error beside those of the 200s.
  };

  explicit BucketClient(S3Options options) : options_(std::move(options)) {}
  magneto::Result<Place> place_of(const Call& call);
  /// With retries.
  magneto::Result<Answer> send(const Call& call);
  magneto::Result<Answer> send_once(const Call& call);
  bool signed_too_late(const Answer& answer);

  S3Options options_;
  std::string region_;
  transport::Url endpoint_;
  bool path_style_ = false;
  std::unique_ptr<client::Identity> identity_;
  std::unique_ptr<transport::Transport> transport_;
  retry::ClockSkew skew_;
};

/// "s3://bucket/some/key": nothing when it is none.
struct ObjectName {
  std::string bucket;
  std::string key;  ///< Or a prefix.
};
std::optional<ObjectName> read_object_name(std::string_view url);

}  // namespace magneto::internal::s3
