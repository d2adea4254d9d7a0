package io.ohmgate.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

/**
 * Everything that can grow has a line in bounds.yaml, and each line is true (invariants 5.3.1). The simulator and the load
 * driver are left out: they are tools that run for a test, with as many piles as they are told.
 */
class BoundsTest {
    private static final Path PAGE = Path.of("../docs/limits.md");
    private static final String HOME = "io.ohmgate.";
    private static final List<Bound> LISTED = Bounds.all();
    private static final BufferScan PRODUCT = scan(new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(
                    "io.ohmgate.billing", "io.ohmgate.gateway", "io.ohmgate.ykc", "io.ohmgate.cec", "io.ohmgate.api"));

    private static BufferScan scan(Iterable<JavaClass> classes) {
        List<URI> files = Stream.of(classes)
                .flatMap(all -> java.util.stream.StreamSupport.stream(all.spliterator(), false))
                .map(JavaClass::getSource)
                .flatMap(java.util.Optional::stream)
                .map(Source::getUri)
                .toList();
        return new BufferScan(files);
    }

    @Test
    void whateverCanGrowIsListed() {
        Set<String> listed = LISTED.stream().map(bound -> HOME + bound.at()).collect(Collectors.toSet());
        assertThat(PRODUCT.all().stream()
                        .filter(found -> !listed.contains(found.where()))
                        .map(found -> found.where() + " (" + found.made() + ")"))
                .as("""
                    Each of these can grow and is not in api/src/main/resources/limits/bounds.yaml. Give it a maximum \
                    (a named constant), decide what happens when it is full, count that, and write a line there; then \
                    run this test with -Dohmgate.docs.write=true to write docs/limits.md\
                    """)
                .isEmpty();
    }

    @Test
    void whateverIsListedIsThere() {
        Set<String> found = PRODUCT.all().stream().map(BufferScan.Found::where).collect(Collectors.toSet());
        assertThat(LISTED.stream().map(bound -> HOME + bound.at()).filter(at -> !found.contains(at) && !exists(at)))
                .as("these lines of bounds.yaml speak of what is not in the code any more: remove them")
                .isEmpty();
        assertThat(LISTED).extracting(Bound::at).doesNotHaveDuplicates();
    }

    @Test
    void theMaximumShownIsTheConstant() {
        List<String> wrong = new ArrayList<>();
        for (Bound bound : LISTED) {
            String of = bound.of();
            long value = of == null ? 0 : Constants.valueOf(of);
            if (of != null && !Long.valueOf(value).equals(bound.max())) {
                wrong.add(bound.at() + " says " + bound.max() + ", but " + of + " is " + value);
            }
        }
        assertThat(wrong)
                .as("numbers in bounds.yaml that are not those of the code")
                .isEmpty();
    }

    @Test
    void whateverCanBeFullHasAMaximum() {
        assertThat(LISTED.stream()
                        .filter(bound -> bound.full().needsMax() && bound.max() == null)
                        .map(Bound::at))
                .isEmpty();
    }

    @Test
    void nothingIsMadeWithoutAnEnd() {
        assertThat(PRODUCT.endless())
                .as("made without a size: give a capacity, maximumSize or an overflow strategy where it is made")
                .isEmpty();
    }

    @Test
    void anUnlistedBufferIsFound() {
        BufferScan planted = scan(new ClassFileImporter().importClasses(Planted.class));
        assertThat(planted.all())
                .extracting(BufferScan.Found::where)
                .containsExactlyInAnyOrder(
                        Planted.class.getName() + "#queue",
                        Planted.class.getName() + "#endless",
                        Planted.class.getName() + "#sink");
        assertThat(planted.endless())
                .containsExactlyInAnyOrder(
                        Planted.class.getName() + "#<init>() LinkedBlockingQueue",
                        Planted.class.getName() + "#<init>() onBackpressureBuffer");
    }

    /** docs/limits.md says the same as the list. To write it anew: -Dohmgate.docs.write=true. */
    @Test
    void thePageIsUpToDate() throws IOException {
        String page = LimitsPage.of(LISTED);
        if (Boolean.getBoolean("ohmgate.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/limits.md; write it by -Dohmgate.docs.write=true")
                .isEqualTo(page);
    }

    private static boolean exists(String at) {
        int hash = at.indexOf('#');
        String name = at.substring(hash + 1).replace("()", "");
        try {
            Class<?> type = Class.forName(at.substring(0, hash), false, BoundsTest.class.getClassLoader());
            return at.endsWith("()")
                    ? Arrays.stream(type.getDeclaredMethods())
                            .anyMatch(method -> method.getName().equals(name))
                    : Arrays.stream(type.getDeclaredFields())
                            .anyMatch(field -> field.getName().equals(name));
        } catch (ClassNotFoundException gone) {
            return false;
        }
    }

    /** What nobody may write. */
    @SuppressWarnings("UnusedVariable") // found in the class file, never run
    private static final class Planted {
        final ConcurrentLinkedQueue<String> queue = new ConcurrentLinkedQueue<>();
        final LinkedBlockingQueue<String> endless = new LinkedBlockingQueue<>();
        final Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
    }
}
