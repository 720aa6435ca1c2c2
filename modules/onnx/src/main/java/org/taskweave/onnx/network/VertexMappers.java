package org.taskweave.onnx.network;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The table of mappers by the class of a layer's or vertex's configuration; immutable. */
public final class VertexMappers {

  private static final VertexMappers STANDARD = standardTable();

  private final Map<Class<?>, VertexMapper> byConfiguration;

  private VertexMappers(Map<Class<?>, VertexMapper> byConfiguration) {
    this.byConfiguration = Map.copyOf(byConfiguration);
  }

  /** The mappers this program knows. */
  public static VertexMappers standard() {
    return STANDARD;
  }

  private static VertexMappers standardTable() {
    Map<Class<?>, VertexMapper> table = new HashMap<>();
    LayerMappers.addTo(table);
    PlainVertexMappers.addTo(table);
    EncoderMappers.addTo(table);
    ItemMappers.addTo(table);
    SharingMappers.addTo(table);
    return new VertexMappers(table);
  }

  /** This table with one more mapper, or another one for a class. */
  public VertexMappers with(Class<?> configuration, VertexMapper mapper) {
    Map<Class<?>, VertexMapper> table = new HashMap<>(byConfiguration);
    table.put(configuration, mapper);
    return new VertexMappers(table);
  }

  /** The classes of configurations that can be written. */
  public Collection<Class<?>> configurations() {
    return byConfiguration.keySet();
  }

  String map(NetworkVertex vertex) {
    VertexMapper mapper = byConfiguration.get(vertex.subject().getClass());
    if (mapper == null) {
      throw vertex.refusal(
          "no ONNX mapping is known. Add a VertexMapper with VertexMappers.with; known are "
              + String.join(
                  ", ", configurations().stream().map(Class::getSimpleName).sorted().toList()));
    }
    return mapper.map(vertex);
  }
}
