#include "sim/model/import/json_tree.hpp"

#include <cstddef>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/model/error.hpp"

namespace takt {
namespace {

constexpr std::size_t most_levels = 64, most_values = 1'000'000, most_keys = 1000;

/// How far the parser has read. Its iterator moves over each byte once.
struct Progress {
  int line = 1, column = 0;
};

class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, Progress* progress) : at_(at), progress_(progress) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    if (*at_++ == '\n') {
      ++progress_->line;
      progress_->column = 0;
    } else {
      ++progress_->column;
    }
    return *this;
  }
  CountingIterator operator++(int) {
    const CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  Progress* progress_;
};

using Json = nlohmann::json;

/// Builds the tree. Returning false stops the parser.
class TreeBuilder final : public nlohmann::json_sax<Json> {
 public:
  TreeBuilder(std::string file, const Progress& progress) : file_(std::move(file)), progress_(progress) {}

  JsonNode take() { return std::move(root_); }

  bool null() override { return add(JsonNode()); }
  bool boolean(bool value) override {
    JsonNode node;
    node.kind = JsonNode::Kind::boolean;
    node.boolean = value;
    return add(std::move(node));
  }
  bool number_integer(std::int64_t value) override { return number(static_cast<double>(value)); }
  bool number_unsigned(std::uint64_t value) override { return number(static_cast<double>(value)); }
  bool number_float(double value, const std::string& /*written*/) override { return number(value); }
  bool string(std::string& value) override {
    JsonNode node;
    node.kind = JsonNode::Kind::text;
    node.text = std::move(value);
    return add(std::move(node));
  }
  bool binary(Json::binary_t& /*value*/) override { return false; }  // not in JSON text
  bool start_object(std::size_t /*size*/) override { return open(JsonNode::Kind::object); }
  bool start_array(std::size_t /*size*/) override { return open(JsonNode::Kind::list); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& value) override {
    if (open_.back()->entries.size() == most_keys)
      fail(fmt::format("an object has more than {} keys", most_keys));
    if (open_.back()->find(value) != nullptr)
      fail(fmt::format("the key '{}' stands twice", value.substr(0, 40)));
    open_.back()->entries.push_back({std::move(value), {}});
    return true;
  }

  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const Json::exception& error) override {
    const std::string what = error.what();
    const std::size_t reason = what.find("syntax error");
    fail("not valid JSON: " + (reason == std::string::npos ? what : what.substr(reason)).substr(0, 200));
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw input_error(file_, progress_.line, std::max(1, progress_.column), message);
  }

  bool number(double value) {
    JsonNode node;
    node.kind = JsonNode::Kind::number;
    node.number = value;
    return add(std::move(node));
  }

  JsonNode* place(JsonNode node) {
    if (++values_ > most_values) fail(fmt::format("there are more than {} values", most_values));
    node.line = progress_.line;
    node.column = std::max(1, progress_.column);
    if (open_.empty()) {
      root_ = std::move(node);
      return &root_;
    }
    JsonNode& parent = *open_.back();
    if (parent.kind == JsonNode::Kind::list) return &parent.items.emplace_back(std::move(node));
    parent.entries.back().value = std::move(node);
    return &parent.entries.back().value;
  }

  bool add(JsonNode node) {
    place(std::move(node));
    return true;
  }
  bool open(JsonNode::Kind kind) {
    if (open_.size() >= most_levels) fail(fmt::format("there are more than {} levels", most_levels));
    JsonNode node;
    node.kind = kind;
    open_.push_back(place(std::move(node)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::string file_;
  const Progress& progress_;
  JsonNode root_;
  std::vector<JsonNode*> open_;  // pointers stay: only the innermost grows
  std::size_t values_ = 0;
};

}  // namespace

const JsonNode* JsonNode::find(std::string_view key) const {
  for (const auto& [name, value] : entries)
    if (name == key) return &value;
  return nullptr;
}

JsonNode parse_json(const std::string& file, const std::string& text) {
  Progress progress;
  TreeBuilder builder(file, progress);
  const CountingIterator begin(text.data(), &progress), end(text.data() + text.size(), &progress);
  Json::sax_parse(begin, end, &builder);
  return builder.take();
}

}  // namespace takt
