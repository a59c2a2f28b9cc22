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

/// Another source, and where it has nothing, credentials that mean nobody.
class LocalSource final : public credentials::Source {
 public:
  explicit LocalSource(std::unique_ptr<credentials::Source> chain) : chain_(std::move(chain)) {}
  internal::Result<std::optional<credentials::Credentials>> load() override {
    auto found = chain_->load();
    if (!found.ok() || found->has_value()) return found;
    return std::optional(credentials::Credentials{.access_key = "local", .secret_key = "local"});
  }
  std::string name() const override { return chain_->name(); }

 private:
  std::unique_ptr<credentials::Source> chain_;
};

/// The program's provider, to assume a role with.
class ProgramsSource final : public credentials::Source {
 public:
  explicit ProgramsSource(std::shared_ptr<CredentialsProvider> provider)
      : provider_(std::move(provider)) {}
  internal::Result<std::optional<credentials::Credentials>> load() override {
    auto given = provider_->credentials();
    if (!given) return internal::Error(internal::ErrorCode::kIo, given.error().message());
    return std::optional(converted(**given));
  }
  std::string name() const override { return "the program's provider"; }

 private:
  const std::shared_ptr<CredentialsProvider> provider_;
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
    made.secret_answers = true;
    made.compression.answers = false;
    return made;
  }
  static internal::Error failed(const magneto::Error& error) {
    return {internal::ErrorCode::kIo, error.message()};
  }

  transport::Transport direct_;
  transport::Transport proxied_;
};

/// Instances' metadata, which a machine that is none would be asked for in vain, and slowly.
bool asks_instance(const credentials::HttpRequest& request) {
  return request.url.starts_with("http://169.254.169.254/") ||
         request.url.starts_with("http://[fd00:ec2::254]/");
}

std::shared_ptr<credentials::Surroundings> surroundings_of(const ClientOptions& options,
                                                           const std::string& region,
                                                           bool is_local) {
  auto surroundings = std::make_shared<credentials::Surroundings>();
  surroundings->region = region;
  if (options.use_fips) surroundings->use_fips = true;
  if (options.use_dual_stack) surroundings->use_dual_stack = true;
  auto fetcher = std::make_shared<Fetcher>(options);
  surroundings->fetch =
      [fetcher, is_local](
          const credentials::HttpRequest& request) -> internal::Result<credentials::HttpAnswer> {
    if (is_local && asks_instance(request)) {
      return internal::Error(internal::ErrorCode::kIo, "not asked for a local endpoint");
    }
    return fetcher->fetch(request);
  };
  if (options.mfa_code) {
    surroundings->mfa =
        [ask = options.mfa_code](const std::string& serial) -> internal::Result<std::string> {
      auto code = ask(serial);
      if (!code) return internal::Error(internal::ErrorCode::kIo, code.error().message());
      return std::move(*code);
    };
  }
  return surroundings;
}

/// Whose credentials are taken, before a role is assumed with them.
std::unique_ptr<credentials::Source> base_source(
    const ClientOptions& options, std::shared_ptr<credentials::Surroundings> surroundings,
    bool is_local) {
  if (options.credentials) {
    return std::make_unique<credentials::ExplicitSource>(converted(*options.credentials));
  }
  if (options.credentials_provider) {
    return std::make_unique<ProgramsSource>(options.credentials_provider);
  }
  auto chain = credentials::default_chain(std::move(surroundings), options.profile);
  if (!is_local || !options.profile.empty() || options.role) return chain;
  return std::make_unique<LocalSource>(std::move(chain));
}

credentials::AssumeRole converted(const RoleOptions& given) {
  credentials::AssumeRole role;
  role.role_arn = given.arn;
  role.session_name = given.session_name;
  role.external_id = given.external_id;
  if (given.duration) role.duration_seconds = static_cast<int>(given.duration->count());
  role.policy = given.policy;
  role.mfa_serial = given.mfa_serial;
  return role;
}

}  // namespace

std::unique_ptr<Identity> make_identity(const ClientOptions& options, const std::string& region,
                                        bool is_local) {
  if (!options.role) {
    if (options.credentials) {
      return std::make_unique<FixedIdentity>(converted(*options.credentials));
    }
    if (options.credentials_provider) {
      return std::make_unique<ProgramsIdentity>(options.credentials_provider);
    }
  }
  auto surroundings = surroundings_of(options, region, is_local);
  auto source = base_source(options, surroundings, is_local);
  if (options.role) {
    source = credentials::assume_role_source(surroundings, std::move(source),
                                             converted(*options.role), options.profile);
  }
  return std::make_unique<ChainIdentity>(std::move(source));
}

}  // namespace magneto::internal::client
