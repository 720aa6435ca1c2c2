package org.taskweave.core.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A list of numbers that may also be written as a map, from the strings of a sibling list to
 * numbers; whatever the map leaves out is 1.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface NamedBy {

  /** Name of the sibling component. */
  String value();
}
