// SPDX-License-Identifier: Apache-2.0
#include "s3/object_streams.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "s3/object_check.h"

namespace magneto::internal::s3 {
namespace {

constexpr std::size_t kLeastPart = std::size_t{5} << 20;  // S3 takes no smaller one but the last

/// What a reader or writer may be told: the nearest of the codes below the network.
internal::ErrorCode nearest_code(magneto::ErrorCode code) {
  switch (code) {
    case magneto::ErrorCode::kConnect:
    case magneto::ErrorCode::kConnectTimeout:
    case magneto::ErrorCode::kConnectionLost:
    case magneto::ErrorCode::kTimeout:
    case magneto::ErrorCode::kDeadline:
    case magneto::ErrorCode::kTls:
    case magneto::ErrorCode::kProxy:
    case magneto::ErrorCode::kBadAnswer:
      return internal::ErrorCode::kServiceUnavailable;
    case magneto::ErrorCode::kThrottling:
    case magneto::ErrorCode::kServiceUnavailable:
      return internal::ErrorCode::kThrottling;
    case magneto::ErrorCode::kAbsent:
      return internal::ErrorCode::kResourceNotFound;
    case magneto::ErrorCode::kExpiredToken:
      return internal::ErrorCode::kExpiredToken;
    case magneto::ErrorCode::kCredentials:
    case magneto::ErrorCode::kAccessDenied:
    case magneto::ErrorCode::kInvalidSignature:
    case magneto::ErrorCode::kUnrecognizedClient:
    case magneto::ErrorCode::kRequestTimeTooSkewed:
      return internal::ErrorCode::kAccessDenied;
    case magneto::ErrorCode::kChecksum:
      return internal::ErrorCode::kCorruption;
    default:
      return internal::ErrorCode::kIo;
  }
}

internal::Error io_error(const magneto::Error& error) {
  return {nearest_code(error.code()), error.message()};
}

class ObjectSource final : public objects::ByteSource {
 public:
  ObjectSource(std::shared_ptr<BucketClient> client, std::string bucket, std::string key)
      : client_(std::move(client)), bucket_(std::move(bucket)), key_(std::move(key)) {}

  magneto::Result<void> fetch() {
    magneto::Result<BucketClient::Range> range =
        client_->get(bucket_, key_, from_, client_->options().part_bytes, etag_);
    if (!range) return std::move(range).error();
    if (!check_) {
      etag_ = range->etag;
      check_.emplace(*client_, bucket_, key_, etag_);
      if (magneto::Result<void> begun = check_->begin(*range); !begun) return begun;
    }
    if (magneto::Result<void> good = check_->add(range->bytes); !good) return good;
    from_ += range->bytes.size();
    ended_ = range->bytes.empty() || from_ >= range->whole;
    bytes_ = std::move(range->bytes);
    at_ = 0;
    return {};
  }

  internal::Result<std::size_t> read(char* to, std::size_t room) override {
    if (at_ == bytes_.size() && !ended_) {
      if (magneto::Result<void> fetched = fetch(); !fetched) return io_error(fetched.error());
    }
    const std::size_t some = std::min(room, bytes_.size() - at_);
    std::memcpy(to, bytes_.data() + at_, some);
    at_ += some;
    return some;
  }

 private:
  const std::shared_ptr<BucketClient> client_;
  const std::string bucket_;
  const std::string key_;
  std::string etag_;
  std::optional<ObjectCheck> check_;
  std::string bytes_;
  std::size_t at_ = 0;
  std::uint64_t from_ = 0;
  bool ended_ = false;
};

class Uploader final : public objects::ObjectWriter {
 public:
  Uploader(std::shared_ptr<BucketClient> client, std::string bucket, std::string key)
      : client_(std::move(client)),
        bucket_(std::move(bucket)),
        key_(std::move(key)),
        part_bytes_(std::max(client_->options().part_bytes, kLeastPart)) {}
  ~Uploader() override {
    // What cannot be given up either, a lifecycle rule of the bucket removes.
    if (!upload_.empty()) static_cast<void>(client_->abort_upload(bucket_, key_, upload_));
  }

