package redis.clients.jedis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import redis.clients.jedis.args.ListDirection;

// Stands in for Jedis, which no package of Debian has, in t/consumers.t: the
// methods that examples/Consume.java calls, with the names and types that
// Jedis gives them.

public class Jedis implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    public Jedis(String url) {
        URI uri = URI.create(url);

        try {
            socket = new Socket(uri.getHost(), uri.getPort());
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String lmove(String from, String to, ListDirection where,
            ListDirection there) {
        return (String) ask("LMOVE", from, to, where.name(), there.name());
    }

    public String blmove(String from, String to, ListDirection where,
            ListDirection there, double seconds) {
        return (String) ask("BLMOVE", from, to, where.name(), there.name(),
                            Double.toString(seconds));
    }

    public boolean exists(String key) {
        return (Long) ask("EXISTS", key) == 1;
    }

    public Transaction multi() {
        return new Transaction(this);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Object ask(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        out.writeBytes(bytes("*" + words.length + "\r\n"));

        for (String word : words) {
            byte[] b = bytes(word);

            out.writeBytes(bytes("$" + b.length + "\r\n"));
            out.writeBytes(b);
            out.writeBytes(bytes("\r\n"));
        }

        try {
            out.writeTo(socket.getOutputStream());
            return reply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object reply) {
        return (List<Object>) reply;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();

        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c == -1) {
                throw new EOFException();
            }

            text.append((char) c);
        }

        in.read();
        return text.toString();
    }

    private Object reply() throws IOException {
        String line = line();
        String rest = line.substring(1);

        switch (line.charAt(0)) {
        case '+':
            return rest;
        case ':':
            return Long.valueOf(rest);
        case '$':
            return bulk(Integer.parseInt(rest));
        case '*':
            List<Object> list = new ArrayList<>();

            for (int i = Integer.parseInt(rest); i > 0; i--) {
                list.add(reply());
            }

            return list;
        default:
            throw new IllegalStateException(rest);
        }
    }

    private String bulk(int n) throws IOException {
        if (n == -1) {
            return null;
        }

        byte[] b = in.readNBytes(n);

        in.skipNBytes(2);
        return new String(b, StandardCharsets.UTF_8);
    }
}
