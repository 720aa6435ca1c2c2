package org.taskweave.nn.head;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import org.taskweave.core.config.RecordShape;
import org.taskweave.core.task.TaskSpec;

/**
 * The head of each kind of task. A head has its kind's name and is made of the task: {@code
 * BinaryTask}'s is {@code BinaryHead}, beside this class.
 */
public final class TaskHeads {

  private static final Map<Class<?>, Constructor<? extends TaskHead>> BY_KIND = new HashMap<>();

  static {
    for (Class<?> kind : RecordShape.variants(TaskSpec.class).values()) {
      BY_KIND.put(kind, constructor(kind));
    }
  }

  private TaskHeads() {}

  private static Constructor<? extends TaskHead> constructor(Class<?> kind) {
    String name =
        TaskHeads.class.getPackageName() + "." + kind.getSimpleName().replace("Task", "") + "Head";
    try {
      return Class.forName(name).asSubclass(TaskHead.class).getDeclaredConstructor(kind);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          kind.getSimpleName() + " has no head: add " + name + " with a constructor of it", e);
    }
  }

  /** The head of a task. */
  public static TaskHead of(TaskSpec task) {
    try {
      return BY_KIND.get(task.getClass()).newInstance(task);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("task \"" + task.name() + "\" has no head", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the head of a " + task.getClass().getSimpleName(), e);
    }
  }
}
