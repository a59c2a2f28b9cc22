// SPDX-License-Identifier: Apache-2.0
#include "client/http_connection.h"

#include <map>
#include <vector>

#include "base/mutex.h"
#include "base/thread.h"
#include "client/identity.h"
#include "client/request_signer.h"
#include "endpoint/configuration.h"
#include "endpoint/other_services.h"
#include "http/compression.h"
#include "profile/shared_config.h"
#include "retry/clock_skew.h"
#include "transport/server.h"

namespace magneto::internal::client {
namespace {

using magneto::ErrorCode;

bool is_expiry(std::string_view code) {
  return code.find("ExpiredToken") != std::string_view::npos || code == "RequestExpired" ||
         code == "UnrecognizedClientException";
}

bool is_loopback(const transport::Origin& origin) {
  const std::string& host = origin.host;
  return !origin.unix_path.empty() || host == "localhost" || host == "::1" ||
         host.starts_with("127.") || host.ends_with(".localhost");
}

/// Where a service without rules of its own is.
internal::Result<endpoint::Endpoint> resolve(const std::string& service,
                                             const endpoint::Parameters& parameters) {
  const std::string region = parameters.region.value_or("");
  if (parameters.endpoint) return endpoint::Endpoint{*parameters.endpoint, region};
  if (region.empty())
    return internal::Error(internal::ErrorCode::kInvalidArgument, "there is no region");
  auto url = endpoint::service_url(service, region, parameters.use_fips, parameters.use_dual_stack);
  if (!url.ok()) return std::move(url).error();
  return endpoint::Endpoint{std::move(*url), region};
}

/// Where a call goes and for which region it is signed.
struct Route {
  std::shared_ptr<transport::Server> server;
  std::string path;
  std::string region;
};

class HttpConnection final : public Connection,
                             public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(JsonService service, endpoint::Parameters parameters, transport::Options options,
                 std::unique_ptr<Identity> identity, std::shared_ptr<TimeSource> time)
      : service_(std::move(service)),
        has_routes_(service_.id == "dynamodb"),
        parameters_(std::move(parameters)),
        compression_(options.compression),
        transport_(std::move(options)),
        identity_(std::move(identity)),
        time_(std::move(time)) {}

  magneto::Result<Answer> exchange(const Request& request) override;
  void start(const Request& request, Done done) override;
  bool mend(const Answer& answer, std::string_view service_code) override;
  std::string name() const override { return name_; }

  /// Finds the usual route, so that wrong options are known at once.
  magneto::Result<void> prepare();

 private:
  struct Asynchronous;

  /// A request in the form in which it is sent.
  struct Wire {
    std::shared_ptr<const Route> route;
    transport::HttpRequest http;
    transport::Bounds bounds;
    std::unique_ptr<RequestSigner> signer;  // its headers are the request's
    std::string packed;
  };

  magneto::Result<std::shared_ptr<const Route>> route_of(const Request& request,
                                                         const credentials::Credentials& by);
  magneto::Result<std::shared_ptr<const Route>> make_route(const Request& request,
                                                           const std::string& account);
  magneto::Result<void> sign(const Request& request, const SharedCredentials& by, Wire& to);
  void release(Wire& wire);
  std::int64_t now_ms() const;

  const JsonService service_;
  const bool has_routes_;  // of accounts and tables
  const endpoint::Parameters parameters_;
  const CompressionOptions compression_;
  transport::Transport transport_;
  const std::unique_ptr<Identity> identity_;
  const std::shared_ptr<TimeSource> time_;
  retry::ClockSkew skew_;
  std::string name_;

  std::shared_ptr<const Route> usual_;  // since prepare()

