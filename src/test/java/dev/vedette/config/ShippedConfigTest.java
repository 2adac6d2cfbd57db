package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that are shipped say what the program understands. */
class ShippedConfigTest {
    private static final Path CONF = Path.of("conf");
    private @TempDir Path folder;

    static Stream<String> directives() {
        Draft draft = new Draft();
        return Stream.of(
                        new SentinelDirectives(draft, new Includes(CONF, (file, shown) -> null)).names(),
                        new PlainDirectives(draft).ruled(),
                        JsonConfig.keys())
                .flatMap(java.util.Collection::stream);
    }

    @Test
    void bothFilesLoadAndMeanTheSame() throws IOException {
        Loading.Loaded json = Configs.loaded(folder.resolve("s.json"), Files.readString(CONF.resolve("sentinel.json")));
        Loading.Loaded conf = Configs.loaded(folder.resolve("s.conf"), Files.readString(CONF.resolve("sentinel.conf")));
        assertEquals(conf.settings(), json.settings());
        assertEquals(conf.state(), json.state());
        assertEquals(List.of(), conf.remarks());
        assertEquals(List.of(), json.remarks());
    }

    @Test
    void everyCommentedDirectiveIsValidToo() throws IOException {
        String text = Files.readString(CONF.resolve("sentinel.conf"))
                .lines()
                .map(line -> line.matches("# (bind|sentinel [a-z]+-[a-z-]+) .*") ? line.substring(2) : line)
                .reduce("", (a, b) -> a + b + "\n");
        Loading.Loaded loaded = Configs.loaded(folder.resolve("s.conf"), text);
        assertEquals("10.0.0.5", loaded.settings().announceIp());
        assertEquals(
                "its password",
                loaded.state()
                        .masters()
                        .get(Configs.name("mymaster"))
                        .settings()
                        .credentials()
                        .password());
    }

    @ParameterizedTest
    @MethodSource("directives")
    void theManualNamesEverything(String name) throws IOException {
        String manual = Files.readString(Path.of("docs/configuration.md"));
        assertTrue(manual.contains(name) || name.equals("$schema") || name.startsWith("primary-"), name);
    }

    @Test
    void theSchemaKnowsTheSameKeys() throws Exception {
        Map<?, ?> schema = (Map<?, ?>) JsonText.parse(Files.readString(CONF.resolve("sentinel.schema.json")));
        Map<?, ?> definitions = (Map<?, ?>) schema.get("$defs");
        TreeSet<Object> keys = new TreeSet<>(((Map<?, ?>) schema.get("properties")).keySet());
        keys.addAll(((Map<?, ?>) ((Map<?, ?>) definitions.get("master")).get("properties")).keySet());
        keys.addAll(((Map<?, ?>) ((Map<?, ?>) definitions.get("login")).get("properties")).keySet());
        keys.addAll(((Map<?, ?>) ((Map<?, ?>) definitions.get("tls")).get("properties")).keySet());
        keys.addAll(((Map<?, ?>) ((Map<?, ?>) definitions.get("feed")).get("properties")).keySet());
        keys.addAll(((Map<?, ?>) ((Map<?, ?>) definitions.get("cluster")).get("properties")).keySet());
        keys.addAll(((Map<?, ?>) ((Map<?, ?>) definitions.get("webhook")).get("properties")).keySet());
        Map<?, ?> access = (Map<?, ?>) ((Map<?, ?>) schema.get("properties")).get("access");
        keys.addAll(((Map<?, ?>) access.get("properties")).keySet());
        Map<?, ?> connections = (Map<?, ?>) ((Map<?, ?>) schema.get("properties")).get("connections");
        keys.addAll(((Map<?, ?>) connections.get("properties")).keySet());
        keys.addAll(((Map<?, ?>) ((Map<?, ?>) definitions.get("limit")).get("properties")).keySet());
        assertEquals(new TreeSet<Object>(JsonConfig.keys()), keys);
    }
}
