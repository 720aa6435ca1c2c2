package org.taskweave.nn.encoder;

import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.core.encoder.EncoderLayout;
import org.taskweave.core.encoder.EncoderLayout.NormPlace;

/** An {@link EncoderLayout} in the DL4J JSON, which cannot hold records. */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
final class SavedLayout {

  private boolean causal;
  private NormPlace norm;
  private boolean rootMeanSquare;
  private int positionOffset;
  private double rotaryBase;
  private int keyValueHeads;
  private int headSize;
  private boolean gated;
  private boolean attentionBias;
  private boolean outputBias;

  /** For Jackson. */
  SavedLayout() {}

  static SavedLayout of(EncoderLayout layout) {
    SavedLayout saved = new SavedLayout();
    saved.causal = layout.causal();
    saved.norm = layout.norm();
    saved.rootMeanSquare = layout.rootMeanSquare();
    saved.positionOffset = layout.positionOffset();
    saved.rotaryBase = layout.rotaryBase();
    saved.keyValueHeads = layout.keyValueHeads();
    saved.headSize = layout.headSize();
    saved.gated = layout.gated();
    saved.attentionBias = layout.attentionBias();
    saved.outputBias = layout.outputBias();
    return saved;
  }

  EncoderLayout layout() {
    return new EncoderLayout(
        causal,
        norm,
        rootMeanSquare,
        positionOffset,
        rotaryBase,
        keyValueHeads,
        headSize,
        gated,
        attentionBias,
        outputBias);
  }
}
