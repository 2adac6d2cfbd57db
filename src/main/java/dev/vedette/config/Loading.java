package dev.vedette.config;

import dev.vedette.bus.Level;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.model.ClusterSettings;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.Limits;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How reading a configuration ended. Nothing was written, whatever the end. */
public sealed interface Loading {

    /**
     * Everything that the process starts from.
     *
     * @param idIsNew the identity was drawn just now: flush before anybody sees it
     * @param onDisk the store holds exactly this state already, and a power loss would not change that
     * @param logLevel what is logged; null is nothing
     * @param service what is asked of the process itself
     * @param feed what is served for people, and posted to others
     * @param cluster in which sentinels show and tell one another what no decision needs
     * @param remarks what a person should know about how the files were understood; for the log
     */
    record Loaded(
            SentinelSettings settings,
            SentinelState state,
            boolean idIsNew,
            boolean onDisk,
            Store store,
            @Nullable Level logLevel,
            ServiceSettings service,
            FeedSettings feed,
            ClusterSettings cluster,
            List<String> remarks)
            implements Loading {
        public Loaded {
            remarks = List.copyOf(remarks);
        }

        /** The process's settings, before anybody tunes it. */
        public ProcessSettings inForce() {
            return ProcessSettings.atStart(settings, logLevel);
        }
    }

    /** Nothing may start. */
    record Refused(List<Problem> problems) implements Loading {
        public Refused {
            problems = List.copyOf(problems);
        }

        /** The first lines of those problems that Redis says in its log. */
        public List<String> logLines() {
            return problems.stream()
                    .filter(Problem::logged)
                    .limit(Limits.PROBLEMS_SHOWN)
                    .map(Problem::message)
                    .toList();
        }

        /**
         * Every problem, in the layout of Redis, for the standard error.
         *
         * @param program what stands in the title, for example {@code Vedette 0.1.0}
         */
        public String report(String program) {
            StringBuilder text = new StringBuilder();
            if (problems.stream().anyMatch(p -> !p.logged())) {
                text.append("\n*** FATAL CONFIG FILE ERROR (").append(program).append(") ***\n");
            }
            problems.stream().limit(Limits.PROBLEMS_SHOWN).forEach(p -> text.append(p.text())
                    .append('\n'));
            if (problems.size() > Limits.PROBLEMS_SHOWN) {
                text.append("and ")
                        .append(problems.size() - Limits.PROBLEMS_SHOWN)
                        .append(" more\n");
            }
            return text.toString();
        }
    }
}
