package dev.vedette.monitor;

import dev.vedette.bus.InfoReport;
import dev.vedette.bus.InfoReport.HandOver;
import dev.vedette.model.Address;
import dev.vedette.model.HostText;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of INFO that a sentinel uses (reference 3.5) and no others. It is forgiving: a line that makes no
 * sense counts as absent, because servers of every age and fork answer this, and some of them are hostile.
 */
final class InfoParser {
    private static final int RUN_ID_LENGTH = 40;

    private @Nullable RunId runId;
    private final List<Address> replicas = new ArrayList<>();
    private Duration masterLinkDown = Duration.ZERO;
    private Role role = Role.NONE;
    private @Nullable String masterHost;
    private int masterPort;
    private boolean masterLinkUp;
    private int priority = InfoReport.DEFAULT_PRIORITY;
    private long offset;
    private boolean announced = true;
    private HandOver handOver = HandOver.UNKNOWN;

    private InfoParser() {}

    static InfoReport parse(String text) {
        InfoParser parser = new InfoParser();
        text.lines().forEach(parser::line);
        return new InfoReport(
                parser.runId,
                parser.replicas,
                parser.masterLinkDown,
                parser.role,
                parser.masterHost,
                parser.masterPort,
                parser.masterLinkUp,
                parser.priority,
                parser.offset,
                parser.announced,
                parser.handOver);
    }

    private void line(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            return;
        }
        String key = line.substring(0, colon);
        String value = line.substring(colon + 1);
        if (key.startsWith("slave") && key.length() > 5 && Character.isDigit(key.charAt(5))) {
            replica(value);
            return;
        }
        switch (key) {
            case "run_id" ->
                runId = value.length() >= RUN_ID_LENGTH ? new RunId(value.substring(0, RUN_ID_LENGTH)) : null;
            case "role" ->
                role = value.equals("master") ? Role.MASTER : value.equals("slave") ? Role.REPLICA : Role.NONE;
            case "master_failover_state" -> handOver = value.equals("no-failover") ? HandOver.IDLE : HandOver.RUNNING;
            case "master_link_down_since_seconds" -> masterLinkDown = Duration.ofSeconds(number(value, 0));
            default -> {
                if (role == Role.REPLICA) {
                    replicaLine(key, value);
                }
            }
        }
    }

    private void replicaLine(String key, String value) {
        switch (key) {
            case "master_host" -> masterHost = value;
            case "master_port" -> masterPort = (int) number(value, 0);
            case "master_link_status" -> masterLinkUp = value.equals("up");
            case "slave_priority" -> priority = (int) number(value, InfoReport.DEFAULT_PRIORITY);
            case "slave_repl_offset" -> offset = unsigned(value);
            case "replica_announced" -> announced = number(value, 1) != 0;
            default -> {}
        }
    }

    /** Either {@code ip=…,port=…,state=…} or, from old servers, {@code ip,port,state}. */
    private void replica(String value) {
        String host = null;
        String port = null;
        String[] parts = value.split(",", -1);
        for (String part : parts) {
            if (part.startsWith("ip=")) {
                host = part.substring(3);
            } else if (part.startsWith("port=")) {
                port = part.substring(5);
            }
        }
        if (host == null && port == null && parts.length >= 2) {
            host = parts[0];
            port = parts[1];
        }
        String ip = host == null ? null : HostText.read(host);
        if (ip == null || port == null) {
            return;
        }
        long number = number(port, -1);
        if (number >= 0 && number <= Address.MAX_PORT) {
            replicas.add(new Address(ip, (int) number));
        }
    }

    private static long number(String text, long otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            return otherwise;
        }
    }

    private static long unsigned(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }
}
