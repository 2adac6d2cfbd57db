package dev.vedette.command.acl;

/** A rule that cannot be obeyed; the message is Redis's. */
public final class AclFault extends Exception {
    private static final long serialVersionUID = 1;

    AclFault(String message) {
        super(message);
    }

    static AclFault syntax() {
        return new AclFault("Syntax error");
    }

    static AclFault unknown() {
        return new AclFault("Unknown command or category name in ACL");
    }
}
