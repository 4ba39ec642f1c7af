package org.gradus.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.gradus.optim.execute.Alignment;
import org.gradus.optim.execute.TensorMemory;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Slot;
import org.gradus.optim.program.Trace;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An optimizer resolved for given parameters: which rules each one goes through, and the program of each group of
 * parameters that share them. It knows what state there must be, and under which names.
 */
final class Binding {
    /** Parameters (by position) of one type that go through the same stages. */
    record Group(Map<String, Rule> stages, List<Integer> members, Program program) {}

    private final Tensors parameters;
    private final List<Group> groups;

    private Binding(Tensors parameters, List<Group> groups) {
        this.parameters = parameters;
        this.groups = groups;
    }

    static Binding of(Optimizer optimizer, Tensors parameters) {
        if (parameters == null || parameters.size() == 0) throw new InvalidInput("there are no parameters to optimize");
        rejectShared(parameters);
        Map<List<Object>, List<Integer>> members = new LinkedHashMap<>();
        Map<List<Object>, Map<String, Rule>> stages = new HashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = describe(parameters, i);
            if (parameter.type() != DataType.FLOAT && parameter.type() != DataType.DOUBLE) {
                throw new InvalidInput("parameter '" + parameter.name() + "' has data type " + parameter.type()
                        + "; cast it to FLOAT or DOUBLE");
            }
            Map<String, Rule> path = new LinkedHashMap<>();
            if (!follow(optimizer, "", "", parameter, path)) continue;
            List<Object> key = List.of(parameter.type(), List.copyOf(path.keySet()));
            stages.put(key, path);
            members.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
        List<Group> groups = new ArrayList<>();
        members.forEach((key, list) -> groups.add(new Group(stages.get(key), list, program(stages.get(key)))));
        return new Binding(parameters, groups);
    }

    /** One array under two names would move twice a step. */
    private static void rejectShared(Tensors parameters) {
        Map<Long, String> starts = new HashMap<>();
        parameters.forEach((name, array) -> {
            if (array.length() == 0) return;
            String other = starts.put(array.data().addressPointer().address(), name);
            if (other != null) throw new InvalidInput("parameters '" + other + "' and '" + name
                    + "' begin at the same memory; name it once");
        });
    }

    /** Collects the rules that the parameter goes through; false if it is frozen. */
    private static boolean follow(Optimizer optimizer, String path, String name, Parameter p, Map<String, Rule> rules) {
        if (optimizer instanceof Frozen) return false;
        if (optimizer instanceof Chain chain) {
            for (Chain.Stage stage : chain.stages()) {
                if (!follow(stage.optimizer(), path, stage.name(), p, rules)) return false;
            }
            return true;
        }
        if (optimizer instanceof Route route) {
            Route.Branch branch = route.branch(p);
            rejectWholeTree(branch);
            String outer = name.isEmpty() || name.equals("route") ? path : path + name + "/";
            return follow(branch.optimizer(), outer + branch.name() + "/", "", p, rules);
        }
        String stage = path + (name.isEmpty() ? Catalogue.typeOf(optimizer) : name);
        if (rules.put(stage, (Rule) optimizer) != null) {
            throw new InvalidInput("two stages have the name '" + stage + "'; give them names of their own");
        }
        return true;
    }

    private static void rejectWholeTree(Route.Branch branch) {
        Optimizer optimizer = branch.optimizer();
        if (optimizer instanceof Chain chain) {
            chain.stages().forEach(s -> rejectWholeTree(new Route.Branch(branch.name(), branch.takes(), s.optimizer())));
        } else if (optimizer instanceof Rule rule && program(Map.of("", rule)).wholeTree()) {
            throw new InvalidInput(Catalogue.typeOf(rule) + " goes over all parameters and cannot stand in the branch '"
                    + branch.name() + "' of a route; put it into a chain before the route");
        }
    }

    private static Program program(Map<String, Rule> stages) {
        Map<String, Function<Trace, Expr>> traced = new LinkedHashMap<>();
        stages.forEach((name, rule) -> traced.put(name, rule::direction));
        return Program.of(traced);
    }

    static Parameter describe(Tensors parameters, int i) {
        INDArray array = parameters.values().get(i);
        return new Parameter(parameters.names().get(i), Arrays.stream(array.shape()).boxed().toList(), array.dataType());
    }

    List<Group> groups() {
        return groups;
    }

    /** The stages of the i-th parameter; none if it is frozen. */
    List<String> stages(int i) {
        return groups.stream().filter(g -> g.members().contains(i)).findFirst()
                .map(g -> List.copyOf(g.stages().keySet())).orElse(List.of());
    }

    long stateBytes(int i) {
        long bytes = 0;
        for (Group group : groups) {
            if (!group.members().contains(i)) continue;
            for (Slot slot : group.program().slots()) {
                for (long[] shape : shapes(slot, i).values()) {
                    bytes += Arrays.stream(shape).reduce(1, (a, b) -> a * b) * parameters.values().get(i).dataType().width();
                }
            }
        }
        return bytes;
    }

