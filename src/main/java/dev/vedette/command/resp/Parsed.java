package dev.vedette.command.resp;

/** What a {@link RequestReader} makes of the bytes so far. */
public sealed interface Parsed {

    record Complete(Request request) implements Parsed {}

    /** Nothing whole is left. */
    enum Incomplete implements Parsed {
        MORE
    }

    /** The client does not speak the protocol: tell it this and hang up; there is nothing to read after it. */
    record Refused(String error) implements Parsed {}
}
