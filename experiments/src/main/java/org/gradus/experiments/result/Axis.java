package org.gradus.experiments.result;

/** What progress is measured by. */
public enum Axis {
    STEP("step", "step", 1, "by-step"),
    ROUND("round", "round", 1, "by-round"),
    GRADIENT_EVALUATIONS("gradEvals", "gradient evaluations", 1, "by-gradient-evaluations"),
    LOCAL_STEPS("localSteps", "local steps of all clients", 1, "by-local-steps"),
    BYTES("bytes", "megabytes sent, both ways", 1e-6, "by-bytes"),
    SECONDS("seconds", "training time in seconds", 1, "by-seconds"),
    VIRTUAL_SECONDS("virtualSeconds", "seconds on the virtual clock", 1, "by-virtual-seconds");

    private final String column;
    private final String label;
    private final double unit;
    private final String ending;

    Axis(String column, String label, double unit, String ending) {
        this.column = column;
        this.label = label;
        this.unit = unit;
        this.ending = ending;
    }

    /** Its name among {@link RunResult#columns}. */
    public String column() {
        return column;
    }

    /** As figures say it. */
    public String label() {
        return label;
    }

    /** What a value of the column is multiplied by in figures. */
    public double unit() {
        return unit;
    }

    /** The end of a figure's file name. */
    public String ending() {
        return ending;
    }
}
