package org.gradus.theory.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.theory.Claim;
import org.gradus.theory.adam.AdamClaims;
import org.gradus.theory.fedada2.FedAda2Claims;
import org.gradus.theory.localsgd.LocalSgdClaims;
import org.gradus.theory.lora.LoraClaims;
import org.gradus.theory.onebyte.OneByteClaims;
import org.gradus.theory.schedule.ScheduleClaims;
import org.gradus.theory.tailopt.TailOptClaims;

/** All claims, by their ids. */
public final class Claims {
    public static final List<Claim<?>> ALL = Stream.of(AdamClaims.ALL, LoraClaims.ALL, ScheduleClaims.ALL,
            LocalSgdClaims.ALL, TailOptClaims.ALL, FedAda2Claims.ALL, OneByteClaims.ALL)
            .<Claim<?>>flatMap(List::stream).toList();

    private Claims() {}

    /**
     * The claims that any of the patterns names, in the order of the catalogue; all of them for no pattern.
     *
     * @param patterns ids, or globs such as {@code adam-*}
     * @throws InvalidInput if a pattern names nothing; with the nearest id
     */
    public static List<Claim<?>> find(List<Claim<?>> claims, List<String> patterns) {
        if (patterns.isEmpty()) return claims;
        Set<Claim<?>> found = new LinkedHashSet<>();
        List<String> ids = claims.stream().map(c -> c.about().id()).toList();
        for (String pattern : patterns) {
            Pattern glob = glob(pattern);
            List<Claim<?>> named = new ArrayList<>(claims);
            named.removeIf(c -> !glob.matcher(c.about().id()).matches());
            if (named.isEmpty()) throw Names.unknown("claim", pattern, ids);
            found.addAll(named);
        }
        return claims.stream().<Claim<?>>map(c -> c).filter(found::contains).toList();
    }

    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.codePoints().forEach(c -> {
            if (c == '*') regex.append(".*");
            else if (c == '?') regex.append('.');
            else regex.append(Pattern.quote(Character.toString(c)));
        });
        return Pattern.compile(regex.toString());
    }
}
