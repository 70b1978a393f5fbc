// Sensitive lists: the list, a line "---", a title, a line break, a category. One that is accepted
// answers everything with a topic of its own, and a catalog as it answers items one by one.
#include <algorithm>
#include <string>

#include "catalog/small_shop.h"
#include "fuzz/oracles.h"
#include "policy/sensitive.h"

namespace hearth::fuzz {
namespace {

void MustAnswer(const SensitiveList& list, std::string_view title, std::string_view path) {
  Must(list.Classify(title, path) < list.topics().size(), "an answer is a topic of the list");
  const std::string item_title(title.substr(0, kMaxTitleBytes));
  CatalogBuilder builder("Shop", {"GBP", 2});
  if (!builder.Add(MakeItem("A", item_title, 1, std::string(path))).ok()) return;
  const auto columns = builder.Build();
  if (!columns.ok()) return;
  const auto topics = list.ClassifyColumns((*columns)->Columns());
  Must(topics.size() == 1 && topics[0] == list.Classify(item_title, path),
       "a catalog is classified as its items are");
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hearth;
  using namespace hearth::fuzz;
  const std::string_view text = TextOf(data, size);
  const std::string_view cut = "\n---\n";
  const size_t end = std::min(text.find(cut), text.size());
  const std::string_view rest = text.substr(std::min(end + cut.size(), text.size()));
  const size_t line = std::min(rest.find('\n'), rest.size());
  const std::string_view title = rest.substr(0, line);
  const std::string_view path = rest.substr(std::min(line + 1, rest.size()));
  MustAnswer(SensitiveList::Default(), title, path);
  const auto list = SensitiveList::FromJson(text.substr(0, end));
  if (!list.ok()) {
    Must(!list.error().message.empty(), "an error says why");
    return 0;
  }
  MustAnswer(*list, title, path);
  return 0;
}
