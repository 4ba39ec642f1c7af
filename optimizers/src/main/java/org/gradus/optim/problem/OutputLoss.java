package org.gradus.optim.problem;

/** The negative log-likelihood of a label, from one row of logits. */
enum OutputLoss {
    /** One logit z; class 1 has probability 1 / (1 + exp(-z)). With the margin m = z or -z it is log(1 + exp(-m)). */
    LOGISTIC {
        @Override
        double loss(double[] logits, int label, double[] delta) {
            double sign = label == 1 ? 1 : -1;
            double margin = sign * logits[0];
            // exp only of what is not positive, so nothing overflows and small probabilities keep their digits
            double e = Math.exp(-Math.abs(margin));
            delta[0] = -sign * (margin > 0 ? e : 1) / (1 + e);
            return Math.max(-margin, 0) + Math.log1p(e);
        }

        @Override
        boolean hit(double[] logits, int label) {
            return label == 1 ? logits[0] > 0 : logits[0] < 0;
        }
    },

    /** A logit for each class; log sum_j exp(z_j) - z_label, shifted by the largest logit so that nothing overflows. */
    SOFTMAX {
        @Override
        double loss(double[] logits, int label, double[] delta) {
            double largest = logits[0];
            for (int j = 1; j < logits.length; j++) largest = Math.max(largest, logits[j]);
            double sum = 0;
            for (int j = 0; j < logits.length; j++) {
                delta[j] = Math.exp(logits[j] - largest);
                sum += delta[j];
            }
            for (int j = 0; j < logits.length; j++) delta[j] /= sum;
            delta[label] -= 1;
            return Math.log(sum) - (logits[label] - largest);
        }

        @Override
        boolean hit(double[] logits, int label) {
            for (int j = 0; j < logits.length; j++) {
                if (j != label && !(logits[label] > logits[j])) return false;
            }
            return true;
        }
    };

    /** The loss of one row of logits; writes its derivative to delta. */
    abstract double loss(double[] logits, int label, double[] delta);

    /** Whether the label has strictly the largest probability: a tie or a NaN is a miss. */
    abstract boolean hit(double[] logits, int label);
}
