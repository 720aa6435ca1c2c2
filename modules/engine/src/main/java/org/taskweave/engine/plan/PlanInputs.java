package org.taskweave.engine.plan;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a plan is built from, besides the graph.
 *
 * @param bound arrays of placeholders and variables by name; the plan reads them in place on each
 *     run, so that writing into a placeholder's array or updating a parameter needs no further call
 * @param segments names of the results of each segment, in the order in which segments will run
 * @param destinations arrays that named results are written to, for instance views of a flat
 *     gradient vector
 */
record PlanInputs(
    Map<String, INDArray> bound, List<List<String>> segments, Map<String, INDArray> destinations) {}
