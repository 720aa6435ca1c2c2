package org.taskweave.onnx.score;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.ModelInput;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.nn.item.MemoryWindow;

/** A batch's arrays as a file's inputs. */
final class InputTensors {

  private InputTensors() {}

  static OnnxTensor of(String name, SequenceInput input, FileMetadata metadata, Path file)
      throws OrtException {
    int rows = input.batchSize();
    int length = input.length();
    ModelInput known =
        ModelInput.of(name)
            .filter(ModelInput::inFiles)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        file
                            + ": wants an input \""
                            + name
                            + "\" that no batch has. Export it again with this program."));
    return switch (known) {
      case TOKEN_IDS -> longs(List.of(input.tokenIds()), 1, rows, length);
      case TOKEN_TYPE_IDS -> longs(List.of(input.tokenTypeIds()), 1, rows, length);
      case LABEL_ROWS -> {
        if (input.labelRows().length == 0) {
          throw new InvalidInputException(
              file
                  + ": reads single events of a history, but the batch names none. The batch was"
                  + " made for another bundle.");
        }
        yield longs(List.of(input.labelRows()), 1, input.labelRows().length);
      }
      case CANDIDATE_ROWS -> {
        if (input.candidates().length == 0) {
          throw new InvalidInputException(
              file
                  + ": is asked about items, but the batch names none. The batch was made for"
                  + " another bundle.");
        }
        yield longs(List.of(input.candidates()), 1, input.candidates().length);
      }
      case MEMORY_EVENTS -> {
        int[] events = MemoryWindow.of(input, metadata.items());
        yield longs(List.of(events), 1, input.labelRows().length, MemoryWindow.WIDTH);
      }
      case MASK -> floats(input.mask(), rows, length);
      case CATEGORICAL_CHANNELS -> {
        int channels = metadata.categoricalChannels().size();
        require(name, channels, input.categoricalChannels().size(), file);
        yield channels(input);
      }
      case NUMERIC_CHANNELS -> {
        int channels = metadata.numericChannels().size();
        require(name, channels, input.numericChannels().length / Math.max(1, rows * length), file);
        yield floats(input.numericChannels(), rows, length, channels);
      }
      case USER_FEATURES -> {
        int features = metadata.userFeatures().size();
        require(name, features, input.userFeatures().length / Math.max(1, input.rows()), file);
        yield floats(input.userFeatures(), input.rows(), features);
      }
      default -> throw new IllegalStateException(name + " is in no file");
    };
  }

  private static void require(String name, int expected, int actual, Path file) {
    if (expected != actual) {
      throw new InvalidInputException(
          file
              + ": its input \""
              + name
              + "\" has "
              + expected
              + " columns, but the batch has "
              + actual
              + ". The batch was made for another bundle.");
    }
  }

  /** Q arrays [B,T] as [B,Q,T]. */
  private static OnnxTensor channels(SequenceInput input) throws OrtException {
    return longs(
        input.categoricalChannels(),
        input.batchSize(),
        input.batchSize(),
        input.categoricalChannels().size(),
        input.length());
  }

  /** Arrays of as many blocks, interleaved block by block. */
  private static OnnxTensor longs(List<int[]> arrays, int blocks, long... shape)
      throws OrtException {
    int size = arrays.get(0).length / blocks;
    LongBuffer buffer =
        direct(Math.multiplyExact(arrays.size() * arrays.get(0).length, Long.BYTES)).asLongBuffer();
    for (int block = 0; block < blocks; block++) {
      for (int[] array : arrays) {
        for (int i = block * size; i < (block + 1) * size; i++) {
          buffer.put(array[i]);
        }
      }
    }
    return OnnxTensor.createTensor(RuntimeEnvironment.get(), buffer.flip(), shape);
  }

  private static OnnxTensor floats(float[] values, long... shape) throws OrtException {
    FloatBuffer buffer = direct(Math.multiplyExact(values.length, Float.BYTES)).asFloatBuffer();
    buffer.put(values).flip();
    return OnnxTensor.createTensor(RuntimeEnvironment.get(), buffer, shape);
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