  internal::Result<void> write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const std::size_t some = std::min(bytes.size(), part_bytes_ - buffer_.size());
      buffer_.append(bytes.substr(0, some));
      bytes.remove_prefix(some);
      if (buffer_.size() < part_bytes_) return {};
      if (magneto::Result<void> sent = send_part(); !sent) return io_error(sent.error());
    }
    return {};
  }

  internal::Result<void> finish() override {
    magneto::Result<void> done;
    if (upload_.empty()) {
      done = client_->put(bucket_, key_, buffer_);
    } else {
      if (!buffer_.empty()) done = send_part();
      if (done) done = client_->complete_upload(bucket_, key_, upload_, parts_);
      if (done) upload_.clear();
    }
    if (!done) return io_error(done.error());
    return {};
  }

 private:
  magneto::Result<void> send_part() {
    if (upload_.empty()) {
      magneto::Result<std::string> begun = client_->begin_upload(bucket_, key_);
      if (!begun) return std::move(begun).error();
      upload_ = std::move(*begun);
    }
    magneto::Result<BucketClient::UploadedPart> part =
        client_->put_part(bucket_, key_, upload_, static_cast<int>(parts_.size()) + 1, buffer_);
    if (!part) return std::move(part).error();
    parts_.push_back(std::move(*part));
    buffer_.clear();
    return {};
  }

  const std::shared_ptr<BucketClient> client_;
  const std::string bucket_;
  const std::string key_;
  const std::size_t part_bytes_;
  std::string buffer_;
  std::string upload_;
  std::vector<BucketClient::UploadedPart> parts_;
};

class BucketStore final : public objects::ObjectStore {
 public:
  explicit BucketStore(std::shared_ptr<BucketClient> client) : client_(std::move(client)) {}

  internal::Result<bool> has_bucket(std::string_view bucket) override {
    const magneto::Result<Listing> listing = client_->list(std::string(bucket), {}, {}, 1);
    if (listing) return true;
    if (listing.error().code() == magneto::ErrorCode::kAbsent) return false;
    return io_error(listing.error());
  }

  internal::Result<std::vector<objects::ObjectInfo>> list(std::string_view bucket,
                                                          std::string_view prefix) override {
    std::vector<objects::ObjectInfo> objects;
    std::optional<std::string> token;
    do {
      magneto::Result<Listing> page =
          client_->list(std::string(bucket), std::string(prefix), token);
      if (!page && page.error().code() == magneto::ErrorCode::kAbsent) return objects;
      if (!page) return io_error(page.error());
      for (Listing::Object& object : page->objects) {
        objects.push_back({std::move(object.key), object.bytes});
      }
      token = std::move(page->next_token);
    } while (token);
    std::sort(objects.begin(), objects.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    return objects;
  }

  internal::Result<std::unique_ptr<objects::ByteSource>> open(std::string_view bucket,
                                                              std::string_view key) override {
    magneto::Result<std::unique_ptr<objects::ByteSource>> source =
        open_object(client_, std::string(bucket), std::string(key));
    if (!source) return io_error(source.error());
    return std::move(*source);
  }

  internal::Result<std::unique_ptr<objects::ObjectWriter>> create(std::string_view bucket,
                                                                  std::string_view key) override {
    return create_object(client_, std::string(bucket), std::string(key));
  }

 private:
  const std::shared_ptr<BucketClient> client_;
};

}  // namespace

magneto::Result<std::unique_ptr<objects::ByteSource>> open_object(
    std::shared_ptr<BucketClient> client, std::string bucket, std::string key) {
  auto source =
      std::make_unique<ObjectSource>(std::move(client), std::move(bucket), std::move(key));
  if (magneto::Result<void> fetched = source->fetch(); !fetched) return std::move(fetched).error();
  return std::unique_ptr<objects::ByteSource>(std::move(source));
}

std::unique_ptr<objects::ObjectWriter> create_object(std::shared_ptr<BucketClient> client,
                                                     std::string bucket, std::string key) {
  return std::make_unique<Uploader>(std::move(client), std::move(bucket), std::move(key));
}

std::unique_ptr<objects::ObjectStore> open_store(std::shared_ptr<BucketClient> client) {
  return std::make_unique<BucketStore>(std::move(client));
}

}  // namespace magneto::internal::s3
