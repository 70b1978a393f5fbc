// Product files of every kind: tables in any dialect and encoding, XML, JSON. A file that is read
// makes a pack, and written as a plain table it reads as the same items.
#include "catalog/builder.h"
#include "fuzz/oracles.h"
#include "pack/feed/feed.h"
#include "pack/writer/pack_writer.h"

namespace hearth::fuzz {
namespace {

const MoneyFormat kPounds{"GBP", 2};

Result<Feed> Read(std::string text) {
  FeedOptions options;
  options.money = kPounds;
  options.now = 1'764'000'000'000;
  return ReadFeed({{"feed", std::move(text)}}, options);
}

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

// As "&amp;", so that what looks like an entity or a tag is read as it is.
std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '&' ? "&amp;amp;amp;" : c == '<' ? "&amp;amp;lt;" : std::string(1, c);
  }
  return escaped;
}

void ReadsAgain(const std::vector<FeedItem>& items) {
  std::string text = "id,title,price,link\n";
  for (const FeedItem& item : items) {
    const std::string cents = std::to_string(100 + item.price_minor % 100).substr(1);
    text += Quoted(item.sku) + ",x," + std::to_string(item.price_minor / 100) + "." + cents + "," +
            Quoted(Escaped(item.link)) + "\n";
  }
  const Result<Feed> again = Read(text);
  if (items.empty()) return;
  Must(again.ok() && again->items.size() == items.size(), "what was read can be written and read");
  for (size_t i = 0; i < items.size(); ++i) {
    Must(again->items[i].price_minor == items[i].price_minor, "a price stays what it is");
  }
}

void MakesAPack(const std::vector<FeedItem>& items) {
  CatalogBuilder builder("Shop", kPounds);
  for (const FeedItem& item : items) {
    Must(CheckFeedItem(item).ok(), "what is read is valid");
    Must(builder.Add(item).ok(), "what is valid is taken");
  }
  const auto columns = builder.Build();
  Must(columns.ok() && EncodePack(**columns).ok(), "what is taken makes a pack");
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace fuzz = hearth::fuzz;
  const auto feed = fuzz::Read(std::string(fuzz::TextOf(data, size)));
  if (!feed.ok()) {
    fuzz::Must(feed.error().message.starts_with("feed:"), "an error names its place");
    return 0;
  }
  fuzz::MakesAPack(feed->items);
  fuzz::ReadsAgain(feed->items);
  return 0;
}