  Mutex mutex_;
  std::map<std::string, std::shared_ptr<const Route>> routes_ MAGNETO_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<RequestSigner>> signers_ MAGNETO_GUARDED_BY(mutex_);
  SharedCredentials last_used_ MAGNETO_GUARDED_BY(mutex_);
};

std::int64_t HttpConnection::now_ms() const {
  const auto now = time_ ? time_->now() : std::chrono::system_clock::now();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
}

/// The rules' own words say what is missing, and not where to put it.
std::string why(const Error& error, const endpoint::Parameters& parameters) {
  if (parameters.region) return error.message();
  return error.message() +
         " (set `region` in ClientOptions, AWS_REGION, or `region` in the profile of "
         "~/.aws/config)";
}

magneto::Result<std::shared_ptr<const Route>> HttpConnection::make_route(
    const Request& request, const std::string& account) {
  endpoint::Parameters parameters = parameters_;
  if (!account.empty()) parameters.account_id = account;
  if (!request.table_arn.empty()) parameters.resource_arn = std::string(request.table_arn);
  if (request.operation() == "SearchVectors") parameters.is_search_operation = true;
  // Amazon's rules know no Unix sockets.
  const bool has_rules =
      has_routes_ && !(parameters.endpoint && endpoint::is_unix_socket(*parameters.endpoint));
  auto found = has_rules ? endpoint::resolve(parameters) : resolve(service_.id, parameters);
  if (!found.ok()) return magneto::Error(ErrorCode::kEndpoint, why(found.error(), parameters));
  magneto::Result<transport::Url> url = transport::parse_url(found->url);
  if (!url) return std::move(url).error();
  auto route = std::make_shared<Route>();
  route->server = transport_.server(url->origin);
  route->path = url->path;
  route->region = found->signing_region.empty() ? "us-east-1" : found->signing_region;
  return std::shared_ptr<const Route>(std::move(route));
}

magneto::Result<std::shared_ptr<const Route>> HttpConnection::route_of(
    const Request& request, const credentials::Credentials& by) {
  const bool special = request.operation() == "SearchVectors";
  if (!has_routes_ || parameters_.endpoint ||
      (by.account_id.empty() && request.table_arn.empty() && !special)) {
    return usual_;
  }
  constexpr std::size_t kMaxRoutes = 1000;
  std::string key = by.account_id + "|" + std::string(request.table_arn) + (special ? "|s" : "");
  {
    const MutexLock lock(mutex_);
    const auto found = routes_.find(key);
    if (found != routes_.end()) return found->second;
  }
  magneto::Result<std::shared_ptr<const Route>> route = make_route(request, by.account_id);
  if (!route) return route;
  const MutexLock lock(mutex_);
  if (routes_.size() >= kMaxRoutes) routes_.clear();
  routes_.emplace(std::move(key), *route);
  return route;
}

magneto::Result<void> HttpConnection::prepare() {
  if (transport_.problem()) return *transport_.problem();
  magneto::Result<std::shared_ptr<const Route>> route = make_route(Request(), {});
  if (!route) return std::move(route).error();
  usual_ = std::move(*route);
  name_ = usual_->server->origin().text();
  return {};
}

magneto::Result<void> HttpConnection::sign(const Request& request, const SharedCredentials& by,
                                           Wire& to) {
  magneto::Result<std::shared_ptr<const Route>> route = route_of(request, *by);
  if (!route) return std::move(route).error();
  to.route = std::move(*route);
  {
    const MutexLock lock(mutex_);
    if (last_used_ != by) last_used_ = by;
    if (!signers_.empty()) {
      to.signer = std::move(signers_.back());
      signers_.pop_back();
    }
  }
  if (!to.signer) to.signer = std::make_unique<RequestSigner>();

  SignedRequest form;
  form.path = to.route->path;
  form.host = to.route->server->origin().host_header;
  form.target = request.target;
  form.body = request.body;
  if (compression_.requests_above != 0 && request.body.size() >= compression_.requests_above) {
    http::compress(http::Coding::kGzip, request.body, to.packed);
    form.body = to.packed;
    form.more_headers = compression_.answers ? "Content-Encoding: gzip\r\nAccept-Encoding: gzip\r\n"
                                             : "Content-Encoding: gzip\r\n";
  } else if (compression_.answers) {
    form.more_headers = "Accept-Encoding: gzip\r\n";
  }
  form.content_type = service_.content_type;
  const SigningIdentity identity{by->access_key, by->secret_key, by->session_token,
                                 to.route->region, service_.id};
  to.http.path = form.path;
  to.http.headers = to.signer->headers(form, identity, (now_ms() + skew_.offset().count()) / 1000);
  to.http.body = form.body;
  to.bounds.deadline = request.deadline;
  to.bounds.cancellation = request.cancellation;
  return {};
}

void HttpConnection::release(Wire& wire) {
  constexpr std::size_t kKept = 16;
  const MutexLock lock(mutex_);
  if (wire.signer && signers_.size() < kKept) signers_.push_back(std::move(wire.signer));
}

magneto::Result<Answer> HttpConnection::exchange(const Request& request) {
  magneto::Result<SharedCredentials> by = identity_->get();
  if (!by) return std::move(by).error();
  Wire wire;
  if (magneto::Result<void> good = sign(request, *by, wire); !good) return std::move(good).error();
  magneto::Result<Answer> answer = wire.route->server->exchange(wire.http, wire.bounds);
  release(wire);
  return answer;
}

/// Keeps the signed request, and the connection, until the answer is there.
struct HttpConnection::Asynchronous {
  std::shared_ptr<HttpConnection> connection;
  Done done;
  Wire wire;

