package org.gradus.theory.adam;

import static org.gradus.theory.Golden.close;
import static org.gradus.theory.Golden.count;
import static org.gradus.theory.Golden.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.gradus.theory.Checker;
import org.gradus.theory.Draws;
import org.gradus.theory.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table of the golden file: generators to the bit or to 1e-12, counts within max(1, 0.5 %). */
class AdamGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("adam-preconditioning");

    @Test
    void generatorsDrawTheSameNumbers() {
        JsonNode check = GOLDEN.get("rng_check");
        SplittableRandom random = new SplittableRandom(1000);
        check.get("seed1000_first4_u64").forEach(v -> assertEquals(v.asText(), Long.toUnsignedString(random.nextLong())));
        assertEquals(Arrays.toString(numbers(check.get("unif5_seed1000"))), Arrays.toString(Draws.uniform(5, 1000)));
        close("gauss", numbers(check.get("gauss4_seed5000")), Draws.gaussian(4, 5000), 1e-14);
        matrix("orth", check.get("orth3_seed5000_rowmajor"), Draws.orthogonal(3, 5000));
        matrix("rot", check.get("rot_d3_kappa100_seed5000_rowmajor"), Hessians.rotated(3, 100, 5000));
        matrix("diagdom", check.get("diagdom_d3_kappa100_c0.5_seed5000_rowmajor"),
                Hessians.diagonallyDominant(3, 100, 5000));
        matrix("sdd", check.get("sdd_d3_kappa100_c0.5_seed5000_rowmajor"), Hessians.scaledDominant(3, 100, 5000));
        matrix("equi", check.get("equi_d3_kappa100_rowmajor"), Hessians.equicorrelated(3, 100));
    }

    private static void matrix(String what, JsonNode rows, double[][] actual) {
        close(what, numbers(rows), Arrays.stream(actual).flatMapToDouble(Arrays::stream).toArray(), 1e-12);
    }

    @Test
    void theWholeDiagonalTableAndItsSlopes() {
        Map<String, DiagonalTable.Row> rows = new LinkedHashMap<>();
        int[] dimensions = {4, 16, 64, 256};
        for (DiagonalTable.Row row : DiagonalTable.rows(dimensions, DiagonalTable.KAPPAS)) {
            rows.put(row.dimension() + "/" + row.kappa(), row);
        }
        assertEquals(GOLDEN.get("diag_table").size(), rows.size());
        for (JsonNode expected : GOLDEN.get("diag_table")) {
            String cell = expected.get("d").asInt() + "/" + expected.get("kappa").asDouble();
            DiagonalTable.Row row = rows.get(cell);
            expected.get("median").fields()
                    .forEachRemaining(f -> same(cell + " " + f.getKey(), f.getValue().asDouble(), row.median(f.getKey())));
            expected.get("seeds0to2").fields().forEachRemaining(f -> {
                for (int s = 0; s < 3; s++) {
                    same(cell + " " + f.getKey() + " seed " + s, f.getValue().get(s).asDouble(),
                            row.columns().get(f.getKey())[s]);
                }
            });
            expected.get("max").fields().forEachRemaining(f ->
                    same(cell + " max " + f.getKey(), f.getValue().asDouble(),
                            Arrays.stream(row.columns().get(f.getKey())).max().orElseThrow()));
        }
        GOLDEN.get("diag_slopes").fields().forEachRemaining(slopes -> slopes.getValue().fields().forEachRemaining(f -> {
            List<DiagonalTable.Row> along = new ArrayList<>(rows.values());
            boolean overKappa = slopes.getKey().startsWith("vs_kappa_d");
            if (overKappa) along.removeIf(r -> r.dimension() != Integer.parseInt(slopes.getKey()
                    .substring("vs_kappa_d".length())));
            else along.removeIf(r -> r.kappa() != Double.parseDouble(slopes.getKey().substring("vs_d_kappa".length())));
            SimpleRegression regression = new SimpleRegression();
            along.forEach(r -> regression.addData(Math.log(overKappa ? r.kappa() : r.dimension()),
                    Math.log(r.median(f.getKey()))));
            assertEquals(f.getValue().asDouble(), regression.getSlope(), 2e-3, slopes.getKey() + " " + f.getKey());
        }));
        SimpleRegression seeded = new SimpleRegression();
        SimpleRegression frozen = new SimpleRegression();
        for (int d : dimensions) {
            DiagonalTable.Row row = rows.get(d + "/10000.0");
            for (int s = 0; s < 21; s++) {
                seeded.addData(Math.log(row.columns().get("kappa_A")[s]), Math.log(row.columns().get("ema_thm")[s]));
                frozen.addData(Math.log(row.columns().get("kappa_A")[s]), Math.log(row.columns().get("frozen_opt")[s]));
            }
        }
        assertEquals(GOLDEN.get("slopes_vs_kappaA").get("ema_thm").asDouble(), seeded.getSlope(), 2e-3);
        assertEquals(GOLDEN.get("slopes_vs_kappaA").get("frozen_opt").asDouble(), frozen.getSlope(), 2e-3);
    }

    private static void same(String what, double expected, double actual) {
        if (what.contains("kappa_A")) close(what, expected, actual, 1e-9);
        else count(what, expected, actual);
    }

    @Test
    void theTailOfKappaA() {
        for (JsonNode row : GOLDEN.get("kappaA_tail")) {
            int d = row.get("d").asInt();
            double[] spreads = SpreadLaw.spreads(new SpreadLaw.Sample(d, row.get("n").asInt(), row.get("seed0").asLong()),
                    seed -> Draws.uniform(d, seed));
            row.get("frac_kappaA_gt_d_over_p").fields().forEachRemaining(f -> assertEquals(f.getValue().asDouble(),
                    Arrays.stream(spreads).filter(x -> x > d / Double.parseDouble(f.getKey()))
                            .count() / (double) spreads.length));
            Arrays.sort(spreads);
            assertEquals(row.get("median_over_d").asDouble(), spreads[spreads.length / 2] / d, 1e-2);
        }
        GOLDEN.get("kappaA_law").get("exact_median").fields().forEachRemaining(f ->
                assertEquals(0.5, SpreadLaw.tail(f.getValue().asDouble(), Integer.parseInt(f.getKey())), 1e-12));
    }

    @Test
    void trajectories() {
        JsonNode golden = GOLDEN.get("trajectories");
        double[] start = numbers(golden.get("problem").get("e0"));
        Diagonal p = new Diagonal(numbers(golden.get("problem").get("lambda")), start);
        JsonNode gd = golden.get("gd_L");
        double[] e = start.clone();
        for (JsonNode x : gd.get("x")) {
            close("gd", numbers(x), e, 1e-12);
            for (int i = 0; i < e.length; i++) e[i] -= gd.get("alpha").asDouble() * (p.eigenvalues()[i] * e[i]);
        }
        follow(golden.get("frozen_safe"), p, false, 1);
        follow(golden.get("ema_thm_A3"), p, false, golden.get("ema_thm_A3").get("beta2").asDouble());
        follow(golden.get("A3_overshoot"), p, false, golden.get("A3_overshoot").get("beta2").asDouble());
        follow(golden.get("BC"), p, true, golden.get("BC").get("beta2").asDouble());
    }

    private static void follow(JsonNode golden, Diagonal p, boolean corrected, double b) {
        double alpha = golden.get("alpha").asDouble();
        SquaredGradients run = corrected ? SquaredGradients.corrected(p.objective(), p.start(), alpha, b, 0)
                : SquaredGradients.seeded(p.objective(), p.start(), alpha, b);
        for (int k = 0; k < golden.get("x").size(); k++) {
            double[] expected = numbers(golden.get("x").get(k));
            for (int i = 0; i < expected.length; i++) assertEquals(expected[i], run.error()[i], 1e-12 * Math.abs(expected[i])
                    + 1e-15);
            close("f", golden.get("f").get(k).asDouble(), run.value(), 1e-11);
            run.step();
        }
    }

    @Test
    void cyclesOnDiagonalHessians() {
        Checker.parallel(GOLDEN.get("fixed_cycle").get("rows").size(), i -> {
            JsonNode row = GOLDEN.get("fixed_cycle").get("rows").get(i);
            Diagonal p = Diagonal.of(row.get("d").asInt(), row.get("kappa").asDouble(), 0);
            CycleFloor.Run run = new CycleFloor.Run(p.eigenvalues(), p.start(), row.get("alpha").asDouble(),
                    row.get("beta2").asDouble());
            close("prediction", row.get("f_cycle_pred").asDouble(), CycleFloor.floor(run), 1e-12);
            close("f after 200000, " + row, row.get("f_200000").asDouble(), CycleFloor.value(run), 1e-9);
            return true;
        });
    }

    @Test
    void cyclesOnDenseHessians() {
        for (JsonNode row : GOLDEN.get("fixed_cycle_dense")) {
            double[][] q = Hessians.rotated(row.get("d").asInt(), row.get("kappa").asDouble(), row.get("seed").asLong());
            List<double[]> cycles = TwoCycle.signs(q.length).stream().filter(s -> TwoCycle.aligned(q, s) > 0).toList();
            assertEquals(row.get("num_sign_patterns_up_to_negation").asInt(), cycles.size());
            close("max sQs", row.get("max_sQs").asDouble(), TwoCycle.signs(q.length).stream()
                    .mapToDouble(s -> TwoCycle.energy(q, s))
                    .max().orElseThrow(), 1e-9);
            cycles.forEach(s -> assertEquals(0, TwoCycle.defect(new TwoCycle.Problem(q, 0.01, 0.9), s), 1e-14));
        }
    }

    static List<JsonNode> denseRows() {
        List<JsonNode> rows = new ArrayList<>();
        GOLDEN.get("general_table").forEach(rows::add);
        return rows;
    }

    @ParameterizedTest
    @MethodSource("denseRows")
    void denseFamilies(JsonNode golden) {
        Dense.Family family = Dense.Family.valueOf(golden.get("family").asText().toUpperCase());
        List<Map<String, Double>> rows = Checker.parallel(21,
                s -> DenseTable.of(Dense.of(family, golden.get("d").asInt(), golden.get("kappa_nominal").asDouble(), s)));
        golden.get("median").fields().forEachRemaining(f ->
                denseValue(f.getKey(), f.getValue().asDouble(),
                        rows.stream().mapToDouble(r -> r.get(f.getKey())).sorted().toArray()[10]));
        golden.get("seeds0to1").fields().forEachRemaining(f -> IntStream.range(0, 2).forEach(s ->
                denseValue(f.getKey(), f.getValue().get(s).asDouble(), rows.get(s).get(f.getKey()))));
        assertEquals(golden.get("frac_kappaP_gt_kappa").asDouble(),
                rows.stream().filter(r -> r.get("kappa_P") > r.get("kappa")).count() / 21.0, 1e-12);
    }

    private static void denseValue(String name, double expected, double actual) {
        boolean steps = List.of("gd_L", "gd_opt", "frozen_opt", "K_bound", "ema_thm").contains(name);
        if (steps) count(name, expected, actual);
        else close(name, expected, actual, 1e-8);
    }

    @Test
    void rowDominance() {
        for (JsonNode row : GOLDEN.get("dd_supnorm").get("rows")) {
            List<double[]> all = Checker.parallel(11, s -> {
                Dense p = Dense.of(Dense.Family.DIAGDOM, row.get("d").asInt(), row.get("kappa").asDouble(), s);
                double c = p.dominance();
                return new double[] {c, RowDominance.steps(p, c), RowDominance.hit(p, c)};
            });
            double[] seed0 = numbers(row.get("seed0"));
            close("c", seed0[0], all.get(0)[0], 1e-9);
            count("K", seed0[1], all.get(0)[1]);
            count("steps", seed0[2], all.get(0)[2]);
            close("c", row.get("c_med").asDouble(), median(all, 0), 1e-9);
            count("K " + row, row.get("K_bound_med").asDouble(), median(all, 1));
            count("steps " + row, row.get("k_actual_med").asDouble(), median(all, 2));
        }
    }

    private static double median(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(r -> r[column]).sorted().toArray()[rows.size() / 2];
    }

    @Test
    void theTailOfKappaEff() {
        for (JsonNode row : GOLDEN.get("kappa_eff_tail").get("rows")) {
            double[] ratios = GeneralHessianTail.ratios(new GeneralHessianTail.Sample(row.get("family").asText(),
                    row.get("d").asInt(),
                    row.get("kappa").asDouble(), row.get("n").asInt(), 0));
            row.get("frac_viol_p").fields().forEachRemaining(f -> assertEquals(f.getValue().asDouble(),
                    Arrays.stream(ratios).filter(r -> r > 1 / Double.parseDouble(f.getKey()))
                            .count() / (double) ratios.length, 1e-12));
            Arrays.sort(ratios);
            close("median", row.get("median_ratio").asDouble(), (ratios[199] + ratios[200]) / 2, 1e-2);
            close("max", row.get("max_ratio").asDouble(), ratios[ratios.length - 1], 1e-6);
        }
    }

    @Test
    void randomRotations() {
        for (JsonNode row : GOLDEN.get("nondiagonal_rot").get("rows")) {
            double[] ratios = RandomRotations.ratios(new RandomRotations.Sample(row.get("d").asInt(),
                    row.get("kappa").asDouble(), 100, 0));
            assertEquals(row.get("frac_kappaP_gt_kappa").asDouble(),
                    Arrays.stream(ratios).filter(r -> r > 1).count() / 100.0, 1e-12);
            Arrays.sort(ratios);
            close("median " + row, row.get("median_kappaP_over_kappa").asDouble(), (ratios[49] + ratios[50]) / 2, 1e-6);
        }
    }

    @Test
    void planarRotations() {
        for (JsonNode row : GOLDEN.get("angle_sweep_d2_kappa1000").get("rows")) {
            double[][] q = Hessians.planar(1000, row.get("theta_deg").asDouble());
            double[] all = new double[1000];
            Conditioning[] any = new Conditioning[1];
            Arrays.setAll(all, s -> {
                any[0] = Conditioning.of(new Dense("planar", q, Draws.start(2, s)));
                return any[0].kappaP();
            });
            Arrays.sort(all);
            close("kbar", row.get("kbar").asDouble(), any[0].kbar(), 1e-9);
            close("kdiag", row.get("kdiag").asDouble(), any[0].kdiag(), 1e-9);
            close("min", row.get("kappaP_min").asDouble(), all[0], 1e-8);
            close("max", row.get("kappaP_max").asDouble(), all[999], 1e-8);
            close("median", row.get("kappaP_median").asDouble(), (all[499] + all[500]) / 2, 1e-6);
            assertEquals(0, Arrays.stream(all).filter(k -> k < any[0].kbar() * (1 - 1e-9)).count());
        }
    }

    @Test
    void blocks() {
        for (JsonNode row : GOLDEN.get("block_hessian").get("rows")) {
            double[][] spectra = row.get("case").asText().equals("heterogeneous") ? BlockHessians.HETEROGENEOUS
                    : BlockHessians.HOMOGENEOUS;
            List<Map<String, Double>> all = Checker.parallel(51, s -> {
                BlockHessians.Blocks p = BlockHessians.Blocks.of(spectra, s);
                BlockHessians.Constants constants = BlockHessians.Constants.of(p);
                Conditioning c = Conditioning.of(p.problem());
                return Map.of("gd_opt", (double) GeneralHessian.gradientDescentHit(p.problem(), c,
                        GeneralHessian.optimalRate(c.hessian())),
                        "frozen_opt", (double) GeneralHessian.frozenHit(p.problem(), c,
                                GeneralHessian.optimalRate(c.preconditioned())),
                        "frozen_safe", (double) GeneralHessian.frozenHit(p.problem(), c, constants.safeRate()), "r",
                        constants.r(),
                        "kappa_P", c.kappaP(), "kbar", c.kbar(), "kdiag", c.kdiag());
            });
            row.get("median").fields().forEachRemaining(f -> blockValue(f.getKey(), f.getValue().asDouble(),
                    all.stream().mapToDouble(r -> r.get(f.getKey())).sorted().toArray()[25]));
            row.get("seed0").fields().forEachRemaining(f -> blockValue(f.getKey(), f.getValue().asDouble(),
                    all.get(0).get(f.getKey())));
        }
    }

    private static void blockValue(String name, double expected, double actual) {
        if (List.of("gd_opt", "frozen_opt", "frozen_safe").contains(name)) count(name, expected, actual);
        else close(name, expected, actual, 1e-9);
    }

    @Test
    void regularizers() {
        for (JsonNode row : GOLDEN.get("regularised_arms").get("rows")) {
            double[] scalar = new double[21];
            double[] gd = new double[21];
            double[] own = new double[21];
            for (int s = 0; s < 21; s++) {
                Diagonal p = Diagonal.of(row.get("d").asInt(), row.get("kappa").asDouble(), s);
                scalar[s] = ScalarRegularizer.hit(p, 1000);
                gd[s] = FirstHit.of(p.weights(), p.gradientFactors(p.optimalGradientRate()), Diagonal.EPS);
                own[s] = CoordinateRegularizer.hit(p);
            }
            for (double[] values : new double[][] {scalar, gd, own}) Arrays.sort(values);
            count("scalar", row.get("scalar_eps_1000_max_g0").asDouble(), scalar[10]);
            count("gd", row.get("gd_opt").asDouble(), gd[10]);
            assertEquals(row.get("per_coordinate_eps_QiiD").asDouble(), own[10]);
            assertEquals(row.get("per_coordinate_max").asDouble(), own[20]);
        }
    }

    @Test
    void signDescent() {
        for (JsonNode row : GOLDEN.get("sign_descent").get("rows")) {
            double[] steps = new double[11];
            Arrays.setAll(steps, s -> SignDescent.steps(Diagonal.of(row.get("d").asInt(), row.get("kappa").asDouble(), s),
                    row.get("eps").asDouble()));
            Arrays.sort(steps);
            count("K", row.get("K_bound_median").asDouble(), steps[5]);
        }
    }

    @Test
    void lowerBound() {
        for (JsonNode row : GOLDEN.get("frozen_lower_bound").get("rows")) {
            double[] ratios = IntStream.range(0, 21)
                    .mapToObj(s -> Diagonal.of(row.get("d").asInt(), row.get("kappa").asDouble(), s))
                    .filter(p -> p.spread() > 2 && FrozenLowerBound.bound(p) > 0)
                    .mapToDouble(FrozenLowerBound::smallestRatio).sorted().toArray();
            assertEquals(row.get("n").asInt(), ratios.length);
            close("min", row.get("min_ratio").asDouble(), ratios[0], 5e-3);
            int middle = ratios.length / 2;
            double median = ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
            close("median", row.get("median_ratio").asDouble(), median, 5e-3);
        }
    }

    @Test
    void circulants() {
        double smallest = Double.POSITIVE_INFINITY;
        for (int d : new int[] {4, 8, 16}) {
            for (int s = 0; s < 50; s++) {
                Conditioning c = Conditioning.of(new Dense("circulant", Hessians.circulant(d, 9000 + s), Draws.start(d, s)));
                smallest = Math.min(smallest, c.kappaP() / c.kappa());
            }
        }
        close("min ratio", GOLDEN.get("circulant_negative").get("min_ratio").asDouble(), smallest, 1e-6);
    }

    @Test
    void polyakLojasiewicz() {
        JsonNode golden = GOLDEN.get("modified_PL");
        close("PL constant", golden.get("pl_constant_h").asDouble(), CoordinateSmoothness.PL, 1e-9);
        close("mu", golden.get("mu_tilde").asDouble(), CoordinateSmoothness.MU, 1e-9);
        for (JsonNode row : golden.get("rows")) {
            CoordinateSmoothness.Ripples p = CoordinateSmoothness.Ripples.of(row.get("d").asInt(),
                    row.get("Lmax_over_Lmin").asDouble(),
                    row.get("seed").asLong());
            close("kappa_eff", row.get("kappa_eff").asDouble(), p.kappaEff(), 1e-8);
            count("K", row.get("K_bound").asDouble(), p.steps());
            count("Adam", row.get("ema_thm").asDouble(), CoordinateSmoothness.hit(p));
            count("GD", row.get("gd_1_over_Lmax").asDouble(), CoordinateSmoothness.gradientDescentHit(p));
            count("GD bound", row.get("gd_bound").asDouble(), CoordinateSmoothness.gradientDescentBound(p));
        }
    }

    @Test
    void bigrams() {
        JsonNode golden = GOLDEN.get("bigram_scaling");
        for (JsonNode row : golden.get("gd_alpha1")) {
            close("a = 1", row.get("r_d").asDouble(), Bigram.gradientDescent(row.get("d").asInt(), 1,
                    row.get("t").asDouble()), 1e-9);
        }
        for (JsonNode row : golden.get("gd_alpha0.5")) {
            close("a = 1/2", row.get("r_d").asDouble(), Bigram.gradientDescent(row.get("d").asInt(), 0.5,
                    row.get("t").asDouble()), 1e-9);
            close("limit", row.get("limit").asDouble(), Bigram.limitBelowOne(0.5, row.get("tau").asDouble()), 1e-9);
        }
        for (JsonNode row : golden.get("gd_alpha2")) {
            close("a = 2", row.get("r_d").asDouble(), Bigram.gradientDescent(row.get("d").asInt(), 2,
                    row.get("t").asDouble()), 1e-9);
            close("beta form", row.get("beta_form").asDouble(), Bigram.limitAboveOne(2, row.get("t").asDouble()), 1e-9);
        }
        for (JsonNode row : golden.get("sd_alpha1")) {
            int d = row.get("d").asInt();
            int steps = row.get("T").asInt();
            close("tau", row.get("tau_eff").asDouble(), Bigram.tau(d, steps), 1e-12);
            close("model", row.get("r_model").asDouble(), Bigram.signModel(d, steps), 1e-9);
            close("law", row.get("formula").asDouble(), Bigram.signLaw(Bigram.tau(d, steps)), 1e-12);
            close("sign descent", row.get("r_true_sign_descent").asDouble(), Bigram.signDescent(d, steps), 1e-6);
        }
    }

    /** Up to dimension 16: the larger cells take minutes. The property gradus.slow runs all of them. */
    @Test
    void tunedRates() {
        int largest = Boolean.getBoolean("gradus.slow") ? 1024 : 16;
        for (JsonNode row : GOLDEN.get("tuned_diag").get("rows")) {
            row.get("by_d").fields().forEachRemaining(f -> {
                int d = Integer.parseInt(f.getKey());
                if (d > largest) return;
                List<TunedRate.Best> best = Checker.parallel(5,
                        s -> TunedRate.tuned(Diagonal.of(d, row.get("kappa").asDouble(), s),
                        row.get("variant").asText().equals("BC"), row.get("beta2").asDouble(), row.get("rel").asDouble(),
                        5000, 0.25));
                count(row + " at d = " + d, f.getValue().get("iters_median").asDouble(),
                        best.stream().mapToDouble(TunedRate.Best::steps).sorted().toArray()[2]);
                if (best.get(0).steps() < 5000) close("alpha", f.getValue().get("alpha_seed0").asDouble(),
                        best.get(0).alpha(), 1e-12);
            });
        }
    }

    /**
     * Large steps that oscillate are chaotic: moving one number of the start by its last bit moves some tuned counts by up
     * to 20 % (at 32 dimensions 40 %), so that no two implementations agree on them; the golden counts lie among those of such
     * starts. The columns named here are of that kind: they must be met within 25 % (50 %), all others within the tolerance
     * of counts.
     */
    private static final Map<String, Set<Integer>> CHAOTIC = Map.ofEntries(Map.entry("100, 4, 1.0E-6", Set.of(5)),
            Map.entry("100, 8, 1.0E-6", Set.of(5)), Map.entry("100, 16, 1.0E-6", Set.of(2, 5)),
            Map.entry("100, 32, 1.0E-6", Set.of(1, 2, 4, 5)), Map.entry("10000, 4, 1.0E-6", Set.of(3, 6)),
            Map.entry("10000, 8, 1.0E-6", Set.of(3, 6)), Map.entry("10000, 16, 1.0E-6", Set.of(3, 6)),
            Map.entry("10000, 32, 1.0E-6", Set.of(2, 3, 5, 6)), Map.entry("1000, 4, 1.0E-6", Set.of(7)),
            Map.entry("1000, 8, 1.0E-6", Set.of(7, 8)), Map.entry("1000, 16, 1.0E-6", Set.of(8)),
            Map.entry("1000, 32, 1.0E-6", Set.of(1, 2, 3, 5, 6, 7, 8)), Map.entry("1000, 32, 1.0E-10", Set.of(8)));

    /** With the property gradus.slow the largest cells, too, which take half a minute. */
    @Test
    void tunedRatesOnRotations() {
        boolean slow = Boolean.getBoolean("gradus.slow");
        for (JsonNode row : GOLDEN.get("tuned_rot").get("eps1e-6").get("rows")) {
            int kappa = row.get("kappa").asInt();
            if (kappa > 100 && !slow) continue;
            compare(row, kappa, 1e-6, tunedOnRotations(row.get("d").asInt(), kappa, 1e-6, new double[] {0.9, 0.99, 0.999},
                    gd -> Math.min(60_000, 3 * gd + 2000)));
        }
        for (JsonNode row : GOLDEN.get("tuned_rot").get("kappa1000").get("rows")) {
            int d = row.get("d").asInt();
            if (d > 16 && !slow) continue;
            double eps = row.get("eps").asDouble();
            compare(row, 1000, eps, tunedOnRotations(d, 1000, eps, new double[] {0.9, 0.99, 0.999, 0.9999}, gd -> 20_000));
        }
    }

    private static void compare(JsonNode row, int kappa, double eps, double[] actual) {
        int d = row.get("d").asInt();
        Set<Integer> chaotic = CHAOTIC.getOrDefault(kappa + ", " + d + ", " + eps, Set.of());
        double[] expected = numbers(row.get("iters"));
        assertEquals(expected.length, actual.length);
        for (int j = 0; j < actual.length; j++) {
            String where = row + " column " + j;
            if (chaotic.contains(j)) assertEquals(expected[j], actual[j], (d < 32 ? 0.25 : 0.5) * expected[j], where);
            else count(where, expected[j], actual[j]);
        }
    }

    /**
     * Medians of gradient descent, then seeded and corrected Adam by decay.
     *
     * @param cap most steps, from those of gradient descent
     */
    private static double[] tunedOnRotations(int d, double kappa, double eps, double[] decays, LongUnaryOperator cap) {
        int columns = 1 + 2 * decays.length;
        List<double[]> all = Checker.parallel(5, s -> {
            Dense p = Dense.of(Dense.Family.ROT, d, kappa, s);
            Conditioning c = Conditioning.of(p);
            double[] energies = c.hessian().energies(p.start());
            for (int i = 0; i < energies.length; i++) energies[i] *= c.hessian().values()[i];
            double[] factors = FirstHit.factors(GeneralHessian.optimalRate(c.hessian()), c.hessian().values());
            long gd = FirstHit.of(energies, factors, eps);
            double[] steps = new double[columns];
            steps[0] = gd;
            for (int j = 1; j < columns; j++) {
                double b = decays[(j - 1) % decays.length];
                steps[j] = TunedRate.tuned(p.objective(), p.start(), j > decays.length, b, eps, cap.applyAsLong(gd), 0.5)
                        .steps();
            }
            return steps;
        });
        double[] medians = new double[columns];
        Arrays.setAll(medians, j -> median(all, j));
        return medians;
    }
}
