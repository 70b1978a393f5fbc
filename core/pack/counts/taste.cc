#include "pack/counts/taste.h"

// Vector instructions would sum in another order on another machine.
#define EIGEN_DONT_VECTORIZE
#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "base/sampling.h"
#include "catalog/catalog.h"

namespace hearth {
namespace {

constexpr int kOversampling = 8;
constexpr int kIterations = 6;
constexpr double kLength = 127;
constexpr size_t kMaxCustomers = 50'000;
constexpr size_t kGroups = 64;
constexpr size_t kItemsAGroup = 8;  // at least, else there are fewer groups
constexpr size_t kGroupingItems = 4'000;
constexpr int kGroupingRounds = 12;
constexpr uint64_t kSeed = 3;

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Row = Eigen::RowVectorXd;

struct Entry {
  Eigen::Index row;  // of an item
  double weight;
};
using Customer = std::vector<Entry>;  // of unit length

OwnedItems ItemsOf(const Baskets& baskets, CustomerBaskets customer) {
  std::vector<ItemIndex> all;
  for (size_t b = customer.begin; b < customer.end; ++b) {
    const std::span<const ItemIndex> items = baskets.ItemsOf(b);
    all.insert(all.end(), items.begin(), items.end());
  }
  std::sort(all.begin(), all.end());
  OwnedItems owned;
  for (const ItemIndex item : all) {
    if (owned.item.empty() || owned.item.back() != item) {
      owned.item.push_back(item);
      owned.orders.push_back(0);
    }
    ++owned.orders.back();
  }
  return owned;
}

// One matrix product with customers^T * customers.
Matrix Multiply(const std::vector<Customer>& customers, const Matrix& basis) {
  Matrix product = Matrix::Zero(basis.rows(), basis.cols());
  Row projected(basis.cols());
  for (const Customer& customer : customers) {
    projected.setZero();
    for (const Entry& entry : customer) projected += entry.weight * basis.row(entry.row);
    for (const Entry& entry : customer) product.row(entry.row) += entry.weight * projected;
  }
  return product;
}

Matrix Basis(const Matrix& columns) {
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(columns);
  return qr.householderQ() * Eigen::MatrixXd::Identity(columns.rows(), columns.cols());
}

// V * sqrt(S), rows of unit length; columns beyond the rank are zero.
Matrix ItemFactors(const std::vector<Customer>& customers, Eigen::Index items) {
  const Eigen::Index dims = kEmbeddingDims;
  const Eigen::Index width = std::min<Eigen::Index>(items, dims + kOversampling);
  Random random(kSeed);
  Matrix basis(items, width);
  for (Eigen::Index i = 0; i < basis.size(); ++i) {
    basis.data()[i] = static_cast<double>(random.Between(-1'000'000, 1'000'000)) / 1e6;
  }
  for (int i = 0; i < kIterations; ++i) basis = Basis(Multiply(customers, basis));
  const Eigen::MatrixXd small = basis.transpose() * Multiply(customers, basis);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(small);
  Matrix factors = Matrix::Zero(items, dims);
  for (Eigen::Index c = 0; c < std::min(width, dims); ++c) {
    const Eigen::Index from = width - 1 - c;  // eigenvalues (S squared) come in ascending order
    const double scale = std::sqrt(std::max(0.0, solver.eigenvalues()[from]));
    factors.col(c) = basis * solver.eigenvectors().col(from) * scale;
    Eigen::Index largest = 0;
    factors.col(c).cwiseAbs().maxCoeff(&largest);
    if (factors(largest, c) < 0) factors.col(c) *= -1;
  }
  return factors;
}

void ToUnitLength(Matrix* rows) {
  for (Eigen::Index i = 0; i < rows->rows(); ++i) {
    const double length = rows->row(i).norm();
    if (length > 1e-12) rows->row(i) /= length;
  }
}

// So that two items at random are about 0 alike.
void TakeMeanAway(const std::vector<uint32_t>& customers_by_row, Matrix* factors) {
  Row mean = Row::Zero(factors->cols());
  double total = 0;
  for (Eigen::Index i = 0; i < factors->rows(); ++i) {
    const double customers = customers_by_row[static_cast<size_t>(i)];
    mean += customers * factors->row(i);
    total += customers;
  }
  factors->rowwise() -= mean / total;
}

Eigen::Index NearestOf(const Matrix& centres, const Row& vector) {
  Eigen::Index nearest = 0;
  (centres * vector.transpose()).maxCoeff(&nearest);
  return nearest;
}

// The group of each row, from 0.
std::vector<size_t> Group(const std::vector<uint32_t>& customers_by_row, const Matrix& vectors) {
  std::vector<Eigen::Index> known(customers_by_row.size());
  for (size_t i = 0; i < known.size(); ++i) known[i] = static_cast<Eigen::Index>(i);
  std::sort(known.begin(), known.end(), [&](Eigen::Index a, Eigen::Index b) {
    const uint32_t x = customers_by_row[static_cast<size_t>(a)];
    const uint32_t y = customers_by_row[static_cast<size_t>(b)];
    return x != y ? x > y : a < b;
  });
  known.resize(std::min(known.size(), kGroupingItems));
  const size_t groups = std::clamp<size_t>(known.size() / kItemsAGroup, 1, kGroups);
  std::vector<Eigen::Index> shuffled = known;
  Random random(kSeed);
  Shuffle(random, &shuffled);
  Matrix centres(static_cast<Eigen::Index>(groups), vectors.cols());
  for (Eigen::Index g = 0; g < centres.rows(); ++g) {
    centres.row(g) = vectors.row(shuffled[static_cast<size_t>(g)]);
  }
  for (int round = 0; round < kGroupingRounds; ++round) {
    Matrix sums = Matrix::Zero(centres.rows(), centres.cols());
    for (const Eigen::Index i : known)
      sums.row(NearestOf(centres, vectors.row(i))) += vectors.row(i);
    for (Eigen::Index g = 0; g < centres.rows(); ++g) {
      if (sums.row(g).norm() > 1e-12) centres.row(g) = sums.row(g).normalized();
    }
  }
  std::vector<size_t> group_by_row;
  for (Eigen::Index i = 0; i < vectors.rows(); ++i) {
    group_by_row.push_back(static_cast<size_t>(NearestOf(centres, vectors.row(i))));
  }
  return group_by_row;
}

// The items that take part, those with customers, as rows of matrices.
struct ItemRows {
  std::vector<Eigen::Index> of_item;  // -1: takes no part
  std::vector<uint32_t> customers;    // by row
};

ItemRows RowsOf(std::span<const uint32_t> customers_of_item) {
  ItemRows rows;
  rows.of_item.assign(customers_of_item.size(), -1);
  for (size_t item = 0; item < customers_of_item.size(); ++item) {
    if (customers_of_item[item] == 0) continue;
    rows.of_item[item] = static_cast<Eigen::Index>(rows.customers.size());
    rows.customers.push_back(customers_of_item[item]);
  }
  return rows;
}

// The weights of what a customer owns, to unit length; `log_all`: log (N + 1).
Customer WeightsOf(const OwnedItems& owned, const ItemRows& rows,
                   std::span<const uint32_t> customers_of_item, double log_all) {
  Customer customer;
  double squares = 0;
  for (size_t i = 0; i < owned.item.size(); ++i) {
    const Eigen::Index row = rows.of_item[owned.item[i]];
    if (row < 0) continue;
    const double rarity = log_all - std::log(customers_of_item[owned.item[i]] + 1.0) + 1;
    const double weight = (1 + std::log(owned.orders[i])) * std::sqrt(rarity);
    customer.push_back({row, weight});
    squares += weight * weight;
  }
  for (Entry& entry : customer) entry.weight /= std::sqrt(squares);
  return customer;
}

Taste TasteOf(const ItemRows& rows, const Matrix& factors) {
  const size_t item_count = rows.of_item.size();
  Taste taste;
  taste.vector.assign(item_count * kEmbeddingDims, 0);
  taste.group.assign(item_count, 0);
  const std::vector<size_t> groups = Group(rows.customers, factors);
  for (size_t item = 0; item < item_count; ++item) {
    const Eigen::Index row = rows.of_item[item];
    if (row < 0) continue;
    taste.group[item] = static_cast<uint8_t>(groups[static_cast<size_t>(row)] + 1);
    for (size_t d = 0; d < kEmbeddingDims; ++d) {
      taste.vector[item * kEmbeddingDims + d] =
          static_cast<int8_t>(std::lround(factors(row, static_cast<Eigen::Index>(d)) * kLength));
    }
  }
  return taste;
}

}  // namespace

std::vector<CustomerBaskets> CustomersOf(const Baskets& baskets) {
  std::vector<CustomerBaskets> customers;
  for (size_t b = 0; b < baskets.size(); ++b) {
    const bool same = b > 0 && baskets.customer[b] == baskets.customer[b - 1];
    if (!same) customers.push_back({b, b});
    customers.back().end = b + 1;
  }
  return customers;
}

std::vector<uint32_t> CountCustomersOfItems(const Baskets& baskets,
                                            std::span<const CustomerBaskets> customers,
                                            size_t item_count, uint32_t k) {
  std::vector<uint32_t> counts(item_count, 0);
  for (const CustomerBaskets& customer : customers) {
    for (const ItemIndex item : ItemsOf(baskets, customer).item) ++counts[item];
  }
  for (uint32_t& count : counts) {
    if (count < k) count = 0;
  }
  return counts;
}

Taste MakeTaste(const Baskets& baskets, std::span<const CustomerBaskets> customers,
                size_t item_count, uint32_t k) {
  customers = customers.first(std::min(customers.size(), kMaxCustomers));
  const std::vector<uint32_t> counts =
      CountCustomersOfItems(baskets, customers, item_count, std::max<uint32_t>(k, 1));
  const ItemRows rows = RowsOf(counts);
  std::vector<Customer> weights;
  const double log_all = std::log(static_cast<double>(customers.size()) + 1);
  for (const CustomerBaskets& customer : customers) {
    Customer one = WeightsOf(ItemsOf(baskets, customer), rows, counts, log_all);
    if (one.size() >= 2) weights.push_back(std::move(one));
  }
  if (weights.empty()) return {};
  Matrix factors = ItemFactors(weights, static_cast<Eigen::Index>(rows.customers.size()));
  ToUnitLength(&factors);
  TakeMeanAway(rows.customers, &factors);
  ToUnitLength(&factors);
  return TasteOf(rows, factors);
}

}  // namespace hearth
