package io.ohmgate.api.limits;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;

/** Reads {@code gateway.tcp.AcceptLimits#DEFAULT.connectionsMax}: a constant, or a part of one. */
final class Constants {
    private Constants() {}

    static long valueOf(String of) {
        int hash = of.indexOf('#');
        String type = of.substring(0, hash);
        List<String> path = List.of(of.substring(hash + 1).split("\\.", -1));
        try {
            Class<?> home = Class.forName(type.startsWith("io.") ? type : "io.ohmgate." + type);
            Field constant = home.getDeclaredField(path.getFirst());
            constant.setAccessible(true);
            Object value = constant.get(null);
            for (int i = 1; i < path.size(); i++) {
                Method part = value.getClass().getDeclaredMethod(path.get(i));
                part.setAccessible(true);
                value = part.invoke(value);
            }
            return ((Number) value).longValue();
        } catch (ReflectiveOperationException gone) {
            throw new LinkageError("there is no " + of + " any more", gone);
        }
    }
}
