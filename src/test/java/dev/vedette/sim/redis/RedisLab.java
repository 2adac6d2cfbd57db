package dev.vedette.sim.redis;

import java.util.LinkedHashMap;
import java.util.Map;

/** A place with Redis servers: simulated ones or real ones. As little as the contract needs to treat both alike. */
interface RedisLab extends AutoCloseable {
    /** Starts one with these lines in its file; returns when it answers anything. */
    Node start(String... lines) throws Exception;

    /** Waits until that is so, half a minute at most of the time that the servers live in. */
    void await(String what, Condition condition) throws Exception;

    @Override
    void close() throws Exception;

    /** Something that becomes true. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** One server, from one run to the next. */
    interface Node {
        String host();

        int port();

        Talk talk() throws Exception;

        /** As by SIGKILL. */
        void kill() throws Exception;

        /** Kills it if it lives, and starts it again on what its disk says; returns when it answers anything. */
        void restart() throws Exception;

        boolean runs();

        /** Its next attempts to save its data fail, or do not. */
        void canSave(boolean can) throws Exception;

        /** One question on a connection of its own. */
        default String ask(String... words) throws Exception {
            try (Talk talk = talk()) {
                return talk.ask(words);
            }
        }

        /** The fields of a section of INFO. */
        default Map<String, String> info(String section) throws Exception {
            return fields(ask("INFO", section));
        }

        default String info(String section, String field) throws Exception {
            return info(section).getOrDefault(field, "");
        }

        /** The line that makes another server follow it. */
        default String followed() {
            return "replicaof " + host() + " " + port();
        }
    }

    /** One connection. Replies are written as {@link ReplyReader#text} does. */
    interface Talk extends AutoCloseable {
        String ask(String... words) throws Exception;

        /** Says something and does not wait. */
        void say(String... words) throws Exception;

        /** What comes next, asked for or not. */
        String next() throws Exception;

        /** Whether the server has hung up. */
        boolean isClosed() throws Exception;

        @Override
        void close() throws Exception;
    }

    static Map<String, String> fields(String info) {
        Map<String, String> fields = new LinkedHashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        return fields;
    }
}
