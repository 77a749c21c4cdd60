#include "results/extractor.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/model/error.hpp"

namespace takt::hdf5 {
namespace {

constexpr std::uint64_t longest_name = std::uint64_t{64} << 20;
constexpr std::uint64_t greatest_chunk = std::uint64_t{64} << 20;  // bytes; ours have 4 MiB
// Deflate reaches 1032 on zeros; no run is like that. A column of one value repeated is, but no whole result.
constexpr std::uint64_t most_expansion = 40, expansion_for_all = std::uint64_t{64} << 20;
constexpr std::size_t most_names = 10000;  // of datasets whose names are data

/// A file may take seconds of CPU time in proportion to its size and a gigabyte of memory beyond what is
/// there.
void limit_process([[maybe_unused]] std::uint64_t file_bytes) {
  const rlim_t seconds = 30 + file_bytes / 10'000'000;
  const rlimit cpu{seconds, seconds};
  (void)setrlimit(RLIMIT_CPU, &cpu);
  const rlimit no_core{0, 0};
  (void)setrlimit(RLIMIT_CORE, &no_core);
#if !defined(__SANITIZE_ADDRESS__)
  std::uint64_t pages = 0;
  if (std::ifstream("/proc/self/statm") >> pages) {
    const rlim_t bytes = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) + (std::uint64_t{1} << 30);
    const rlimit memory{bytes, bytes};
    (void)setrlimit(RLIMIT_AS, &memory);
  }
#endif
}

bool is_text(hid_t type) {
  return H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0;
}

}  // namespace

Extractor::Extractor(const std::string& path, const std::string& open_as, int out) : path_(path), out_(out) {
  const std::string& place = open_as.empty() ? path : open_as;
  struct stat status {};
  if (stat(place.c_str(), &status) != 0) fail(std::strerror(errno));
  file_bytes_ = static_cast<std::uint64_t>(status.st_size);
  limit_process(file_bytes_);
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);  // a whole file needs none, and some file systems have none
  (void)H5PLset_loading_state(0);               // no filter that the file names is looked for on disk
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  (void)H5Pset_fapl_sec2(access);
  file_ = Handle(H5Fopen(place.c_str(), H5F_ACC_RDONLY, access), H5Fclose);
  if (!file_.valid()) fail("not a whole HDF5 file: " + hdf5::last_error());
}

std::string Extractor::text_attribute(const char* name) {
  const Handle attribute = open_attribute(name);
  const Handle type(H5Aget_type(attribute), H5Tclose);
  if (!is_text(type)) fail(fmt::format("attribute {} is not a text", name));
  std::string text(H5Tget_size(type), '\0');
  if (H5Aread(attribute, type, text.data()) < 0) fail_because("attribute", name);
  text.erase(text.find_last_not_of('\0') + 1);
  add({std::string("@") + name, "", ColumnType::text, text.size(), 1, 0}, text.data());
  return text;
}

std::int64_t Extractor::number_attribute(const char* name, ColumnType type) {
  const Handle attribute = open_attribute(name);
  const Handle stored(H5Aget_type(attribute), H5Tclose);
  if (H5Tequal(stored, stored_type(type)) <= 0) fail(fmt::format("attribute {} has another type", name));
  std::int64_t bits = 0;
  if (H5Aread(attribute, stored_type(type), &bits) < 0) fail_because("attribute", name);
  add({std::string("@") + name, "", type, sizeof(bits), 1, 0}, &bits);
  return bits;
}

void Extractor::text(const char* path) {
  const Handle dataset = open_dataset(path);
  const Handle type(H5Dget_type(dataset), H5Tclose), space(H5Dget_space(dataset), H5Sclose);
  if (!is_text(type) || H5Sget_simple_extent_type(space) != H5S_SCALAR)
    fail(fmt::format("{} is not a text", path));
  const std::size_t size = H5Tget_size(type);
  if (size > file_bytes_) fail(fmt::format("{} is {} bytes long", path, size));
  std::string text(size, '\0');
  if (H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()) < 0) fail_because("text", path);
  text.erase(text.find_last_not_of('\0') + 1);
  add({path, "", ColumnType::text, text.size(), 1, 0}, text.data());
}

