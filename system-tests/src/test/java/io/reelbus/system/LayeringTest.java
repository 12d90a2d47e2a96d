package io.reelbus.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use what; the module map of docs/architecture.md. */
class LayeringTest {

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.reelbus");
  }

  @ParameterizedTest
  @CsvSource({
    "org.bytedeco..,io.reelbus.ffmpeg..",
    "org.apache.kafka..,io.reelbus.bus..",
    "com.google.protobuf..,io.reelbus.bus..",
    "io.minio..,io.reelbus.objectstore..",
    "okhttp3..,io.reelbus.objectstore..",
    "org.gaul..,io.reelbus.objectstore..",
    "io.vertx..,io.reelbus.api..",
    "picocli..,io.reelbus.standalone..",
  })
  void vendorLibrary_usedOnlyInItsRoom(String vendor, String room) {
    noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(vendor)
        .check(classes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "encoder", "assembler", "api"})
  void service_neverDependsOnAnotherService(String service) {
    for (String other : new String[] {"agent", "encoder", "assembler", "api", "standalone"}) {
      if (!other.equals(service)) {
        noClasses()
            .that()
            .resideInAPackage("io.reelbus." + service + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.reelbus." + other + "..")
            .check(classes);
      }
    }
  }

  @Test
  void model_isPureJdk() {
    noClasses()
        .that()
        .resideInAPackage("io.reelbus.model..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "io.reelbus.model..", "org.jspecify..")
        .check(classes);
  }

  @Test
  void sdk_hasNeitherServerNorBusNorMedia() {
    noClasses()
        .that()
        .resideInAPackage("io.reelbus.recorder..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..",
            "io.reelbus.recorder..",
            "io.reelbus.model..",
            "com.fasterxml.jackson..",
            "org.jspecify..")
        .check(classes);
  }

  @Test
  void rooms_haveNoCycles() {
    slices().matching("io.reelbus.(*)..").should().beFreeOfCycles().check(classes);
  }
}
