package dev.vedette.model;

import java.util.List;

/**
 * Who may connect, as the operator said it.
 *
 * @param requirePass password of the user {@code default}; empty is none
 * @param users the {@code user} lines
 * @param aclFile where users are kept instead, or empty
 * @param logLength refusals that ACL LOG remembers
 * @param allChannels whether a user that is told nothing about channels has them all
 */
public record AccessSettings(
        String requirePass, List<UserLine> users, String aclFile, int logLength, boolean allChannels) {
    public static final int DEFAULT_LOG_LENGTH = 128;

    /** Everybody may do everything. */
    public static final AccessSettings OPEN = new AccessSettings("", List.of(), "", DEFAULT_LOG_LENGTH, false);

    public AccessSettings {
        users = List.copyOf(users);
    }

    public AccessSettings users(List<UserLine> lines) {
        return new AccessSettings(requirePass, lines, aclFile, logLength, allChannels);
    }

    /**
     * A user as a file declares it.
     *
     * @param where the line, for messages
     * @param words the name, then the rules
     */
    public record UserLine(String where, List<String> words) {
        public UserLine {
            words = List.copyOf(words);
        }

        @Override
        public String toString() {
            return "UserLine[" + where + "]";
        }
    }

    /** Never shows a password: this text may end up in logs. */
    @Override
    public String toString() {
        return "AccessSettings[" + users.size() + " users]";
    }
}
