#include "results/column_writer.hpp"

#include <algorithm>

#include <hdf5_hl.h>

#include "results/fletcher32.hpp"

namespace takt::hdf5 {
namespace {

constexpr std::size_t least_chunk_rows = 65536;
constexpr std::size_t greatest_chunk_bytes = std::size_t{4} << 20;
constexpr std::size_t longest_attribute = std::size_t{16} << 10;  // HDF5 holds 64 KiB in a header
constexpr unsigned deflate_level = 1;                             // level 4 is twice as slow and saves 1 %

/// Rows of a chunk: at least 64 k where there are as many, so divided that the last chunk is nearly full.
std::size_t chunk_rows_for(std::size_t rows, std::size_t widest) {
  const std::size_t chunks = std::max<std::size_t>(1, rows / least_chunk_rows);
  const std::size_t even = std::max<std::size_t>(1, (rows + chunks - 1) / chunks);
  return std::clamp<std::size_t>(greatest_chunk_bytes / widest, 1, even);
}

/// Fixed-length UTF-8, padded with zeros. Not of variable length: HDF5 keeps those outside of its checksums.
Handle text_type(std::size_t bytes) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, std::max<std::size_t>(1, bytes));
  H5Tset_cset(type, H5T_CSET_UTF8);
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  return type;
}

Handle type_of(const ColumnSource& column) {
  if (column.type == ColumnType::text) return text_type(column.text_bytes);
  return Handle(H5Tcopy(stored_type(column.type)), H5Tclose);
}

std::size_t width_of(const ColumnSource& column) {
  return column.type == ColumnType::text ? std::max<std::size_t>(1, column.text_bytes)
                                         : bytes_of(column.type);
}

bool put_attribute(hid_t object, const char* name, hid_t type, const Handle& space, const void* value) {
  const Handle attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  return attribute.valid() && H5Awrite(attribute, type, value) >= 0;
}

bool put_attribute(hid_t object, const char* name, const std::string& text) {
  std::size_t length = std::min(text.size(), longest_attribute);
  while (length > 0 && length < text.size() && (text[length] & 0xC0) == 0x80)
    --length;  // not inside a character
  std::string kept = text.substr(0, length);
  const Handle type = text_type(kept.size());
  if (kept.empty()) kept.push_back('\0');
  return put_attribute(object, name, type, Handle(H5Screate(H5S_SCALAR), H5Sclose), kept.data());
}

template <class Number>
bool put_number(hid_t object, const char* name, hid_t type, Number value) {
  return put_attribute(object, name, type, Handle(H5Screate(H5S_SCALAR), H5Sclose), &value);
}

}  // namespace

ColumnSource source_of(const char* path) {
  const ColumnSpec& spec = result_column(path);
  ColumnSource source;
  source.path = spec.path;
  source.type = spec.type;
  source.unit = spec.unit;
  source.meaning = spec.meaning;
  source.scale = spec.scale;
  source.flags = spec.flags;
  source.has_never = spec.may_be_none && *spec.index_of == '\0';
  return source;
}

ColumnSource text_source(const char* path, std::size_t rows,
                         std::function<const std::string&(std::size_t)> text) {
  ColumnSource source = source_of(path);
  for (std::size_t i = 0; i < rows; ++i) source.text_bytes = std::max(source.text_bytes, text(i).size());
  const std::size_t width = width_of(source);
  source.fill = [text = std::move(text), width](std::size_t first, std::size_t count, std::byte* out) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string& value = text(first + i);
      std::memcpy(out + i * width, value.data(), value.size());
    }
  };
  return source;
}

ColumnWriter::ColumnWriter(const UnfinishedFile& file, bool compress, const std::atomic<bool>* stop)
    : unfinished_(file), compress_(compress), stop_(stop) {
  disk_.descriptor = file.descriptor();
  const Handle access = access_through(disk_);
  // Version 1.10 of the file format puts a checksum on every piece of metadata.
  check(H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110));
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  check(H5Pset_attr_phase_change(creation, 100, 50));  // the root's attributes stay in its header
  file_ = Handle(H5Fcreate(file.temporary().c_str(), H5F_ACC_TRUNC, creation, access), H5Fclose);
  check(file_);
}

void ColumnWriter::write_table(std::size_t rows, const std::vector<ColumnSource>& columns) {
  std::size_t widest = 1;
  for (const ColumnSource& column : columns) widest = std::max(widest, width_of(column));
  const std::size_t chunk_rows = chunk_rows_for(rows, widest);

  std::vector<Handle> datasets;
  datasets.reserve(columns.size());
  for (const ColumnSource& column : columns) datasets.push_back(create(rows, chunk_rows, column));
  for (std::size_t c = 0; c < columns.size(); ++c) attach_scale(datasets[c], columns[c]);

  // Chunk by chunk through all columns, so that a stretch of records is read from memory once.
  std::vector<std::byte> buffer(chunk_rows * widest + sizeof(std::uint32_t));
  for (hsize_t first = 0; first < rows; first += chunk_rows) {
    const std::size_t count = std::min<std::size_t>(chunk_rows, rows - first);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      look_around();
      const std::size_t bytes = chunk_rows * width_of(columns[c]);
      if (count < chunk_rows || columns[c].type == ColumnType::text)
        std::fill_n(buffer.begin(), bytes, std::byte{0});
      columns[c].fill(first, count, buffer.data());
      write_chunk(datasets[c], columns[c], first, count,
                  std::span(buffer).first(bytes + sizeof(std::uint32_t)));
    }
  }
}

