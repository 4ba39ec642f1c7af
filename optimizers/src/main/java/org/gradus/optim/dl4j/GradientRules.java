package org.gradus.optim.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gradus.optim.Chain;
import org.gradus.optim.Frozen;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Route;
import org.gradus.optim.Rule;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Op;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.gradus.optim.program.Slot;
import org.gradus.optim.program.Trace;

/**
 * An optimizer that needs nothing but the gradient of one tensor, which is all that DL4J shows its updaters: rules one
 * after the other. Their program writes the direction where a usual one writes the parameter.
 *
 * @param texts   each stage as text; none: the parameter is frozen
 * @param program null where there are no stages
 * @param rate    the rate of the only stage that has one; otherwise null
 */
record GradientRules(List<String> texts, Program program, Program.Hyperparameter rate) {
    private static final String TRAINER = "; train with Dl4jTrainer.attach(network, optimizer), which takes every optimizer";

    /** @throws InvalidInput naming what DL4J's updaters cannot give to the optimizer, and the remedy */
    static GradientRules of(Optimizer optimizer) {
        if (optimizer instanceof Frozen) return new GradientRules(List.of(), null, null);
        List<Rule> rules = new ArrayList<>();
        collect(optimizer, rules);
        Map<String, Function<Trace, Expr>> traced = new LinkedHashMap<>();
        for (Rule rule : rules) traced.put(traced.size() + "-" + Catalogue.typeOf(rule), rule::direction);
        Program program = Program.of(traced);
        refuse(rules, program);
        return new GradientRules(rules.stream().map(Catalogue::text).toList(), program.handingOn(), rate(program));
    }

    static GradientRules parse(List<String> texts) {
        if (texts.isEmpty()) return of(Frozen.frozen());
        return of(Chain.of(texts.stream().map(Optimizers.CATALOGUE::read).toArray(Optimizer[]::new)));
    }

    private static void collect(Optimizer optimizer, List<Rule> rules) {
        if (optimizer instanceof Chain chain) {
            chain.stages().forEach(stage -> collect(stage.optimizer(), rules));
        } else if (optimizer instanceof Rule rule) {
            String type = Catalogue.typeOf(rule);
            if (!Optimizers.CATALOGUE.types().contains(type) || Optimizers.CATALOGUE.find(type) != rule.getClass()) {
                throw new InvalidInput(type + " is not in Gradus' catalogue, so DL4J's configuration file cannot name it"
                        + TRAINER);
            }
            rules.add(rule);
        } else {
            boolean route = optimizer instanceof Route;
            throw new InvalidInput((route ? "a route" : Catalogue.typeOf(optimizer)) + " works on "
                    + (route ? "named parameters" : "whole matrices or pairs of them")
                    + ", but a DL4J updater sees one flat gradient"
                    + (route ? "; use Dl4jUpdaters.install(network, optimizer), or Dl4jTrainer.attach" : TRAINER));
        }
    }

    private static void refuse(List<Rule> rules, Program program) {
        String names = String.join(", ", rules.stream().map(Catalogue::typeOf).toList());
        if (program.wholeTree()) {
            throw new InvalidInput(names + " goes over all parameters, but a DL4J updater sees one gradient at a time"
                    + TRAINER);
        }
        boolean copies = program.slots().stream().anyMatch(s -> s.kind() == Slot.Kind.COPY);
        if (!program.needsParameter() && !copies) return;
        boolean decays = rules.stream().anyMatch(r -> Options.write(r).containsKey("weightDecay"))
                && !GradientRules.needsParameter(rules);
        throw new InvalidInput(names + " needs the parameter, which DL4J does not show its updaters" + (decays
                ? "; set weightDecay to 0 and add .weightDecay(...) (decoupled, as in adamw) or .l2(...) (coupled) to DL4J's"
                        + " layers, or" + TRAINER.substring(1) : TRAINER));
    }

    /** Whether the rules need the parameter even without weight decay. */
    private static boolean needsParameter(List<Rule> rules) {
        Map<String, Function<Trace, Expr>> traced = new LinkedHashMap<>();
        for (Rule rule : rules) {
            Rule bare = Options.write(rule).containsKey("weightDecay") ? (Rule) rule.with("weightDecay", 0) : rule;
            traced.put(String.valueOf(traced.size()), bare::direction);
        }
        Program program = Program.of(traced);
        return program.needsParameter() || program.slots().stream().anyMatch(s -> s.kind() == Slot.Kind.COPY);
    }

    /** Whether each element moves by itself, so that several tensors are one longer one. */
    boolean isElementwise() {
        return program == null || program.reductions().stream().allMatch(r -> r.kind() == Reduction.Kind.FINITE)
                && program.slots().stream().noneMatch(s -> s.kind() == Slot.Kind.COVER)
                && program.nodes().stream().noneMatch(n -> n.op() == Op.ELEMENTS);
    }

    /** The slots with arrays, in the order in which they lie in DL4J's state. */
    List<Slot> slots() {
        return program == null ? List.of() : program.slots().stream().filter(s -> s.kind() != Slot.Kind.SCALAR).toList();
    }

    /** Numbers of state of a tensor. */
    long stateLength(long... shape) {
        return slots().stream().mapToLong(slot -> length(slot, shape)).sum();
    }

    static long length(Slot slot, long... shape) {
        long product = 1;
        long sum = 0;
        for (long n : shape) {
            product *= n;
            sum += n;
        }
        return slot.kind() == Slot.Kind.COVER ? sum : product;
    }

    private static Program.Hyperparameter rate(Program program) {
        List<Program.Hyperparameter> rates = program.schedules().stream().filter(h -> h.name().endsWith("/lr")).toList();
        return rates.size() == 1 ? rates.get(0) : null;
    }
}
