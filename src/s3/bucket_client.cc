// SPDX-License-Identifier: Apache-2.0
#include "s3/bucket_client.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>

#include "base/random.h"
#include "endpoint/configuration.h"
#include "endpoint/other_services.h"
#include "profile/shared_config.h"
#include "retry/policy.h"
#include "s3/messages.h"
#include "s3/request_signer.h"
#include "sigv4/canonical_request.h"

namespace magneto::internal::s3 {
namespace {

using magneto::ErrorCode;

struct Reached {
  std::string region;
  std::string endpoint;
  bool is_amazons = false;
};

magneto::Error invalid(const internal::Error& error) {
  return {ErrorCode::kInvalidArgument, error.message()};
}

/// Where S3 is, by the options, the environment and the profile.
magneto::Result<Reached> reach(const S3Options& options) {
  const profile::Environment environment = profile::Environment::of_process();
  const auto config = profile::SharedConfig::load(environment);
  if (!config.ok()) return invalid(config.error());
  const std::string name = !options.profile.empty()
                               ? options.profile
                               : profile::profile_name(environment).value_or("default");
  const profile::Settings* settings = config->profile(name);
  Reached reached{.region = options.region, .endpoint = options.endpoint};
  if (reached.region.empty()) {
    reached.region = endpoint::configured_region(environment, settings).value_or("");
  }
  if (reached.endpoint.empty()) {
    auto configured = endpoint::configured_endpoint("s3", environment, *config, settings);
    if (!configured.ok()) return invalid(configured.error());
    reached.endpoint = configured->value_or("");
  }
  if (reached.endpoint.empty()) {
    if (reached.region.empty()) return messages::no_region();
    auto url = endpoint::service_url("s3", reached.region, false, false);
    if (!url.ok()) return magneto::Error(ErrorCode::kEndpoint, url.error().message());
    reached.endpoint = std::move(*url);
  }
  reached.is_amazons = reached.endpoint.find(".amazonaws.com") != std::string::npos;
  if (reached.region.empty()) reached.region = "us-east-1";
  return reached;
}

bool is_this_machine(const transport::Origin& origin) {
  return !origin.unix_path.empty() || origin.host == "localhost" || origin.host == "::1" ||
         origin.host.starts_with("127.");
}

/// Whether the same request may succeed later; nothing of S3's answers if there is none.
bool is_transient(const magneto::Result<Answer>& answer) {
  if (!answer) {
    switch (answer.error().code()) {
      case ErrorCode::kConnect:
      case ErrorCode::kConnectTimeout:
      case ErrorCode::kConnectionLost:
      case ErrorCode::kTimeout:
      case ErrorCode::kBadAnswer:
        return true;
      default:
        return false;
    }
  }
  const int status = answer->status();
  return status >= 500 || status == 429 || status == 408;
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string sha256_of(std::string_view bytes) { return checksum_of(ChecksumKind::kSha256, bytes); }
std::string sha256_header() { return checksum_header(ChecksumKind::kSha256); }

/// What was told of the bytes of the answer, if they are a whole object.
std::optional<Checksum> checksum_of_whole(const Answer& answer) {
  const std::string_view range = answer.header("content-range");  // "bytes 0-9/10"
  const bool whole = range.empty() || (range.starts_with("bytes 0-") &&
                                       range.ends_with("/" + std::to_string(answer.body().size())));
  return whole && answer.status() < 300 ? told_checksum(answer).of_bytes : std::nullopt;
}

/// The kind of checksum that the answer's bytes do not have.
std::optional<ChecksumKind> damage_of(const Answer& answer) {
  const std::optional<Checksum> checksum = checksum_of_whole(answer);
  if (!checksum || checksum->holds_for(answer.body())) return std::nullopt;
  return checksum->kind;
}

}  // namespace

magneto::Result<std::shared_ptr<BucketClient>> BucketClient::make(const S3Options& options) {
  magneto::Result<Reached> reached = reach(options);
  if (!reached) return std::move(reached).error();
  magneto::Result<transport::Url> url = transport::parse_url(reached->endpoint);
  if (!url) return std::move(url).error();
  std::shared_ptr<BucketClient> client(new BucketClient(options));
  client->region_ = reached->region;
  client->endpoint_ = std::move(*url);
  if (client->endpoint_.path.ends_with('/')) client->endpoint_.path.pop_back();
  client->path_style_ = options.path_style.value_or(!reached->is_amazons);
  ClientOptions identity;
  identity.profile = options.profile;
  identity.credentials = options.credentials;
  identity.tls = options.tls;
  identity.proxy = options.proxy;
  identity.timeouts = options.timeouts;
  client->identity_ =
      client::make_identity(identity, client->region_, is_this_machine(client->endpoint_.origin));
  transport::Options by;
  by.timeouts = options.timeouts;
  by.tls = options.tls;
  by.proxy = options.proxy;
  client->transport_ = std::make_unique<transport::Transport>(std::move(by));
  if (client->transport_->problem()) return *client->transport_->problem();
  return client;
}

magneto::Result<BucketClient::Place> BucketClient::place_of(const Call& call) {
  Place place;
  place.path = endpoint_.path;
  transport::Origin origin = endpoint_.origin;
  // A certificate for *.s3... does not hold for names with dots.
  const bool in_path = path_style_ || call.bucket.find('.') != std::string::npos;
  if (in_path) {
    sigv4::append_percent_encoded("/" + call.bucket, true, place.path);
  } else {
    origin.host = call.bucket + "." + origin.host;
    origin.host_header = call.bucket + "." + origin.host_header;
  }
  if (!call.key.empty() || !in_path) {
    sigv4::append_percent_encoded("/" + call.key, true, place.path);
  }
  place.server = transport_->server(origin);
  return place;
}

magneto::Result<Answer> BucketClient::send_once(const Call& call) {
  magneto::Result<client::SharedCredentials> by = identity_->get();
  if (!by) return std::move(by).error();
  magneto::Result<Place> place = place_of(call);
  if (!place) return std::move(place).error();
  const auto now = std::chrono::system_clock::now() + skew_.offset();
  const RequestForm form{.method = call.method,
                         .path = place->path,
                         .query = query_of(call.query),
                         .host = place->server->origin().host_header,
                         .headers = call.headers,
                         .body = call.body};
  const std::string headers = signed_headers(
      form, {(*by)->access_key, (*by)->secret_key, (*by)->session_token, region_},
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  const std::string target = form.query.empty() ? form.path : form.path + "?" + form.query;
  transport::Bounds bounds;
  if (options_.timeouts.total) {
    bounds.deadline = std::chrono::steady_clock::now() + *options_.timeouts.total;
  }
  magneto::Result<Answer> answer = place->server->exchange({.method = call.method,
                                                            .path = target,
                                                            .headers = headers,
                                                            .body = call.body,
                                                            .decode = false},
                                                           bounds);
  const bool refused = answer && answer->status() >= 400;
  if (refused && read_error(answer->body()).code == "ExpiredToken") identity_->reject(**by);
  return answer;
}

bool BucketClient::signed_too_late(const Answer& answer) {
  if (answer.status() != 403) return false;
  const std::int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                               std::chrono::system_clock::now().time_since_epoch())
                               .count();
  return skew_.correct(read_error(answer.body()).code, answer.header("date"),
                       now + skew_.offset().count(), now);
}

magneto::Result<Answer> BucketClient::send(const Call& call) {
  const retry::Backoff backoff;
  bool clock_corrected = false;
  for (int attempt = 1;; ++attempt) {
    magneto::Result<Answer> answer = send_once(call);
    if (answer && !clock_corrected && signed_too_late(*answer)) {
      clock_corrected = true;
      continue;
    }
    if (is_transient(answer) && attempt < options_.max_attempts) {
      const bool throttled = answer && answer->status() == 503;
      std::this_thread::sleep_for(backoff.wait(
          throttled ? retry::FailureClass::kThrottled : retry::FailureClass::kTransient, attempt,
          {}, system_random()));
      continue;
    }
    if (!answer) return answer.error().after(attempt);
    const int status = answer->status();
    if ((status >= 200 && status < 300) || status == call.also_good) return answer;
    return messages::refused(status, read_error(answer->body()), call.bucket, call.key,
                             endpoint_.origin.text());
  }
}

magneto::Result<BucketClient::Range> BucketClient::get(const std::string& bucket,
                                                       const std::string& key, std::uint64_t from,
                                                       std::uint64_t count,
                                                       const std::string& etag) {
  constexpr int kNotSatisfiable = 416;
  constexpr int kPartial = 206;
  Call call{.method = "GET", .bucket = bucket, .key = key, .also_good = kNotSatisfiable};
  call.headers["range"] = "bytes=" + std::to_string(from) + "-" + std::to_string(from + count - 1);
  call.headers["x-amz-checksum-mode"] = "ENABLED";
  if (!etag.empty()) call.headers["if-match"] = etag;
  magneto::Result<Answer> answer = send(call);
  if (answer && damage_of(*answer)) answer = send(call);
  if (const auto kind = answer ? damage_of(*answer) : std::nullopt) {
    return messages::damaged(key, checksum_name(*kind));
  }
  if (!answer && answer.error().http_status() == 412) return messages::changed(key);
  if (!answer) return std::move(answer).error();
  Range range;
  if (answer->status() == kNotSatisfiable) return range;
  range.bytes = answer->body();
  range.etag = answer->header("etag");
  range.told = told_checksum(*answer);
  range.compared = checksum_of_whole(*answer).has_value();
  range.whole = range.bytes.size();
  if (answer->status() == kPartial) {
    const std::string_view content = answer->header("content-range");
    const std::optional<std::uint64_t> whole =
        number_of(content.substr(std::min(content.rfind('/') + 1, content.size())));
    if (!whole || range.bytes.size() > count) return messages::bad_answer("a wrong range");
    range.whole = *whole;
    if (range.bytes.size() < std::min(count, *whole - std::min(from, *whole))) {
      return messages::bad_answer("a range that ends too early");
    }
  } else if (from > 0) {
    return messages::bad_answer("all of an object in the place of a range");
  }
  return range;
}

magneto::Result<BucketClient::Facts> BucketClient::head(const std::string& bucket,
                                                        const std::string& key,
                                                        const std::string& etag,
                                                        std::optional<int> part) {
  Call call{.method = "HEAD", .bucket = bucket, .key = key};
  if (part) call.query["partNumber"] = std::to_string(*part);
  call.headers = {{"x-amz-checksum-mode", "ENABLED"}};
  const magneto::Result<Answer> answer = send(call);
  if (!answer && answer.error().http_status() == 0) return answer.error();
  if (!answer) return Facts();
  // Compared here, as not all servers know If-Match with HEAD. Some give a part's own ETag.
  if (!part && answer->header("etag") != etag) return messages::changed(key);
  return Facts{number_of(answer->header("content-length")).value_or(0),
               told_checksum(*answer, part.has_value())};
}

magneto::Result<std::optional<std::uint64_t>> BucketClient::find(const std::string& bucket,
                                                                 const std::string& key) {
  constexpr int kNotFound = 404;
  const magneto::Result<Answer> answer =
      send({.method = "HEAD", .bucket = bucket, .key = key, .also_good = kNotFound});
  if (!answer) return answer.error();
  if (answer->status() == kNotFound) return std::optional<std::uint64_t>();
  return std::optional(number_of(answer->header("content-length")).value_or(0));
}

magneto::Result<void> BucketClient::put(const std::string& bucket, const std::string& key,
                                        std::string_view bytes) {
  magneto::Result<Answer> answer = send({.method = "PUT",
                                         .bucket = bucket,
                                         .key = key,
                                         .headers = {{sha256_header(), sha256_of(bytes)}},
                                         .body = bytes});
  if (!answer) return std::move(answer).error();
  return {};
}

magneto::Result<void> BucketClient::remove(const std::string& bucket, const std::string& key) {
  magneto::Result<Answer> answer = send({.method = "DELETE", .bucket = bucket, .key = key});
  if (!answer && answer.error().service_code() != "NoSuchKey") return std::move(answer).error();
  return {};
}

magneto::Result<Listing> BucketClient::list(const std::string& bucket, const std::string& prefix,
                                            const std::optional<std::string>& token, int most) {
  Call call{.method = "GET", .bucket = bucket};
  call.query = {{"list-type", "2"},
                {"prefix", prefix},
                {"encoding-type", "url"},
                {"max-keys", std::to_string(most)}};
  if (token) call.query["continuation-token"] = *token;
  magneto::Result<Answer> answer = send(call);
  if (!answer) return std::move(answer).error();
  std::optional<Listing> listing = read_listing(answer->body());
  if (!listing) return messages::bad_answer("no listing");
  return std::move(*listing);
}

magneto::Result<std::string> BucketClient::begin_upload(const std::string& bucket,
                                                        const std::string& key) {
  magneto::Result<Answer> answer = send({.method = "POST",
                                         .bucket = bucket,
                                         .key = key,
                                         .query = {{"uploads", ""}},
                                         .headers = {{"x-amz-checksum-algorithm", "SHA256"}}});
  if (!answer) return std::move(answer).error();
  std::string id = read_upload_id(answer->body());
  if (id.empty()) return messages::bad_answer("no upload");
  return id;
}

magneto::Result<BucketClient::UploadedPart> BucketClient::put_part(const std::string& bucket,
                                                                   const std::string& key,
                                                                   const std::string& upload,
                                                                   int number,
                                                                   std::string_view bytes) {
  constexpr int kMostParts = 10'000;
  if (number > kMostParts) return messages::too_large(key);
  UploadedPart part{.etag = {}, .sha256 = sha256_of(bytes)};
  magneto::Result<Answer> answer =
      send({.method = "PUT",
            .bucket = bucket,
            .key = key,
            .query = {{"partNumber", std::to_string(number)}, {"uploadId", upload}},
            .headers = {{sha256_header(), part.sha256}},
            .body = bytes});
  if (!answer) return std::move(answer).error();
  part.etag = answer->header("etag");
  if (part.etag.empty()) return messages::bad_answer("a part without an ETag");
  return part;
}

magneto::Result<void> BucketClient::complete_upload(const std::string& bucket,
                                                    const std::string& key,
                                                    const std::string& upload,
                                                    const std::vector<UploadedPart>& parts) {
  std::string body = "<CompleteMultipartUpload>";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    body.append("<Part><PartNumber>").append(std::to_string(i + 1)).append("</PartNumber><ETag>");
    body.append(parts[i].etag).append("</ETag><ChecksumSHA256>");
    body.append(parts[i].sha256).append("</ChecksumSHA256></Part>");
  }
  body.append("</CompleteMultipartUpload>");
  magneto::Result<Answer> answer = send({.method = "POST",
                                         .bucket = bucket,
                                         .key = key,
                                         .query = {{"uploadId", upload}},
                                         .body = body});
  if (!answer) return std::move(answer).error();
  // The status was sent before S3 began to put the parts together.
  const ErrorAnswer error = read_error(answer->body());
  if (!error.code.empty())
    return messages::refused(500, error, bucket, key, endpoint_.origin.text());
  return {};
}

magneto::Result<void> BucketClient::abort_upload(const std::string& bucket, const std::string& key,
                                                 const std::string& upload) {
  magneto::Result<Answer> answer =
      send({.method = "DELETE", .bucket = bucket, .key = key, .query = {{"uploadId", upload}}});
  if (!answer) return std::move(answer).error();
  return {};
}

std::optional<ObjectName> read_object_name(std::string_view url) {
  constexpr std::string_view kScheme = "s3://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  const std::size_t slash = std::min(url.find('/'), url.size());
  if (slash == 0) return std::nullopt;
  return ObjectName{std::string(url.substr(0, slash)),
                    std::string(url.substr(std::min(slash + 1, url.size())))};
}

}  // namespace magneto::internal::s3
