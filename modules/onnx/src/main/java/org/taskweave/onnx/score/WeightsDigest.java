package org.taskweave.onnx.score;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.nn.model.MultiTaskModel;

/** A fingerprint of a model's weights. */
public final class WeightsDigest {

  private static final int CHUNK = 1 << 20;

  private WeightsDigest() {}

  /** SHA-256 of the flat parameter vector as little-endian floats, hexadecimal. */
  public static String sha256(MultiTaskModel model) {
    INDArray parameters = model.graph().params();
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    float[] values = parameters.data().asFloat();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      bytes.clear();
      bytes.asFloatBuffer().put(values, from, count);
      digest.update(bytes.array(), 0, count * Float.BYTES);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
