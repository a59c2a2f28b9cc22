// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "http_server/listener.h"
#include "http_server/server.h"

namespace magneto::internal::http_server {
namespace {

struct HelloHandler final : Handler {
  void handle(Exchange& exchange) override { exchange.answer({.status = 200, .body = "hello"}); }
};

class UnixSocket : public testing::Test {
 protected:
  UnixSocket() {
    std::string pattern = "/tmp/magneto-socket-XXXXXX";
    directory_ = mkdtemp(pattern.data());
    path_ = directory_ + "/socket";
  }
  ~UnixSocket() override { std::filesystem::remove_all(directory_); }

  Result<std::unique_ptr<Server>> start(int threads = 2) {
    return Server::start({.unix_socket = path_, .threads = threads},
                         [](Loop&) { return std::make_unique<HelloHandler>(); });
  }
  std::string ask() const {
    int client = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path_.c_str(), sizeof(address.sun_path) - 1);
    std::string answer;
    if (connect(client, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
      std::string_view request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      EXPECT_EQ(::send(client, request.data(), request.size(), 0),
                static_cast<ssize_t>(request.size()));
      char bytes[4096];
      for (ssize_t n; (n = recv(client, bytes, sizeof(bytes), 0)) > 0;)
        answer.append(bytes, static_cast<std::size_t>(n));
    }
    ::close(client);
    return answer;
  }

  std::string directory_;
  std::string path_;
};

TEST_F(UnixSocket, ItsOwnerAloneGetsAnswersOnIt) {
  auto server = start();
  ASSERT_TRUE(server.ok()) << server.error().message();
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(ask().ends_with("\r\n\r\nhello"));
}

TEST_F(UnixSocket, GoesWithTheServer) {
  auto server = start();
  ASSERT_TRUE(server.ok()) << server.error().message();
  (*server)->stop();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(UnixSocket, OneThatADeadProcessLeftIsReplaced) {
  Result<int> left = open_unix_listener(path_);
  ASSERT_TRUE(left.ok());
  ::close(*left);
  ASSERT_TRUE(std::filesystem::exists(path_));
  auto server = start();
  ASSERT_TRUE(server.ok()) << server.error().message();
  EXPECT_TRUE(ask().ends_with("hello"));
}

TEST_F(UnixSocket, OneInUseIsLeftAlone) {
  auto first = start();
  ASSERT_TRUE(first.ok()) << first.error().message();
  auto second = start();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().message(), "cannot listen on " + path_ + ": Address already in use");
  EXPECT_TRUE(ask().ends_with("hello"));
}

TEST_F(UnixSocket, OtherFilesAreLeftAlone) {
  std::ofstream(path_) << "text";
  EXPECT_FALSE(start().ok());
  EXPECT_EQ(std::filesystem::file_size(path_), 4u);
}

TEST_F(UnixSocket, LongPathsAreRefused) {
  path_ = directory_ + "/" + std::string(120, 'x');
  auto server = start();
  ASSERT_FALSE(server.ok());
  EXPECT_NE(server.error().message().find("107 bytes"), std::string::npos);
}

}  // namespace
}  // namespace magneto::internal::http_server
