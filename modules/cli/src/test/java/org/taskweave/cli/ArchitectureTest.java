package org.taskweave.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The arrows between packages, over all modules: {@code modules/ARCHITECTURE.md} tells why. */
@AnalyzeClasses(packages = "org.taskweave", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule CORE_AND_DATA_NEVER_SEE_DL4J =
      noClasses()
          .that()
          .resideInAnyPackage("org.taskweave.core..", "org.taskweave.data..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..");

  @ArchTest
  static final ArchRule SAMEDIFF_STAYS_IN_NN =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.taskweave.nn..")
          .should()
          .dependOnClassesThat(resideInAPackage("org.nd4j.autodiff.."));

  @ArchTest
  static final ArchRule COMPUTATION_GRAPH_STAYS_IN_NN =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.taskweave.nn..")
          .should()
          .dependOnClassesThat(type(ComputationGraph.class));

  @ArchTest
  static final ArchRule PICOCLI_STAYS_IN_CLI =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.taskweave.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule PARTS_FORM_NO_CYCLE =
      slices().matching("org.taskweave.(*)..").should().beFreeOfCycles();
}
