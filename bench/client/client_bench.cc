// SPDX-License-Identifier: Apache-2.0
//
// What calls cost the client: CPU time and allocations of one, and the floor of the same run: a kept
// raw socket, a signature with a cached key, one send, one receive of an answer to GetItem.
//
//   client_bench URL CASE CALLS
//
//   floor     the raw socket
//   get       GetItem, one in flight, an item of its own; views: without copying it
//   get64     the same, 64 in flight
//   put       PutItem
//   query     a page of many items; query_views: without copying them
//   start     one GetItem, for who measures the process
//
// Prints {"us": ..., "allocations": ...}, of start {"peak_kb": ...}. Needs the table that bench/compare_clients.py makes.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <mutex>
#include <new>
#include <string>

#include "client/request_signer.h"
#include "magneto/magneto.h"
#include "transport/resolver.h"

namespace {

std::atomic<std::uint64_t> allocations{0};

}  // namespace

void* operator new(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace magneto;
namespace internal_client = magneto::internal::client;
namespace transport = magneto::internal::transport;

constexpr char kTable[] = "ClientBench";

double cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& time) {
    return 1e6 * double(time.tv_sec) + double(time.tv_usec);
  };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

struct Cost {
  double us = 0;
  double allocations = 0;
};

template <class F>
Cost measure(int calls, F call) {
  for (int i = 0; i < calls / 10; ++i) call();
  const std::uint64_t before = allocations;
  const double start = cpu_us();
  for (int i = 0; i < calls; ++i) call();
  return {(cpu_us() - start) / calls, double(allocations - before) / calls};
}

[[noreturn]] void die(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

/// The floor.
class RawSocket {
 public:
  explicit RawSocket(const std::string& url) : origin_(transport::parse_url(url).value().origin) {
    transport::Resolver resolver;
    const auto addresses = resolver.resolve(origin_).value();
    fd_ = ::socket(addresses[0].get()->sa_family, SOCK_STREAM, 0);
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(fd_, addresses[0].get(), addresses[0].size) != 0) die("cannot connect");
  }
  ~RawSocket() { ::close(fd_); }

  void get_item() {
    const internal_client::SignedRequest request{.path = "/",
                                                 .host = origin_.host_header,
                                                 .target = "DynamoDB_20120810.GetItem",
                                                 .body = kBody};
    const internal_client::SigningIdentity identity{"local", "local", "", "us-east-1"};
    out_ = "POST / HTTP/1.1\r\n";
    out_.append(signer_.headers(request, identity, std::time(nullptr)));
    out_.append("Content-Length: ").append(std::to_string(kBody.size())).append("\r\n\r\n");
    out_.append(kBody);
    if (::send(fd_, out_.data(), out_.size(), MSG_NOSIGNAL) < 0) die("cannot send");
    std::size_t size = 0;
    for (;;) {
      const ssize_t got = ::recv(fd_, in_ + size, sizeof in_ - size, 0);
      if (got <= 0) die("no answer");
      size += std::size_t(got);
      const std::string_view text(in_, size);
      const std::size_t head = text.find("\r\n\r\n");
      if (head == std::string_view::npos) continue;
      const std::size_t at = text.find("ontent-Length: ");
      const std::size_t length = at < head ? std::strtoul(in_ + at + 15, nullptr, 10) : 0;
      if (size >= head + 4 + length) return;
    }
  }

 private:
  static constexpr std::string_view kBody =
      R"({"TableName":"ClientBench","Key":{"id":{"S":"one"},"sort":{"N":"0"}}})";
  const transport::Origin origin_;
  internal_client::RequestSigner signer_;
  std::string out_;
  char in_[64 * 1024];
  int fd_ = -1;
};

const Item kKey{{"id", "one"}, {"sort", 0}};

/// `calls` of GetItem, so many of them at any time.
class InFlight {
 public:
  InFlight(Client client, int calls) : client_(std::move(client)), left_(calls), open_(calls) {}

  void run(int in_flight) {
    for (int i = 0; i < in_flight; ++i) next();
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return open_ == 0; });
  }

 private:
  void next() {
    if (left_.fetch_sub(1) <= 0) return;
    client_.call<operation::GetItem>(input_).then(
        [this](const Result<model::GetItemOutput>& output) {
          if (!output || !output->item) die("no item");
          next();
          const std::lock_guard lock(mutex_);
          if (--open_ == 0) done_.notify_all();
        });
  }

  const Client client_;
  const model::GetItemInput input_{.table_name = kTable, .key = kKey};
  std::atomic<int> left_;
  std::mutex mutex_;
  std::condition_variable done_;
  int open_;
};

void put(const Client& client) {
  static const model::PutItemInput kInput{.table_name = kTable,
                                          .item = {{"id", "two"}, {"sort", 0}, {"year", 1965}}};
  if (!client.call<operation::PutItem>(kInput).get()) die("no put");
}

void get(const Client& client) {
  static const model::GetItemInput kInput{.table_name = kTable, .key = kKey};
  if (!client.call<operation::GetItem>(kInput).value().item) die("no item");
}

void get_views(const Client& client) {
  static const model::GetItemInput kInput{.table_name = kTable, .key = kKey};
  if (client.views<operation::GetItem>(kInput).value().items.empty()) die("no item");
}

const model::QueryInput& whole_page() {
  static const model::QueryInput kInput{
      .table_name = kTable,
      .key_condition_expression = "id = :id",
      .expression_attribute_values = Item{{":id", "page"}},
  };
  return kInput;
}

void query(const Client& client) {
  if (client.call<operation::Query>(whole_page()).value().items.size() < 1000) die("no page");
}

void query_views(const Client& client) {
  if (client.views<operation::Query>(whole_page()).value().items.size() < 1000) die("no page");
}

Cost cost_of(const std::string& name, const std::string& url, int calls) {
  if (name == "floor") {
    RawSocket raw(url);
    return measure(calls, [&raw] { raw.get_item(); });
  }
  ClientOptions options{.endpoint = url, .credentials = Credentials{"local", "local"}};
  options.tls.verify = false;
  const Client client(options);
  if (name == "get64") {
    InFlight(client, 64).run(64);
    const std::uint64_t before = allocations;
    const double start = cpu_us();
    InFlight(client, calls).run(64);
    return {(cpu_us() - start) / calls, double(allocations - before) / calls};
  }
  const std::map<std::string, void (*)(const Client&)> cases{
      {"get", get},     {"views", get_views},         {"put", put},
      {"query", query}, {"query_views", query_views}, {"start", get}};
  const auto found = cases.find(name);
  if (found == cases.end()) die("no case " + name);
  return measure(calls, [&] { found->second(client); });
}

/// The most memory that the process has had.
long peak_kb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    long kb = 0;
    if (word == "VmHWM:" && status >> kb) return kb;
  }
  die("no VmHWM in /proc/self/status");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) die("client_bench URL CASE CALLS");
  const Cost cost = cost_of(argv[2], argv[1], std::atoi(argv[3]));
  if (std::string_view(argv[2]) == "start") {
    std::printf("{\"peak_kb\": %ld}\n", peak_kb());
    return 0;
  }
  std::printf("{\"us\": %.2f, \"allocations\": %.1f}\n", cost.us, cost.allocations);
}
