package org.taskweave.core.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A sealed type whose variant is told by a key beside the others. Without this, a variant is
 * written as a map of one key, its name: {@code {occurs: {action: buy}}}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KindKey {

  /** The key, as in "kind". */
  String value();

  /** What the names of all variants end with, which is not written: BinaryTask is "binary". */
  String suffix() default "";
}
