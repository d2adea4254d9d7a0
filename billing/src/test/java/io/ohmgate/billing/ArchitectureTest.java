package io.ohmgate.billing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The money core knows no framework, and a number is rounded in one class only. */
class ArchitectureTest {
    private static final String ROUNDING = "io.ohmgate.billing.Rounding";
    /** Divides the seconds of the day into half hours, which is no rounding of money. */
    private static final String TARIFF = "io.ohmgate.billing.Tariff";

    private static final Pattern FLOATING_POINT = Pattern.compile("[DF](?!UP).*|[IL]2[DF]");
    private static final Pattern DIVISION = Pattern.compile("[IL]DIV");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.ohmgate.billing");

    private static final ArchRule NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("io.ohmgate.billing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "reactor..",
                    "io.netty..",
                    "tools.jackson..",
                    "com.fasterxml..",
                    "org.slf4j..",
                    "java.sql..",
                    "io.ohmgate.gateway..",
                    "io.ohmgate.api..");

    private static final ArchRule NO_OTHER_ROUNDING = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROUNDING)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(BigDecimal.class, RoundingMode.class, java.math.MathContext.class)
            .orShould()
            .callMethod(Math.class, "round", double.class)
            .orShould()
            .callMethod(Math.class, "rint", double.class)
            .orShould()
            .callMethod(Math.class, "floorDiv", long.class, long.class)
            .orShould()
            .callMethod(Math.class, "ceilDiv", long.class, long.class);

    @Test
    void theMoneyCoreKnowsNoFramework() {
        assertThat(MAIN).hasSizeGreaterThan(20);
        NO_FRAMEWORK.check(MAIN);
    }

    @Test
    void onlyRoundingRounds() {
        NO_OTHER_ROUNDING.check(MAIN);
    }

    @Test
    void thePackagesDoNotRunInCircles() {
        slices().matching("io.ohmgate.billing.(*)..").should().beFreeOfCycles().check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.ohmgate.billing")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.ohmgate.billing.(*)..")
                .check(MAIN);
    }

    /** Looks at the instructions, so that a local variable does not escape as it does from a look at signatures. */
    @Test
    void noInstructionComputesWithFloatingPoint() throws IOException {
        for (JavaClass type : MAIN) {
            assertThat(opcodes(type, FLOATING_POINT)).as(type.getName()).isEmpty();
        }
    }

    @Test
    void onlyRoundingDividesNumbers() throws IOException {
        for (JavaClass type : MAIN) {
            if (!List.of(ROUNDING, TARIFF).contains(type.getName())) {
                assertThat(opcodes(type, DIVISION)).as(type.getName()).isEmpty();
            }
        }
    }

    @Test
    void theRulesSeeAPlantedOffender() throws IOException {
        JavaClasses planted = new ClassFileImporter().importClasses(Offender.class);

        assertThat(NO_OTHER_ROUNDING.evaluate(planted).hasViolation()).isTrue();
        assertThat(opcodes(planted.get(Offender.class), FLOATING_POINT)).contains("L2D", "DMUL", "D2L");
        assertThat(opcodes(planted.get(Offender.class), DIVISION)).contains("LDIV");
        assertThat(NO_FRAMEWORK.evaluate(planted).hasViolation()).isTrue();
    }

    private static Set<String> opcodes(JavaClass type, Pattern forbidden) throws IOException {
        Set<String> found = new TreeSet<>();
        try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            ClassModel model = ClassFile.of().parse(bytes.readAllBytes());
            model.methods().stream()
                    .flatMap(method -> method.code().stream())
                    .flatMap(code -> code.elementStream())
                    .filter(Instruction.class::isInstance)
                    .map(Instruction.class::cast)
                    .map(Instruction::opcode)
                    .map(Opcode::name)
                    .filter(forbidden.asMatchPredicate())
                    .forEach(found::add);
        }
        return found;
    }

    /** What must not be written, so that the rules can be seen to work. */
    static final class Offender {
        static long fen(long tenThousandths) {
            return (long) (tenThousandths * 0.01) + tenThousandths / 100;
        }

        static boolean isOpen(Connection connection) throws SQLException {
            return !connection.isClosed();
        }

        static BigDecimal yuan(BigDecimal amount) {
            return amount.setScale(2, RoundingMode.HALF_UP);
        }
    }
}