    /** An array that the state must have. */
    private record StateArray(String name, Slot slot, INDArray parameter, long[] shape) {}

    private List<StateArray> stateArrays() {
        List<StateArray> arrays = new ArrayList<>();
        for (Group group : groups) {
            for (Slot slot : group.program().slots()) {
                for (int i : group.members()) {
                    INDArray parameter = parameters.values().get(i);
                    shapes(slot, i).forEach((name, shape) -> arrays.add(new StateArray(name, slot, parameter, shape)));
                }
            }
        }
        return arrays;
    }

    /** The numbers that the state must have, with their starts. */
    private Map<String, Double> stateScalars() {
        Map<String, Double> scalars = new LinkedHashMap<>();
        for (Group group : groups) {
            for (Slot slot : group.program().slots()) {
                if (slot.kind() == Slot.Kind.SCALAR) scalars.put(slot.name(), slot.start());
            }
        }
        return scalars;
    }

    State newState() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (StateArray a : stateArrays()) arrays.put(a.name, allocate(a.slot, a.parameter, a.shape));
        return new State(Tensors.of(arrays), stateScalars());
    }

    private static INDArray allocate(Slot slot, INDArray parameter, long[] shape) {
        INDArray array = slot.kind() == Slot.Kind.COVER
                ? Nd4j.createUninitializedDetached(parameter.dataType(), 'c', shape) : Alignment.allocate(parameter);
        return slot.kind() == Slot.Kind.COPY ? array.assign(parameter) : array.assign(slot.start());
    }

    /** The state's arrays, those that lie badly beside their parameter (loaded or copied ones) moved. */
    Tensors placed(Tensors state) {
        Map<String, INDArray> placed = new LinkedHashMap<>();
        state.forEach(placed::put);
        boolean moved = false;
        for (StateArray a : stateArrays()) {
            INDArray array = placed.get(a.name);
            if (a.slot.kind() == Slot.Kind.COVER || Alignment.fits(array, a.parameter)) continue;
            placed.put(a.name, Alignment.allocate(a.parameter).assign(array));
            moved = true;
        }
        return moved ? Tensors.of(placed) : state;
    }

    /** The arrays of a slot for the i-th parameter: their names in the state, and their shapes. */
    private Map<String, long[]> shapes(Slot slot, int i) {
        String parameter = parameters.names().get(i);
        long[] shape = parameters.values().get(i).shape();
        Map<String, long[]> result = new LinkedHashMap<>();
        switch (slot.kind()) {
            case ELEMENT, COPY -> result.put(slot.name() + "/" + parameter, shape);
            case COVER -> {
                for (int axis = 0; axis < Math.max(1, shape.length); axis++) {
                    long length = shape.length == 0 ? 1 : shape[axis];
                    result.put(slot.name() + "/" + parameter + "/" + axis, new long[] {length});
                }
            }
            case SCALAR -> { }
        }
        return result;
    }

    /** The group's parameters with their arrays of the state, which must fit. */
    List<TensorMemory> memory(Group group, State state) {
        List<TensorMemory> tensors = new ArrayList<>();
        for (int i : group.members()) {
            List<List<INDArray>> slots = new ArrayList<>();
            for (Slot slot : group.program().slots()) {
                List<INDArray> arrays = new ArrayList<>();
                shapes(slot, i).keySet().forEach(name -> arrays.add(state.arrays().get(name)));
                slots.add(arrays);
            }
            tensors.add(new TensorMemory(parameters.names().get(i), parameters.values().get(i), slots));
        }
        return tensors;
    }

    /** Refuses a state that was made for another optimizer or for other parameters, and says what differs. */
    void check(State state) {
        Set<String> expected = new HashSet<>();
        for (StateArray a : stateArrays()) {
            expected.add(a.name);
            if (!state.arrays().contains(a.name)) throw new InvalidInput("the state has no array '" + a.name + "'; it has "
                    + state.arrays().names());
            INDArray array = state.arrays().get(a.name);
            if (!Arrays.equals(array.shape(), a.shape) || array.dataType() != a.parameter.dataType()) {
                throw new InvalidInput("state '" + a.name + "' is " + array.dataType() + Arrays.toString(array.shape())
                        + ", but the parameters need " + a.parameter.dataType() + Arrays.toString(a.shape));
            }
        }
        for (String name : state.arrays().names()) {
            if (!expected.contains(name)) throw new InvalidInput("the state has an array '" + name
                    + "' that this optimizer does not use; it was saved by another one");
        }
        Set<String> scalars = stateScalars().keySet();
        for (String name : scalars) {
            if (!state.scalars().containsKey(name)) throw new InvalidInput("the state has no number '" + name + "'");
        }
        if (state.scalars().size() != scalars.size()) {
            throw new InvalidInput("the state has numbers " + state.scalars().keySet() + ", but this optimizer uses " + scalars);
        }
    }
}
