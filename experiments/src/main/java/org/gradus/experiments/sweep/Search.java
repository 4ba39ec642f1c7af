package org.gradus.experiments.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradus.experiments.search.Box;
import org.gradus.experiments.search.Interval;
import org.gradus.experiments.search.Listed;
import org.gradus.experiments.search.Method;
import org.gradus.experiments.search.Range;
import org.gradus.experiments.search.Tuning;

/** The search for one contestant's best values, under way or over. */
final class Search {
    /** So near to an end, as a share of the range, the best is suspect; with few candidates, at one candidate's share. */
    private static final double MARGIN = 0.05;
    private static final int HALVINGS = 5;

    private final Contest contest;
    private final Contestant contestant;
    private final Method method;
    private final List<Candidate> tried = new ArrayList<>();
    private Box box;
    private Box searched;

    Search(Contest contest, Contestant contestant, Method method) {
        this.contest = contest;
        this.contestant = contestant;
        this.method = method;
        this.box = contestant.box();
        this.searched = box;
    }

    Contestant contestant() {
        return contestant;
    }

    /** The values to try in a round that counts from 0; where nothing is tuned, those of the spec, once. */
    List<Map<String, Object>> next(Tuning tuning, int round) {
        if (box.ranges().isEmpty() && round > 0) return List.of();
        List<Map<String, Object>> places = box.candidates(method, tuning.points(), tuning.seeds().get(0), round);
        return places.stream().map(contestant::fitted).toList();
    }

    void add(Candidate candidate) {
        tried.add(candidate);
    }

    List<Candidate> tried() {
        return Collections.unmodifiableList(tried);
    }

    /** All that has been searched. */
    Box searched() {
        return searched;
    }

    /** The smallest median; of equal ones, the one nearest to the middle: an option that does nothing has no edge. */
    Candidate best() {
        return tried.stream().min(Comparator.comparingDouble(Candidate::median).thenComparingDouble(this::eccentricity))
                .orElseThrow();
    }

    private double eccentricity(Candidate candidate) {
        double sum = 0;
        for (Map.Entry<String, Range> e : searched.ranges().entrySet()) {
            if (e.getValue() instanceof Interval i) sum += Math.pow(i.share(candidate.number(e.getKey())) - 0.5, 2);
        }
        return sum;
    }

    /** Goes on in a smaller box around the best, or beyond an edge that it lies at. */
    void narrow() {
        Candidate best = best();
        if (best.diverged() || box.ranges().isEmpty()) return;
        Set<String> outward = edges().stream().filter(e -> e.tried() != null).map(Edge::option).collect(Collectors.toSet());
        box = box.around(best.values(), searched, outward);
        for (String option : outward) box = box.with(option, accepted(best, option, (Interval) box.ranges().get(option)));
        searched = searched.and(box);
    }

    /** What of a range that reaches outside the option can take: an end that it refuses comes nearer, by halves. */
    private Interval accepted(Candidate best, String option, Interval range) {
        Interval inside = (Interval) searched.ranges().get(option);
        Interval tried = range;
        for (int i = 0; i < HALVINGS; i++) {
            boolean low = accepts(best, option, tried.low());
            boolean high = accepts(best, option, tried.high());
            if (low && high) return tried;
            tried = new Interval(low ? tried.low() : tried.between(tried.low(), inside.low()),
                    high ? tried.high() : tried.between(tried.high(), inside.high()), tried.scale());
        }
        return new Interval(Math.max(range.low(), inside.low()), Math.min(range.high(), inside.high()), range.scale());
    }

    private boolean accepts(Candidate best, String option, double value) {
        return contestant.accepts(contest, best.values(), option, value);
    }

    /** The edges that the best lies at. */
    List<Edge> edges() {
        Candidate best = best();
        List<Edge> edges = new ArrayList<>();
        if (best.diverged()) return edges;
        for (String option : searched.ranges().keySet()) {
            for (boolean upper : new boolean[] {false, true}) edge(best, option, upper).ifPresent(edges::add);
        }
        return edges;
    }

    private Optional<Edge> edge(Candidate best, String option, boolean upper) {
        double value = best.values().get(option) instanceof Number n ? n.doubleValue() : Double.NaN;
        Range range = searched.ranges().get(option);
        if (range instanceof Listed list) {
            boolean end = list.isNumbers() && list.values().size() > 1
                    && value == (double) list.values().get(upper ? list.values().size() - 1 : 0);
            return end ? Optional.of(new Edge(contestant.label(), option, value, upper, null, null)) : Optional.empty();
        }
        Interval tried = (Interval) range;
        // What the option cannot take is no edge of ours.
        if (!isAtEdge(value, option, tried, upper) || !accepts(best, option, tried.beyond(upper))) return Optional.empty();
        Interval wider = tried.widened(upper);
        boolean possible = accepts(best, option, upper ? wider.high() : wider.low());
        return Optional.of(new Edge(contestant.label(), option, value, upper, tried, possible ? wider : null));
    }

    private boolean isAtEdge(double value, String option, Interval range, boolean upper) {
        boolean lined = method == Method.GRID || searched.ranges().size() == 1;
        boolean beyond = tried.stream().map(c -> c.number(option)).anyMatch(v -> upper ? v > value : v < value);
        if (lined && !beyond) return true;
        double fromEnd = upper ? 1 - range.share(value) : range.share(value);
        return fromEnd <= Math.max(MARGIN, 1.0 / tried.size()) && fallsOutwards(option, range, upper);
    }

    /** Whether the losses in the outer quarter of a range are in the median no larger than in the quarter beside it. */
    private boolean fallsOutwards(String option, Interval range, boolean upper) {
        double outer = median(option, range, upper, 0, 0.25);
        double next = median(option, range, upper, 0.25, 0.5);
        return Double.isNaN(outer) || Double.isNaN(next) || outer <= next;
    }

    /** Of the candidates at these shares of a range, counted from one of its ends; NaN if there are none. */
    private double median(String option, Interval range, boolean upper, double from, double to) {
        double[] medians = tried.stream().filter(c -> {
            double share = range.share(c.number(option));
            double fromEnd = upper ? 1 - share : share;
            return fromEnd >= from && fromEnd < to;
        }).mapToDouble(Candidate::median).sorted().toArray();
        return medians.length == 0 ? Double.NaN : medians[medians.length / 2];
    }
}
