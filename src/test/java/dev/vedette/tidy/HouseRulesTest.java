package dev.vedette.tidy;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {
    private static final String ROOT = "dev.vedette";

    /** What each rule must find in the bad house. */
    private static final Map<String, List<String>> OFFENDERS = new TreeMap<>(Map.ofEntries(
            entry("model knows only the language", List.of("model.Wide")),
            entry("bus knows only model", List.of("bus.Shout")),
            entry("Vert.x only where the world is touched", List.of("config.Keeper", "model.Wide")),
            entry("the event bus only through LocalBus", List.of("config.Keeper")),
            entry("time and chance only through platform", List.of("election.Voter", "monitor.Watcher")),
            entry("standard streams only at the command line", List.of("config.Keeper")),
            entry("rooms form no circle", List.of("monitor.Watcher", "election.Voter")),
            entry("every package is a room of the floor plan", List.of("attic.Trunk")),
            entry("nobody needs the demo, and the demo needs nobody", List.of("demo.Tour", "config.Keeper")),
            entry("monitor imports no other deciding room", List.of("monitor.Watcher")),
            entry("monitor is pure", List.of("java.io.File", "java.lang.System", "io.vertx.core.Vertx")),
            entry("monitor iterates only what has an order", List.of("java.util.HashMap", "java.util.Map.of"))));

    @TestFactory
    List<DynamicTest> theProgramKeepsTheRules() {
        JavaClasses program = new ClassFileImporter().importPath(Path.of("target/classes"));
        HouseRules rules = new HouseRules(ROOT);
        List<DynamicTest> tests = new ArrayList<>();
        rules.all()
                .forEach((name, rule) -> tests.add(DynamicTest.dynamicTest(name, () -> {
                    assumeTrue(!name.contains("demo") || isBuilt("demo"), "there is no demo yet");
                    rule.check(program);
                })));
        for (String room : HouseRules.DECIDING) {
            rules.deciding(room)
                    .forEach((name, rule) -> tests.add(DynamicTest.dynamicTest(name, () -> {
                        assumeTrue(isBuilt(room), "there is no room " + room + " yet");
                        rule.check(program);
                    })));
        }
        return tests;
    }

    /** Were a rule unable to fail, nobody would notice the day the house falls apart. */
    @TestFactory
    List<DynamicTest> everyRuleFindsItsOffenders() {
        JavaClasses badHouse = new ClassFileImporter().importPackages(ROOT + ".tidy.bad");
        HouseRules rules = new HouseRules(ROOT + ".tidy.bad");
        Map<String, ArchRule> all = new TreeMap<>(rules.all());
        all.putAll(rules.deciding("monitor"));
        assertEquals(OFFENDERS.keySet(), all.keySet(), "a rule without a known offender");
        List<DynamicTest> tests = new ArrayList<>();
        all.forEach((name, rule) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            String report = rule.evaluate(badHouse).getFailureReport().toString();
            for (String offender : OFFENDERS.getOrDefault(name, List.of())) {
                assertTrue(report.contains(offender), () -> offender + " got away with it: " + report);
            }
        })));
        return tests;
    }

    private static boolean isBuilt(String room) {
        return Files.isDirectory(Path.of("src/main/java/dev/vedette", room));
    }
}
