package io.ohmgate.api.limits;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds in compiled classes each place that makes something that can grow. What is shared between threads by its
 * nature counts wherever it is made; a plain collection counts where a field keeps it or where it becomes the value of
 * another collection, for one that stays in its method ends with it.
 */
final class BufferScan {
    /** One place: a field if the thing ends up in one, else the method that makes it. */
    record Found(String where, String made) {}

    /** Grow as long as somebody adds, and are made to be shared. */
    private static final Set<String> SHARED = Set.of(
            "java/util/concurrent/ConcurrentHashMap",
            "java/util/concurrent/ConcurrentSkipListMap",
            "java/util/concurrent/ConcurrentSkipListSet",
            "java/util/concurrent/ConcurrentLinkedQueue",
            "java/util/concurrent/ConcurrentLinkedDeque",
            "java/util/concurrent/LinkedBlockingQueue",
            "java/util/concurrent/LinkedBlockingDeque",
            "java/util/concurrent/LinkedTransferQueue",
            "java/util/concurrent/ArrayBlockingQueue",
            "java/util/concurrent/PriorityBlockingQueue",
            "java/util/concurrent/DelayQueue",
            "java/util/concurrent/CopyOnWriteArrayList",
            "java/util/concurrent/CopyOnWriteArraySet",
            "java/util/concurrent/ThreadPoolExecutor",
            "java/util/concurrent/ScheduledThreadPoolExecutor",
            "java/util/concurrent/ForkJoinPool",
            "io/netty/channel/WriteBufferWaterMark",
            "io/netty/channel/MultiThreadIoEventLoopGroup",
            "io/netty/channel/DefaultEventLoopGroup",
            "io/netty/util/HashedWheelTimer",
            "io/r2dbc/pool/ConnectionPool");

    private static final Set<String> PLAIN = Set.of(
            "java/util/HashMap",
            "java/util/LinkedHashMap",
            "java/util/TreeMap",
            "java/util/WeakHashMap",
            "java/util/IdentityHashMap",
            "java/util/HashSet",
            "java/util/LinkedHashSet",
            "java/util/TreeSet",
            "java/util/ArrayDeque",
            "java/util/PriorityQueue",
            "java/util/LinkedList",
            "java/util/ArrayList");

    /** Library calls that make a buffer, a cache or threads: owner, then the names of its methods. */
    private static final Map<String, Set<String>> MAKERS = Map.of(
            "java/util/concurrent/ConcurrentHashMap", Set.of("newKeySet"),
            "com/github/benmanes/caffeine/cache/Caffeine", Set.of("newBuilder", "from"),
            "reactor/core/publisher/Sinks", Set.of("many", "unsafe"),
            "reactor/core/publisher/Flux",
                    Set.of("onBackpressureBuffer", "create", "push", "replay", "cache", "publish", "share"),
            "reactor/core/publisher/Mono", Set.of("publish"),
            "reactor/util/concurrent/Queues",
                    Set.of("unbounded", "unboundedMultiproducer", "get", "small", "xs", "one"),
            "reactor/core/scheduler/Schedulers",
                    Set.of(
                            "newBoundedElastic",
                            "newParallel",
                            "newSingle",
                            "newElastic",
                            "fromExecutor",
                            "fromExecutorService"),
            "reactor/netty/resources/ConnectionProvider", Set.of("builder", "create", "newConnection"),
            "reactor/netty/resources/LoopResources", Set.of("create"));

    private static final Set<Opcode> WRITES = Set.of(Opcode.PUTFIELD, Opcode.PUTSTATIC);
    private static final String LAMBDA = "lambda$";
    private static final String CAFFEINE = "com/github/benmanes/caffeine/cache/Caffeine";
    private static final String EXECUTORS = "java/util/concurrent/Executors";

    private final Map<String, ClassModel> ours = new HashMap<>();

    BufferScan(Iterable<URI> classFiles) {
        for (URI file : classFiles) {
            ClassModel model = ClassFile.of().parse(read(file));
            ours.put(model.thisClass().asInternalName(), model);
        }
    }

