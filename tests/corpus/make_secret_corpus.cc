// Writes the corpus of the secrets test (promises P2 and P3 in the browser): cases of
// support/interference.h, and what they answer natively.
//
//   make_secret_corpus DIR CASES
//
// DIR/shop<n>.hpack are the shops, DIR/cases.jsonl the cases, one a line: {"shop": n, "world":
// [request], "secrets": [request], "after": [request]}; DIR/answers.txt what `after` answers, a
// line each, the same with the secrets and without. Every question is asked by "nobody in
// particular" too.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "support/interference.h"

namespace hearth {
namespace {

bool Write(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return static_cast<bool>(file);
}

// Requests are JSON already.
std::string List(const std::vector<std::string>& requests) {
  std::string list = "[";
  for (size_t i = 0; i < requests.size(); ++i) list += (i > 0 ? "," : "") + requests[i];
  return list + "]";
}

std::string LineOf(const Script& script) {
  return "{\"shop\":" + std::to_string(script.shop) + ",\"world\":" + List(script.world) +
         ",\"secrets\":" + List(script.secrets) + ",\"after\":" + List(script.after) + "}\n";
}

constexpr std::array<std::string_view, 10> kQuestions = {
    "rank",           "why",           "history.list",     "history.export",
    "status",         "household.who", "household.visits", "catalog.list",
    "catalog.search", "gift.suggest"};

// Requests are written {"op":"rank","now":1,"viewer":0,...}, some without a viewer.
bool IsQuestion(std::string_view request) {
  return std::any_of(kQuestions.begin(), kQuestions.end(), [&](std::string_view op) {
    return request.find("{\"op\":\"" + std::string(op) + "\"") == 0;
  });
}

std::string AskedByNobody(std::string request) {
  constexpr std::string_view kViewer = ",\"viewer\":";
  const size_t at = request.find(kViewer);
  if (at != std::string::npos) {
    const size_t end = request.find_first_of(",}", at + kViewer.size());
    request.erase(at, end - at);
  }
  return request.insert(request.size() - 1, std::string(kViewer) + "null");
}

// After the others' own questions, which it leaves as they are.
void AskAsNobodyToo(Script& script) {
  const std::vector<std::string> asked = script.after;
  for (const std::string& each : asked) {
    if (IsQuestion(each)) script.after.push_back(AskedByNobody(each));
  }
}

bool MakeCorpus(const std::string& folder, uint64_t cases) {
  for (size_t shop = 0; shop < kSecretShops; ++shop) {
    const std::vector<uint8_t> pack = SecretShopPack(shop);
    const std::string path = folder + "/shop" + std::to_string(shop) + ".hpack";
    if (!Write(path, {reinterpret_cast<const char*>(pack.data()), pack.size()})) return false;
  }
  std::string lines, answers;
  for (uint64_t seed = 0; seed < cases; ++seed) {
    Script script = ScriptOf(seed);
    AskAsNobodyToo(script);
    lines += LineOf(script);
    std::string given = AnswersTo(script, true);
    if (given != AnswersTo(script, false)) {
      std::fprintf(stderr, "case %llu: a secret is told\n", static_cast<unsigned long long>(seed));
      return false;
    }
    given.resize(given.size() - 17);  // without the hash of the snapshot
    answers += given;
  }
  return Write(folder + "/cases.jsonl", lines) && Write(folder + "/answers.txt", answers);
}

}  // namespace
}  // namespace hearth

int main(int argc, char** argv) {
  if (argc != 3 || !hearth::MakeCorpus(argv[1], std::strtoull(argv[2], nullptr, 10))) {
    std::fputs("usage: make_secret_corpus DIR CASES (DIR must exist)\n", stderr);
    return 1;
  }
  return 0;
}
