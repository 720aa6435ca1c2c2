package org.taskweave.engine.block;

import java.util.Collections;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Queries and keys turned by their positions (Su et al. 2021, arXiv:2104.09864), and heads of keys
 * and values repeated where several heads of queries share one (Ainslie et al. 2023,
 * arXiv:2305.13245), as {@link Blocks#attention} reads them. The first half of a head's values
 * turns with the second, by the angle t base^(-2i/P) at position t and place i.
 */
public final class RotaryHeads {

  private final SameDiff graph;
  private final TokenRows tokenRows;
  private final int heads;
  private final int keyValueHeads;
  private final int size;
  private final SDVariable cosine;
  private final SDVariable sine;

  /**
   * Heads of a graph.
   *
   * @param mask [B,T]
   * @param heads A
   * @param keyValueHeads G; divides A
   * @param size P, even
   * @param base of the angles
   */
  public RotaryHeads(
      SameDiff graph,
      TokenRows tokenRows,
      SDVariable mask,
      int heads,
      int keyValueHeads,
      int size,
      double base) {
    this.graph = graph;
    this.tokenRows = tokenRows;
    this.heads = heads;
    this.keyValueHeads = keyValueHeads;
    this.size = size;
    double[] frequencies = new double[size / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = Math.pow(base, -2.0 * i / size);
    }
    SDVariable position = graph.cumsum(mask.mul(0.0).add(1.0), 1).sub(1.0); // [B,T]
    SDVariable angle =
        tokenRows
            .reshape(position, -1, TokenRows.LENGTH, 1, 1)
            .mul(graph.constant(Nd4j.createFromArray(frequencies).castTo(mask.dataType())));
    this.cosine = graph.math.cos(angle); // [B,T,1,P/2]
    this.sine = graph.math.sin(angle);
  }

  /**
   * Turned queries and keys, and values, in a row.
   *
   * @param query [B*T,A*P]
   * @param key [B*T,G*P]
   * @param value [B*T,G*P]
   * @return [B*T,3*A*P]
   */
  public SDVariable queryKeyValue(SDVariable query, SDVariable key, SDVariable value) {
    return graph.concat(
        1, turned(query, heads).reshape(-1, (long) heads * size), keyValue(key, value));
  }

  /**
   * Turned keys, and values, in a row.
   *
   * @param key [B*T,G*P]
   * @param value [B*T,G*P]
   * @return [B*T,2*A*P]
   */
  public SDVariable keyValue(SDVariable key, SDVariable value) {
    return graph.concat(
        1,
        repeated(turned(key, keyValueHeads)),
        repeated(tokenRows.reshape(value, -1, TokenRows.LENGTH, keyValueHeads, size)));
  }

  /**
   * Turned queries of one token of each sequence.
   *
   * @param query [B,A*P]
   * @param cells b * T + t of each sequence's token [B]
   * @return [B,A*P]
   */
  public SDVariable queryAt(SDVariable query, SDVariable cells) {
    SDVariable[] halves = graph.unstack(query.reshape(-1, heads, 2, size / 2), 2, 2); // [B,A,P/2]
    SDVariable[] turned = turned(halves, at(cosine, cells), at(sine, cells));
    return graph.concat(2, turned).reshape(-1, (long) heads * size);
  }

  /** [B,T,1,P/2] to [B,1,P/2]. */
  private SDVariable at(SDVariable angles, SDVariable cells) {
    return graph.gather(angles.reshape(-1, 1, size / 2), cells, 0);
  }

  /** [B*T,n*P] to [B,T,n,P]. */
  private SDVariable turned(SDVariable rows, int count) {
    SDVariable[] halves =
        graph.unstack(
            tokenRows.reshape(rows, -1, TokenRows.LENGTH, count, 2, size / 2), 3, 2); // [B,T,n,P/2]
    return graph.concat(3, turned(halves, cosine, sine));
  }

  private static SDVariable[] turned(SDVariable[] halves, SDVariable cosine, SDVariable sine) {
    return new SDVariable[] {
      halves[0].mul(cosine).sub(halves[1].mul(sine)), halves[1].mul(cosine).add(halves[0].mul(sine))
    };
  }

  /** [B,T,G,P] to [B*T,A*P], each head A/G times in a row. */
  private SDVariable repeated(SDVariable shared) {
    int times = heads / keyValueHeads;
    if (times == 1) {
      return shared.reshape(-1, (long) heads * size);
    }
    SDVariable one =
        tokenRows.reshape(shared, -1, TokenRows.LENGTH, keyValueHeads, 1, size); // [B,T,G,1,P]
    return graph
        .concat(3, Collections.nCopies(times, one).toArray(SDVariable[]::new))
        .reshape(-1, (long) heads * size);
  }
}
