import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches an order live: {@code java docs/examples/Watch.java ORDER_ID [http://localhost:8080] [TOKEN_FILE]}.
 * Nothing but the JDK; reads the demo driver's token, gets a one-use ticket, subscribes, prints what comes, ends with the bill.
 */
class Watch {
    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            System.err.println("usage: java docs/examples/Watch.java ORDER_ID [BASE_URL] [TOKEN_FILE]");
            System.exit(2);
        }
        String base = args.length > 1 ? args[1] : "http://localhost:8080";
        String token = Files.readString(Path.of(args.length > 2 ? args[2] : "data/demo/driver-token")).strip();
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<String> ticket = http.send(
                HttpRequest.newBuilder(URI.create(base + "/api/v1/ws-tickets"))
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (ticket.statusCode() / 100 != 2) {
            System.err.println(ticket.statusCode() + " " + ticket.body());
            System.exit(1);
        }
        Printer printer = new Printer();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(base.replaceFirst("^http", "ws") + "/ws/v1"), printer)
                .join();
        socket.sendText("{\"op\":\"auth\",\"ticket\":\"" + field(ticket.body(), "ticket") + "\"}", true).join();
        socket.sendText("{\"op\":\"subscribe\",\"topic\":\"order:" + args[0] + "\"}", true).join();
        printer.ended.await();
    }

    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return found.group(1);
    }

    private static final class Printer implements WebSocket.Listener {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                System.out.println(message);
                if (message.indexOf("\"state\":\"SETTLED\"") >= 0 || message.indexOf("\"state\":\"START_FAILED\"") >= 0) {
                    socket.sendClose(WebSocket.NORMAL_CLOSURE, "seen").thenRun(ended::countDown);
                }
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            System.out.println("closed " + code + " " + reason);
            ended.countDown();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            System.err.println(error);
            ended.countDown();
        }
    }
}
