// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "transport/server.h"

namespace magneto::internal::transport {
namespace {

/// Reading the authorities takes tens of milliseconds, which commands that need no TLS do not have.
bool can_wait(const TlsOptions& options) {
  return options.verify && options.certificate_file.empty();
}

/// What is wrong with the authorities' file or folder, as far as a look tells.
magneto::Result<void> look_at(const TlsOptions& options) {
  for (const std::string* path : {&options.ca_file, &options.ca_directory}) {
    if (path->empty() || access(path->c_str(), R_OK) == 0) continue;
    return unusable("the CA", *path, std::strerror(errno));
  }
  return {};
}

}  // namespace

Transport::Transport(Options options) : shared_(std::make_shared<Shared>()) {
  shared_->options = std::move(options);
  magneto::Result<Proxies> proxies =
      Proxies::make(shared_->options.proxy, profile::Environment::of_process());
  if (!proxies) {
    problem_ = std::move(proxies).error();
    return;
  }
  shared_->proxies = std::move(*proxies);
  magneto::Result<void> good =
      can_wait(shared_->options.tls) ? look_at(shared_->options.tls) : make_tls();
  if (!good) problem_ = std::move(good).error();
}

magneto::Result<void> Transport::make_tls() {
  magneto::Result<TlsContext> tls =
      make_tls_context(shared_->options.tls, shared_->options.secret_answers);
  if (!tls) return std::move(tls).error();
  shared_->tls = std::move(*tls);
  return {};
}

Transport::~Transport() = default;

bool Transport::needs_tls(const Origin& origin) const {
  const Proxy* const proxy = shared_->proxies.find(origin);
  return origin.tls || (proxy != nullptr && proxy->origin.tls);
}

std::shared_ptr<Server> Transport::server(const Origin& origin) {
  const MutexLock lock(mutex_);
  for (const std::shared_ptr<Server>& server : servers_) {
    if (server->origin() == origin) return server;
  }
  if (!problem_ && !shared_->tls && !shared_->tls_problem && needs_tls(origin)) {
    if (magneto::Result<void> made = make_tls(); !made) {
      shared_->tls_problem = std::move(made).error();
    }
  }
  return servers_.emplace_back(std::make_shared<Server>(shared_, origin));
}

}  // namespace magneto::internal::transport
