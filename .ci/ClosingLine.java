import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds up the surefire and failsafe reports and prints one closing line; exits with 1 if nothing was run or a test failed. */
class ClosingLine {
    private static final Pattern SUITE = Pattern.compile("<testsuite[^>]*>", Pattern.DOTALL);

    public static void main(String[] args) throws IOException {
        int tests = 0, failed = 0, skipped = 0;
        try (var files = Files.walk(Path.of("."), 4)) {
            for (Path report : (Iterable<Path>) files.filter(ClosingLine::isReport)::iterator) {
                Matcher suite = SUITE.matcher(Files.readString(report));
                if (suite.find()) {
                    tests += count(suite.group(), "tests");
                    failed += count(suite.group(), "errors") + count(suite.group(), "failures");
                    skipped += count(suite.group(), "skipped");
                }
            }
        }
        System.out.println((tests - failed - skipped) + " passed, " + failed + " failed, " + skipped + " skipped");
        System.exit(tests > 0 && failed == 0 ? 0 : 1);
    }

    private static boolean isReport(Path file) {
        return file.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-[^/]*\\.xml");
    }

    private static int count(String suite, String name) {
        Matcher value = Pattern.compile("\\s" + name + "=\"(\\d+)\"").matcher(suite);
        return value.find() ? Integer.parseInt(value.group(1)) : 0;
    }
}
