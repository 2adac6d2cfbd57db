package dev.vedette.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator asked for the process as a whole.
 *
 * @param port where commands are served; 0 lets the system choose (tests)
 * @param bind addresses to listen on; never empty
 * @param announceIp what hellos say instead of the local address of the connection, or null
 * @param announcePort what hellos say instead of {@code port}, or 0
 * @param peerCredentials how to log in to other sentinels
 * @param maxClients connections served at the same time; a further one is told so and closed
 * @param denyScriptsReconfig clients may not say which programs are run
 * @param folder where relative paths of scripts start and where scripts run; null is where the process runs
 * @param access who may connect
 */
public record SentinelSettings(
        int port,
        List<String> bind,
        @Nullable String announceIp,
        int announcePort,
        Credentials peerCredentials,
        int maxClients,
        boolean denyScriptsReconfig,
        @Nullable String folder,
        AccessSettings access) {

    public static final int DEFAULT_PORT = 26_379;
    public static final int DEFAULT_MAX_CLIENTS = 10_000;

    /** What counts where the operator says nothing. */
    public static final SentinelSettings DEFAULTS = new SentinelSettings(
            DEFAULT_PORT,
            List.of("*", "-::*"),
            null,
            0,
            Credentials.NONE,
            DEFAULT_MAX_CLIENTS,
            true,
            null,
            AccessSettings.OPEN);

    public SentinelSettings {
        bind = List.copyOf(bind);
    }

    public SentinelSettings port(int value) {
        return new SentinelSettings(
                value,
                bind,
                announceIp,
                announcePort,
                peerCredentials,
                maxClients,
                denyScriptsReconfig,
                folder,
                access);
    }

    public SentinelSettings bind(String... addresses) {
        return new SentinelSettings(
                port,
                List.of(addresses),
                announceIp,
                announcePort,
                peerCredentials,
                maxClients,
                denyScriptsReconfig,
                folder,
                access);
    }

    public SentinelSettings announce(@Nullable String ip, int announced) {
        return new SentinelSettings(
                port, bind, ip, announced, peerCredentials, maxClients, denyScriptsReconfig, folder, access);
    }

    public SentinelSettings peerCredentials(Credentials value) {
        return new SentinelSettings(
                port, bind, announceIp, announcePort, value, maxClients, denyScriptsReconfig, folder, access);
    }

    public SentinelSettings access(AccessSettings value) {
        return new SentinelSettings(
                port, bind, announceIp, announcePort, peerCredentials, maxClients, denyScriptsReconfig, folder, value);
    }

    /** What other sentinels are logged in to with: what is said for them, else the password that we ask for. */
    public Credentials peerLogin() {
        return peerCredentials.isSet() ? peerCredentials : new Credentials("", access.requirePass());
    }

    public SentinelSettings maxClients(int value) {
        return new SentinelSettings(
                port, bind, announceIp, announcePort, peerCredentials, value, denyScriptsReconfig, folder, access);
    }

    public SentinelSettings denyScriptsReconfig(boolean value) {
        return new SentinelSettings(
                port, bind, announceIp, announcePort, peerCredentials, maxClients, value, folder, access);
    }

    public SentinelSettings folder(@Nullable String value) {
        return new SentinelSettings(
                port, bind, announceIp, announcePort, peerCredentials, maxClients, denyScriptsReconfig, value, access);
    }
}