void ColumnWriter::write_chunk(hid_t dataset, const ColumnSource& column, hsize_t first, hsize_t count,
                               std::span<std::byte> chunk) {
  if (!compress_) {
    // The checksum filter is done here: HDF5 would copy each chunk three times on its way.
    const std::uint32_t sum = fletcher32(chunk.first(chunk.size() - sizeof(sum)));
    std::memcpy(chunk.data() + chunk.size() - sizeof(sum), &sum, sizeof(sum));
    check(H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, &first, chunk.size(), chunk.data()));
    return;
  }
  const Handle memory(H5Screate_simple(1, &count, nullptr), H5Sclose);
  const Handle space(H5Dget_space(dataset), H5Sclose);
  check(H5Sselect_hyperslab(space, H5S_SELECT_SET, &first, nullptr, &count, nullptr));
  check(H5Dwrite(dataset, type_of(column), memory, space, H5P_DEFAULT, chunk.data()));
}

Handle ColumnWriter::create(std::size_t rows, std::size_t chunk_rows, const ColumnSource& column) {
  const Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  check(H5Pset_create_intermediate_group(links, 1));
  const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  const hsize_t chunk = chunk_rows, size = rows;
  check(H5Pset_chunk(creation, 1, &chunk));
  check(H5Pset_fill_time(creation, H5D_FILL_TIME_NEVER));
  check(H5Pset_obj_track_times(creation, 0));
  if (compress_) {
    check(H5Pset_shuffle(creation));
    check(H5Pset_deflate(creation, deflate_level));
  }
  check(H5Pset_fletcher32(creation));
  // Chunks are written whole and once: a cache of them is of no use.
  const Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
  check(H5Pset_chunk_cache(access, 1, 0, 1.0));
  const Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose);
  Handle dataset(H5Dcreate2(file_, column.path.c_str(), type_of(column), space, links, creation, access),
                 H5Dclose);
  check(dataset);
  describe(dataset, column);
  return dataset;
}

void ColumnWriter::describe(hid_t dataset, const ColumnSource& column) {
  bool good = put_attribute(dataset, "long_name", column.meaning);
  if (!column.unit.empty()) good = good && put_attribute(dataset, "units", column.unit);
  if (column.has_never) good = good && put_number(dataset, "_FillValue", H5T_STD_I64LE, never);
  if (!column.flags.empty()) {
    std::vector<std::uint8_t> values(1 + static_cast<std::size_t>(std::ranges::count(column.flags, ' ')));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::uint8_t>(i);
    const hsize_t count = values.size();
    const Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose);
    good = good && put_attribute(dataset, "flag_values", H5T_STD_U8LE, space, values.data());
    good = good && put_attribute(dataset, "flag_meanings", column.flags);
  }
  check(good ? 0 : -1);
}

void ColumnWriter::attach_scale(hid_t dataset, const ColumnSource& column) {
  if (column.scale == column.path) {
    check(H5DSset_scale(dataset, column.path.substr(column.path.rfind('/') + 1).c_str()));
    return;
  }
  const Handle scale(H5Dopen2(file_, column.scale.c_str(), H5P_DEFAULT), H5Dclose);
  check(scale);
  check(H5DSattach_scale(dataset, scale, 0));
}

void ColumnWriter::write_text(const char* path, const std::string& text, const char* meaning) {
  const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  check(H5Pset_obj_track_times(creation, 0));
  const Handle type = text_type(text.size());
  const Handle dataset(H5Dcreate2(file_, path, type, Handle(H5Screate(H5S_SCALAR), H5Sclose), H5P_DEFAULT,
                                  creation, H5P_DEFAULT),
                       H5Dclose);
  check(dataset);
  check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.empty() ? "" : text.data()));
  check(put_attribute(dataset, "long_name", std::string(meaning)) ? 0 : -1);
}

void ColumnWriter::attribute(const char* name, const std::string& text) {
  check(put_attribute(file_, name, text) ? 0 : -1);
}

void ColumnWriter::attribute(const char* name, std::int64_t value) {
  check(put_number(file_, name, H5T_STD_I64LE, value) ? 0 : -1);
}

void ColumnWriter::attribute(const char* name, std::uint64_t value) {
  check(put_number(file_, name, H5T_STD_U64LE, value) ? 0 : -1);
}

void ColumnWriter::attribute(const char* name, double value) {
  check(put_number(file_, name, H5T_IEEE_F64LE, value) ? 0 : -1);
}

void ColumnWriter::finish() {
  look_around();
  const bool closed = file_.close();
  if (disk_.error != 0) unfinished_.fail(disk_.error);
  check(closed ? 0 : -1);
}

void ColumnWriter::look_around() const {
  if (disk_.error != 0) unfinished_.fail(disk_.error);
  if (stop_ != nullptr && stop_->load(std::memory_order_relaxed))
    throw Error(Fault::interrupted, "interrupted while the result was written; nothing is left of it");
}

void ColumnWriter::check(long long result) const {
  if (result >= 0) return;
  if (disk_.error != 0) unfinished_.fail(disk_.error);
  unfinished_.fail("HDF5: " + last_error());
}

}  // namespace takt::hdf5
