#include "cli/count_files.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/files.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;

// The files of one table, in the order of their names.
Result<std::vector<std::string>> FilesOf(const fs::path& folder, const std::string& table) {
  std::error_code error;
  const fs::path file = folder / (table + ".csv");
  if (fs::is_regular_file(file, error)) return std::vector<std::string>{file.string()};
  const fs::path parts = fs::is_directory(file, error) ? file : folder / table;
  std::vector<std::string> paths;
  // Hidden files are checksums that Hadoop leaves beside the parts.
  for (fs::directory_iterator at(parts, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.ends_with(".csv") && !name.starts_with('.')) paths.push_back(at->path().string());
  }
  if (paths.empty()) {
    return NotFound(file.string() + ": expected this file, or a folder of .csv files");
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Status ReadTable(const fs::path& folder, const std::string& table, TableFiles* files) {
  const Result<std::vector<std::string>> paths = FilesOf(folder, table);
  if (!paths.ok()) return paths.error();
  for (const std::string& path : *paths) {
    Result<std::string> text = ReadTextFile(path);
    if (!text.ok()) return text.error();
    files->push_back({path, *std::move(text)});
  }
  return {};
}

}  // namespace

Result<CountFiles> ReadCountFiles(const std::string& folder) {
  CountFiles files;
  const std::pair<const char*, TableFiles*> tables[] = {{"totals", &files.totals},
                                                        {"item_counts", &files.item_counts},
                                                        {"pair_counts", &files.pair_counts},
                                                        {"reveals", &files.reveals}};
  for (const auto& [name, table] : tables) {
    if (const Status status = ReadTable(folder, name, table); !status.ok()) return status.error();
  }
  return files;
}

Status WriteCountTables(const std::string& folder, const std::optional<Orders>& orders,
                        const OwnedColumns& columns, const SensitiveList& list,
                        std::span<const TopicIndex> topics) {
  std::error_code error;
  fs::create_directories(folder, error);
  const auto write = [&](const char* name, const std::string& text) {
    return WriteFileAtomically((fs::path(folder) / name).string(), text);
  };
  Status status = write("catalog_items.csv", WriteCatalogItems(columns, topics));
  if (status.ok()) status = write("catalog_ids.csv", WriteCatalogIds(columns));
  if (status.ok()) status = write("topics.csv", WriteTopicList(list));
  if (status.ok() && orders) status = write("order_lines.csv", WriteOrderLines(*orders));
  return status;
}

}  // namespace hearth
