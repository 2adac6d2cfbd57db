package dev.vedette.model;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the operator asked for the process as a whole.
 *
 * @param port where commands are served; 0 lets the system choose (tests)
 * @param bind addresses to listen on; never empty
 * @param announceIp what hellos say instead of the local address of the connection, or null
 * @param announcePort what hellos say instead of {@code port}, or 0
 * @param peerCredentials how to log in to other sentinels
 * @param names whether host names are looked up, and shown
 * @param maxClients connections served at the same time; a further one is told so and closed
 * @param denyScriptsReconfig clients may not say which programs are run
 * @param folder where relative paths of scripts start and where scripts run; null is where the process runs
 * @param tls what is encrypted, and how
 * @param access who may connect
 * @param doors how clients are let in, and when they are shown out
 */
public record SentinelSettings(
        int port,
        List<String> bind,
        @Nullable String announceIp,
        int announcePort,
        Credentials peerCredentials,
        NamePolicy names,
        int maxClients,
        boolean denyScriptsReconfig,
        @Nullable String folder,
        TlsSettings tls,
        AccessSettings access,
        DoorSettings doors) {

    public static final int DEFAULT_PORT = 26_379;
    public static final int DEFAULT_MAX_CLIENTS = 10_000;

    /** What counts where the operator says nothing. */
    public static final SentinelSettings DEFAULTS = new SentinelSettings(
            DEFAULT_PORT,
            List.of("*", "-::*"),
            null,
            0,
            Credentials.NONE,
            NamePolicy.DEFAULT,
            DEFAULT_MAX_CLIENTS,
            true,
            null,
            TlsSettings.NONE,
            AccessSettings.OPEN,
            DoorSettings.DEFAULT);

    public SentinelSettings {
        bind = List.copyOf(bind);
    }

    public SentinelSettings port(int value) {
        return with(copy -> copy.port = value);
    }

    public SentinelSettings bind(String... addresses) {
        return with(copy -> copy.bind = List.of(addresses));
    }

    public SentinelSettings announce(@Nullable String ip, int announced) {
        return with(copy -> {
            copy.announceIp = ip;
            copy.announcePort = announced;
        });
    }

    public SentinelSettings peerCredentials(Credentials value) {
        return with(copy -> copy.peerCredentials = value);
    }

    public SentinelSettings names(NamePolicy value) {
        return with(copy -> copy.names = value);
    }

    public SentinelSettings maxClients(int value) {
        return with(copy -> copy.maxClients = value);
    }

    public SentinelSettings denyScriptsReconfig(boolean value) {
        return with(copy -> copy.denyScriptsReconfig = value);
    }

    public SentinelSettings folder(@Nullable String value) {
        return with(copy -> copy.folder = value);
    }

    public SentinelSettings tls(TlsSettings value) {
        return with(copy -> copy.tls = value);
    }

    public SentinelSettings access(AccessSettings value) {
        return with(copy -> copy.access = value);
    }

    public SentinelSettings doors(DoorSettings value) {
        return with(copy -> copy.doors = value);
    }

    private SentinelSettings with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.done();
    }

    /** One of which something changes. */
    private static final class Copy {
        private int port;
        private List<String> bind;
        private @Nullable String announceIp;
        private int announcePort;
        private Credentials peerCredentials;
        private NamePolicy names;
        private int maxClients;
        private boolean denyScriptsReconfig;
        private @Nullable String folder;
        private TlsSettings tls;
        private AccessSettings access;
        private DoorSettings doors;

        Copy(SentinelSettings of) {
            port = of.port;
            bind = of.bind;
            announceIp = of.announceIp;
            announcePort = of.announcePort;
            peerCredentials = of.peerCredentials;
            names = of.names;
            maxClients = of.maxClients;
            denyScriptsReconfig = of.denyScriptsReconfig;
            folder = of.folder;
            tls = of.tls;
            access = of.access;
            doors = of.doors;
        }

        SentinelSettings done() {
            return new SentinelSettings(
                    port,
                    bind,
                    announceIp,
                    announcePort,
                    peerCredentials,
                    names,
                    maxClients,
                    denyScriptsReconfig,
                    folder,
                    tls,
                    access,
                    doors);
        }
    }

    /** What other sentinels are logged in to with: what is said for them, else the password that we ask for. */
    public Credentials peerLogin() {
        return peerCredentials.isSet() ? peerCredentials : new Credentials("", access.requirePass());
    }

    /** Whether there is a port without encryption: 0 is none where there is an encrypted one. */
    public boolean servesPlain() {
        return port != 0 || tls.port() == 0;
    }

    /** What peers are told to connect to (reference 4.1): they encrypt when we do, by the same setting. */
    public int portToAnnounce() {
        if (announcePort != 0) {
            return announcePort;
        }
        return tls.outgoing() && tls.port() != 0 ? tls.port() : port;
    }
}
