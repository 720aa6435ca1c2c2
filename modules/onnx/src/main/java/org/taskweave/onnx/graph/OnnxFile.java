package org.taskweave.onnx.graph;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Writes graphs as files. A protocol buffer holds at most 2 GB: above a threshold the large
 * constants go to a second file beside it (ONNX's external data), named like it with ".data" added.
 */
public final class OnnxFile {

  /** Leaves room for everything that is not a constant. */
  public static final long MOST_INLINE_BYTES = 1_900_000_000L;

  private static final int IR_VERSION = 8;
  private static final long SMALL_BYTES = 1024;
  private static final int ALIGNMENT = 4096;

  private final String producerVersion;
  private final long mostInlineBytes;

  /**
   * A writer.
   *
   * @param producerVersion Taskweave's, for the file's header
   * @param mostInlineBytes constants of more bytes in all go to the second file
   */
  public OnnxFile(String producerVersion, long mostInlineBytes) {
    this.producerVersion = producerVersion;
    this.mostInlineBytes = mostInlineBytes;
  }

  /** The second file that belongs to a file, where there is one. */
  public static Path external(Path file) {
    return file.resolveSibling(file.getFileName() + ".data");
  }

  /**
   * Writes a graph and seals it.
   *
   * @param metadata of the file, by key
   * @return the files written: one, or two
   * @throws UncheckedIOException if that cannot be done
   */
  public List<Path> write(OnnxGraph graph, Map<String, String> metadata, Path file) {
    return write(graph, metadata, List.of(), file);
  }

  /**
   * As {@link #write(OnnxGraph, Map, Path)}.
   *
   * @param siblings names of files beside it that belong to it; they are there already
   */
  public List<Path> write(
      OnnxGraph graph, Map<String, String> metadata, List<String> siblings, Path file) {
    List<String> sealed = new ArrayList<>(siblings);
    Onnx.GraphProto.Builder proto = Onnx.GraphProto.newBuilder().setName("taskweave");
    graph.inputs().forEach(port -> proto.addInput(valueInfo(port)));
    graph.outputs().forEach(port -> proto.addOutput(valueInfo(port)));
    proto.addAllNode(graph.nodes());
    List<Path> files = new ArrayList<>(List.of(file));
    try {
      long bytes = graph.constants().values().stream().mapToLong(Tensor::byteLength).sum();
      if (bytes <= mostInlineBytes) {
        graph.constants().values().forEach(tensor -> proto.addInitializer(inline(tensor)));
      } else {
        files.add(external(file));
        sealed.add(external(file).getFileName().toString());
        writeExternal(graph, proto, external(file));
      }
      Onnx.ModelProto.Builder model =
          Onnx.ModelProto.newBuilder()
              .setIrVersion(IR_VERSION)
              .setProducerName("taskweave")
              .setProducerVersion(producerVersion)
              .addOpsetImport(
                  Onnx.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OnnxGraph.OPSET))
              .setGraph(proto);
      Map<String, String> properties = new LinkedHashMap<>(metadata);
      properties.putAll(FileSeal.open(sealed));
      properties.forEach(
          (key, value) ->
              model.addMetadataProps(
                  Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        model.build().writeTo(out);
      }
      FileSeal.close(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return files;
  }

  private static Onnx.TensorProto.Builder header(Tensor tensor) {
    Onnx.TensorProto.Builder proto =
        Onnx.TensorProto.newBuilder().setName(tensor.name()).setDataType(tensor.type().number());
    Arrays.stream(tensor.dims()).forEach(proto::addDims);
    return proto;
  }

  private static Onnx.TensorProto inline(Tensor tensor) {
    return header(tensor).setRawData(ByteString.copyFrom(tensor.content().get())).build();
  }

  private static void writeExternal(OnnxGraph graph, Onnx.GraphProto.Builder proto, Path file)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long offset = 0;
      for (Tensor tensor : graph.constants().values()) {
        if (tensor.byteLength() <= SMALL_BYTES) {
          proto.addInitializer(inline(tensor));
          continue;
        }
        offset = (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer content = tensor.content().get();
        long at = offset;
        while (content.hasRemaining()) {
          at += channel.write(content, at);
        }
        proto.addInitializer(
            header(tensor)
                .setDataLocation(Onnx.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", file.getFileName().toString()))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(tensor.byteLength()))));
        offset = at;
      }
    }
  }

  private static Onnx.StringStringEntryProto entry(String key, String value) {
    return Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static Onnx.ValueInfoProto valueInfo(OnnxGraph.Port port) {
    Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
    for (Object dim : port.dims()) {
      Onnx.TensorShapeProto.Dimension.Builder size = Onnx.TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          dim instanceof Long fixed ? size.setDimValue(fixed) : size.setDimParam((String) dim));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(port.name())
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder()
                        .setElemType(port.type().number())
                        .setShape(shape)))
        .build();
  }
}