Extractor::Open Extractor::open_column(const std::string& path, ColumnType type) {
  Open open;
  open.dataset = open_dataset(path);
  open.stored = Handle(H5Dget_type(open.dataset), H5Tclose);
  const bool right =
      type == ColumnType::text ? is_text(open.stored) : H5Tequal(open.stored, stored_type(type)) > 0;
  if (!right) fail(fmt::format("column {} has another type than it should", path));

  const Handle space(H5Dget_space(open.dataset), H5Sclose);
  hsize_t rows = 0;
  if (H5Sget_simple_extent_ndims(space) != 1 || H5Sget_simple_extent_dims(space, &rows, nullptr) != 1)
    fail(fmt::format("{} is not a column", path));
  const std::uint64_t width = H5Tget_size(open.stored);
  const std::uint64_t most = expansion_for_all + most_expansion * file_bytes_;
  if (width == 0 || width > longest_name || rows > (most - std::min(most, copied_)) / width)
    fail(fmt::format("column {} claims {} rows of {} bytes, more than a file of this size can hold", path,
                     rows, width));
  open.chunk_rows = check_storage(path, open.dataset, width, rows);
  open.block = {path, unit_of(open.dataset), type, width, rows, 0};
  return open;
}

void Extractor::copy(const Open& column, std::uint64_t first, std::uint64_t count) {
  const std::uint64_t width = column.block.width;
  Block block = column.block;
  block.rows = count;
  add(std::move(block), nullptr);
  const Handle space(H5Dget_space(column.dataset), H5Sclose);
  std::vector<std::byte> buffer(std::min<std::uint64_t>(count, column.chunk_rows) * width);
  for (const std::uint64_t end = first + count; first < end;) {
    // Up to the end of a chunk: each is read once.
    const hsize_t start = first,
                  here = std::min<hsize_t>(end - first, column.chunk_rows - first % column.chunk_rows);
    const Handle memory(H5Screate_simple(1, &here, nullptr), H5Sclose);
    (void)H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, nullptr, &here, nullptr);
    if (H5Dread(column.dataset, column.stored, memory, space, H5P_DEFAULT, buffer.data()) < 0)
      fail_because("column", column.block.path);
    put(buffer.data(), here * width);
    first += here;
  }
}

void Extractor::column(const std::string& path, ColumnType type) {
  const Open open = open_column(path, type);
  copy(open, 0, open.block.rows);
}

void Extractor::rows(const std::string& path, ColumnType type, std::uint64_t first, std::uint64_t count) {
  const Open open = open_column(path, type);
  if (first > open.block.rows || count > open.block.rows - first)
    fail(fmt::format("column {} has no rows {} to {}", path, first, first + count));
  copy(open, first, count);
}

void Extractor::describe(const std::string& path, ColumnType type) {
  blocks.push_back(open_column(path, type).block);
}

bool Extractor::has(const std::string& path) {
  for (std::size_t slash = path.find('/');; slash = path.find('/', slash + 1)) {
    // Each group on the way, and no link but a hard one: others lead to other files.
    const std::string part = path.substr(0, slash);
    H5L_info_t link;
    if (H5Lexists(file_, part.c_str(), H5P_DEFAULT) <= 0 ||
        H5Lget_info(file_, part.c_str(), &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD)
      return false;
    if (slash == std::string::npos) return true;
  }
}

std::vector<std::string> Extractor::names_in(const char* group_path) {
  std::vector<std::string> names;
  if (!has(group_path)) return names;
  const Handle group(H5Gopen2(file_, group_path, H5P_DEFAULT), H5Gclose);
  H5G_info_t info;
  if (!group.valid() || H5Gget_info(group, &info) < 0) fail_because("group", group_path);
  if (info.nlinks > most_names) fail(fmt::format("{} holds {} columns", group_path, info.nlinks));
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    char name[1024] = {};
    const ssize_t length =
        H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, i, name, sizeof(name), H5P_DEFAULT);
    if (length <= 0 || length >= static_cast<ssize_t>(sizeof(name))) fail_because("group", group_path);
    names.emplace_back(name);
  }
  return names;
}

void Extractor::fail(const std::string& what) const {
  throw Error(Fault::bad_input, fmt::format("{}: {}", path_, what));
}

void Extractor::fail_because(const char* kind, const std::string& name) const {
  fail(fmt::format("{} {} cannot be read: {}", kind, name, hdf5::last_error()));
}

