package io.ohmgate.ykc.describe;

import io.ohmgate.ykc.message.FieldSink;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects fields in the order in which they are read. */
final class FieldMap implements FieldSink {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final Map<String, List<Map<String, @Nullable Object>>> lists = new LinkedHashMap<>();

    Map<String, @Nullable Object> fields() {
        return fields;
    }

    @Override
    public void number(String name, long unscaled, int decimals) {
        fields.put(name, BigDecimal.valueOf(unscaled, decimals));
    }

    @Override
    public void text(String name, String value) {
        fields.put(name, value);
    }

    @Override
    public void nothing(String name) {
        fields.put(name, null);
    }

    @Override
    public void numbers(String name, List<Integer> values) {
        fields.put(name, values.stream().map(BigDecimal::valueOf).toList());
    }

    @Override
    public void texts(String name, List<String> values) {
        fields.put(name, List.copyOf(values));
    }

    @Override
    public FieldSink entryOf(String listName) {
        FieldMap entry = new FieldMap();
        List<Map<String, @Nullable Object>> list = lists.computeIfAbsent(listName, name -> new ArrayList<>());
        list.add(entry.fields);
        fields.put(listName, list);
        return entry;
    }
}
