package org.taskweave.core.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Problem;

/** Calls constructors of records, and gives the problems they report their place in the file. */
final class RecordMaker {
  private final LocatedProblems problems;

  RecordMaker(LocatedProblems problems) {
    this.problems = problems;
  }

  /** What stands for a component that could not be read. */
  static Object nothing(Class<?> type) {
    if (!type.isPrimitive()) {
      return type == List.class
          ? List.of()
          : type == Optional.class
              ? Optional.empty()
              : type == OptionalDouble.class ? OptionalDouble.empty() : null;
    }
    return type == boolean.class
        ? (Object) false
        : type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : (Object) 0.0;
  }

  /** The record; null after a problem. */
  Object make(Class<?> type, Object[] values, Set<String> failed, ConfigNode node, String path) {
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidInputException) {
        for (Problem problem : ((InvalidInputException) e.getCause()).problems()) {
          note(problem, failed, node, path);
        }
        return null;
      }
      if (failed.isEmpty()) {
        throw new IllegalStateException(type + " cannot be made of " + node, e.getCause());
      }
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no usable constructor", e);
    }
  }

  private void note(Problem problem, Set<String> failed, ConfigNode node, String path) {
    String inside = problem.path();
    if (failed.stream().anyMatch(name -> inside.matches("\\Q" + name + "\\E([.\\[].*)?"))) {
      return;
    }
    Position position =
        inside.isEmpty() ? node.position() : ConfigPath.parse(inside).nearestPosition(node);
    String separator = path.isEmpty() || inside.isEmpty() || inside.startsWith("[") ? "" : ".";
    problems.add(position, path + separator + inside, problem.message());
  }
}
