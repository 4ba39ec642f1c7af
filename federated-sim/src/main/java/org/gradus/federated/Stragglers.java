package org.gradus.federated;

import java.util.List;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** When the server stops waiting for answers, on the virtual clock. */
public sealed interface Stragglers {
    Catalogue<Stragglers> CATALOGUE = new Catalogue<>("straggler policy", Stragglers.class,
            List.of(WaitAll.class, Deadline.class, Buffered.class));

    static Stragglers parse(Object spec) {
        return CATALOGUE.read(spec);
    }

    /** The map that {@link #parse} reads. */
    default Object write() {
        return Catalogue.write(this);
    }

    /** A round takes as long as its slowest client. */
    @Entry(type = "wait-all", about = "a round takes as long as its slowest client")
    record WaitAll() implements Stragglers {}

    /** Answers that are later than so many virtual seconds after the start of the round are dropped. */
    @Entry(type = "deadline", about = "later answers are dropped")
    record Deadline(@Option(about = "virtual seconds, > 0") double seconds) implements Stragglers {
        public Deadline {
            Require.positive("seconds", seconds);
        }
    }

    /**
     * The server steps as soon as {@code size} answers are there; the cohort's size is the number of clients at work. A
     * client that answered is followed by another one. An answer to a model that is s steps old weighs
     * {@code (1 + s)^-staleness} of what it would, after normalization.
     */
    @Entry(type = "buffered", about = "asynchronous: the server steps whenever so many answers are there",
            source = "Nguyen et al. 2021, arXiv 2106.06639 (FedBuff), Algorithm 1")
    record Buffered(
            @Option(value = "10", about = "answers in a step of the server") int size,
            @Option(value = "0.5",
                    about = "power by which old answers lose weight, >= 0") double staleness) implements Stragglers {
        public Buffered {
            Require.check(size >= 1, "size", "at least 1", size);
            Require.nonNegative("staleness", staleness);
        }
    }
}
