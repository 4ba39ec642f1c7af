package org.gradus.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradus.optim.execute.Alignment;
import org.gradus.optim.execute.TensorMemory;
import org.gradus.optim.matrix.Block;
import org.gradus.optim.matrix.Factor;
import org.gradus.optim.matrix.MatrixMemory;
import org.gradus.optim.matrix.MatrixSlot;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Slot;
import org.gradus.optim.tensor.LoraPair;
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

    /** The blocks of one matrix method; {@code members} has their parameters in order. */
    record MatrixGroup(String stage, MatrixMethod method, List<Block> blocks, List<Integer> members) {}

    private final Tensors parameters;
    private final List<Group> groups;
    private final List<MatrixGroup> matrixGroups;

    private Binding(Tensors parameters, List<Group> groups, List<MatrixGroup> matrixGroups) {
        this.parameters = parameters;
        this.groups = groups;
        this.matrixGroups = matrixGroups;
    }

    static Binding of(Optimizer optimizer, Tensors parameters) {
        if (parameters == null || parameters.size() == 0) throw new InvalidInput("there are no parameters to optimize");
        rejectShared(parameters);
        Map<List<Object>, List<Integer>> members = new LinkedHashMap<>();
        Map<List<Object>, Map<String, Rule>> stages = new HashMap<>();
        Map<String, MatrixMethod> methods = new LinkedHashMap<>();
        Map<String, List<Parameter>> taken = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = describe(parameters, i);
            if (parameter.type() != DataType.FLOAT && parameter.type() != DataType.DOUBLE) {
                throw new InvalidInput("parameter '" + parameter.name() + "' has data type " + parameter.type()
                        + "; cast it to FLOAT or DOUBLE");
            }
            Optional<Stages> path = Stages.of(optimizer, parameter);
            if (path.isEmpty()) continue;
            Map<String, Rule> rules = path.get().rules();
            path.get().matrix().forEach((stage, method) -> {
                methods.put(stage, method);
                taken.computeIfAbsent(stage, s -> new ArrayList<>()).add(parameter);
            });
            if (rules.isEmpty()) continue;
            List<Object> key = List.of(parameter.type(), List.copyOf(rules.entrySet()));
            stages.put(key, rules);
            members.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
        List<Group> groups = new ArrayList<>();
        members.forEach((key, list) -> groups.add(new Group(stages.get(key), list, Stages.program(stages.get(key)))));
        List<MatrixGroup> matrixGroups = new ArrayList<>();
        methods.forEach((stage, method) -> matrixGroups.add(matrixGroup(stage, method, taken.get(stage), parameters)));
        return new Binding(parameters, groups, matrixGroups);
    }

    private static MatrixGroup matrixGroup(String stage, MatrixMethod method, List<Parameter> taken, Tensors parameters) {
        List<Block> blocks = method.takesPairs() ? pairBlocks(stage, taken, parameters)
                : taken.stream().map(p -> new Block(p.name(), List.of(new Factor(p.name(), parameters.get(p.name()), false)), 1)).toList();
        List<Integer> members = new ArrayList<>();
        for (Block block : blocks) {
            for (Factor factor : block.factors()) members.add(parameters.names().indexOf(factor.name()));
            method.slots(block);
        }
        return new MatrixGroup(stage, method, blocks, members);
    }

    private static List<Block> pairBlocks(String stage, List<Parameter> taken, Tensors parameters) {
        Set<String> names = new HashSet<>();
        taken.forEach(p -> names.add(p.name()));
        List<Block> blocks = new ArrayList<>();
        for (LoraPair pair : parameters.pairs()) {
            boolean up = names.contains(pair.upName());
            boolean down = names.contains(pair.downName());
            if (up != down) throw new InvalidInput("only one factor of pair '" + pair.name() + "' comes to " + stage
                    + ", which needs both; route pairs as a whole");
            if (up) blocks.add(new Block(pair.name(), List.of(new Factor(pair.upName(), pair.up(), false),
                    new Factor(pair.downName(), pair.down(), pair.layout() == LoraPair.Layout.PEFT)), pair.scale()));
        }
        return blocks;
    }

    /** One array under two names would move twice a step. */
    private static void rejectShared(Tensors parameters) {
        Map<Long, String> starts = new HashMap<>();
        parameters.forEach((name, array) -> {
            if (array.length() == 0) return;
            String other = starts.put(Alignment.address(array), name);
            if (other != null) throw new InvalidInput("parameters '" + other + "' and '" + name
                    + "' begin at the same memory; name it once");
        });
    }

    static Parameter describe(Tensors parameters, int i) {
        INDArray array = parameters.values().get(i);
        String name = parameters.names().get(i);
        LoraPair.Role role = null;
        for (LoraPair pair : parameters.pairs()) {
            if (name.equals(pair.upName())) role = LoraPair.Role.UP;
            if (name.equals(pair.downName())) role = LoraPair.Role.DOWN;
        }
        return new Parameter(name, Arrays.stream(array.shape()).boxed().toList(), array.dataType(), role);
    }

    List<MatrixGroup> matrixGroups() {
        return matrixGroups;
    }

    List<Group> groups() {
        return groups;
    }

    /** The stages of the i-th parameter; none if it is frozen. */
    List<String> stages(int i) {
        for (MatrixGroup group : matrixGroups) {
            if (group.members().contains(i)) return List.of(group.stage());
        }
        return groups.stream().filter(g -> g.members().contains(i)).findFirst()
                .map(g -> List.copyOf(g.stages().keySet())).orElse(List.of());
    }

    long stateBytes(int i) {
        INDArray parameter = parameters.values().get(i);
        return stateArrays().stream().filter(a -> a.parameter == parameter)
                .mapToLong(a -> Arrays.stream(a.shape).reduce(1, (x, y) -> x * y) * a.type.width()).sum();
    }

    /**
     * An array that the state must have.
     *
     * @param slot of a rule; null for a matrix method, whose state starts at 0
     */
    private record StateArray(String name, Slot slot, INDArray parameter, DataType type, long[] shape) {
        /** Whether it has an element for each of the parameter's and lies in memory as that does. */
        boolean like() {
            return slot == null ? type == parameter.dataType() && Arrays.equals(shape, parameter.shape())
                    : slot.kind() != Slot.Kind.COVER;
        }
    }

    private List<StateArray> stateArrays() {
        List<StateArray> arrays = new ArrayList<>();
        for (Group group : groups) {
            for (Slot slot : group.program().slots()) {
                for (int i : group.members()) {
                    INDArray parameter = parameters.values().get(i);
                    shapes(slot, i).forEach((name, shape) ->
                            arrays.add(new StateArray(name, slot, parameter, parameter.dataType(), shape)));
                }
            }
        }
        for (MatrixGroup group : matrixGroups) {
            for (Block block : group.blocks()) {
                for (MatrixSlot slot : group.method().slots(block)) {
                    arrays.add(new StateArray(group.stage() + "/" + slot.name(), null, parameters.get(slot.factor()), slot.type(),
                            slot.shape()));
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
        for (MatrixGroup group : matrixGroups) {
            group.method().numbers().forEach((name, start) -> scalars.put(group.stage() + "/" + name, start));
        }
        return scalars;
    }

    State newState() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (StateArray a : stateArrays()) arrays.put(a.name, allocate(a));
        return new State(Tensors.of(arrays), stateScalars());
    }

    private static INDArray allocate(StateArray a) {
        INDArray array = a.like() ? Alignment.allocate(a.parameter) : Nd4j.createUninitializedDetached(a.type, 'c', a.shape);
        boolean copy = a.slot != null && a.slot.kind() == Slot.Kind.COPY;
        return copy ? array.assign(a.parameter) : array.assign(a.slot == null ? 0 : a.slot.start());
    }

    /** The state's arrays, those that lie badly beside their parameter (loaded or copied ones) moved. */
    Tensors placed(Tensors state) {
        Map<String, INDArray> placed = new LinkedHashMap<>();
        state.forEach(placed::put);
        boolean moved = false;
        for (StateArray a : stateArrays()) {
            INDArray array = placed.get(a.name);
            if (!a.like() || Alignment.fits(array, a.parameter)) continue;
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

    /** The state of a matrix method. */
    MatrixMemory memory(MatrixGroup group, State state) {
        return new MatrixMemory() {
            @Override
            public INDArray array(String slot, Factor factor) {
                return state.arrays().get(group.stage() + "/" + slot + "/" + factor.name());
            }

            @Override
            public double[] number(String name) {
                return state.scalar(group.stage() + "/" + name);
            }
        };
    }

    /** Refuses a state that was made for another optimizer or for other parameters, and says what differs. */
    void check(State state) {
        Set<String> expected = new HashSet<>();
        for (StateArray a : stateArrays()) {
            expected.add(a.name);
            if (!state.arrays().contains(a.name)) throw new InvalidInput("the state has no array '" + a.name + "'; it has "
                    + state.arrays().names());
            INDArray array = state.arrays().get(a.name);
            if (!Arrays.equals(array.shape(), a.shape) || array.dataType() != a.type) {
                throw new InvalidInput("state '" + a.name + "' is " + array.dataType() + Arrays.toString(array.shape())
                        + ", but the parameters need " + a.type + Arrays.toString(a.shape));
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
