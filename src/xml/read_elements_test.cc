// SPDX-License-Identifier: Apache-2.0
#include "xml/read_elements.h"

#include <gtest/gtest.h>

namespace magneto::internal::xml {
namespace {

constexpr Limits kLimits{.bytes = 100, .depth = 3};

/// "path=text " of each element; "refused".
std::string read(std::string_view document) {
  std::string all;
  const bool right = read_elements(document, kLimits, [&](auto path, const std::string& text) {
    all.append(path).append("=").append(text).append(" ");
  });
  return right ? all : "refused";
}

TEST(ReadElements, TellsPathsAndTextsAsElementsEnd) {
  EXPECT_EQ(read("<a><b>1 &lt;&#50;</b>x<c/>y</a>"), "/a/b=1 <2 /a/c= /a=y ");
  EXPECT_EQ(read("<n:a xmlns:n=\"x\"><n:b>1</n:b></n:a>"), "/a/b=1 /a= ");
}

TEST(ReadElements, RefusesWhatIsNoSmallDocument) {
  EXPECT_EQ(read(""), "refused");
  EXPECT_EQ(read("<a><b></a>"), "refused");
  EXPECT_EQ(read("<a/><b/>"), "refused");
  EXPECT_EQ(read("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), "refused");
  EXPECT_EQ(read("<a><b><c/></b></a>"), "/a/b/c= /a/b= /a= ");
  EXPECT_EQ(read("<a><b><c><d/></c></b></a>"), "refused");
  EXPECT_EQ(read("<a>" + std::string(100, 'x') + "</a>"), "refused");
}

}  // namespace
}  // namespace magneto::internal::xml
