package org.gradus.experiments.problem;

import org.gradus.experiments.data.BreastCancer;
import org.gradus.experiments.data.Dataset;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.problem.LogisticRegression;
import org.gradus.optim.problem.Problem;
import org.nd4j.linalg.api.buffer.DataType;

@Entry(type = "breast-cancer", about = "benign or malignant from 30 measurements, by logistic regression: convex",
        source = "UCI Breast Cancer Wisconsin, Diagnostic (Wolberg, Street, Mangasarian), CC BY 4.0")
public record BreastCancerLogistic(
        @Option(value = "0.001", about = "l2/2 times the squared norm of the parameters is added to the loss") double l2)
        implements ProblemSpec {
    public BreastCancerLogistic {
        Require.nonNegative("l2", l2);
    }

    @Override
    public Problem make(DataType type) {
        Dataset cases = BreastCancer.load();
        return new LogisticRegression(cases.train(), cases.test(), l2, type);
    }

    @Override
    public int[] labels() {
        return BreastCancer.load().train().labels();
    }
}
