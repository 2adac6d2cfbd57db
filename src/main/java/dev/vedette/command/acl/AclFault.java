package dev.vedette.command.acl;

/** A rule that cannot be obeyed; the message is Redis's. */
public final class AclFault extends Exception {
    private static final long serialVersionUID = 1;
    private static final String UNKNOWN = "Unknown command or category name in ACL";

    AclFault(String message) {
        super(message);
    }

    boolean isUnknown() {
        return UNKNOWN.equals(getMessage());
    }

    static AclFault syntax() {
        return new AclFault("Syntax error");
    }

    static AclFault unknown() {
        return new AclFault(UNKNOWN);
    }
}
