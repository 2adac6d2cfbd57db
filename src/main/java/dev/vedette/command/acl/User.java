package dev.vedette.command.acl;

import dev.vedette.command.acl.Catalogue.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A user: how it logs in, and what it may do. Connections hold on to it, so a change is a change to this object; rules
 * are first tried on a copy, so that one that fails changes nothing.
 */
public final class User {
    private static final List<String> LOGIN_RULES = List.of("<", ">", "#", "!");

    private final String name;
    private final Catalogue catalogue;
    private final boolean allChannels;
    private final Set<String> hashes = new LinkedHashSet<>();
    private final List<Selector> selectors = new ArrayList<>();
    private boolean on;
    private boolean nopass;
    private String sanitize = "";
    private volatile Openness openness = new Openness(false, false);

    /** What other threads see of a user: all of one change, or nothing of it. */
    private record Openness(boolean anybody, boolean mayAll) {}

    User(String name, Catalogue catalogue, boolean allChannels) {
        this.name = name;
        this.catalogue = catalogue;
        this.allChannels = allChannels;
        selectors.add(new Selector(catalogue, allChannels));
    }

    public String name() {
        return name;
    }

    public boolean isOn() {
        return on;
    }

    /** Logs in with any password. */
    public boolean isOpen() {
        return nopass;
    }

    /** There is nothing to check: kept, because it is asked for every command. On any thread. */
    public boolean mayAll() {
        return openness.mayAll();
    }

    /** Whether everybody is this user without a word, and may do everything. On any thread. */
    public boolean isAnybodyWhoMayAll() {
        Openness now = openness;
        return now.anybody() && now.mayAll();
    }

    /** Whether everybody is this user without a word. On any thread. */
    public boolean isAnybody() {
        return openness.anybody();
    }

    public boolean logsInWith(String password) {
        boolean known = Password.isAmong(hashes, password);
        return on && (nopass || known);
    }

    User copy() {
        User copy = new User(name, catalogue, allChannels);
        copy.take(this);
        return copy;
    }

    /** Becomes like another one. */
    void take(User other) {
        on = other.on;
        nopass = other.nopass;
        sanitize = other.sanitize;
        hashes.clear();
        hashes.addAll(other.hashes);
        selectors.clear();
        other.selectors.forEach(selector -> selectors.add(selector.copy()));
        openness = other.openness;
    }

    void apply(String rule) throws AclFault {
        if (rule.isEmpty()) {
            return;
        }
        String word = rule.toLowerCase(Locale.ROOT);
        switch (word) {
            case "on", "off" -> on = word.equals("on");
            case "nopass", "resetpass" -> {
                nopass = word.equals("nopass");
                hashes.clear();
            }
            case "sanitize-payload", "skip-sanitize-payload" -> sanitize = word;
            case "clearselectors" -> selectors.subList(1, selectors.size()).clear();
            case "reset" -> reset();
            default -> other(rule);
        }
        openness = new Openness(on && nopass, selectors.stream().anyMatch(Selector::mayAll));
    }

    private void reset() {
        on = false;
        nopass = false;
        hashes.clear();
        sanitize = "sanitize-payload";
        selectors.clear();
        selectors.add(new Selector(catalogue, allChannels));
    }

    private void other(String rule) throws AclFault {
        if (LOGIN_RULES.contains(rule.substring(0, 1))) {
            password(rule.charAt(0), rule.substring(1));
        } else if (rule.charAt(0) == '(' && rule.endsWith(")")) {
            Selector selector = new Selector(catalogue, allChannels);
            for (String inner : RuleWords.split(rule.substring(1, Math.max(1, rule.length() - 1)))) {
                if (inner.isEmpty() || !survives(inner)) {
                    throw AclFault.syntax();
                }
                selector.apply(inner);
            }
            selectors.add(selector);
        } else {
            selectors.get(0).apply(rule);
        }
    }

    private void password(char kind, String text) throws AclFault {
        boolean hashed = kind == '#' || kind == '!';
        if (hashed && !Password.isHash(text)) {
            throw new AclFault(
                    "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters");
        }
        String hash = hashed ? text : Password.hash(text);
        if (kind == '>' || kind == '#') {
            hashes.add(hash);
            nopass = false;
        } else if (!hashes.remove(hash)) {
            throw new AclFault("The password you are trying to remove from the user does not exist");
        }
    }

    /** A rule as it may be shown: what follows {@code >} and its like is nobody's business. */
    static String shown(String rule) {
        return !rule.isEmpty() && LOGIN_RULES.contains(rule.substring(0, 1)) ? rule.charAt(0) + "******" : rule;
    }

    public Verdict check(Entry command, List<String> words) {
        Verdict refusal = new Verdict.Command(command.fullName());
        for (Selector selector : selectors) {
            Verdict verdict = selector.check(command, words);
            if (verdict == Verdict.Yes.MAY) {
                return verdict;
            }
            refusal = Verdict.furthest(refusal, verdict);
        }
        return refusal;
    }

    /** Some channel may be forbidden to {@code this} that was allowed to {@code before}. */
    boolean losesChannels(User before) {
        if (hasAllChannels()) {
            return false;
        }
        return before.hasAllChannels() || !channels().containsAll(before.channels());
    }

    private boolean hasAllChannels() {
        return selectors.stream().anyMatch(Selector::hasAllChannels);
    }

    private Set<String> channels() {
        Set<String> all = new LinkedHashSet<>();
        selectors.forEach(selector -> all.addAll(selector.channels()));
        return all;
    }

    /** Whether it may listen to all of these. */
    boolean mayListen(Set<String> names, Set<String> patterns) {
        Set<String> allowed = channels();
        return hasAllChannels()
                || names.stream().allMatch(each -> Selector.allowsChannel(allowed, each, false))
                        && patterns.stream().allMatch(each -> Selector.allowsChannel(allowed, each, true));
    }

    public List<String> flags() {
        List<String> flags = new ArrayList<>(List.of(on ? "on" : "off"));
        if (nopass) {
            flags.add("nopass");
        }
        if (!sanitize.isEmpty()) {
            flags.add(sanitize);
        }
        return flags;
    }

    public List<String> hashes() {
        return List.copyOf(hashes);
    }

    /** What the selectors allow: commands, keys, channels; the first is the user's own. */
    public List<List<String>> permissions() {
        return selectors.stream()
                .map(each -> List.of(each.describeCommands(), each.describeKeys(), each.describeChannels()))
                .toList();
    }

    /** The rules that make this user. */
    public String describe() {
        List<String> parts = new ArrayList<>(flags());
        hashes.forEach(hash -> parts.add("#" + hash));
        parts.add(selectors.get(0).describe());
        selectors.stream().skip(1).forEach(selector -> parts.add("(" + selector.describe() + ")"));
        return String.join(" ", parts);
    }

    /** Whether a file with this rule in brackets means the same when it is read again; Redis writes others, too. */
    private static boolean survives(String inner) {
        return !inner.endsWith(")") && inner.indexOf('"') < 0 && inner.indexOf('\'') < 0;
    }

    static boolean hasSpaces(String text) {
        return text.chars().anyMatch(c -> c == 0 || c == ' ' || c >= '\t' && c <= '\r');
    }
}
