package org.taskweave.data.example;

/** Train learns, dev selects, test is read once at the end. */
public enum Split {
  TRAIN,
  DEV,
  TEST
}