Handle Extractor::open_attribute(const char* name) {
  if (H5Aexists(file_, name) <= 0) fail(fmt::format("attribute {} is missing", name));
  Handle attribute(H5Aopen(file_, name, H5P_DEFAULT), H5Aclose);
  if (!attribute.valid()) fail_because("attribute", name);
  const Handle space(H5Aget_space(attribute), H5Sclose);
  if (H5Sget_simple_extent_type(space) != H5S_SCALAR)
    fail(fmt::format("attribute {} is not one value", name));
  return attribute;
}

Handle Extractor::open_dataset(const std::string& path) {
  if (!has(path)) fail(fmt::format("{} is missing", path));
  Handle dataset(H5Dopen2(file_, path.c_str(), H5P_DEFAULT), H5Dclose);
  if (!dataset.valid()) fail_because("dataset", path);
  const Handle creation(H5Dget_create_plist(dataset), H5Pclose);
  const H5D_layout_t layout = H5Pget_layout(creation);
  if ((layout != H5D_CHUNKED && layout != H5D_CONTIGUOUS && layout != H5D_COMPACT) ||
      H5Pget_external_count(creation) != 0)
    fail(fmt::format("{} lies in another file", path));
  return dataset;
}

/// Every chunk is there, of sane size and under a checksum. Returns the rows of a chunk.
hsize_t Extractor::check_storage(const std::string& path, hid_t dataset, std::uint64_t width, hsize_t rows) {
  const Handle creation(H5Dget_create_plist(dataset), H5Pclose);
  hsize_t chunk_rows = 0;
  if (H5Pget_layout(creation) != H5D_CHUNKED || H5Pget_chunk(creation, 1, &chunk_rows) != 1 ||
      chunk_rows == 0)
    fail(fmt::format("column {} is not in chunks", path));
  if (chunk_rows > greatest_chunk / width)
    fail(fmt::format("column {} has chunks of {} rows", path, chunk_rows));
  bool checksum = false;
  for (int i = 0; i < H5Pget_nfilters(creation); ++i) {
    unsigned flags = 0;
    std::size_t values = 0;
    const H5Z_filter_t filter =
        H5Pget_filter2(creation, static_cast<unsigned>(i), &flags, &values, nullptr, 0, nullptr, nullptr);
    checksum = checksum || filter == H5Z_FILTER_FLETCHER32;
    if (filter != H5Z_FILTER_FLETCHER32 && filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_DEFLATE)
      fail(fmt::format("column {} has a filter of unknown kind {}", path, static_cast<int>(filter)));
  }
  if (!checksum) fail(fmt::format("column {} has no checksums", path));
  hsize_t chunks = 0;
  const hsize_t expected = rows / chunk_rows + (rows % chunk_rows != 0 ? 1 : 0);
  if (rows > 0 && (H5Dget_num_chunks(dataset, Handle(H5Dget_space(dataset), H5Sclose), &chunks) < 0 ||
                   chunks != expected))
    fail(fmt::format("column {} has {} chunks of {}", path, chunks, expected));
  return chunk_rows;
}

std::string Extractor::unit_of(hid_t dataset) {
  if (H5Aexists(dataset, "units") <= 0) return "";
  const Handle attribute(H5Aopen(dataset, "units", H5P_DEFAULT), H5Aclose);
  const Handle type(H5Aget_type(attribute), H5Tclose), space(H5Aget_space(attribute), H5Sclose);
  if (!is_text(type) || H5Sget_simple_extent_type(space) != H5S_SCALAR) return "";
  std::string unit(H5Tget_size(type), '\0');
  if (H5Aread(attribute, type, unit.data()) < 0) return "";
  unit.erase(unit.find_last_not_of('\0') + 1);
  return unit;
}

void Extractor::add(Block block, const void* bytes) {
  block.offset = copied_;
  if (bytes != nullptr) put(bytes, block.width * block.rows);
  blocks.push_back(std::move(block));
}

void Extractor::put(const void* bytes, std::size_t size) {
  const char* from = static_cast<const char*>(bytes);
  copied_ += size;
  while (size > 0) {
    const ssize_t put = write(out_, from, size);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) throw Error(Fault::io, fmt::format("no room for a copy: {}", std::strerror(errno)));
    from += put;
    size -= static_cast<std::size_t>(put);
  }
}

}  // namespace takt::hdf5
