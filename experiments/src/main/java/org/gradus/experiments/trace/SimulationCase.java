package org.gradus.experiments.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.federated.Simulation;
import org.gradus.federated.array.Layout;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.GivenGradients;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.sampling.Sampler;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/** What a trace file says of a simulation. */
record SimulationCase(Simulation simulation, FederatedProblem problem, int rounds, long seed) {
    private static final List<String> KEYS =
            List.of("format", "params", "simulation", "algorithm", "clientGradients", "clientQuadratics", "participants");
    private static final List<String> QUADRATIC_KEYS = List.of("Q", "h", "c", "noise");

    static SimulationCase read(JsonNode root, Layout layout, double[] start) {
        root.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) throw Names.unknown("key", key, KEYS);
        });
        if (root.has("clientGradients") == root.has("clientQuadratics")) {
            throw new InvalidInput(root.has("clientGradients")
                    ? "clientGradients and clientQuadratics exclude each other; leave one out"
                    : "there are no gradients; give clientGradients or clientQuadratics");
        }
        Map<String, Object> options = root.has("simulation")
                ? new LinkedHashMap<>(SimulationReplay.options(root.get("simulation"), "simulation"))
                        : new LinkedHashMap<>();
        if (root.has("algorithm")) options.put("algorithm", new ObjectMapper()
                .convertValue(root.get("algorithm"), Object.class));
        int given = root.path("clientGradients").size();
        int rounds = whole(options.remove("rounds"), root.has("clientGradients") ? given : 0, "rounds");
        long seed = whole(options.containsKey("seed") ? options.remove("seed") : 0, 0, "seed");
        Object weights = options.remove("weights");
        Object inside = options.remove("participants");
        JsonNode participants = inside != null ? new ObjectMapper().valueToTree(inside) : root.get("participants");
        boolean said = options.get("algorithm") instanceof Map<?, ?> algorithm && algorithm.containsKey("localSteps");
        if (!said) options.putIfAbsent("localSteps", Math.max(1, listedSteps(root)));
        if (rounds < 1) throw new InvalidInput("simulation: rounds must be at least 1");
        Simulation simulation = SimulationReplay.simulation(options);
        FederatedProblem problem = root.has("clientGradients")
                ? gradients(root.get("clientGradients"), layout, start, weights, rounds, simulation)
                : quadratics(root.get("clientQuadratics"), layout, start, weights, rounds, simulation);
        if (participants != null) {
            simulation = simulation.with("sampler", participants(participants, problem.clients(), rounds));
        }
        return new SimulationCase(simulation, problem, rounds, seed);
    }

    /** The local steps that are listed, for where the number is left out. */
    private static int listedSteps(JsonNode root) {
        return root.has("clientGradients") ? root.at("/clientGradients/0/0").size()
                : root.at("/clientQuadratics/noise/0").size();
    }

    private static int whole(Object value, int byDefault, String name) {
        if (value == null) return byDefault;
        if (value instanceof Integer i && i >= 0) return i;
        throw new InvalidInput("simulation: " + name + " must be a whole number >= 0, but is " + value);
    }

    private static double[] weights(Object weights, int clients) {
        double[] equal = new double[clients];
        Arrays.fill(equal, 1);
        if (weights == null) return equal;
        if (!(weights instanceof List<?> list) || list.size() != clients) {
            throw new InvalidInput("simulation: weights must be a list of one number a client (" + clients + ")");
        }
        return list.stream().mapToDouble(w -> {
            if (w instanceof Number n) return n.doubleValue();
            throw new InvalidInput("simulation: weights must be numbers, but one is " + Names.shown(w));
        }).toArray();
    }

    /** By round, client and step; a client that takes no part in a round may have an empty list. */
    private static FederatedProblem gradients(JsonNode node, Layout layout, double[] start, Object weights, int rounds,
            Simulation simulation) {
        if (node.size() < rounds) throw new InvalidInput("clientGradients has " + node.size() + " rounds, but " + rounds
                + " are to be played");
        int clients = node.get(0).size();
        if (clients == 0) throw new InvalidInput("clientGradients[0] has no clients");
        double[][][][] gradients = new double[rounds][clients][][];
        for (int r = 0; r < rounds; r++) {
            if (node.get(r).size() != clients) throw new InvalidInput("clientGradients[" + r + "] has " + node.get(r)
                    .size() + " clients, but the first round has " + clients);
            for (int m = 0; m < clients; m++) {
                JsonNode steps = node.get(r).get(m);
                String where = "clientGradients[" + r + "][" + m + "]";
                if (!steps.isEmpty() && steps.size() < simulation.localSteps()) {
                    throw new InvalidInput(where + " has " + steps.size() + " steps, but localSteps is "
                            + simulation.localSteps());
                }
                gradients[r][m] = new double[steps.size()][];
                for (int h = 0; h < steps.size(); h++) gradients[r][m][h] =
                        Vectors.read(steps.get(h), layout, where + "[" + h + "]");
            }
        }
        return new GivenGradients(layout, start, weights(weights, clients), gradients);
    }

    private static FederatedProblem quadratics(JsonNode node, Layout layout, double[] start, Object weights, int rounds,
            Simulation simulation) {
        node.fieldNames().forEachRemaining(key -> {
            if (!QUADRATIC_KEYS.contains(key)) throw Names.unknown("key", key, QUADRATIC_KEYS).in("clientQuadratics");
        });
        if (node.has("Q") == node.has("h")) {
            throw new InvalidInput("clientQuadratics needs either Q (a matrix a client) or h (a diagonal a client)");
        }
        double[][] centers = vectors(TraceCase.require(node, "c"), layout, "clientQuadratics.c");
        try {
            Quadratics quadratics = node.has("h")
                    ? Quadratics.diagonal(vectors(node.get("h"), layout, "clientQuadratics.h"), centers)
                    : Quadratics.dense(matrices(node.get("Q"), layout.length()), centers);
            Quadratics placed = quadratics.in(layout).startingAt(start).weightedBy(weights(weights, quadratics.clients()));
            if (!node.has("noise")) return placed;
            return placed.disturbedBy(Disturbance.recorded(noise(node.get("noise"), layout, rounds, simulation.localSteps(),
                    quadratics.clients())));
        } catch (InvalidInput e) {
            throw e.getMessage().startsWith("clientQuadratics") ? e : e.in("clientQuadratics");
        }
    }

    private static double[][] vectors(JsonNode list, Layout layout, String where) {
        if (!list.isArray() || list.isEmpty()) throw new InvalidInput(where + " must be a list of one array a client");
        double[][] vectors = new double[list.size()][];
        for (int m = 0; m < vectors.length; m++) vectors[m] = Vectors.read(list.get(m), layout, where + "[" + m + "]");
        return vectors;
    }

    private static double[][][] matrices(JsonNode list, int n) {
        if (!list.isArray() || list.isEmpty()) {
            throw new InvalidInput("clientQuadratics.Q must be a list of one matrix a client");
        }
        double[][][] matrices = new double[list.size()][][];
        for (int m = 0; m < matrices.length; m++) {
            String where = "clientQuadratics.Q[" + m + "]";
            long[] shape = NestedArray.read(list.get(m), where).shape();
            if (!Arrays.equals(shape, new long[] {n, n})) {
                throw new InvalidInput(where + " has shape " + Arrays.toString(shape) + ", but must have [" + n + ", " + n
                        + "]");
            }
            matrices[m] = NestedArray.read(list.get(m), where).toDoubleMatrix();
        }
        return matrices;
    }

    private static double[][][][] noise(JsonNode node, Layout layout, int rounds, int steps, int clients) {
        checkSize(node, rounds, "clientQuadratics.noise", "rounds");
        double[][][][] noise = new double[rounds][steps][clients][];
        for (int r = 0; r < rounds; r++) {
            checkSize(node.get(r), steps, "clientQuadratics.noise[" + r + "]", "local steps");
            for (int h = 0; h < steps; h++) {
                String where = "clientQuadratics.noise[" + r + "][" + h + "]";
                checkSize(node.get(r).get(h), clients, where, "clients");
                for (int m = 0; m < clients; m++) noise[r][h][m] =
                        Vectors.read(node.get(r).get(h).get(m), layout, where + "[" + m + "]");
            }
        }
        return noise;
    }

    private static void checkSize(JsonNode node, int size, String where, String what) {
        if (!node.isArray() || node.size() < size) throw new InvalidInput(where + " must have " + size + " entries, the "
                + what);
    }

    private static Sampler participants(JsonNode node, int clients, int rounds) {
        if (!node.isArray() || node.size() < rounds) {
            throw new InvalidInput("participants must have a list of clients for each of the " + rounds + " rounds");
        }
        int[][] lists = new int[rounds][];
        for (int r = 0; r < rounds; r++) {
            int[] list = new int[node.get(r).size()];
            for (int k = 0; k < list.length; k++) {
                JsonNode client = node.get(r).get(k);
                if (!client.isInt() || client.intValue() < 0 || client.intValue() >= clients) {
                    throw new InvalidInput("participants[" + r + "] names client " + client + ", but clients are 0 to "
                            + (clients - 1));
                }
                list[k] = client.intValue();
            }
            lists[r] = Arrays.stream(list).sorted().distinct().toArray();
            if (lists[r].length != list.length) throw new InvalidInput("participants[" + r + "] names a client twice");
        }
        return (seed, round, all, weights) -> lists[(int) round];
    }
}
