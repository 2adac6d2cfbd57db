package dev.vedette.sim.redis;

import dev.vedette.command.resp.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, with the rules of an ACL that a sentinel's user needs: passwords, single commands and subcommands
 * given and taken, channels. Categories other than {@code @all} and key patterns are not modelled.
 */
final class Users {
    static final String DEFAULT = "default";

    /** One user. Rules are tried from the last to the first: the last that fits decides. */
    static final class User {
        final String name;
        private boolean on;
        private boolean nopass;
        private @Nullable String password;
        private final List<String> commands = new ArrayList<>();
        private final List<String> channels = new ArrayList<>();

        User(String name) {
            this.name = name;
        }

        private void rule(String rule) {
            if (rule.equals("on") || rule.equals("off")) {
                on = rule.equals("on");
            } else if (rule.equals("nopass")) {
                nopass = true;
                password = null;
            } else if (rule.startsWith(">")) {
                nopass = false;
                password = rule.substring(1);
            } else if (rule.equals("allcommands") || rule.equals("nocommands")) {
                commands.add(rule.equals("allcommands") ? "+@all" : "-@all");
            } else if (rule.startsWith("+") || rule.startsWith("-")) {
                commands.add(rule);
            } else if (rule.equals("resetchannels")) {
                channels.clear();
            } else if (rule.startsWith("&") || rule.equals("allchannels")) {
                channels.add(rule.equals("allchannels") ? "*" : rule.substring(1));
            } else if (!rule.startsWith("~") && !rule.equals("allkeys") && !rule.equals("sanitize-payload")) {
                throw new IllegalArgumentException("a rule that the model does not know: " + rule);
            }
        }

        boolean mayEnterWith(String word) {
            return on && (nopass || word.equals(password));
        }

        boolean needsNoPassword() {
            return on && nopass;
        }

        /** @param command as {@code get} or {@code client|kill} */
        boolean may(String command) {
            String whole = command.contains("|") ? command.substring(0, command.indexOf('|')) : command;
            for (int i = commands.size() - 1; i >= 0; i--) {
                String what = commands.get(i).substring(1);
                if (what.equals("@all") || what.equals(command) || what.equals(whole)) {
                    return commands.get(i).startsWith("+");
                }
            }
            return false;
        }

        boolean mayUse(String channel) {
            return channels.stream().anyMatch(pattern -> Glob.matches(pattern, channel));
        }
    }

    private final Map<String, User> users = new TreeMap<>();

    Users(RedisConf conf) {
        set(DEFAULT, List.of("on", "nopass", "&*", "+@all"));
        password(conf.get("requirepass"));
        for (String line : conf.users()) {
            List<String> words = List.of(line.trim().split(" +"));
            set(words.get(1), words.subList(2, words.size()));
        }
    }

    void set(String name, List<String> rules) {
        User user = users.computeIfAbsent(name, User::new);
        rules.forEach(user::rule);
    }

    /** Of the one who comes without a name. */
    void password(String word) {
        named(DEFAULT).rule(word.isEmpty() ? "nopass" : ">" + word);
    }

    User named(String name) {
        User user = users.get(name);
        return user == null ? new User(name) : user;
    }
}
