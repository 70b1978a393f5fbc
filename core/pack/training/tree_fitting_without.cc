#include "pack/training/tree_fitting.h"

namespace hearth {

bool CanFitTrees() { return false; }

Result<FittedTrees> FitTrees(const ExampleSets&, const TreeFitOptions&, const Progress&) {
  return Error{ErrorCode::kInternal,
               "this hearth was built without XGBoost (libxgboost-dev), which training needs"};
}

}  // namespace hearth
