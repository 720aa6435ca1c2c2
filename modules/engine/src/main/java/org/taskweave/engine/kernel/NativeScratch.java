package org.taskweave.engine.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Native memory of a kernel's own. */
public final class NativeScratch {

  private NativeScratch() {}

  /** So many values, freed with the object. */
  public static NativeFloats floats(long length) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return NativeFloats.of(Nd4j.createUninitialized(DataType.FLOAT, new long[] {length}, 'c'));
    }
  }
}
