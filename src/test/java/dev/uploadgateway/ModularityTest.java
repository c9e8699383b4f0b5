package dev.uploadgateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.outbox.Reason;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {

  private static final JavaClasses gateway =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackagesOf(UploadGateway.class);

  @Test
  void everyRoomKnowsOnlyTheRoomsThatItNames() {
    ApplicationModules.of(UploadGateway.class).verify();
  }

  /**
   * The codes are part of the interface, and the table of them in src/docs/quarantine.md is checked
   * against the enum.
   */
  @Test
  void reasonsOfQuarantineComeFromTheListOfTheirCodes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.uploadgateway.outbox")
        .should()
        .callConstructor(Reason.class, String.class, String.class)
        .check(gateway);
  }

  @Test
  void rawIdentifiersAreReadWhereTheyAreHashedAndNowhereElse() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.uploadgateway.conversion", "dev.uploadgateway.matchkey")
        .should()
        .callMethod(Customer.class, "identifiers")
        .check(gateway);
  }
}
