package org.gradus.optim.option;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The records of every {@link Extension} on the class path. What is wrong with one is said in one line. */
public final class Extensions {
    private static final String TYPE = "[a-z][a-z0-9-]*";

    private static List<Class<? extends Record>> entries;

    private Extensions() {}

    /**
     * All of them, in the order of the class path; read once.
     *
     * @throws InvalidInput if an extension cannot be loaded, or one of its records cannot stand in a catalogue
     */
    public static synchronized List<Class<? extends Record>> entries() {
        if (entries == null) entries = load(ServiceLoader.load(Extension.class));
        return entries;
    }

    /** Also checks that each belongs to one of these families at least. */
    public static void check(List<Class<?>> families) {
        for (Class<?> entry : entries()) {
            if (families.stream().noneMatch(f -> f.isAssignableFrom(entry))) {
                throw new InvalidInput("extension record " + entry.getName() + " is of no kind that run specs know; implement one"
                        + " of " + String.join(", ", families.stream().map(Class::getSimpleName).sorted().distinct().toList()));
            }
        }
    }

    static List<Class<? extends Record>> load(Iterable<Extension> found) {
        List<Class<? extends Record>> all = new ArrayList<>();
        String where = "an extension";
        try {
            for (Extension extension : found) {
                where = "extension " + extension.getClass().getName();
                for (Class<? extends Record> entry : extension.entries()) {
                    check(where, entry);
                    if (!all.contains(entry)) all.add(entry);
                }
                where = "the extension after " + extension.getClass().getName();
            }
        } catch (InvalidInput e) {
            throw e;
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            // Whatever the code of others throws: it is their jar that has to be mended.
            throw new InvalidInput(where + " cannot be loaded (" + e + "); mend or remove its jar on the class path", e);
        }
        return List.copyOf(all);
    }

    private static void check(String where, Class<? extends Record> entry) {
        Entry about = entry.getAnnotation(Entry.class);
        String name = where + ": record " + entry.getName();
        if (about == null) throw new InvalidInput(name + " has no @Entry(type = ..., about = ...)");
        if (!Modifier.isPublic(entry.getModifiers())) throw new InvalidInput(name + " is not public");
        Require.check(about.type().matches(TYPE), name + ": the type in @Entry",
                "of lower-case letters, digits and '-', beginning with a letter", Names.shown(about.type()));
        Require.check(!about.about().isBlank(), name + ": about in @Entry", "one sentence", "empty");
        Options.checkTypes(entry, name);
    }
}
