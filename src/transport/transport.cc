// SPDX-License-Identifier: Apache-2.0
#include "base/base64.h"
#include "transport/server.h"

namespace magneto::internal::transport {

Transport::Transport(Options options) : shared_(std::make_shared<Shared>()) {
  shared_->options = std::move(options);
  const ProxyOptions& proxy = shared_->options.proxy;
  if (!proxy.url.empty()) {
    magneto::Result<Url> url = parse_url(proxy.url);
    if (!url) {
      problem_ = url.error().in("the proxy");
      return;
    }
    const std::string user = proxy.user.empty() ? url->user : proxy.user;
    const std::string password = proxy.user.empty() ? url->password : proxy.password;
    if (!user.empty()) {
      const std::string login = user + ":" + password;
      std::string encoded(base64_length(login.size()), '\0');
      encode_base64(login, encoded.data());
      shared_->proxy_authorization = "Proxy-Authorization: Basic " + encoded + "\r\n";
    }
    shared_->proxy = std::move(*url);
  }
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
