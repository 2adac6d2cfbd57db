package dev.vedette.config;

import dev.vedette.model.AccessSettings.UserLine;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Reads sentinel.json: the same settings as sentinel.conf has, and no state. Its shape is in conf/sentinel.schema.json.
 */
final class JsonConfig {
    private static final List<String> TOP = List.of(
            "$schema",
            "port",
            "bind",
            "announce",
            "maxClients",
            "connections",
            "logLevel",
            "stateFile",
            "peerAuth",
            "denyScriptsReconfig",
            "resolveHostnames",
            "announceHostnames",
            "tls",
            "access",
            "feed",
            "cluster",
            "masters");
    private static final List<String> MASTER = List.of(
            "address",
            "quorum",
            "downAfter",
            "failoverTimeout",
            "parallelSyncs",
            "auth",
            "renamedCommands",
            "rebootDownAfter",
            "crashDetection",
            "notificationScript",
            "clientReconfigScript");
    private static final List<String> ACCESS = List.of("password", "users", "aclFile", "aclLogLength", "allChannels");
    private static final List<String> LOGIN = List.of("user", "password");

    private final Draft draft;
    private final String source;

    private JsonConfig(Draft draft, String source) {
        this.draft = draft;
        this.source = source;
    }

    /** Every key that has a meaning, at whatever level. */
    static Collection<String> keys() {
        SortedSet<String> keys = new TreeSet<>(TOP);
        keys.addAll(MASTER);
        keys.addAll(LOGIN);
        keys.addAll(JsonTls.KEYS);
        keys.addAll(JsonDoors.KEYS);
        keys.addAll(JsonDoors.LIMIT);
        keys.addAll(ACCESS);
        keys.addAll(JsonFeed.KEYS);
        keys.addAll(JsonFeed.WEBHOOK);
        keys.addAll(JsonCluster.KEYS);
        return keys;
    }

    /** Fills {@code draft}, problems included. */
    static void apply(Draft draft, String source, String text) {
        try {
            new JsonConfig(draft, source).top(new JsonAt(draft, source, "", JsonText.parse(text)));
        } catch (Fault fault) {
            draft.problems.add(Problem.ofWhole(source, source + ": " + fault.reason(), fault.valid()));
        }
    }

    private void top(JsonAt root) {
        JsonAt.Members top = root.members(TOP);
        top.with("port", at -> at.whole(0, Address.MAX_PORT, "Invalid port number.", port -> draft.port = port));
        top.with("bind", at -> bind(at, addresses -> draft.bind = addresses));
        top.with("resolveHostnames", at -> at.yesNo(yes -> draft.resolveHostnames = yes));
        top.with("announceHostnames", at -> at.yesNo(yes -> draft.announceHostnames = yes));
        top.with("announce", at -> announce(at.members(List.of("ip", "port"))));
        top.with(
                "maxClients",
                at -> at.whole(
                        1, Integer.MAX_VALUE, "Invalid number of clients.", clients -> draft.maxClients = clients));
        top.with("logLevel", at -> at.text(this::logLevel));
        top.with("stateFile", at -> at.text(path -> draft.stateFile = nonEmpty(path)));
        top.with("peerAuth", at -> login(at, login -> draft.peers = login));
        top.with("denyScriptsReconfig", at -> at.yesNo(deny -> draft.denyScriptsReconfig = deny));
        top.with("connections", at -> JsonDoors.read(at, draft.doors));
        top.with("tls", at -> JsonTls.read(at, draft.tls));
        top.with("feed", at -> JsonFeed.read(at, draft.feed));
        top.with("cluster", at -> JsonCluster.read(at, draft.cluster));
        top.with("access", at -> access(at.members(ACCESS)));
        top.with("masters", at -> at.entries().forEach(this::master));
    }

    static void bind(JsonAt at, Consumer<List<String>> taker) {
        List<JsonAt> elements = at.elements();
        if (elements.isEmpty()) {
            at.problem("Nothing to listen on.", "at least one address, or the file without this key");
            return;
        }
        List<String> addresses = new ArrayList<>();
        elements.forEach(element -> element.text(text -> addresses.add(PlainDirectives.bindAddress(text))));
        taker.accept(addresses);
    }

    private void announce(JsonAt.Members announce) {
        announce.with(
                "ip",
                at -> at.text(ip ->
                        draft.announceIp = Numbers.host(ip, draft.resolveHostnames, "Invalid address to announce.")));
        announce.with(
                "port", at -> at.whole(0, Address.MAX_PORT, "Invalid port number.", port -> draft.announcePort = port));
    }

    private void access(JsonAt.Members access) {
        access.with("password", at -> at.text(text -> draft.requirePass = nonEmpty(text)));
        access.with("users", at -> at.entries()
                .forEach((name, rules) -> rules.text(text -> {
                    List<String> words = new ArrayList<>(List.of(name));
                    words.addAll(Words.split(text));
                    draft.users.add(new UserLine("/access/users/" + name, words));
                })));
        access.with("aclFile", at -> at.text(path -> draft.aclFile = nonEmpty(path)));
        access.with(
                "aclLogLength",
                at -> at.whole(0, Limits.ACL_LOG, "Invalid length.", length -> draft.aclLogLength = length));
        access.with("allChannels", at -> at.yesNo(on -> draft.allChannels = on));
        if (access.has("users") && access.has("aclFile")) {
            access.with("aclFile", at -> at.problem("Users here and an ACL file.", "one of the two"));
        }
    }

