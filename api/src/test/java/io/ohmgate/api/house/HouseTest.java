package io.ohmgate.api.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The folders are the architecture: what stands on what, and who may know which library. */
class HouseTest {
    private static final Path ROOT = Path.of("..");
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.ohmgate");
    /** Classes in the test tree that stand where they must not. */
    private static final JavaClasses PLANTED = new ClassFileImporter()
            .importPackages(
                    "io.ohmgate.billing.planted",
                    "io.ohmgate.gateway.planted",
                    "io.ohmgate.ykc.planted",
                    "io.ohmgate.api.store.planted");

    static final ArchRule BILLING_KNOWS_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("io.ohmgate.billing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..", "reactor..", "io.netty..", "io.r2dbc..", "tools.jackson..", "org.slf4j..");

    static final ArchRule THE_GATEWAY_KNOWS_NO_PROTOCOL_AND_NO_STORE = noClasses()
            .that()
            .resideInAPackage("io.ohmgate.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.ohmgate.ykc..",
                    "io.ohmgate.cec..",
                    "io.ohmgate.api..",
                    "org.springframework..",
                    "io.r2dbc..",
                    "io.lettuce..");

    static final ArchRule A_PROTOCOL_KNOWS_ONLY_ITS_PLUG = noClasses()
            .that()
            .resideInAnyPackage("io.ohmgate.ykc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.ohmgate.gateway.order..",
                    "io.ohmgate.gateway.record..",
                    "io.ohmgate.gateway.session..",
                    "io.ohmgate.gateway.live..",
                    "org.springframework..",
                    "io.r2dbc..",
                    "io.lettuce..");

    static final ArchRule ONLY_THE_DEMO_SIMULATES = noClasses()
            .that()
            .resideInAPackage("io.ohmgate.api..")
            .and()
            .resideOutsideOfPackage("io.ohmgate.api.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.ohmgate.simulator..");

    static final ArchRule MONEY_NEVER_KNOWS_REDIS = noClasses()
            .that()
            .resideInAnyPackage("io.ohmgate.api.store..", "io.ohmgate.billing..", "io.ohmgate.gateway.record..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    static final ArchRule TIME_IS_AN_ARGUMENT = noClasses()
            .that()
            .resideInAnyPackage("io.ohmgate.billing..", "io.ohmgate.gateway..", "io.ohmgate.ykc..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDateTime.class, "now")
            .orShould()
            .callMethod(java.time.ZoneId.class, "systemDefault")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @Test
    void billingKnowsNoFramework() {
        BILLING_KNOWS_NO_FRAMEWORK.check(HOUSE);
    }

    @Test
    void theGatewayKnowsNoProtocolAndNoStore() {
        THE_GATEWAY_KNOWS_NO_PROTOCOL_AND_NO_STORE.check(HOUSE);
    }

    @Test
    void aProtocolKnowsOnlyItsPlug() {
        A_PROTOCOL_KNOWS_ONLY_ITS_PLUG.check(HOUSE);
    }

    @Test
    void onlyTheDemoSimulates() {
        ONLY_THE_DEMO_SIMULATES.check(HOUSE);
    }

    @Test
    void moneyNeverKnowsRedis() {
        MONEY_NEVER_KNOWS_REDIS.check(HOUSE);
    }

    @Test
    void timeIsAnArgument() {
        TIME_IS_AN_ARGUMENT.check(HOUSE);
    }

    @Test
    void noPackagesRunInCircles() {
        slices().matching("io.ohmgate.billing.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(HOUSE);
        slices().matching("io.ohmgate.gateway.(*)..").should().beFreeOfCycles().check(HOUSE);
        slices().matching("io.ohmgate.ykc.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(HOUSE);
        slices().matching("io.ohmgate.simulator.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(HOUSE);
        slices().matching("io.ohmgate.api.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    /** Maven forbids circles; this forbids stairs that run up in the order in which the root names the modules. */
    @Test
    void aModuleStandsOnlyOnLowerFloors() throws IOException {
        List<String> floors = Pattern.compile("<module>([a-z-]+)</module>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(floors).startsWith("billing", "gateway-core");
        for (String module : floors) {
            List<String> standsOn = Pattern.compile(
                            "<groupId>io\\.ohmgate</groupId>\\s*<artifactId>([a-z-]+)</artifactId>(?!\\s*<version>0)")
                    .matcher(Files.readString(ROOT.resolve(module).resolve("pom.xml")))
                    .results()
                    .map(found -> found.group(1))
                    .filter(floors::contains)
                    .toList();
            assertThat(floors.subList(0, floors.indexOf(module))).as(module).containsAll(standsOn);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aPlantedViolationIsFound(ArchRule rule) {
        assertThat(rule.evaluate(PLANTED).hasViolation()).isTrue();
    }

    static Stream<ArchRule> rules() {
        return Stream.of(
                BILLING_KNOWS_NO_FRAMEWORK,
                THE_GATEWAY_KNOWS_NO_PROTOCOL_AND_NO_STORE,
                A_PROTOCOL_KNOWS_ONLY_ITS_PLUG,
                ONLY_THE_DEMO_SIMULATES,
                MONEY_NEVER_KNOWS_REDIS,
                TIME_IS_AN_ARGUMENT);
    }
}
