package org.gradus.optim.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the catalogue says of one option, that is of one record component. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
    /** The default as it would be written in a run spec; empty: the option must be given. */
    String value() default "";

    /** Meaning and range, in a few words. */
    String about() default "";

    /** Another name by which it may be given, where the field's common name is less exact. */
    String also() default "";
}