    private void logLevel(String text) throws Fault {
        if (!text.equals(PlainDirectives.SILENT) && !PlainDirectives.LOG_LEVELS.containsKey(text)) {
            throw new Fault("Unknown log level.", "debug, verbose, notice, warning or nothing");
        }
        draft.logLevel = PlainDirectives.LOG_LEVELS.get(text);
    }

    private static String nonEmpty(String text) throws Fault {
        if (text.isEmpty()) {
            throw new Fault("Empty.", "some text, or the file without this key");
        }
        return text;
    }

    private static void login(JsonAt at, Consumer<Credentials> taker) {
        JsonAt.Members login = at.members(LOGIN);
        String[] parts = {"", ""};
        login.with("user", user -> user.text(text -> parts[0] = text));
        login.with("password", password -> password.text(text -> parts[1] = text));
        if (login.has("user") && !login.has("password")) {
            at.problem("A user without a password logs nobody in.", "user and password, or the password alone");
        }
        taker.accept(new Credentials(parts[0], parts[1]));
    }

    private void master(String name, JsonAt at) {
        JsonAt.Members members = at.members(MASTER);
        MasterDraft master = new MasterDraft(source, new Address("", 0), MasterSettings.withQuorum(1));
        draft.masters.put(new MasterName(name), master);
        if (name.isEmpty()) {
            at.problem("A master without a name.", "a name, for example mymaster");
        }
        for (String required : List.of("address", "quorum")) {
            if (!members.has(required)) {
                at.problem(
                        required + " is missing.",
                        required.equals("quorum")
                                ? "how many sentinels must see it down, for example \"quorum\": 2 of 3 sentinels"
                                : "where it listens, for example \"address\": \"127.0.0.1:6379\"");
            }
        }
        members.with("address", where -> where.text(text -> master.address = address(text)));
        members.with(
                "quorum",
                q -> q.whole(
                        1, Integer.MAX_VALUE, "Quorum must be 1 or greater.", n -> change(master, s -> s.quorum(n))));
        members.with("downAfter", p -> p.period(false, time -> change(master, s -> s.downAfter(time))));
        members.with("failoverTimeout", p -> p.period(false, time -> change(master, s -> s.failoverTimeout(time))));
        members.with(
                "parallelSyncs",
                n -> n.whole(
                        1,
                        Integer.MAX_VALUE,
                        "Invalid number of replicas.",
                        count -> change(master, s -> s.parallelSyncs(count))));
        members.with("auth", login -> login(login, credentials -> change(master, s -> s.credentials(credentials))));
        members.with("renamedCommands", renames -> change(master, s -> s.renames(renames(renames))));
        members.with("rebootDownAfter", p -> p.period(true, time -> change(master, s -> s.rebootDownAfter(time))));
        members.with("crashDetection", is -> is.yesNo(on -> change(master, s -> s.crashDetection(on))));
        members.with(
                "notificationScript",
                script -> script.text(text -> {
                    String path = program(text, "Notification script seems non existing or non executable.");
                    change(master, s -> s.scripts(s.scripts().notification(path)));
                }));
        members.with(
                "clientReconfigScript",
                script -> script.text(text -> {
                    String path = program(text, "Client reconfiguration script seems non existing or non executable.");
                    change(master, s -> s.scripts(s.scripts().clientReconfig(path)));
                }));
    }

    private static void change(MasterDraft master, UnaryOperator<MasterSettings> change) {
        master.change(change);
    }

    /** Relative paths start at the folder of this file, wherever the process runs. */
    private String program(String text, String refusal) throws Fault {
        String path = draft.program(text, refusal);
        return draft.here == null ? path : draft.here.resolve(path).toString();
    }

    private Address address(String text) throws Fault {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || host.indexOf(':') >= 0 != bracketed) {
            throw new Fault("Not an address.", "\"127.0.0.1:6379\" or \"[::1]:6379\"");
        }
        return Numbers.address(
                bracketed ? host.substring(1, host.length() - 1) : host,
                text.substring(colon + 1),
                draft.resolveHostnames);
    }

    private static SortedMap<String, String> renames(JsonAt at) {
        SortedMap<String, String> renames = new TreeMap<>();
        at.entries()
                .forEach((command, name) -> name.text(text -> {
                    if (command.isEmpty() || text.isEmpty()) {
                        throw new Fault("Empty.", "a command and the name that it has on the data nodes");
                    }
                    if (renames.put(command.toUpperCase(Locale.ROOT), text) != null) {
                        throw new Fault(
                                "Same command renamed multiple times.", "each command once; capitals do not count");
                    }
                }));
        return renames;
    }
}
