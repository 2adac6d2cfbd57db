package dev.vedette.sim;

/**
 * What a run of a process holds at one moment. After trouble has passed it should hold what it held before: what grows
 * is a leak, long before it hurts.
 *
 * @param connections open or being opened
 * @param servers sockets that listen
 * @param timers scheduled on its loops and neither rung nor cancelled
 * @param consumers registered on its bus
 * @param questions asked on its bus and not yet answered
 * @param unread bytes that it wrote and nobody has read
 */
public record Inventory(int connections, int servers, int timers, int consumers, int questions, long unread) {
    private static final String ANSWERS = "__vertx.reply.";

    static boolean isForAnswers(String address) {
        return address.startsWith(ANSWERS);
    }

    /** Whether in nothing it has more than the other one. */
    public boolean isWithin(Inventory bound) {
        return connections <= bound.connections
                && servers <= bound.servers
                && timers <= bound.timers
                && consumers <= bound.consumers
                && questions <= bound.questions
                && unread <= bound.unread;
    }
}