  static void go(std::shared_ptr<Asynchronous> self, const Request& request,
                 const SharedCredentials& by) {
    magneto::Result<void> good = self->connection->sign(request, by, self->wire);
    if (!good) return self->done(std::move(good).error());
    transport::Server& server = *self->wire.route->server;
    const transport::HttpRequest& http = self->wire.http;
    const transport::Bounds& bounds = self->wire.bounds;
    server.start(http, bounds, [self = std::move(self)](magneto::Result<Answer> answer) {
      self->connection->release(self->wire);
      const Done to = std::move(self->done);
      to(std::move(answer));
    });
  }
};

void HttpConnection::start(const Request& request, Done done) {
  auto call = std::make_shared<Asynchronous>();
  call->connection = shared_from_this();
  call->done = std::move(done);
  if (const SharedCredentials by = identity_->current()) {
    return Asynchronous::go(std::move(call), request, by);
  }
  // Loading credentials waits, which an event loop must not.
  run_apart([call, &request] {
    magneto::Result<SharedCredentials> by = call->connection->identity_->get();
    if (!by) return call->done(std::move(by).error());
    Asynchronous::go(call, request, *by);
  });
}

bool HttpConnection::mend(const Answer& answer, std::string_view service_code) {
  const std::int64_t now = now_ms();
  if (skew_.correct(service_code, answer.header("date"), now + skew_.offset().count(), now)) {
    return true;
  }
  if (!is_expiry(service_code)) return false;
  SharedCredentials used;
  {
    const MutexLock lock(mutex_);
    used = last_used_;
  }
  return used != nullptr && identity_->reject(*used);
}

struct Configured {
  endpoint::Configuration configuration;
  /// The environment names a profile that does not exist.
  std::optional<magneto::Error> no_profile;
};

magneto::Result<Configured> configuration_of(const ClientOptions& options,
                                             const JsonService& service) {
  const profile::Environment environment = profile::Environment::of_process();
  auto config = profile::SharedConfig::load(environment);
  if (!config.ok()) {
    return magneto::Error(ErrorCode::kInvalidArgument, config.error().message());
  }
  const std::string name = !options.profile.empty()
                               ? options.profile
                               : profile::profile_name(environment).value_or("default");
  std::optional<magneto::Error> no_profile;
  const bool named = !options.profile.empty() || profile::profile_name(environment);
  if (named && config->profile(name) == nullptr) {
    no_profile.emplace(ErrorCode::kCredentials, config->no_such_profile(name).message());
    if (!options.profile.empty()) return *no_profile;
  }
  endpoint::Given given;
  if (!options.region.empty()) given.region = options.region;
  if (!options.endpoint.empty()) given.endpoint = options.endpoint;
  if (options.use_fips) given.use_fips = true;
  if (options.use_dual_stack) given.use_dual_stack = true;
  auto found = endpoint::configure(given, environment, *config, config->profile(name));
  if (found.ok() && service.id != "dynamodb" && options.endpoint.empty()) {
    auto other =
        endpoint::configured_endpoint(service.id, environment, *config, config->profile(name));
    if (!other.ok()) return magneto::Error(ErrorCode::kInvalidArgument, other.error().message());
    found->endpoint = std::move(*other);
  }
  if (!found.ok()) return magneto::Error(ErrorCode::kInvalidArgument, found.error().message());
  return Configured{std::move(*found), std::move(no_profile)};
}

}  // namespace

magneto::Result<HttpParts> make_http_connection(const ClientOptions& options,
                                                std::shared_ptr<transport::LazyLoop> loop,
                                                JsonService service) {
  magneto::Result<Configured> configured = configuration_of(options, service);
  if (!configured) return std::move(configured).error();
  endpoint::Configuration* const configuration = &configured->configuration;
  bool is_local = false;
  if (configuration->endpoint) {
    magneto::Result<transport::Url> url = transport::parse_url(*configuration->endpoint);
    if (!url) return std::move(url).error();
    is_local = is_loopback(url->origin);
    // A server of the program's own needs a region only to sign for.
    if (!configuration->region && is_local) configuration->region = "us-east-1";
  }
  if (configuration->region == "local") is_local = true;
  // The region would be in that profile.
  if (!configuration->region && configured->no_profile) return *configured->no_profile;
  transport::Options by;
  by.timeouts = options.timeouts;
  by.proxy = options.proxy;
  by.tls = options.tls;
  by.pool = options.pool;
  by.compression = options.compression;
  if (service.secret_answers) by.compression.answers = false;
  by.secret_answers = service.secret_answers;
  by.loop = std::move(loop);
  const std::string region = configuration->region.value_or(std::string());
  auto connection = std::make_shared<HttpConnection>(
      std::move(service), configuration->parameters(), std::move(by),
      make_identity(options, region, is_local), options.time);
  if (magneto::Result<void> good = connection->prepare(); !good) return std::move(good).error();
  return HttpParts{std::move(connection), region};
}

}  // namespace magneto::internal::client
