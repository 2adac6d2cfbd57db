package dev.vedette.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that stay and say little, and further ones that say what nobody wants to hear, without end. */
abstract class Mob implements AutoCloseable {
    private static final int GARBAGE = 10_000;
    private static final int PAUSE_MILLIS = 5;

    private final List<Integer> ports;
    private final List<Socket> lingering = new ArrayList<>();
    private final Thread thread = new Thread(this::rage, "mob");
    private final AtomicInteger blows = new AtomicInteger();
    private volatile boolean over;

    Mob(List<Integer> ports) {
        this.ports = List.copyOf(ports);
    }

    /** One more connection, which is closed behind this. */
    abstract void strike(Socket socket, byte[] garbage, Random random) throws IOException;

    /** Opens connections that stay, so many at each port, and begins. */
    void gather(int each) throws IOException {
        for (int port : ports) {
            for (int i = 0; i < each; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                lingering.add(socket);
                linger(socket, i);
            }
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** What a connection that stays says at first. */
    void linger(Socket socket, int number) {}

    /** One of those that stay. */
    Socket lingering(Random random) {
        return lingering.get(random.nextInt(lingering.size()));
    }

    /** Connections that there were so far. */
    int size() {
        return blows.get() + lingering.size();
    }

    private void rage() {
        Random random = new Random(1);
        byte[] garbage = new byte[GARBAGE];
        while (!over) {
            for (int port : ports) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    random.nextBytes(garbage);
                    strike(socket, garbage, random);
                    Thread.sleep(PAUSE_MILLIS);
                } catch (IOException e) {
                    // It was thrown out, as it should be.
                } catch (InterruptedException e) {
                    return;
                }
                blows.incrementAndGet();
            }
        }
    }

    static void say(Socket socket, byte[] bytes) {
        try {
            OutputStream stream = socket.getOutputStream();
            stream.write(bytes);
            stream.flush();
        } catch (IOException e) {
            // It was thrown out, as it should be.
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        thread.interrupt();
        for (Socket socket : lingering) {
            socket.close();
        }
    }
}
