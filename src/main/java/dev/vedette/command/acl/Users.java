package dev.vedette.command.acl;

import dev.vedette.model.AccessSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All users. There is always {@code default}, whom a connection is until it logs in. */
public final class Users {
    public static final String DEFAULT = "default";

    private static final List<String> EVERYTHING = List.of("+@all", "~*", "&*", "on", "nopass");
    private static final String USER = "user";

    private final Catalogue catalogue;
    private final boolean allChannels;
    private final SortedMap<String, User> byName = new TreeMap<>();

    public Users(Catalogue catalogue, boolean allChannels) {
        this.catalogue = catalogue;
        this.allChannels = allChannels;
        byName.put(DEFAULT, everything());
    }

    /** Users as the settings declare them; names the line of the first one that cannot be. */
    public static Users of(Catalogue catalogue, AccessSettings settings) throws AclFault {
        Users users = new Users(catalogue, settings.allChannels());
        if (!settings.requirePass().isEmpty()) {
            User user = users.byDefault();
            user.apply("resetpass");
            user.apply(">" + bytes(settings.requirePass()));
        }
        for (AccessSettings.UserLine line : settings.users()) {
            try {
                users.declare(line.words().stream().map(Users::bytes).toList());
            } catch (AclFault fault) {
                throw new AclFault(line.where() + ": Error in user declaration: " + fault.getMessage());
            }
        }
        return users;
    }

    private static String bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.ISO_8859_1);
    }

    private User everything() {
        User user = new User(DEFAULT, catalogue, allChannels);
        try {
            for (String rule : EVERYTHING) {
                user.apply(rule);
            }
        } catch (AclFault e) {
            throw new IllegalStateException(e);
        }
        return user;
    }

    private void declare(List<String> words) throws AclFault {
        String name = words.get(0);
        if (User.hasSpaces(name)) {
            throw new AclFault("Spaces not allowed in ACL usernames");
        }
        User user = new User(name, catalogue, allChannels);
        if (name.equals(DEFAULT)) {
            user.apply("reset");
        } else if (byName.containsKey(name)) {
            throw new AclFault("Duplicate user found. A user can only be defined once in config files");
        }
        for (String rule : RuleWords.merged(words.subList(1, words.size()))) {
            user.apply(rule);
        }
        User known = byName.putIfAbsent(name, user);
        if (known != null) {
            known.take(user);
        }
    }

    public User byDefault() {
        return byName.computeIfAbsent(DEFAULT, name -> everything());
    }

    public @Nullable User find(String name) {
        return byName.get(name);
    }

    public Collection<User> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * Makes or changes a user, or changes nothing.
     *
     * @return whether somebody may listen to less than before
     */
    public boolean set(String name, List<String> words) throws AclFault {
        if (User.hasSpaces(name)) {
            throw new AclFault("Usernames can't contain spaces or null characters");
        }
        User before = byName.get(name);
        User after = before == null ? new User(name, catalogue, allChannels) : before.copy();
        for (String rule : RuleWords.merged(words)) {
            try {
                after.apply(rule);
            } catch (AclFault fault) {
                throw new AclFault("Error in ACL SETUSER modifier '" + User.shown(rule) + "': " + fault.getMessage());
            }
        }
        if (before == null) {
            byName.put(name, after);
            return false;
        }
        boolean less = after.losesChannels(before);
        before.take(after);
        return less;
    }

    /** Whether {@code user} may listen to all of these. */
    public static boolean mayListen(User user, Set<String> channels, Set<String> patterns) {
        return user.mayListen(channels, patterns);
    }

    public @Nullable User remove(String name) {
        return byName.remove(name);
    }

    /** The lines of an ACL file, each ended. */
    public String text() {
        StringBuilder text = new StringBuilder();
        byName.forEach((name, user) -> text.append(USER)
                .append(' ')
                .append(name)
                .append(' ')
                .append(user.describe())
                .append('\n'));
        return text.toString();
    }

    /**
     * Takes the users of an ACL file in the place of all that are, or none of them.
     *
     * @return those who are no more; {@code default} stays who it was
     */
    public List<User> load(String source, String text) throws AclFault {
        Users read = new Users(catalogue, allChannels);
        StringBuilder errors = new StringBuilder();
        String[] lines = text.split("\n", -1);
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < lines.length; i++) {
            read.line(source + ":" + (i + 1), i + 1, lines[i].strip(), seen, errors);
        }
        if (!errors.isEmpty()) {
            throw new AclFault(errors
                    + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed");
        }
        List<User> gone = new ArrayList<>(byName.values());
        User known = byDefault();
        gone.remove(known);
        byName.clear();
        byName.putAll(read.byName);
        known.take(read.byDefault());
        byName.put(DEFAULT, known);
        return gone;
    }

    private void line(String where, int number, String line, Set<String> seen, StringBuilder errors) {
        if (line.isEmpty()) {
            return;
        }
        List<String> words = List.of(line.split(" ", -1));
        if (!words.get(0).equals(USER) || words.size() < 2) {
            errors.append(where).append(" should start with user keyword followed by the username. ");
            return;
        }
        String name = words.get(1);
        if (User.hasSpaces(name)) {
            errors.append("'")
                    .append(where)
                    .append(": username '")
                    .append(name)
                    .append("' contains invalid characters. ");
            return;
        }
        if (!seen.add(name)) {
            errors.append("WARNING: Duplicate user '")
                    .append(name)
                    .append("' found on line ")
                    .append(number)
                    .append(". ");
            return;
        }
        User user = new User(name, catalogue, allChannels);
        rules(where, user, words.subList(2, words.size()), errors);
        byName.put(name, user);
    }

    private static void rules(String where, User user, List<String> words, StringBuilder errors) {
        boolean told = false;
        List<String> rules;
        try {
            rules = RuleWords.merged(words);
        } catch (AclFault fault) {
            errors.append(where).append(": Unmatched parenthesis in selector definition. ");
            return;
        }
        for (String rule : rules) {
            try {
                user.apply(rule.strip());
            } catch (AclFault fault) {
                boolean unknown = fault.isUnknown();
                if (unknown) {
                    errors.append(where)
                            .append(": Error in applying operation '")
                            .append(User.shown(rule))
                            .append("': ")
                            .append(fault.getMessage())
                            .append(". ");
                } else if (!told) {
                    told = true;
                    errors.append(where).append(": ").append(fault.getMessage()).append(". ");
                }
            }
        }
    }
}
