package dev.vedette.command.acl;

import dev.vedette.command.acl.Catalogue.Entry;
import dev.vedette.command.resp.Glob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One set of permissions: commands, channels, and keys, which mean nothing here and are kept because files and tools
 * say them. Texts have one character per byte.
 */
final class Selector {
    private static final int READ = 1;
    private static final int WRITE = 2;

    private final CommandRights commands;
    private final Map<String, Integer> keys;
    private final Set<String> channels;
    private boolean allKeys;
    private boolean allChannels;

    Selector(Catalogue catalogue, boolean allChannels) {
        this(new CommandRights(catalogue), new LinkedHashMap<>(), new LinkedHashSet<>());
        this.allChannels = allChannels;
    }

    private Selector(CommandRights commands, Map<String, Integer> keys, Set<String> channels) {
        this.commands = commands;
        this.keys = keys;
        this.channels = channels;
    }

    Selector copy() {
        Selector copy = new Selector(commands.copy(), new LinkedHashMap<>(keys), new LinkedHashSet<>(channels));
        copy.allKeys = allKeys;
        copy.allChannels = allChannels;
        return copy;
    }

    boolean mayAll() {
        return commands.isAll() && allChannels;
    }

    boolean hasAllChannels() {
        return allChannels;
    }

    Set<String> channels() {
        return channels;
    }

    void apply(String rule) throws AclFault {
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "allkeys", "~*" -> keys(true);
            case "resetkeys" -> keys(false);
            case "allchannels", "&*" -> channels(true);
            case "resetchannels" -> channels(false);
            case "allcommands", "+@all" -> commands.setAll(true);
            case "nocommands", "-@all" -> commands.setAll(false);
            default -> pattern(rule);
        }
    }

    private void keys(boolean all) {
        allKeys = all;
        keys.clear();
    }

    private void channels(boolean all) {
        allChannels = all;
        channels.clear();
    }

    private void pattern(String rule) throws AclFault {
        char kind = rule.charAt(0);
        switch (kind) {
            case '~', '%' -> key(rule);
            case '&' -> {
                if (allChannels) {
                    throw new AclFault("Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid"
                            + " and does not have any effect. Try 'resetchannels' to start with an empty list of"
                            + " channels");
                }
                channels.add(withoutSpaces(rule.substring(1)));
            }
            case '+', '-' -> {
                boolean allowed = kind == '+';
                if (rule.startsWith("@", 1)) {
                    commands.category(rule.substring(2), allowed);
                } else if (allowed) {
                    commands.allow(rule.substring(1));
                } else {
                    commands.deny(rule.substring(1));
                }
            }
            default -> throw AclFault.syntax();
        }
    }

    private void key(String rule) throws AclFault {
        if (allKeys) {
            throw new AclFault("Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not"
                    + " have any effect. Try 'resetkeys' to start with an empty list of patterns");
        }
        int may = rule.charAt(0) == '~' ? READ | WRITE : 0;
        int at = 1;
        if (may == 0) {
            for (; at < rule.length() && rule.charAt(at) != '~'; at++) {
                int bit =
                        switch (rule.charAt(at)) {
                            case 'R', 'r' -> READ;
                            case 'W', 'w' -> WRITE;
                            default -> throw AclFault.syntax();
                        };
                if ((may & bit) != 0) {
                    throw AclFault.syntax();
                }
                may |= bit;
            }
            if (may == 0) {
                throw AclFault.syntax();
            }
            at = Math.min(at + 1, rule.length());
        }
        keys.merge(withoutSpaces(rule.substring(at)), may, (before, now) -> before | now);
    }

    private static String withoutSpaces(String text) throws AclFault {
        if (User.hasSpaces(text)) {
            throw AclFault.syntax();
        }
        return text;
    }

    Verdict check(Entry command, List<String> words) {
        if (!commands.allows(command, words)) {
            return new Verdict.Command(command.fullName());
        }
        if (allChannels) {
            return Verdict.Yes.MAY;
        }
        return switch (command.fullName()) {
            case "publish" -> channel(words, 1, Math.min(2, words.size()), false);
            case "subscribe" -> channel(words, 1, words.size(), false);
            case "psubscribe" -> channel(words, 1, words.size(), true);
            default -> Verdict.Yes.MAY;
        };
    }

    private Verdict channel(List<String> words, int from, int to, boolean pattern) {
        for (int at = from; at < to; at++) {
            if (!allowsChannel(channels, words.get(at), pattern)) {
                return new Verdict.Channel(at, words.get(at));
            }
        }
        return Verdict.Yes.MAY;
    }

    /** A pattern must be one of the list, letter by letter; a channel must match one. */
    static boolean allowsChannel(Set<String> allowed, String channel, boolean pattern) {
        return pattern ? allowed.contains(channel) : allowed.stream().anyMatch(each -> Glob.matches(each, channel));
    }

    String describeCommands() {
        return commands.describe();
    }

    String describeKeys() {
        if (allKeys) {
            return "~*";
        }
        List<String> texts = new ArrayList<>();
        keys.forEach((pattern, may) -> texts.add((may == READ ? "%R~" : may == WRITE ? "%W~" : "~") + pattern));
        return String.join(" ", texts);
    }

    String describeChannels() {
        return allChannels
                ? "&*"
                : String.join(" ", channels.stream().map(each -> "&" + each).toList());
    }

    String describe() {
        String keyText = describeKeys();
        String channelText = describeChannels();
        return (keyText.isEmpty() ? "" : keyText + " ")
                + (allChannels ? "" : "resetchannels ")
                + (channelText.isEmpty() ? "" : channelText + " ")
                + describeCommands();
    }
}
