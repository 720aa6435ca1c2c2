package org.taskweave.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BfloatSupportTest {

  @Test
  void flagsSayWhatAProcessorHas() {
    assertEquals(
        Optional.empty(),
        BfloatSupport.missing("model name\t: A\nflags\t\t: fpu avx512f avx512_bf16 clzero\n"));
    assertEquals(
        Optional.empty(), BfloatSupport.missing("flags\t\t: fpu amx_tile amx_bf16 amx_int8\n"));
    assertEquals(
        Optional.of("the processor has neither avx512_bf16 nor amx_bf16"),
        BfloatSupport.missing("flags\t\t: fpu avx512f avx512_vnni\nbugs : avx512_bf16\n"));
  }
}
