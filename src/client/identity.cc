// SPDX-License-Identifier: Apache-2.0
#include "client/identity.h"

#include "credentials/chain.h"
#include "transport/server.h"

namespace magneto::internal::client {
namespace {

magneto::Error converted(const internal::Error& error) {
  return {magneto::ErrorCode::kCredentials, error.message()};
}

credentials::Credentials converted(const magneto::Credentials& given) {
  credentials::Credentials credentials;
  credentials.access_key = given.access_key_id;
  credentials.secret_key = given.secret_access_key;
  credentials.session_token = given.session_token;
  credentials.account_id = given.account_id;
  if (given.expiration) {
    credentials.expires_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(given.expiration->time_since_epoch())
            .count();
  }
  credentials.source = "the program";
  return credentials;
}

class FixedIdentity final : public Identity {
 public:
  explicit FixedIdentity(credentials::Credentials credentials)
      : credentials_(std::make_shared<credentials::Credentials>(std::move(credentials))) {}
  magneto::Result<SharedCredentials> get() override { return credentials_; }
  SharedCredentials current() override { return credentials_; }
  bool reject(const credentials::Credentials&) override { return false; }

 private:
  const SharedCredentials credentials_;
};

class ProgramsIdentity final : public Identity {
 public:
  explicit ProgramsIdentity(std::shared_ptr<CredentialsProvider> provider)
      : provider_(std::move(provider)) {}
  magneto::Result<SharedCredentials> get() override {
    auto given = provider_->credentials();
    if (!given) return given.error();
    return SharedCredentials(std::make_shared<credentials::Credentials>(converted(**given)));
  }
  SharedCredentials current() override { return nullptr; }
  bool reject(const credentials::Credentials&) override { return true; }

 private:
  const std::shared_ptr<CredentialsProvider> provider_;
};

class ChainIdentity final : public Identity {
 public:
  explicit ChainIdentity(std::unique_ptr<credentials::Source> source)
      : provider_(std::move(source)) {}
  magneto::Result<SharedCredentials> get() override {
    auto found = provider_.get();
    if (!found.ok()) return converted(found.error());
    return *found;
  }
  SharedCredentials current() override {
    return provider_.refresh_due() ? nullptr : provider_.current();
  }
  bool reject(const credentials::Credentials& used) override {
    provider_.reject(used);
    return true;
  }

 private:
  credentials::Provider provider_;
};

/// The chain, and where it has nothing, credentials that mean nobody.
class LocalSource final : public credentials::Source {
 public:
  explicit LocalSource(std::unique_ptr<credentials::Source> chain) : chain_(std::move(chain)) {}
  internal::Result<std::optional<credentials::Credentials>> load() override {
    auto found = chain_->load();
    if (found.ok() && found->has_value()) return found;
    return std::optional(credentials::Credentials{.access_key = "local", .secret_key = "local"});
  }
  std::string name() const override { return chain_->name(); }

 private:
  std::unique_ptr<credentials::Source> chain_;
};

/// The sources' way to the network: with the client's TLS and timeouts, and its proxy unless they
/// speak to the machine itself.
class Fetcher {
 public:
  explicit Fetcher(const ClientOptions& options)
      : direct_(transport_options(options, false)), proxied_(transport_options(options, true)) {}

  internal::Result<credentials::HttpAnswer> fetch(const credentials::HttpRequest& request) {
    magneto::Result<transport::Url> url = transport::parse_url(request.url);
    if (!url) return failed(url.error());
    transport::Transport& by = request.direct ? direct_ : proxied_;
    if (by.problem()) return failed(*by.problem());
    std::string headers = "Host: " + url->origin.host_header + "\r\n";
    for (const auto& [name, value] : request.headers) {
      headers.append(name).append(": ").append(value).append("\r\n");
    }
    const transport::HttpRequest http{
        .method = request.method, .path = url->path, .headers = headers, .body = request.body};
    transport::Bounds bounds;
    bounds.deadline = std::chrono::steady_clock::now() + request.timeout;
    const magneto::Result<Answer> answer = by.server(url->origin)->exchange(http, bounds);
    if (!answer) return failed(answer.error());
    return credentials::HttpAnswer{answer->status(), std::string(answer->body())};
  }

 private:
  static transport::Options transport_options(const ClientOptions& options, bool proxied) {
    transport::Options made;
    made.timeouts = options.timeouts;
    made.tls = options.tls;
    if (proxied) made.proxy = options.proxy;
    return made;
  }
  static internal::Error failed(const magneto::Error& error) {
    return {internal::ErrorCode::kIo, error.message()};
  }

  transport::Transport direct_;
  transport::Transport proxied_;
};

/// A machine without a network of the cloud's: what would be asked there is not there.
internal::Result<credentials::HttpAnswer> no_network(const credentials::HttpRequest&) {
  return internal::Error(internal::ErrorCode::kIo, "not asked for a local endpoint");
}

}  // namespace

std::unique_ptr<Identity> make_identity(const ClientOptions& options, const std::string& region,
                                        bool is_local) {
  if (options.credentials) {
    return std::make_unique<FixedIdentity>(converted(*options.credentials));
  }
  if (options.credentials_provider) {
    return std::make_unique<ProgramsIdentity>(options.credentials_provider);
  }
  auto surroundings = std::make_shared<credentials::Surroundings>();
  surroundings->region = region;
  if (is_local && options.profile.empty()) {
    surroundings->fetch = no_network;
    return std::make_unique<ChainIdentity>(
        std::make_unique<LocalSource>(credentials::default_chain(surroundings)));
  }
  auto fetcher = std::make_shared<Fetcher>(options);
  surroundings->fetch = [fetcher](const credentials::HttpRequest& request) {
    return fetcher->fetch(request);
  };
  return std::make_unique<ChainIdentity>(credentials::default_chain(surroundings, options.profile));
}

}  // namespace magneto::internal::client
