package dev.vedette.sim.story;

import dev.vedette.sim.SimPlatform;
import dev.vedette.sim.redis.SimServer;
import dev.vedette.sim.storm.SimSentinel;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Names for what only machines can tell apart: ids, addresses, dates. */
final class Faces {
    private static final String IP = "\\d+\\.\\d+\\.\\d+\\.\\d+";
    private static final String PORT = "(?:" + SimServer.PORT + "|" + SimSentinel.PORT + ")(?!\\d)";
    private static final String ID = "\\b[0-9a-f]{40}\\b";
    /** An instance is named by id or by address, and then once more by its ip and its port. */
    private static final Pattern INSTANCE =
            Pattern.compile("(?:" + ID + "|" + IP + ":" + PORT + ") (" + IP + ") " + PORT + "|(" + IP + ")[ :]" + PORT);

    private static final Pattern LONE_ID = Pattern.compile(ID);
    private static final Pattern DATE = Pattern.compile("\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}");
    private static final DateTimeFormatter CTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private final Company company;
    private final Map<String, String> names = new TreeMap<>();
    private final long originSeconds;

    /** @param begin the moment that times are counted from */
    Faces(Company company, long begin) {
        this.company = company;
        company.servers.forEach((name, server) -> names.put(server.host(), name));
        company.sentinels.forEach((name, sentinel) -> names.put(sentinel.process.host(), name));
        this.originSeconds = new SimPlatform(company.everybody().get(0).life())
                .clock()
                .wall()
                .minusNanos(company.world.nanos() - begin)
                .getEpochSecond();
    }

    String of(String text) {
        String result =
                replaced(INSTANCE, text, found -> instance(found.group(1) == null ? found.group(2) : found.group(1)));
        result = replaced(LONE_ID, result, found -> sentinel(found.group()));
        return replaced(DATE, result, found -> date(found.group()));
    }

    private static String replaced(Pattern what, String text, Function<MatchResult, String> by) {
        return what.matcher(text).replaceAll(by);
    }

    private String instance(String ip) {
        return names.getOrDefault(ip, ip);
    }

    private String sentinel(String id) {
        return company.sentinels.keySet().stream()
                .filter(name -> company.sentinels.get(name).id().value().equals(id))
                .findFirst()
                .orElse(id);
    }

    /** Log lines tell local time, and a story must read the same everywhere. */
    private String date(String text) {
        ZoneOffset offset = ZoneId.systemDefault().getRules().getOffset(LocalDateTime.parse(text, CTIME));
        return LocalDateTime.parse(text, CTIME).toEpochSecond(offset) - originSeconds + " s";
    }
}
