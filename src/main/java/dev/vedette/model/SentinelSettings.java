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
        return new SentinelSettings(
                value,
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

    public SentinelSettings bind(String... addresses) {
        return new SentinelSettings(
                port,
                List.of(addresses),
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

    public SentinelSettings announce(@Nullable String ip, int announced) {
        return new SentinelSettings(
                port,
                bind,
                ip,
                announced,
                peerCredentials,
                names,
                maxClients,
                denyScriptsReconfig,
                folder,
                tls,
                access,
                doors);
    }

    public SentinelSettings peerCredentials(Credentials value) {
        return new SentinelSettings(
                port,
                bind,
                announceIp,
                announcePort,
                value,
                names,
                maxClients,
                denyScriptsReconfig,
                folder,
                tls,
                access,
                doors);
    }

    public SentinelSettings names(NamePolicy value) {
        return new SentinelSettings(
                port,
                bind,
                announceIp,
                announcePort,
                peerCredentials,
                value,
                maxClients,
                denyScriptsReconfig,
                folder,
                tls,
                access,
                doors);
    }

    public SentinelSettings maxClients(int value) {
        return new SentinelSettings(
                port,
                bind,
                announceIp,
                announcePort,
                peerCredentials,
                names,
                value,
                denyScriptsReconfig,
                folder,
                tls,
                access,
                doors);
    }

    public SentinelSettings denyScriptsReconfig(boolean value) {
        return new SentinelSettings(
                port,
                bind,
                announceIp,
                announcePort,
                peerCredentials,
                names,
                maxClients,
                value,
                folder,
                tls,
                access,
                doors);
    }

    public SentinelSettings folder(@Nullable String value) {
        return new SentinelSettings(
                port,
                bind,
                announceIp,
                announcePort,
                peerCredentials,
                names,
                maxClients,
                denyScriptsReconfig,
                value,
                tls,
                access,
                doors);
    }

    public SentinelSettings tls(TlsSettings value) {
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
                value,
                access,
                doors);
    }

    public SentinelSettings access(AccessSettings value) {
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
                value,
                doors);
    }

    public SentinelSettings doors(DoorSettings value) {
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
                value);
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
