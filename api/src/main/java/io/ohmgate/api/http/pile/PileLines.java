package io.ohmgate.api.http.pile;

import io.ohmgate.api.store.PileTables.PileDraft;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/**
 * The lines of a file of piles: pileNo,stationCode,name,kind,guns,ratedKw. A header and a byte order mark may be there,
 * fields may be quoted. A line that says nothing sensible is rejected by itself; only a file that is no CSV in UTF-8
 * fails as a whole.
 */
final class PileLines implements Iterator<PileLines.Line>, AutoCloseable {
    private static final List<String> COLUMNS = List.of("pileNo", "stationCode", "name", "kind", "guns", "ratedKw");
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int NAME_MAX = 120;
    private static final int CODE_MAX = 64;
    private static final int KW_MAX = 2_000;
    private static final int WATTS_PER_KW = 1_000;
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvReadFeature.WRAP_AS_ARRAY, CsvReadFeature.TRIM_SPACES, CsvReadFeature.SKIP_EMPTY_LINES)
            .build();

    private final MappingIterator<String[]> rows;
    private long row;

    /** One line of the file: a pile, or why it is none. */
    sealed interface Line {
        long number();

        record Good(PileDraft draft) implements Line {
            @Override
            public long number() {
                return draft.line();
            }
        }

        record Bad(long number, String reason) implements Line {}

        record Header(long number) implements Line {}
    }

    PileLines(InputStream utf8) {
        Reader text = new InputStreamReader(
                utf8,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        this.rows = CSV.readerFor(String[].class).readValues(text);
    }

    @Override
    public boolean hasNext() {
        return rows.hasNextValue();
    }

    @Override
    public Line next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        String[] fields = rows.nextValue();
        long line = rows.parser().currentTokenLocation().getLineNr();
        row++;
        if (row == 1 && fields.length > 0 && fields[0].startsWith(BYTE_ORDER_MARK)) {
            fields[0] = fields[0].substring(1);
        }
        return row == 1 && isHeader(fields) ? new Line.Header(line) : read(line, fields);
    }

    private static boolean isHeader(String[] fields) {
        return fields.length > 0 && fields[0].equalsIgnoreCase(COLUMNS.getFirst());
    }

    private static Line read(long line, String[] fields) {
        if (fields.length != COLUMNS.size()) {
            return new Line.Bad(line, "须为 6 列，实为 " + fields.length + " 列 / 6 columns are needed, not " + fields.length);
        }
        if (!fields[0].matches("[0-9]{14}")) {
            return new Line.Bad(line, "pileNo 须为 14 位数字 / pileNo needs 14 digits");
        }
        if (fields[1].isEmpty() || fields[1].length() > CODE_MAX) {
            return new Line.Bad(line, "stationCode 为空或过长 / stationCode is empty or too long");
        }
        if (fields[2].isEmpty() || fields[2].length() > NAME_MAX) {
            return new Line.Bad(line, "name 为空或超过 120 字 / name is empty or longer than 120 characters");
        }
        PileKind kind = kind(fields[3]);
        if (kind == null) {
            return new Line.Bad(line, "kind 须为 DC 或 AC / kind is DC or AC");
        }
        int guns = number(fields[4], 99);
        if (guns < 1) {
            return new Line.Bad(line, "guns 须为 1 至 99 / guns is 1 to 99");
        }
        int ratedKw = number(fields[5], KW_MAX);
        if (ratedKw < 1) {
            return new Line.Bad(line, "ratedKw 须为 1 至 2000 的整数 / ratedKw is a whole number, 1 to 2000");
        }
        return new Line.Good(
                new PileDraft(line, new PileNo(fields[0]), fields[1], fields[2], kind, guns, ratedKw * WATTS_PER_KW));
    }

    private static @Nullable PileKind kind(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "DC", "直流" -> PileKind.DC;
            case "AC", "交流" -> PileKind.AC;
            default -> null;
        };
    }

    private static int number(String text, int max) {
        if (!text.matches("[0-9]{1,5}")) {
            return -1;
        }
        int value = Integer.parseInt(text);
        return value > max ? -1 : value;
    }

    @Override
    public void close() {
        rows.close();
    }
}
