// SPDX-License-Identifier: Apache-2.0
#include "transport/server.h"

namespace magneto::internal::transport {

Transport::Transport(Options options) : shared_(std::make_shared<Shared>()) {
  shared_->options = std::move(options);
  magneto::Result<Proxies> proxies =
      Proxies::make(shared_->options.proxy, profile::Environment::of_process());
  if (!proxies) {
    problem_ = std::move(proxies).error();
    return;
  }
  shared_->proxies = std::move(*proxies);
  magneto::Result<TlsContext> tls =
      make_tls_context(shared_->options.tls, shared_->options.secret_answers);
  if (!tls) {
    problem_ = std::move(tls).error();
    return;
  }
  shared_->tls = std::move(*tls);
}

Transport::~Transport() = default;

std::shared_ptr<Server> Transport::server(const Origin& origin) {
  const MutexLock lock(mutex_);
  for (const std::shared_ptr<Server>& server : servers_) {
    if (server->origin() == origin) return server;
  }
  return servers_.emplace_back(std::make_shared<Server>(shared_, origin));
}

}  // namespace magneto::internal::transport
