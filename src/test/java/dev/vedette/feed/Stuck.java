package dev.vedette.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Ways to listen to the feed and then to read nothing. */
enum Stuck {
    WEB_SOCKET {
        @Override
        void listen(Socket socket, int port) throws IOException {
            upgrade(socket, "/api/v1/stream");
        }
    },
    SERVER_SENT_EVENTS {
        @Override
        void listen(Socket socket, int port) throws IOException {
            say(socket, "GET /api/v1/sse HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        }
    },
    /** Of SockJS, with nothing around the messages. */
    RAW_WEB_SOCKET {
        @Override
        void listen(Socket socket, int port) throws IOException {
            upgrade(socket, "/eventbus/websocket");
            socket.getOutputStream().write(frame(REGISTER));
        }
    },
    /** As the SockJS client does it by itself. */
    SOCKJS_WEB_SOCKET {
        @Override
        void listen(Socket socket, int port) throws IOException {
            upgrade(socket, "/eventbus/000/" + session() + "/websocket");
            socket.getOutputStream().write(frame(quoted(REGISTER)));
        }
    },
    /** As the SockJS client does it where no WebSocket gets through. */
    SOCKJS_STREAMING {
        @Override
        void listen(Socket socket, int port) throws IOException {
            String session = session();
            post(socket, session + "/xhr_streaming", "");
            House.readUntil(socket.getInputStream(), "o\n");
            try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
                post(other, session + "/xhr_send", quoted(REGISTER));
                House.readUntil(other.getInputStream(), "\r\n\r\n");
            }
        }
    };

    private static final String REGISTER = "{\"type\":\"register\",\"address\":\"vedette.events\"}";
    private static final AtomicInteger SESSIONS = new AtomicInteger();

    abstract void listen(Socket socket, int port) throws IOException;

    /** One that listens; the system keeps little for it. */
    Socket come(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listen(socket, port);
        return socket;
    }

    private static String session() {
        return "s" + SESSIONS.incrementAndGet();
    }

    private static String quoted(String text) {
        return "[\"" + text.replace("\"", "\\\"") + "\"]";
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void post(Socket socket, String where, String body) throws IOException {
        say(
                socket,
                "POST /eventbus/000/" + where + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void upgrade(Socket socket, String path) throws IOException {
        say(
                socket,
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        House.readUntil(socket.getInputStream(), "\r\n\r\n");
    }

    /** A short text in a frame of a WebSocket, masked with zeros. */
    private static byte[] frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        frame.write(0x80 | bytes.length);
        frame.writeBytes(new byte[4]);
        frame.writeBytes(bytes);
        return frame.toByteArray();
    }
}
