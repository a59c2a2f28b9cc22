// SPDX-License-Identifier: Apache-2.0
//
// What a GetItem costs the client: CPU time and allocations a call, one in flight, beside the floor
// of the same run: a kept raw socket, a signature with a cached key, one send, one receive.
//
//   magneto serve --port 8000 &
//   client_bench http://127.0.0.1:8000 [CALLS]
//
// Ratios count; the machine may be busy.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <new>

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
      R"({"TableName":"ClientBench","Key":{"id":{"S":"one"}}})";
  const transport::Origin origin_;
  internal_client::RequestSigner signer_;
  std::string out_;
  char in_[64 * 1024];
  int fd_ = -1;
};

void make_table(const Client& client) {
  static_cast<void>(
      client
          .call<operation::CreateTable>(
              {.attribute_definitions =
                   std::vector<model::AttributeDefinition>{
                       {.attribute_name = "id", .attribute_type = model::ScalarAttributeType::kS}},
               .table_name = kTable,
               .key_schema =
                   std::vector<model::KeySchemaElement>{
                       {.attribute_name = "id", .key_type = model::KeyType::kHash}},
               .billing_mode = model::BillingMode::kPayPerRequest})
          .get());
  for (int i = 0; i < 100; ++i) {
    const auto put = client
                         .call<operation::PutItem>({.table_name = kTable,
                                                    .item = {{"id", "one"},
                                                             {"title", "Sinnerman"},
                                                             {"artist", "Nina Simone"},
                                                             {"year", 1965},
                                                             {"price", 19.99},
                                                             {"live", true},
                                                             {"text", std::string(200, 'x')},
                                                             {"tags", StringSet{"calm", "jazz"}}}})
                         .get();
    if (put) return;
    usleep(100'000);
  }
  die("the table does not become active");
}

void print(const char* what, Cost cost, Cost floor) {
  std::printf("%-28s %7.1f us  %5.2f x the floor  %5.1f allocations\n", what, cost.us,
              cost.us / floor.us, cost.allocations);
}

void run(const std::string& url, int calls) {
  const Client client({.endpoint = url, .credentials = Credentials{"local", "local"}});
  make_table(client);
  RawSocket raw(url);
  const Item key{{"id", "one"}};
  const model::GetItemInput input{.table_name = kTable, .key = key};
  const Cost floor = measure(calls, [&raw] { raw.get_item(); });
  print("floor (raw socket, signed)", floor, floor);
  print("GetItem, views",
        measure(calls,
                [&] {
                  if (client.views<operation::GetItem>(input).value().items.empty()) die("no item");
                }),
        floor);
  print("GetItem, owning",
        measure(calls,
                [&] {
                  if (!client.call<operation::GetItem>(input).value().item) die("no item");
                }),
        floor);
  const model::PutItemInput put{.table_name = kTable, .item = {{"id", "two"}, {"year", 1965}}};
  print("PutItem",
        measure(calls / 10,
                [&] {
                  if (!client.call<operation::PutItem>(put).get()) die("no put");
                }),
        floor);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) die("client_bench URL [CALLS]");
  run(argv[1], argc > 2 ? std::atoi(argv[2]) : 20'000);
}
