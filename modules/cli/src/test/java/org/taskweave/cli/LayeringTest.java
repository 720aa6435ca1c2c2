package org.taskweave.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of modules/ARCHITECTURE.md that Maven cannot hold. */
@AnalyzeClasses(packages = "org.taskweave", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

  @ArchTest
  static final ArchRule PLAIN_JAVA_UP_TO_THE_BATCH =
      noClasses()
          .that()
          .resideInAnyPackage("org.taskweave.core..", "org.taskweave.data..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..");

  @ArchTest
  static final ArchRule ENGINE_KNOWS_NOTHING_OF_RECOMMENDATION =
      noClasses()
          .that()
          .resideInAPackage("org.taskweave.engine..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.taskweave..")
                  .and(resideOutsideOfPackage("org.taskweave.engine..")));

  @ArchTest
  static final ArchRule GRAPHS_STAY_IN_ENGINE_NN_AND_ONNX =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.taskweave.engine..", "org.taskweave.nn..", "org.taskweave.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.nd4j.autodiff..",
              "org.deeplearning4j.nn..",
              "org.deeplearning4j.util..",
              "org.deeplearning4j.optimize..",
              "org.deeplearning4j.earlystopping..");

  @ArchTest
  static final ArchRule ARBITER_STAYS_IN_HYPERPARAM =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.taskweave.hyperparam..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.deeplearning4j.arbiter..");

  @ArchTest
  static final ArchRule XGBOOST_STAYS_IN_TREES =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.taskweave.trees..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ml.dmlc..");

  @ArchTest
  static final ArchRule PICOCLI_STAYS_HERE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.taskweave.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule ONNX_RUNTIME_STAYS_IN_ONNX =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.taskweave.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule SERVING_LIBRARIES_STAY_IN_SERVE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.taskweave.serve..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.net.httpserver..", "org.h2..", "io.prometheus..");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_THE_SERVER =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.taskweave.serve..", "org.taskweave.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.taskweave.serve..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.taskweave.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_CYCLES_WITHIN_MODULES =
      slices().matching("org.taskweave.(*).(*)..").should().beFreeOfCycles();
}
