// SPDX-License-Identifier: Apache-2.0
//
// Prints what the client's rooms make of settings, as lines of JSON:
//
//   access_probe rules                 parameters of the endpoint rules, a JSON object a line of stdin
//   access_probe services              the same for the services that give credentials, with "host"
//   access_probe configuration         region and endpoint that the environment and the files give
//   access_probe profiles              all profiles of the files, one per line
//   access_probe credentials [NAME]    what the default chain gives, for the profile NAME
//   access_probe github [AUDIENCE]     what GitHub's token gives
#include <simdjson.h>

#include <cstdio>
#include <iostream>
#include <map>
#include <string>

#include "credentials/chain.h"
#include "credentials/json_members.h"
#include "credentials/time_text.h"
#include "credentials/web_identity.h"
#include "endpoint/configuration.h"
#include "endpoint/other_services.h"
#include "plain_http.h"

namespace {

using namespace magneto::internal;
using Members = std::map<std::string, std::string>;

int print(const Members& members) {
  std::puts(credentials::json_object(members).c_str());
  return 0;
}

int print(const Error& error) { return print(Members{{"error", error.message()}}); }

endpoint::Parameters parameters_of(simdjson::dom::object json) {
  endpoint::Parameters parameters;
  auto text = [&](const char* name, std::optional<std::string>& to) {
    std::string_view value;
    if (json[name].get(value) == simdjson::SUCCESS) to = std::string(value);
  };
  auto flag = [&](const char* name) {
    bool value = false;
    return json[name].get(value) == simdjson::SUCCESS && value;
  };
  text("Region", parameters.region);
  text("Endpoint", parameters.endpoint);
  text("AccountId", parameters.account_id);
  text("AccountIdEndpointMode", parameters.account_id_endpoint_mode);
  text("ResourceArn", parameters.resource_arn);
  parameters.use_dual_stack = flag("UseDualStack");
  parameters.use_fips = flag("UseFIPS");
  bool search = false;
  if (json["IsSearchOperation"].get(search) == simdjson::SUCCESS)
    parameters.is_search_operation = search;
  simdjson::dom::array list;
  if (json["ResourceArnList"].get(list) == simdjson::SUCCESS) {
    parameters.resource_arn_list.emplace();
    for (auto element : list)
      parameters.resource_arn_list->emplace_back(
          std::string_view(element.get_string().value_unsafe()));
  }
  return parameters;
}

int rules() {
  simdjson::dom::parser parser;
  for (std::string line; std::getline(std::cin, line);) {
    simdjson::dom::object json;
    if (parser.parse(line).get(json) != simdjson::SUCCESS) return 1;
    auto endpoint = endpoint::resolve(parameters_of(json));
    if (endpoint.ok())
      print({{"url", endpoint->url}, {"signing_region", endpoint->signing_region}});
    else
      print(endpoint.error());
  }
  return 0;
}

int services() {
  simdjson::dom::parser parser;
  for (std::string line; std::getline(std::cin, line);) {
    simdjson::dom::object json;
    std::string_view host;
    if (parser.parse(line).get(json) != simdjson::SUCCESS ||
        json["host"].get(host) != simdjson::SUCCESS)
      return 1;
    endpoint::Parameters given = parameters_of(json);
    auto url = endpoint::service_url(host, given.region.value_or(""), given.use_fips,
                                     given.use_dual_stack);
    print(Members{{url.ok() ? "url" : "error", url.ok() ? *url : url.error().message()}});
  }
  return 0;
}

int configuration() {
  auto environment = profile::Environment::of_process();
  auto config = profile::SharedConfig::load(environment);
  if (!config.ok()) return print(config.error());
  std::string name = profile::profile_name(environment).value_or("default");
  auto made = endpoint::configure({}, environment, *config, config->profile(name));
  if (!made.ok()) return print(made.error());
  return print({{"region", made->region.value_or("")},
                {"endpoint", made->endpoint.value_or("")},
                {"use_fips", made->use_fips ? "true" : "false"},
                {"use_dual_stack", made->use_dual_stack ? "true" : "false"},
                {"account_id_endpoint_mode", made->account_id_endpoint_mode}});
}

int profiles() {
  auto config = profile::SharedConfig::load(profile::Environment::of_process());
  if (!config.ok()) return print(config.error());
  for (const auto& [name, settings] : config->profiles()) {
    Members members{{"", name}};
    for (const auto& [key, setting] : settings) {
      if (!setting.text.starts_with('\n')) members[key] = setting.text;
      for (const auto& [inner, text] : setting.nested) members[key + "/" + inner] = text;
    }
    print(members);
  }
  return 0;
}

int print(const Result<std::optional<credentials::Credentials>>& loaded,
          const std::string& remark) {
  if (!loaded.ok()) return print(loaded.error());
  if (!*loaded) return print(Members{{"nothing", remark}});
  const credentials::Credentials& found = **loaded;
  return print({{"access_key", found.access_key},
                {"secret_key", found.secret_key},
                {"token", found.session_token},
                {"account_id", found.account_id},
                {"expires", found.expires_ms ? credentials::time_text(*found.expires_ms) : ""},
                {"source", found.source}});
}

std::shared_ptr<const credentials::Surroundings> surroundings() {
  credentials::Surroundings made;
  made.fetch = plain_http;
  made.mfa = [](const std::string&) -> Result<std::string> { return std::string("123456"); };
  return std::make_shared<const credentials::Surroundings>(std::move(made));
}

}  // namespace

int main(int count, char** arguments) {
  std::string command = count > 1 ? arguments[1] : "";
  std::string argument = count > 2 ? arguments[2] : "";
  if (command == "rules") return rules();
  if (command == "services") return services();
  if (command == "configuration") return configuration();
  if (command == "profiles") return profiles();
  if (command == "credentials") {
    auto chain = credentials::default_chain(surroundings(), argument);
    auto loaded = chain->load();
    return print(loaded, chain->remark());
  }
  if (command == "github") {
    credentials::GithubSource source(surroundings(), {},
                                     argument.empty() ? "sts.amazonaws.com" : argument);
    return print(source.load(), "");
  }
  std::fputs("usage: access_probe rules|services|configuration|profiles|credentials|github\n",
             stderr);
  return 2;
}
