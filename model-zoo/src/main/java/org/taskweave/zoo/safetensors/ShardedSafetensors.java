package org.taskweave.zoo.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.file.Sha256;
import org.taskweave.zoo.file.StrictJson;
import org.taskweave.zoo.tensor.StoredTensor;
import org.taskweave.zoo.tensor.TensorSet;

/** Safetensors files that an index ("weight_map": tensor to file name) holds together. */
public final class ShardedSafetensors {

  private ShardedSafetensors() {}

  /**
   * Lists the tensors of all shards; values are read later. The digest runs over the shards in the
   * order of their names.
   *
   * @param index a model.safetensors.index.json beside its shards
   * @throws InvalidInputException if index and shards do not agree, listing every difference, or if
   *     a shard is corrupt
   */
  public static TensorSet open(Path index) {
    Map<String, String> shardOfTensor = weightMap(index);
    Map<String, Map<String, StoredTensor>> shards = new TreeMap<>();
    List<Path> files = new ArrayList<>();
    for (String shard : new TreeSet<>(shardOfTensor.values())) {
      Path file = index.resolveSibling(shard);
      if (!Files.isRegularFile(file)) {
        throw new InvalidInputException(
            index + ": names the shard " + shard + ", which is not beside it: fetch it too");
      }
      files.add(file);
      shards.put(shard, SafetensorsFile.tensors(file));
    }
    return new TensorSet(index.toString(), joined(index, shardOfTensor, shards), Sha256.of(files));
  }

  private static Map<String, StoredTensor> joined(
      Path index,
      Map<String, String> shardOfTensor,
      Map<String, Map<String, StoredTensor>> shards) {
    List<String> problems = new ArrayList<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    shardOfTensor.forEach(
        (name, shard) -> {
          StoredTensor tensor = shards.get(shard).get(name);
          if (tensor == null) {
            problems.add("tensor " + name + " is not in " + shard + ", where the index puts it");
          } else {
            tensors.put(name, tensor);
          }
        });
    shards.forEach(
        (shard, content) -> {
          for (String name : content.keySet()) {
            if (!shard.equals(shardOfTensor.get(name))) {
              problems.add(
                  "tensor " + name + " is in " + shard + ", but the index does not say so");
            }
          }
        });
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          index
              + ": index and shards do not agree; maybe they are of different models:\n  "
              + String.join("\n  ", problems));
    }
    return tensors;
  }

  private static Map<String, String> weightMap(Path index) {
    ObjectNode json = StrictJson.read(index);
    Map<String, String> shardOfTensor = new LinkedHashMap<>();
    JsonNode weightMap = json.path("weight_map");
    for (Iterator<Map.Entry<String, JsonNode>> fields = weightMap.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      String shard = field.getValue().textValue();
      if (shard == null || !shard.matches("[A-Za-z0-9_.-]+\\.safetensors")) {
        throw new InvalidInputException(
            index
                + ": weight_map."
                + field.getKey()
                + " is "
                + field.getValue()
                + ", must be the name of a .safetensors file in the same folder");
      }
      shardOfTensor.put(field.getKey(), shard);
    }
    if (shardOfTensor.isEmpty()) {
      throw new InvalidInputException(
          index + ": has no \"weight_map\" that maps tensor names to .safetensors files");
    }
    return shardOfTensor;
  }
}
