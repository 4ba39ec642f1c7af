package org.gradus.experiments.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.document.Json;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.InvalidInput;
import org.gradus.theory.Checker;
import org.gradus.theory.Claim;
import org.gradus.theory.Result;
import org.gradus.theory.catalogue.Claims;

/** A counterexample as a file: {@code {"claim": ID, "seed", "size", "instance": {...}}}, to look at and to check again. */
public final class InstanceFile {
    private InstanceFile() {}

    /** Writes {@code ID.json} into the folder, which must exist. */
    public static Path write(Result result, Path folder) {
        Result.Counterexample found = result.counterexample().orElseThrow();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("claim", result.about().id());
        content.put("seed", found.seed());
        content.put("size", found.size());
        content.put("instance", found.instance());
        Path file = folder.resolve(result.about().id() + ".json");
        AtomicFile.write(file, Json.text(content));
        return file;
    }

    /**
     * Looks at the instance of a file.
     *
     * @param claims that the file may be about
     * @throws InvalidInput if the file is about another claim, or its instance is not one
     */
    public static Result replay(Path file, List<Claim<?>> claims, Checker checker) {
        JsonNode content = Json.read(file);
        if (!content.path("claim").isTextual()) throw new InvalidInput(file
                + ": there is no 'claim', the id of the claim it is about");
        try {
            return replay(content, Claims.find(claims, List.of(content.get("claim").asText())).get(0), file, checker);
        } catch (InvalidInput e) {
            throw e.getMessage().startsWith(file.toString()) ? e : e.in(file.toString());
        }
    }

    private static <I extends Record> Result replay(JsonNode content, Claim<I> claim, Path file, Checker checker) {
        JsonNode instance = content.path("instance");
        for (RecordComponent component : claim.instanceType().getRecordComponents()) {
            if (!instance.has(component.getName())) {
                throw new InvalidInput(file + ": the instance of " + claim.about().id() + " has no '" + component.getName()
                        + "'");
            }
        }
        return checker.replay(claim, Json.read(instance.toString(), claim.instanceType(), file + ": instance"));
    }
}
