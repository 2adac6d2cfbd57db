package dev.vedette.model;

/**
 * The programs of an operator that are run when something happens to a master (reference 11). An empty path is none.
 *
 * @param notification run for every event of level warning about the master, with the event and its payload
 * @param clientReconfig run when clients must go elsewhere, with the old and the new address
 */
public record ScriptPaths(String notification, String clientReconfig) {
    public static final ScriptPaths NONE = new ScriptPaths("", "");

    public ScriptPaths notification(String path) {
        return new ScriptPaths(path, clientReconfig);
    }

    public ScriptPaths clientReconfig(String path) {
        return new ScriptPaths(notification, path);
    }
}
