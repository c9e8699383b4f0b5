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

  /** What opens a connection, of the JDK and of the libraries here. */
  private static final String WAYS_OUT =
      "java\\.net\\.(http\\..*|.*URLConnection|Socket|DatagramSocket)"
          + "|java\\.nio\\.channels\\..*SocketChannel|javax\\.net\\.ssl\\.SSLSocket.*"
          + "|reactor\\.netty\\..*|org\\.springframework\\.http\\.client\\..*"
          + "|org\\.springframework\\.web\\.(client|reactive\\.function\\.client)\\..*"
          + "|com\\.nimbusds\\.jose\\.util\\.DefaultResourceRetriever";

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

  /**
   * Each of them asks one address that the operator configured, or the gateway itself. Another way
   * out would have to be thought about: where it may lead, what it follows, how long it waits.
   */
  @Test
  void nobodyConnectsToTheOutsideButMetasClientAndThoseOfTheIssuer() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.(GraphHttp|SignedTokens|Issuer|HealthCheck)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(WAYS_OUT)
        .check(gateway);
  }
}
