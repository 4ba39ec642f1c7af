package org.gradus.federated.time;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/**
 * Answers on their way to the server, in the order in which they will arrive: by time, of equal times by client. The three
 * ways to end a round are {@link #waitForAll}, {@link #waitUntil} and {@link #waitFor}.
 */
public final class VirtualClock {
    private double now;
    private final PriorityQueue<Arrival> onTheWay = new PriorityQueue<>();

    /** Virtual seconds since the start of the run. */
    public double now() {
        return now;
    }

    /** Answers that have not arrived. */
    public int pending() {
        return onTheWay.size();
    }

    /** Whether a client's answer is on its way: then it is busy. */
    public boolean pending(int client) {
        return onTheWay.stream().anyMatch(arrival -> arrival.client() == client);
    }

    /** An answer of a client, to the model of a round, that takes so many seconds from now. */
    public void send(double seconds, int client, long round) {
        Require.nonNegative("seconds of client " + client + " in round " + round, seconds);
        Require.nonNegative("virtual time", now + seconds);
        onTheWay.add(new Arrival(now + seconds, client, round));
    }

    /** Goes on to the last answer; all of them, in order of arrival. */
    public List<Arrival> waitForAll() {
        return waitFor(onTheWay.size());
    }

    /** Goes on until so many answers are there, or all if there are fewer; those after them stay on their way. */
    public List<Arrival> waitFor(int count) {
        List<Arrival> arrived = new ArrayList<>();
        while (arrived.size() < count && !onTheWay.isEmpty()) arrived.add(next());
        return arrived;
    }

    /**
     * Goes on until all answers are there, at most so many seconds. Those on their way after that are late, and dropped;
     * one that arrives at the deadline itself is in time.
     */
    public List<Arrival> waitUntil(double seconds) {
        Require.check(seconds >= 0, "deadline", "at least 0 seconds", seconds);
        double deadline = now + seconds;
        List<Arrival> arrived = new ArrayList<>();
        while (!onTheWay.isEmpty() && onTheWay.peek().time() <= deadline) arrived.add(next());
        if (!onTheWay.isEmpty()) now = deadline;
        onTheWay.clear();
        return arrived;
    }

    private Arrival next() {
        Arrival next = onTheWay.remove();
        now = next.time();
        return next;
    }

    /** The whole state: now, then time, client and round of every answer on its way, in order of arrival. */
    public double[] write() {
        List<Arrival> sorted = onTheWay.stream().sorted().toList();
        double[] numbers = new double[1 + 3 * sorted.size()];
        numbers[0] = now;
        for (int i = 0; i < sorted.size(); i++) {
            numbers[3 * i + 1] = sorted.get(i).time();
            numbers[3 * i + 2] = sorted.get(i).client();
            numbers[3 * i + 3] = sorted.get(i).round();
        }
        return numbers;
    }

    /** The clock that wrote these numbers. */
    public static VirtualClock read(double[] numbers) {
        if (numbers.length % 3 != 1) {
            throw new InvalidInput("a clock is 1 number and 3 for each answer on its way, but here are " + numbers.length);
        }
        VirtualClock clock = new VirtualClock();
        Require.nonNegative("time now", numbers[0]);
        clock.now = numbers[0];
        for (int i = 1; i < numbers.length; i += 3) {
            Require.check(numbers[i] >= clock.now && Double.isFinite(numbers[i]), "time of arrival",
                    "finite and not before now (" + clock.now + ")", numbers[i]);
            clock.onTheWay.add(new Arrival(numbers[i], (int) whole("client", numbers[i + 1], Integer.MAX_VALUE),
                    whole("round", numbers[i + 2], 1L << 53)));
        }
        return clock;
    }

    private static long whole(String name, double number, double most) {
        Require.check(number >= 0 && number <= most && number == Math.rint(number), name, "a whole number >= 0", number);
        return (long) number;
    }
}
