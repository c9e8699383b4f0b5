package dev.uploadgateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.uploadgateway.conversion.Customer;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {

  @Test
  void everyRoomKnowsOnlyTheRoomsThatItNames() {
    ApplicationModules.of(UploadGateway.class).verify();
  }

  @Test
  void rawIdentifiersAreReadWhereTheyAreHashedAndNowhereElse() {
    var gateway =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackagesOf(UploadGateway.class);

    noClasses()
        .that()
        .resideOutsideOfPackages("dev.uploadgateway.conversion", "dev.uploadgateway.matchkey")
        .should()
        .callMethod(Customer.class, "identifiers")
        .check(gateway);
  }
}