    List<Found> all() {
        List<Found> found = new ArrayList<>();
        for (ClassModel type : ours.values()) {
            for (MethodModel method : type.methods()) {
                method.code().ifPresent(code -> scan(type, method, code.elementList(), found));
            }
        }
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Found::where))
                .toList();
    }

    /** Places that make something of which the library itself says no end: class, method, what. */
    List<String> endless() {
        List<String> found = new ArrayList<>();
        for (ClassModel type : ours.values()) {
            for (MethodModel method : type.methods()) {
                String at = name(type) + "#" + methodName(method) + "() ";
                List<CodeElement> code =
                        method.code().map(body -> body.elementList()).orElse(List.of());
                List<InvokeInstruction> calls = code.stream()
                        .filter(InvokeInstruction.class::isInstance)
                        .map(InvokeInstruction.class::cast)
                        .toList();
                calls.stream().filter(BufferScan::hasNoEnd).forEach(call -> found.add(at + called(call)));
                if (calls.stream().anyMatch(call -> called(call).equals("newBuilder") && isOf(call, CAFFEINE))
                        && calls.stream().noneMatch(call -> called(call).startsWith("maximum"))) {
                    found.add(at + "Caffeine without maximumSize");
                }
            }
        }
        return found;
    }

    private static boolean hasNoEnd(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        int arguments = call.typeSymbol().parameterCount();
        return switch (called(call)) {
            case "LinkedBlockingQueue", "LinkedBlockingDeque" ->
                arguments == 0 || !call.typeSymbol().parameterType(0).isPrimitive();
            case "onBackpressureBuffer", "replay", "cache" -> isReactor(owner, "Flux", "Sinks") && arguments == 0;
            case "create", "push" -> isReactor(owner, "Flux") && arguments == 1;
            case "newCachedThreadPool", "newWorkStealingPool", "newVirtualThreadPerTaskExecutor" ->
                owner.equals(EXECUTORS);
            case "unbounded", "unboundedMultiproducer" -> owner.startsWith("reactor/util/concurrent/Queues");
            default -> false;
        };
    }

    private static boolean isReactor(String owner, String... types) {
        for (String type : types) {
            if (owner.startsWith("reactor/core/publisher/" + type)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(InvokeInstruction call, String owner) {
        return call.owner().asInternalName().equals(owner);
    }

    /** The method's name, and the class's for a constructor. */
    private static String called(InvokeInstruction call) {
        String name = call.name().stringValue();
        return name.equals("<init>") ? shortName(call.owner().asInternalName()) : name;
    }

    private void scan(ClassModel type, MethodModel method, List<CodeElement> code, List<Found> found) {
        for (int i = 0; i < code.size(); i++) {
            String made = made(code.get(i));
            if (made == null) {
                continue;
            }
            End end = endOf(type, code, i);
            if (end.field != null) {
                found.add(new Found(name(type) + "#" + end.field, shortName(made)));
            } else if (!isPlain(made) || (end.returned && isLambda(method))) {
                found.add(new Found(name(type) + "#" + methodName(method) + "()", shortName(made)));
            }
        }
    }

    private @Nullable String made(CodeElement element) {
        if (element instanceof NewObjectInstruction made) {
            String type = growing(made.className().asInternalName());
            return type;
        }
        if (element instanceof InvokeInstruction call) {
            String owner = call.owner().asInternalName();
            String name = call.name().stringValue();
            if ((owner.equals(EXECUTORS) && name.startsWith("new"))
                    || MAKERS.getOrDefault(owner, Set.of()).contains(name)) {
                return owner + "." + name;
            }
        }
        return null;
    }

    /** The growing type that {@code name} is or extends, as an anonymous map with a bound of its own does. */
    private @Nullable String growing(String name) {
        for (String at = name; at != null; at = superOf(at)) {
            if (SHARED.contains(at) || PLAIN.contains(at)) {
                return at;
            }
        }
        return null;
    }

    private @Nullable String superOf(String name) {
        ClassModel model = ours.get(name);
        return model == null
                ? null
                : model.superclass().map(type -> type.asInternalName()).orElse(null);
    }

    private record End(@Nullable String field, boolean returned) {}

    /** Where the value made at {@code from} ends: the next field written, unless a variable or the caller has it first. */
    private static End endOf(ClassModel type, List<CodeElement> code, int from) {
        for (int i = from + 1; i < code.size(); i++) {
            CodeElement next = code.get(i);
            if (next instanceof FieldInstruction put && WRITES.contains(put.opcode())) {
                return new End(isOwn(type, put) ? put.name().stringValue() : null, false);
            }
            if (next instanceof ReturnInstruction back) {
                return new End(null, back.opcode() == Opcode.ARETURN);
            }
            if (next instanceof StoreInstruction
                    || (next instanceof StackInstruction stack && stack.opcode() == Opcode.POP)) {
                return new End(null, false);
            }
        }
        return new End(null, false);
    }

    private static boolean isOwn(ClassModel type, FieldInstruction put) {
        return put.owner().asInternalName().equals(type.thisClass().asInternalName());
    }

    private static boolean isPlain(String made) {
        return PLAIN.contains(made);
    }

    private static boolean isLambda(MethodModel method) {
        return method.methodName().stringValue().startsWith(LAMBDA);
    }

    private static String methodName(MethodModel method) {
        String name = method.methodName().stringValue();
        return name.startsWith(LAMBDA) ? name.substring(LAMBDA.length(), name.lastIndexOf('$')) : name;
    }

    private static String name(ClassModel type) {
        return type.thisClass().asInternalName().replace('/', '.');
    }

    private static String shortName(String made) {
        return made.substring(made.lastIndexOf('/') + 1);
    }

    private static byte[] read(URI file) {
        try (InputStream in = file.toURL().openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
