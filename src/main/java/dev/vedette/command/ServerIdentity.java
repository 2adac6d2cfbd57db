package dev.vedette.command;

/** What we say we are. Clients choose what they send by the version, so it is that of a Redis that we can pass for. */
public final class ServerIdentity {
    private ServerIdentity() {}

    public static final String REDIS_VERSION = "7.2.5";
    public static final String SERVER = "redis";
    public static final String MODE = "sentinel";

    /** From the manifest; a program that runs from class files has none. */
    public static String vedetteVersion() {
        String version = ServerIdentity.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
