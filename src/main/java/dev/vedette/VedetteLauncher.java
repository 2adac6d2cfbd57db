package dev.vedette;

import dev.vedette.config.ConfigLoader;
import dev.vedette.config.Loading;
import dev.vedette.platform.SeededChance;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code vertx run VERTICLE -conf FILE}, by Vert.x's own launcher. What it adds: the leading {@code run} of the older
 * command is understood, {@code -cluster} means a cluster beside the sentinel's Vert.x, and a configuration that is
 * missing or wrong ends the start. Vert.x's launcher would go on with an empty one.
 */
public final class VedetteLauncher extends VertxApplication {
    private static final Set<String> CLUSTER = Set.of("-cluster", "--cluster", "-c");

    private static final SortedMap<String, String> OPTIONS =
            new TreeMap<>(Map.of("cluster-host", "vedette-cluster-host", "cluster-port", "vedette-cluster-bus-port"));

    private VedetteLauncher(String[] args) {
        super(args, new Hooks(), true, true);
    }

    private static final class Hooks implements VertxApplicationHooks {
        @Override
        public VertxBuilder createVertxBuilder(VertxOptions options) {
            VertxOptions ours = Vedette.options();
            return Vertx.builder()
                    .with(options.setFileSystemOptions(ours.getFileSystemOptions())
                            .setEventLoopPoolSize(ours.getEventLoopPoolSize()));
        }
    }

    public static void main(String[] args) {
        List<String> given = new ArrayList<>(List.of(args));
        if (!given.isEmpty() && given.get(0).equals("run")) {
            given.remove(0);
        }
        List<String> cluster = clusterOptions(given);
        System.setProperty(SentinelVerticle.CLUSTER_OPTIONS, String.join("\n", cluster));
        String file = valueOf(given, "-conf", "--conf");
        if (file != null) {
            Path path = Path.of(file);
            Loading loading = ConfigLoader.load(path, cluster, new SeededChance(SeededChance.freshSeed(), "check"));
            if (loading instanceof Loading.Refused refused) {
                System.err.print(refused.report(Vedette.TITLE));
                System.exit(1);
            }
            System.setProperty(
                    SentinelVerticle.CONFIG_FILE, path.toAbsolutePath().toString());
        }
        new VedetteLauncher(given.toArray(String[]::new)).launch();
    }

    /**
     * Takes them out: the sentinel's own Vert.x must not wait for others, and meets them beside itself. What the
     * launcher calls the port of the cluster is that of the event bus.
     */
    private static List<String> clusterOptions(List<String> given) {
        List<String> lines = new ArrayList<>();
        if (given.removeIf(CLUSTER::contains)) {
            lines.add("vedette-cluster-enabled yes");
        }
        OPTIONS.forEach((option, directive) -> {
            int at = Math.max(given.indexOf("-" + option), given.indexOf("--" + option));
            if (at >= 0 && at + 1 < given.size()) {
                lines.add(directive + " " + given.remove(at + 1));
                given.remove(at);
            }
        });
        return lines;
    }

    private static @Nullable String valueOf(List<String> args, String... names) {
        for (int i = 0; i + 1 < args.size(); i++) {
            if (List.of(names).contains(args.get(i))) {
                return args.get(i + 1);
            }
        }
        return null;
    }
}
