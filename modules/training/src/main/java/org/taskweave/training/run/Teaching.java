package org.taskweave.training.run;

import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.FewerLayers;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.Teacher;
import org.taskweave.training.bundle.ModelBundle;

/**
 * How a student is taught.
 *
 * @param temperature teacher's and student's logits are divided by it where they are probabilities
 * @param weight of the teacher's outputs in the loss beside the labels'
 * @param stateWeight of the squared error of the student's token states, projected, to the
 *     teacher's; 0 for none
 */
public record Teaching(double temperature, double weight, double stateWeight) {

  public Teaching {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new InvalidInputException("--temperature " + temperature + ": give a number above 0");
    }
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new InvalidInputException("--teacher-weight " + weight + ": give a number above 0");
    }
    if (!(stateWeight >= 0) || Double.isInfinite(stateWeight)) {
      throw new InvalidInputException(
          "--state-weight " + stateWeight + ": give a number above 0, or 0 for none");
    }
  }

  Teacher teacher(MultiTaskModel model) {
    return new Teacher(model, temperature, weight, stateWeight);
  }

  /** Teacher and student have to mean the same by the same numbers. */
  void requireSamePreparation(
      ModelBundle teacher, Preprocessing student, String tokenizerJson, Recipe recipe) {
    if (!teacher.preprocessing().tasks().equals(student.tasks())
        || !teacher.preprocessing().channels().equals(student.channels())) {
      throw new InvalidInputException(
          "the teacher's tasks, features or classes are not those that the student's recipe learns"
              + " from this log: give the log that the teacher was trained on, and leave tasks,"
              + " features and data as they are");
    }
    if (stateWeight > 0 && recipe.encoder().isAttached()) {
      throw new InvalidInputException(
          "--state-weight: "
              + recipe.encoder().model()
              + " was made by another program, whose states are not compared: leave it out");
    }
    if (recipe.sequence().kind() == SequenceRecipe.Kind.FLAT
        && !teacher.tokenizerJson().equals(tokenizerJson)) {
      throw new InvalidInputException(
          "encoder.model: "
              + recipe.encoder().model()
              + " has another tokenizer than the teacher's "
              + teacher.recipe().encoder().model()
              + ", so the two do not read the same tokens: name a model with the teacher's"
              + " tokenizer, or keep some of the teacher's layers with --layers");
    }
  }

  /** The teacher's own encoder with fewer layers, where the student has the same one. */
  LoadedEncoder beginning(Recipe recipe, ModelBundle teacher, LoadedEncoder own) {
    boolean same = recipe.encoder().model().equals(teacher.recipe().encoder().model());
    if (same
        && own instanceof LoadedEncoder.Pretrained pretrained
        && recipe.sequence().kind() == SequenceRecipe.Kind.FLAT
        && teacher.model().sequenceEncoder() instanceof EncoderGraphVertex vertex) {
      PretrainedEncoder known = pretrained.encoder();
      int whole = vertex.layers();
      PretrainedEncoder learned =
          new PretrainedEncoder(
              known.name(),
              known.config().withLayers(whole),
              vertex.weights(),
              known.tokenizerJson(),
              known.sha256());
      return new LoadedEncoder.Pretrained(FewerLayers.of(learned, known.config().layers()));
    }
    return own;
  }
}
