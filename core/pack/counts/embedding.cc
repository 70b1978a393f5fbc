#include "pack/counts/embedding.h"

// Vector instructions would sum in another order on another machine.
#define EIGEN_DONT_VECTORIZE
#include <Eigen/Dense>
#include <Eigen/SparseCore>
#include <cmath>
#include <limits>

#include "base/random.h"

namespace hearth {
namespace {

constexpr double kContextSmoothing = 0.75;
constexpr int kOversampling = 10;
constexpr int kIterations = 5;
constexpr double kLength = 127;

using Matrix = Eigen::MatrixXd;
using Sparse = Eigen::SparseMatrix<double, Eigen::RowMajor>;

constexpr uint32_t kNoRow = std::numeric_limits<uint32_t>::max();

// Rows of the matrix are the items that have a pair.
struct Rows {
  std::vector<uint32_t> row_of_item;
  Eigen::Index count = 0;
};

Rows NumberRows(std::span<const PairCount> pairs, size_t item_count) {
  Rows rows;
  rows.row_of_item.assign(item_count, kNoRow);
  for (const PairCount& pair : pairs) {
    rows.row_of_item[pair.a] = 0;
    rows.row_of_item[pair.b] = 0;
  }
  for (uint32_t& row : rows.row_of_item) {
    if (row != kNoRow) row = static_cast<uint32_t>(rows.count++);
  }
  return rows;
}

Sparse MutualInformation(std::span<const PairCount> pairs, const Rows& rows, double shift) {
  Eigen::VectorXd sums = Eigen::VectorXd::Zero(rows.count);
  for (const PairCount& pair : pairs) {
    sums[rows.row_of_item[pair.a]] += pair.customers;
    sums[rows.row_of_item[pair.b]] += pair.customers;
  }
  double context_total = 0;
  for (const double sum : sums) context_total += std::pow(sum, kContextSmoothing);
  const auto log_context = [&](uint32_t row) {
    return kContextSmoothing * std::log(sums[row]) - std::log(context_total);
  };
  std::vector<Eigen::Triplet<double>> entries;
  const auto add = [&](uint32_t row, uint32_t column, double count) {
    const double value =
        std::log(count) - std::log(sums[row]) - log_context(column) - std::log(shift);
    if (value > 0) entries.emplace_back(static_cast<int>(row), static_cast<int>(column), value);
  };
  for (const PairCount& pair : pairs) {
    const uint32_t a = rows.row_of_item[pair.a];
    const uint32_t b = rows.row_of_item[pair.b];
    add(a, b, pair.customers);
    add(b, a, pair.customers);
  }
  Sparse matrix(rows.count, rows.count);
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

Matrix RandomMatrix(Eigen::Index rows, Eigen::Index columns, uint64_t seed) {
  Random random(seed);
  Matrix matrix(rows, columns);
  for (Eigen::Index c = 0; c < columns; ++c) {
    for (Eigen::Index r = 0; r < rows; ++r) {
      matrix(r, c) = static_cast<double>(random.Between(-1'000'000, 1'000'000)) / 1e6;
    }
  }
  return matrix;
}

// An orthonormal basis of the columns.
Matrix Basis(const Matrix& columns) {
  const Eigen::HouseholderQR<Matrix> qr(columns);
  return qr.householderQ() * Matrix::Identity(columns.rows(), columns.cols());
}

// The largest entry of each column (the first of equals) becomes positive.
void FixSigns(Matrix* matrix) {
  for (Eigen::Index c = 0; c < matrix->cols(); ++c) {
    Eigen::Index largest = 0;
    matrix->col(c).cwiseAbs().maxCoeff(&largest);
    if ((*matrix)(largest, c) < 0) matrix->col(c) *= -1;
  }
}

// U * sqrt(S) of the best rank-32 approximation, one row for each row of `matrix`; columns beyond
// the rank are zero.
Matrix LeftFactors(const Sparse& matrix, uint64_t seed) {
  const Eigen::Index dims = kEmbeddingDims;
  const Eigen::Index width = std::min<Eigen::Index>(matrix.rows(), dims + kOversampling);
  const Sparse transposed = matrix.transpose();
  Matrix basis = Basis(matrix * RandomMatrix(matrix.cols(), width, seed));
  for (int i = 0; i < kIterations; ++i) {
    basis = Basis(transposed * basis);
    basis = Basis(matrix * basis);
  }
  const Matrix projected = (transposed * basis).transpose();  // width x columns
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(projected * projected.transpose());
  Matrix factors = Matrix::Zero(matrix.rows(), dims);
  for (Eigen::Index c = 0; c < std::min(width, dims); ++c) {
    const Eigen::Index from = width - 1 - c;  // eigenvalues come in ascending order
    const double singular_value = std::sqrt(std::max(0.0, solver.eigenvalues()[from]));
    factors.col(c) = basis * solver.eigenvectors().col(from) * std::sqrt(singular_value);
  }
  FixSigns(&factors);
  return factors;
}

}  // namespace

std::vector<int8_t> MakeEmbedding(std::span<const PairCount> pairs, size_t item_count,
                                  const EmbeddingOptions& options) {
  if (pairs.empty()) return {};
  const Rows rows = NumberRows(pairs, item_count);
  const Matrix factors = LeftFactors(MutualInformation(pairs, rows, options.shift), options.seed);
  std::vector<int8_t> embedding(item_count * kEmbeddingDims, 0);
  for (size_t item = 0; item < item_count; ++item) {
    if (rows.row_of_item[item] == kNoRow) continue;
    const auto row = factors.row(rows.row_of_item[item]);
    const double length = row.norm();
    if (length <= 0) continue;
    for (size_t d = 0; d < kEmbeddingDims; ++d) {
      const double value = row[static_cast<Eigen::Index>(d)] / length * kLength;
      embedding[item * kEmbeddingDims + d] = static_cast<int8_t>(std::lround(value));
    }
  }
  return embedding;
}

}  // namespace hearth
