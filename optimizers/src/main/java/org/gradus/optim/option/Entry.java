package org.gradus.optim.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the catalogue says of a record: its kebab-case type name, what it is, and the paper it comes from. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Entry {
    /** The name in run specs and on the command line: {@code "adamw"}. */
    String type();

    /** One sentence: what it is and when to use it. */
    String about();

    /** The paper and equation, or where the definition stands. */
    String source() default "";
}
