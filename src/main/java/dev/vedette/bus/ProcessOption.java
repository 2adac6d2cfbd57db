package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.HostText;
import dev.vedette.model.IpText;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.SentinelSettings;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be changed for the process while it runs, one row for each option, in the order in which {@code SENTINEL
 * CONFIG GET} shows them (reference 8.5). Empty text means unset.
 */
public enum ProcessOption {
    RESOLVE_HOSTNAMES(
            "resolve-hostnames",
            p -> yesNo(p.settings().names().resolve()),
            (p, value) -> names(p, value, yes -> p.settings().names().resolve(yes))),
    ANNOUNCE_HOSTNAMES(
            "announce-hostnames",
            p -> yesNo(p.settings().names().announce()),
            (p, value) -> names(p, value, yes -> p.settings().names().announce(yes))),
    ANNOUNCE_IP("announce-ip", p -> text(p.settings().announceIp()), ProcessOption::announceIp),
    ANNOUNCE_PORT("announce-port", p -> String.valueOf(p.settings().announcePort()), ProcessOption::announcePort),
    SENTINEL_USER(
            "sentinel-user", p -> peers(p).user(), (p, user) -> peers(p, new Credentials(user, peers(p).password()))),
    SENTINEL_PASS(
            "sentinel-pass",
            p -> peers(p).password(),
            (p, password) -> peers(p, new Credentials(peers(p).user(), password))),
    LOGLEVEL("loglevel", p -> level(p.logLevel()), ProcessOption::logLevel);

    private static final String SILENCE = "nothing";
    private static final int PORT_DIGITS = 5;

    private final String word;
    private final Function<ProcessSettings, String> read;
    private final BiFunction<ProcessSettings, String, @Nullable ProcessSettings> change;

    ProcessOption(
            String word,
            Function<ProcessSettings, String> read,
            BiFunction<ProcessSettings, String, @Nullable ProcessSettings> change) {
        this.word = word;
        this.read = read;
        this.change = change;
    }

    /** Its name in commands and files, in lower case. */
    public String word() {
        return word;
    }

    /** The option of this name, in whatever case; null when there is none. */
    public static @Nullable ProcessOption of(String name) {
        for (ProcessOption option : values()) {
            if (option.word.equalsIgnoreCase(name)) {
                return option;
            }
        }
        return null;
    }

    public String read(ProcessSettings from) {
        return read.apply(from);
    }

    /** With this value; null when it is not a valid one. */
    public @Nullable ProcessSettings change(ProcessSettings from, String value) {
        return change.apply(from, value);
    }

    /** A next start must be able to read it: stock sentinels take any text, and then do not start. */
    private static @Nullable ProcessSettings announceIp(ProcessSettings from, String value) {
        SentinelSettings settings = from.settings();
        String ip = settings.names().resolve() ? HostText.read(value) : IpText.canonical(value);
        boolean isInvalid = ip == null && !value.isEmpty();
        return isInvalid ? null : from.settings(settings.announce(ip, settings.announcePort()));
    }

    private static @Nullable ProcessSettings names(
            ProcessSettings from, String value, Function<Boolean, NamePolicy> policy) {
        boolean yes = value.equalsIgnoreCase("yes");
        return yes || value.equalsIgnoreCase("no")
                ? from.settings(from.settings().names(policy.apply(yes)))
                : null;
    }

    private static String yesNo(boolean yes) {
        return yes ? "yes" : "no";
    }

    private static @Nullable ProcessSettings announcePort(ProcessSettings from, String value) {
        boolean isNumber = value.equals("0") || value.matches("[1-9][0-9]*") && value.length() <= PORT_DIGITS;
        if (!isNumber || Integer.parseInt(value) > Address.MAX_PORT) {
            return null;
        }
        SentinelSettings settings = from.settings();
        return from.settings(settings.announce(settings.announceIp(), Integer.parseInt(value)));
    }

    private static @Nullable ProcessSettings logLevel(ProcessSettings from, String value) {
        String level = value.toLowerCase(Locale.ROOT);
        if (level.equals(SILENCE)) {
            return from.logLevel(null);
        }
        for (Level known : Level.values()) {
            if (level(known).equals(level)) {
                return from.logLevel(known);
            }
        }
        return null;
    }

    private static String level(@Nullable Level level) {
        return level == null ? SILENCE : level.name().toLowerCase(Locale.ROOT);
    }

    private static Credentials peers(ProcessSettings from) {
        return from.settings().peerCredentials();
    }

    private static ProcessSettings peers(ProcessSettings from, Credentials credentials) {
        return from.settings(from.settings().peerCredentials(credentials));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
