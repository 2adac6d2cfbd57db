package dev.vedette.interop;

import dev.vedette.demo.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cable to a port of this machine that can be cut, and put together again. */
final class Cable implements AutoCloseable {
    final int port = Ports.free();
    private final int to;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Cable(int to) throws IOException {
        this.to = to;
        this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket inner = server.accept();
                if (cut) {
                    inner.close();
                    continue;
                }
                Socket outer = new Socket(InetAddress.getLoopbackAddress(), to);
                open.add(inner);
                open.add(outer);
                if (cut) {
                    // It was cut meanwhile, by somebody who may not have seen these two.
                    inner.close();
                    outer.close();
                }
                thread(() -> pump(inner, outer));
                thread(() -> pump(outer, inner));
            } catch (IOException e) {
                if (!server.isClosed() && !cut) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(Socket from, Socket into) {
        try (from;
                into) {
            InputStream input = from.getInputStream();
            OutputStream output = into.getOutputStream();
            input.transferTo(output);
        } catch (IOException e) {
            // The cable was cut, or one end hung up; the other end is closed now, and that is all there is to it.
        }
        open.remove(from);
        open.remove(into);
    }

    void cut() throws IOException {
        cut = true;
        for (Socket socket : open) {
            socket.close();
        }
    }

    void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
