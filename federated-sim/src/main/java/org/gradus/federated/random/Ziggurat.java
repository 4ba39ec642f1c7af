package org.gradus.federated.random;

/**
 * The normal density cut into 256 layers of equal area (Marsaglia and Tsang 2000; tail of Marsaglia 1964). A draw takes
 * its layer from the low 8 bits of a word and its place from the high 53, which do not overlap (the flaw that Doornik
 * 2005 found). The tables are made by {@link StrictMath}, so they are the same everywhere.
 */
final class Ziggurat {
    static final int LAST = 255;
    /** Where the tail begins, and the area of a layer: the pair for which the 256 layers end at the density's top. */
    private static final double TAIL = 3.6541528853610088;
    private static final double AREA = 0.0049286732339746553;

    /** Layer i covers |x| up to EDGE[i]; the part below EDGE[i + 1] lies wholly under the density. */
    static final double[] EDGE = new double[LAST + 2];
    /** EDGE times 2^-53: what an odd 54-bit number is multiplied by. */
    static final double[] WIDTH = new double[LAST + 1];
    private static final double[] DENSITY = new double[LAST + 2];

    static {
        EDGE[0] = AREA / density(TAIL);
        EDGE[1] = TAIL;
        for (int i = 1; i < LAST; i++) {
            EDGE[i + 1] = StrictMath.sqrt(-2 * StrictMath.log(AREA / EDGE[i] + density(EDGE[i])));
        }
        for (int i = 0; i <= LAST; i++) WIDTH[i] = EDGE[i] * 0x1p-53;
        for (int i = 0; i <= LAST + 1; i++) DENSITY[i] = density(EDGE[i]);
    }

    private Ziggurat() {}

    /** What becomes of a draw beyond the inner edge of its layer: about one in eighty. */
    static double outside(Keyed random, int layer, double x) {
        if (layer == 0) return x < 0 ? -tail(random) : tail(random);
        double height = DENSITY[layer] + random.nextDouble() * (DENSITY[layer + 1] - DENSITY[layer]);
        return height < density(x) ? x : random.nextGaussian();
    }

    private static double tail(Keyed random) {
        while (true) {
            double beyond = random.nextExponential() / TAIL;
            if (2 * random.nextExponential() > beyond * beyond) return TAIL + beyond;
        }
    }

    private static double density(double x) {
        return StrictMath.exp(-0.5 * x * x);
    }
}
