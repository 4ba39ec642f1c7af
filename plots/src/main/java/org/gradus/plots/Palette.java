package org.gradus.plots;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Colour and marker by name. Colours are those of Okabe and Ito, safe for colour-blind readers, without their yellow,
 * which is lost on white paper. A known optimizer has its place in a table, any other name a place by its hash, so a
 * name looks the same in every figure; only a name that would clash within one figure moves on to a free colour.
 */
public final class Palette {

    /** How a series is drawn. */
    public record Style(Color color, Marker marker) {}

    private static final List<Color> COLORS = List.of(
            new Color(0x0072B2), // blue
            new Color(0xD55E00), // vermillion
            new Color(0x009E73), // bluish green
            new Color(0xCC79A7), // reddish purple
            new Color(0xE69F00), // orange
            new Color(0x56B4E9), // sky blue
            new Color(0x000000));

    // The place in this list is the style: neighbours, which are often compared, differ in colour and in marker.
    private static final List<String> KNOWN = List.of(
            "adam", "adamw", "lora-rite", "lora-plus", "shampoo", "lion", "sgd",
            "yogi", "adagrad", "schedule-free", "lora-fa", "muon", "sm3", "rmsprop",
            "fedadam", "diloco", "tailopt", "scaffold", "fedprox", "bi2clip", "fedavg",
            "scaled-adam", "scaled-gd", "lamb", "amsgrad", "nadam", "adadelta", "sign-sgd",
            "accelerated", "nesterov", "fedyogi", "fedadagrad", "fedac", "fedada2", "heavy-ball");

    private Palette() {}

    /** A style for each name, with no two alike while there are free ones. The order of the names does not matter. */
    public static Map<String, Style> styles(List<String> names) {
        List<String> byPriority = new ArrayList<>(new HashSet<>(names));
        byPriority.sort(Comparator.comparing((String name) -> rank(name)).thenComparing(Comparator.naturalOrder()));
        Map<String, Style> styles = new HashMap<>();
        Set<Integer> takenColors = new HashSet<>();
        Set<Style> taken = new HashSet<>();
        for (String name : byPriority) {
            if (takenColors.size() == COLORS.size()) {
                takenColors.clear(); // every colour is in use: start a second round, told apart by marker
            }
            int color = firstFree(place(name) % COLORS.size(), takenColors);
            Style style = firstFree(color, markerPlace(name), taken);
            takenColors.add(color);
            taken.add(style);
            styles.put(name, style);
        }
        return Map.copyOf(styles);
    }

    private static int firstFree(int wanted, Set<Integer> taken) {
        int color = wanted;
        while (taken.contains(color)) {
            color = (color + 1) % COLORS.size();
        }
        return color;
    }

    private static Style firstFree(int color, int wantedMarker, Set<Style> taken) {
        Marker[] markers = Marker.values();
        for (int i = 0; i < markers.length; i++) {
            Style style = new Style(COLORS.get(color), markers[(wantedMarker + i) % markers.length]);
            if (!taken.contains(style)) {
                return style;
            }
        }
        return new Style(COLORS.get(color), markers[wantedMarker]);
    }

    private static int rank(String name) {
        int known = KNOWN.indexOf(name);
        return known >= 0 ? known : KNOWN.size();
    }

    private static int place(String name) {
        int known = KNOWN.indexOf(name);
        return known >= 0 ? known : Math.floorMod(name.hashCode(), COLORS.size() * Marker.values().length);
    }

    private static int markerPlace(String name) {
        int place = place(name);
        return (place % COLORS.size() + place / COLORS.size()) % Marker.values().length;
    }
}
