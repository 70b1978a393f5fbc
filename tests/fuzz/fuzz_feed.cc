// Product feeds, as CSV, TSV and JSON lines. A feed that is read makes a pack.
#include "catalog/builder.h"
#include "fuzz/oracles.h"
#include "pack/feed/feed.h"
#include "pack/writer/pack_writer.h"

namespace hearth::fuzz {
namespace {

void Read(std::string_view text, const std::string& file_name) {
  const MoneyFormat money{"GBP", 2};
  const auto items = ReadFeed(text, file_name, money);
  if (!items.ok()) {
    return Must(items.error().message.starts_with(file_name + ":"), "an error names its place");
  }
  CatalogBuilder builder("Shop", money);
  for (const FeedItem& item : *items) {
    Must(CheckFeedItem(item).ok(), "what is read is valid");
    const Status added = builder.Add(item);
    Must(added.ok() || added.error().code != ErrorCode::kMalformed, "what is valid is taken");
  }
  const auto columns = builder.Build();
  Must(columns.ok() && EncodePack(**columns).ok(), "what is taken makes a pack");
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (const char* name : {"feed.csv", "feed.tsv", "feed.jsonl"}) {
    hearth::fuzz::Read(hearth::fuzz::TextOf(data, size), name);
  }
  return 0;
}
