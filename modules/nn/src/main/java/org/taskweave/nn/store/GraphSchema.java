package org.taskweave.nn.store;

import org.taskweave.nn.store.FlatField.FlatTable;
import org.taskweave.nn.store.FlatField.Numbers;
import org.taskweave.nn.store.FlatField.Scalar;
import org.taskweave.nn.store.FlatField.Table;
import org.taskweave.nn.store.FlatField.Tables;
import org.taskweave.nn.store.FlatField.Text;
import org.taskweave.nn.store.FlatField.Texts;

/** The tables of ND4J's graph.fbs, as ND4J 1.0.0-M2.1 reads them. */
final class GraphSchema {

  private static final FlatField BYTE = new Scalar(1);
  private static final FlatField INT = new Scalar(4);
  private static final FlatField LONG = new Scalar(8);
  private static final FlatField TEXT = new Text(false);
  private static final FlatField NAME = new Text(true);
  private static final FlatField TEXTS = new Texts();
  private static final FlatField BYTES = new Numbers(1);
  private static final FlatField INTS = new Numbers(4);
  private static final FlatField LONGS = new Numbers(8);

  private static final FlatTable INT_PAIR = new FlatTable("IntPair", INT, INT);

  /** Shape information, values, type, byte order. */
  static final FlatTable ARRAY = new FlatTable("FlatArray", LONGS, BYTES, BYTE, BYTE);

  static final FlatTable VARIABLE =
      new FlatTable(
          "FlatVariable",
          new Table(() -> INT_PAIR, true), // id
          NAME,
          BYTE, // type of the values
          LONGS, // shape
          new Table(() -> ARRAY, false), // values
          INT, // device
          BYTE, // kind of variable
          TEXTS,
          TEXTS,
          TEXTS);

  private static final FlatTable PROPERTIES =
      new FlatTable(
          "FlatProperties",
          NAME,
          INTS,
          LONGS,
          LONGS, // doubles
          new Tables(() -> ARRAY),
          BYTES, // booleans
          TEXTS,
          INTS);

  static final FlatTable NODE =
      new FlatTable(
          "FlatNode",
          INT, // id
          NAME,
          BYTE, // kind of operation
          LONG, // number of the operation
          new Tables(() -> PROPERTIES),
          INTS, // input
          new Tables(() -> INT_PAIR),
          INTS, // output
          LONGS, // doubles
          LONGS, // integers
          BYTES, // booleans
          INTS, // dimensions
          INT, // device
          INT, // scope
          TEXT,
          TEXTS, // names of outputs
          TEXT, // name of the operation
          BYTES, // types of outputs
          new Table(() -> ARRAY, false), // scalar
          TEXTS,
          TEXTS,
          TEXTS,
          BYTES, // types
          TEXTS);

  private static final FlatTable UPDATER_STATE =
      new FlatTable("UpdaterState", NAME, TEXTS, new Tables(() -> ARRAY));

  private static final FlatTable SEQUENCE_ITEM =
      new FlatTable("SequenceItem", NAME, new Tables(() -> ARRAY));

  static final FlatTable GRAPH =
      new FlatTable(
          "FlatGraph",
          LONG,
          new Tables(() -> VARIABLE),
          new Tables(() -> NODE),
          new Tables(() -> INT_PAIR),
          new Table(
              () ->
                  new FlatTable(
                      "FlatConfiguration", LONG, BYTE, BYTE, BYTE, BYTE, LONG, LONG, BYTE),
              false),
          TEXTS,
          TEXTS,
          TEXT, // the training's configuration as JSON
          new Tables(() -> UPDATER_STATE),
          new Tables(() -> SEQUENCE_ITEM));

  private GraphSchema() {}
}
