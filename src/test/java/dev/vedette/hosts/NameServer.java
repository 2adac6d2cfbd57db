package dev.vedette.hosts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server of a few names, IPv4 alone, that can be made silent. */
final class NameServer implements AutoCloseable {
    private static final int PORT = 53;
    private static final int HEADER = 12;
    private static final int TYPE_A = 1;
    private static final int NO_SUCH_NAME = 3;

    private final DatagramSocket socket;
    private final Map<String, String> addresses = new ConcurrentHashMap<>();
    private volatile boolean silent;

    NameServer(String address) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(address, PORT));
        Thread thread = new Thread(this::serve, "name server");
        thread.setDaemon(true);
        thread.start();
    }

    void name(String name, String address) {
        addresses.put(name, address);
    }

    void silent(boolean now) {
        silent = now;
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
                if (!silent) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException ended) {
                // Closed, or a question of somebody who is gone.
            }
        }
    }

    /** The question, and its answer if it asks for an address of ours; no other records; see RFC 1035. */
    private byte[] answer(byte[] question) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (question[at] != 0) {
            name.append(name.length() == 0 ? "" : ".")
                    .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
            at += question[at] + 1;
        }
        int end = at + 5;
        String address = addresses.get(name.toString());
        boolean found = address != null && question[at + 2] == TYPE_A;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(question, 0, 2);
        out.write(
                new byte[] {(byte) 0x84, (byte) (address == null ? NO_SUCH_NAME : 0), 0, 1, 0, (byte) (found ? 1 : 0)});
        out.write(new byte[4]);
        out.write(question, HEADER, end - HEADER);
        if (found) {
            // Points to the name in the question; type A, class IN, not to be kept, four bytes.
            out.write(new byte[] {(byte) 0xc0, HEADER, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4});
            out.write(InetAddress.getByName(address).getAddress());
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
