package org.gradus.theory.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Optimizer;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.LoraPair.Role;
import org.gradus.theory.Evidence;
import org.gradus.theory.Golden;
import org.gradus.theory.Inequality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the claims measure against numbers of an independent implementation. */
class LoraGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("lora-rite");
    private static final double[][] A = matrix(GOLDEN.get("inputs").get("A0"));
    private static final double[][] B = matrix(GOLDEN.get("inputs").get("B0"));
    private static final double[][] T = matrix(GOLDEN.get("inputs").get("T"));

    private static double[][] matrix(JsonNode rows) {
        double[][] a = new double[rows.size()][];
        for (int i = 0; i < a.length; i++) a[i] = Golden.numbers(rows.get(i));
        return a;
    }

    private static double[][][] matrices(JsonNode list) {
        double[][][] all = new double[list.size()][][];
        for (int i = 0; i < all.length; i++) all[i] = matrix(list.get(i));
        return all;
    }

    private static void close(String what, JsonNode expected, RealMatrix actual, double relative) {
        RealMatrix golden = Matrices.of(matrix(expected));
        double distance = Matrices.distance(golden, actual);
        assertTrue(distance <= relative * golden.getFrobeniusNorm(), what + ": off by " + distance);
    }

    @Test
    void oneStepGaugeViolationOfTheBaselines() {
        JsonNode golden = GOLDEN.get("one_step_gauge_violation");
        Map<String, Gauge> gauges = Map.of("signed_perm", Gauge.SIGNED_PERMUTATION, "scalar10", Gauge.SCALAR,
                "rotation07", Gauge.ROTATION, "diag", Gauge.DIAGONAL, "generic", Gauge.GENERIC);
        double[][][] r = new double[gauges.size()][][];
        gauges.forEach((name, gauge) -> r[gauge.ordinal()] = matrix(golden.get("R").get(name)));
        RealMatrix z = Matrices.of(A).multiply(Matrices.of(B).transpose());
        double[][] gradient = z.subtract(Matrices.of(T)).scalarMultiply(0.1).getData();
        GaugeTable.FirstStep step = new GaugeTable.FirstStep(A, B, gradient, r);
        Map<String, List<String>> rows = Map.of("GD", List.of("gradient descent"), "Adam_eps0", List.of("Adam"),
                "LAMB_eps0", List.of("LAMB"), "ScaledGD", List.of("Scaled GD"), "ScaledAdam_eps0", List.of("Scaled Adam"),
                "Shampoo_or_Muon_first_step", List.of(), "LoRA_RITE", List.of("LoRA-RITE"), "LoRAplus_x4", List.of());
        JsonNode changes = golden.get("relative_change_of_delta_Z_after_one_step");
        assertEquals(rows.size(), changes.size());
        rows.forEach((row, names) -> {
            List<Optimizer> optimizers = new ArrayList<>();
            GaugeTable.METHODS.stream().filter(m -> names.contains(m.name()))
                    .forEach(m -> optimizers.add(Optimizers.read(m.optimizer())));
            // The file has the larger rate, 0.4, at the factor B, which is the down factor.
            if (row.equals("LoRAplus_x4")) optimizers.add(Optimizers.read("lora-plus(lr=0.4, lrRatio=0.25, eps=0)"));
            // Without eps Shampoo's first step is the polar factor; Muon's has a weight for the shape besides.
            if (row.startsWith("Shampoo")) optimizers.add(Optimizers.read("shampoo(lr=0.1, eps=1e-13)"));
            assertTrue(!optimizers.isEmpty(), row);
            for (Optimizer optimizer : optimizers) {
                gauges.forEach((name, gauge) -> {
                    double expected = changes.get(row).get(name).asDouble();
                    double actual = step.change(optimizer, gauge);
                    String what = row + ", " + name + ": expected " + expected + ", but was " + actual;
                    boolean rounded = optimizer.write().toString().contains("shampoo");
                    if (expected < 1e-13) assertTrue(actual < (rounded ? 1e-11 : 1e-13), what);
                    else assertEquals(expected, actual, 1e-10 * expected, what);
                });
            }
        });
    }

    @Test
    void theoremRun() {
        JsonNode golden = GOLDEN.get("theorem_run");
        Problem p = new Problem(SummedRite.optimizer(0, true), A, B, T, 0.5, matrices(GOLDEN.get("inputs").get("N_list")));
        List<SideHistory> sides = SideHistory.of(p, Optimizers.read(p.optimizer()));
        for (int i = 0; i < 2; i++) {
            SideHistory side = sides.get(i);
            String of = i == 0 ? "_A" : "_B";
            double steps = side.steps().stream().mapToDouble(SideHistory.Step::squareOfStep).sum();
            equal(golden, "lhs" + of, steps);
            equal(golden, "lhs" + of, side.regret(SummedRite.RATE));
            equal(golden, "rhs" + of + "_2Tr_sqrt", 2 * side.lastStep().root().getTrace());
            equal(golden, "rho" + of, side.lastStep().rho());
            equal(golden, "trace_loss" + of, side.traceLoss());
            equal(golden, "sum_sq_unmag" + of, side.squares());
            equal(golden, "trace_V" + of, side.lastStep().nu().getTrace());
        }
        equal(golden, "avg_lhs", (sides.get(0).regret(SummedRite.RATE) + sides.get(1).regret(SummedRite.RATE)) / p.steps());
        close("Z", golden.get("Z_final"), sides.get(0).last().multiply(sides.get(1).last().transpose()), 1e-12);
        Evidence evidence = new LinearizedRegret().evaluate(p);
        Inequality mean = (Inequality) evidence.comparisons().get(4);
        equal(golden, "avg_lhs", mean.left());
        equal(golden, "explicit_bound_4rG_over_sqrtT", mean.right());
        for (Evidence each : List.of(evidence, new Conservation().evaluate(p), new RegretIdentity().evaluate(p))) {
            each.comparisons().forEach(c -> assertTrue(c.tightness() <= 1, c.name()));
        }
    }

    private static void equal(JsonNode golden, String key, double actual) {
        Golden.close(key, golden.get(key).asDouble(), actual, 1e-12);
    }

    /** The least that an eigenvalue of V + rho I rose in a step. */
    @Test
    void smallestSpectrumIncrement() {
        Problem p = new Problem(SummedRite.optimizer(0, true), A, B, T, 0.5, matrices(GOLDEN.get("inputs").get("N_list")));
        double least = Double.POSITIVE_INFINITY;
        for (SideHistory side : SideHistory.of(p, Optimizers.read(p.optimizer()))) {
            for (int t = 1; t < p.steps(); t++) {
                double[] before = Matrices.eigenvalues(side.steps().get(t - 1).nu());
                double[] after = Matrices.eigenvalues(side.steps().get(t).nu());
                double escaped = side.steps().get(t).rho() - side.steps().get(t - 1).rho();
                for (int i = 0; i < before.length; i++) least = Math.min(least, after[i] - before[i] + escaped);
            }
        }
        equal(GOLDEN.get("theorem_run"), "min_spectrum_increment", least);
    }

    /** The recursion in Z, which the claim of consistency compares with, against the factored golden runs. */
    @ParameterizedTest
    @ValueSource(strings = {"paper_sum", "paper_ema", "official", "toolkit_quadratic", "official_quadratic_skipped"})
    void oracle(String name) {
        JsonNode golden = GOLDEN.get("cases").get(name);
        LoraRite optimizer = read(golden.get("config"));
        Oracle oracle = new Oracle(optimizer, Matrices.of(A).multiply(Matrices.of(B).transpose()), 2, true);
        for (JsonNode step : golden.get("steps")) {
            int t = step.get("step").asInt();
            oracle.step(gradient(name, t, oracle.z()));
            close(name + " Z " + t, step.get("Z"), oracle.z(), 1e-12);
            if (step.has("Mhat_A")) {
                close(name + " M_A " + t, step.get("Mhat_A"), oracle.up().mu(), 1e-12);
                close(name + " M_B " + t, step.get("Mhat_B"), oracle.down().mu(), 1e-12);
                close(name + " V_A " + t, step.get("Vhat_A"), oracle.up().nu(), 1e-12);
                close(name + " V_B " + t, step.get("Vhat_B"), oracle.down().nu(), 1e-12);
            }
            if (optimizer.escape()) {
                assertEquals(step.get("rho_A").asDouble(), oracle.up().rho(), 1e-12);
                assertEquals(step.get("rho_B").asDouble(), oracle.down().rho(), 1e-12);
            }
        }
    }

    /** The runs through which the claims look at LoRA-RITE, for every case of the file. */
    @ParameterizedTest
    @ValueSource(strings = {"paper_sum", "paper_ema", "official", "official_zero_A", "toolkit_quadratic",
            "official_quadratic_skipped"})
    void factoredRun(String name) {
        JsonNode golden = GOLDEN.get("cases").get(name);
        RealMatrix a = Matrices.of(matrix(golden.get("A0")));
        Run run = new Run(read(golden.get("config")), a, Matrices.of(matrix(golden.get("B0"))));
        double relative = name.equals("official_zero_A") ? 1e-10 : 1e-12;
        for (JsonNode step : golden.get("steps")) {
            int t = step.get("step").asInt();
            run.step(gradient(name, t, run.product()));
            close(name + " A " + t, step.get("A"), run.up(), relative);
            close(name + " B " + t, step.get("B"), run.down(), relative);
            close(name + " Z " + t, step.get("Z"), run.product(), relative);
        }
    }

    private static RealMatrix gradient(String name, int t, RealMatrix z) {
        double pull = name.equals("toolkit_quadratic") ? 1 : name.equals("official_quadratic_skipped") ? 3 : 0;
        if (pull > 0) return z.subtract(Matrices.of(T)).scalarMultiply(pull);
        return Matrices.of(matrices(GOLDEN.get("inputs").get("G_list"))[t - 1]);
    }

    private static LoraRite read(JsonNode config) {
        List<String> options = new ArrayList<>();
        config.fields().forEachRemaining(f ->
                options.add(f.getKey() + "=" + f.getValue().asText().toLowerCase().replace('_', '-')));
        return (LoraRite) Optimizers.read("lora-rite(" + String.join(", ", options) + ")");
    }

    @Test
    void invarianceOfTheToolkitRun() {
        JsonNode golden = GOLDEN.get("invariance");
        double[][] r = matrix(golden.get("R"));
        double[][] r2 = matrix(golden.get("R2"));
        Problem p = new Problem("lora-rite(lr=0.05)", A, B, T, 1, new double[5][4][3]);
        Orbit.Paths fixed = new Orbit(p, new double[][][] {r}).paths();
        assertTrue(fixed.worst() < 1e-13, () -> "fixed R: " + fixed.worst());
        // Before step 2 R, before 3 R2, before 4 R^-1, before 5 R, each on top of the last: as seen from the start
        RealMatrix first = Matrices.of(r);
        RealMatrix second = first.multiply(Matrices.of(r2));
        RealMatrix third = second.multiply(Matrices.inverse(first));
        double[][][] schedule = {{{1, 0}, {0, 1}}, r, second.getData(), third.getData(), third.multiply(first).getData()};
        Orbit.Paths changing = new Orbit(p, schedule).paths();
        assertTrue(changing.worst() < 1e-13, () -> "changing R: " + changing.worst());
        Run run = new Run(Optimizers.read(p.optimizer()), Matrices.of(A), Matrices.of(B));
        for (int t = 0; t < 5; t++) run.step(p.gradient(t, run.product()));
        close("Z", golden.get("Z_final"), run.product(), 1e-12);
    }

    @Test
    void rankDeficientFactor() {
        double[][] deficient = new double[B.length][];
        for (int i = 0; i < B.length; i++) deficient[i] = new double[] {B[i][0], B[i][0] / 2};
        RealMatrix z = Matrices.of(A).multiply(Matrices.of(deficient).transpose());
        double[][][] gradient = {z.subtract(Matrices.of(T)).scalarMultiply(0.1).getData()};
        Problem p = new Problem("lora-rite", A, deficient, T, 0, gradient);
        JsonNode gauges = GOLDEN.get("one_step_gauge_violation").get("R");
        Orbit orbit = new Orbit(p, new double[][][] {matrix(gauges.get("generic"))});
        GOLDEN.get("rank_deficient").get("ratio_by_lr").fields().forEachRemaining(f -> {
            double lr = Double.parseDouble(f.getKey());
            double expected = f.getValue().get("PINV_R").asDouble();
            assertEquals(expected, RankDeficient.part("pinv-r", lr, orbit), 1e-9 * expected);
            assertTrue(RankDeficient.part("core", lr, orbit) < 1e-12);
        });
        new RankDeficient().evaluate(orbit).comparisons().forEach(c -> assertTrue(c.tightness() <= 1, c.name()));
    }

    @Test
    void lowRankStart() {
        JsonNode golden = GOLDEN.get("low_rank_start");
        double[][] u = matrix(golden.get("u_list"));
        double[][] v = matrix(golden.get("v_list"));
        double[][][] gradients = new double[u.length][][];
        for (int t = 0; t < u.length; t++) {
            gradients[t] = Matrices.of(new double[][] {u[t]}).transpose().multiply(Matrices.of(new double[][] {v[t]}))
                    .scalarMultiply(0.5).getData();
        }
        Problem p = new Problem("lora-rite(lr=0.05)", A, B, T, 0, gradients).fromZero();
        Run run = new Run(Optimizers.read(p.optimizer()), Matrices.of(p.up()), Matrices.of(p.down()));
        for (JsonNode step : golden.get("steps")) {
            run.step(p.gradient(step.get("step").asInt() - 1, run.product()));
            close("A", step.get("A"), run.up(), 1e-9);
            close("B", step.get("B"), run.down(), 1e-9);
            close("Z", step.get("Z"), run.product(), 1e-9);
        }
        Orbit orbit = new Orbit(p, new double[][][] {matrix(GOLDEN.get("invariance").get("R"))});
        assertTrue(orbit.paths().worst() < 1e-12);
        double[] pseudo = orbit.paths(Optimizers.read("lora-rite(lr=0.05, inverse=pinv-r)"), Run::step).relative();
        assertTrue(pseudo[1] > 1e-3, () -> "step 2: " + pseudo[1]);
    }

    @Test
    void scalarBarrier() {
        JsonNode golden = GOLDEN.get("scalar_barrier");
        double[] expected = Golden.numbers(golden.get("z"));
        double[] z = new ScalarBarrier.Scalars(1, 1, 0.03).path(expected.length);
        // The 19th number is 1 / z of the 18th, whose leading digits cancel.
        for (int t = 0; t < expected.length; t++) assertEquals(expected[t], z[t + 1], 1e-9 * expected[t], "step " + (t + 1));
    }

    @Test
    void secondOrderGuard() {
        JsonNode golden = GOLDEN.get("second_order_guard");
        for (String guard : List.of("guard_on", "guard_off")) {
            String option = guard.equals("guard_on") ? "1" : "0";
            Run run = new Run(Optimizers.read("lora-rite(lr=0.05, secondOrderGuard=" + option + ")"),
                    Matrices.of(matrix(golden.get("A0"))), Matrices.of(matrix(golden.get("B0"))));
            for (JsonNode step : golden.get(guard)) {
                run.step(run.product().subtract(Matrices.of(T)));
                close(guard + " Z " + step.get("step"), step.get("Z"), run.product(), 1e-9);
            }
        }
        Problem p = new Problem("lora-rite(lr=0.05, secondOrderGuard=1)", matrix(golden.get("A0")),
                matrix(golden.get("B0")), T, 1,
                new double[5][4][3]);
        assertTrue(new Orbit(p, new double[][][] {matrix(GOLDEN.get("invariance").get("R"))}).paths().worst() < 1e-12);
        assertTrue(new SecondOrderGuard().evaluate(p).comparisons().get(0).tightness() <= 1);
    }

    @Test
    void stateIsReadByName() {
        Run run = new Run(Optimizers.read("lora-rite(preset=paper, lr=0.1)"), Matrices.of(A), Matrices.of(B));
        JsonNode step = GOLDEN.get("cases").get("paper_sum").get("steps").get(0);
        run.step(Matrices.of(matrices(GOLDEN.get("inputs").get("G_list"))[0]));
        RealMatrix basis = run.state("lora-rite/basis", Role.DOWN);
        close("M U^T", step.get("Mhat_A"), run.state("lora-rite/mu", Role.UP).multiply(basis.transpose()), 1e-12);
        close("U V U^T", step.get("Vhat_A"), basis.multiply(run.state("lora-rite/nu", Role.UP))
                .multiply(basis.transpose()), 1e-12);
    }
}
