package dev.vedette.tidy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The architecture as rules over compiled classes.
 *
 * <p>Each room of the house knows the vocabulary and never another room; a brain cannot reach a clock, a file or a
 * thread even by mistake. A rule is only worth something if it can fail, so all of them are made for a root package:
 * {@link HouseRulesTest} holds the program to them, and shows that each one finds its offender among the deliberately
 * bad classes of {@code tidy.bad}, a small house with the same floor plan.
 */
final class HouseRules {
    /** The rooms that decide. */
    static final List<String> DECIDING = List.of("monitor", "gossip", "election", "failover", "script");

    /** The rooms that touch the world through Vert.x. */
    static final List<String> TOUCHING = List.of("link", "names", "command", "feed", "cluster", "platform", "tls");

    /** All others. */
    static final List<String> OTHERS = List.of("model", "bus", "brain", "config", "journal", "demo");

    private static final String JSPECIFY = "org.jspecify.annotations..";

    private final String root;

    HouseRules(String root) {
        this.root = root;
    }

    /** Rules for the house as a whole, by a name that the report can print. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new TreeMap<>();
        rules.put("model knows only the language", model());
        rules.put("bus knows only model", bus());
        rules.put("Vert.x only where the world is touched", vertx());
        rules.put("the event bus only through LocalBus", eventBus());
        rules.put("time and chance only through platform", doors());
        rules.put("standard streams only at the command line", streams());
        rules.put("rooms form no circle", circles());
        rules.put("every package is a room of the floor plan", floorPlan());
        rules.put("nobody needs the demo, and the demo needs nobody", demo());
        return rules;
    }

    /** Rules for one of the {@link #DECIDING} rooms. */
    Map<String, ArchRule> deciding(String room) {
        Map<String, ArchRule> rules = new TreeMap<>();
        rules.put(room + " imports no other deciding room", separate(room));
        rules.put(room + " is pure", pure(room));
        rules.put(room + " iterates only what has an order", ordered(room));
        return rules;
    }

    private ArchRule separate(String room) {
        String[] others = DECIDING.stream()
                .filter(other -> !other.equals(room))
                .map(this::in)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(in(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("they share words, not code: what one learns from another it hears on the bus");
    }

    private ArchRule pure(String room) {
        DescribedPredicate<JavaClass> language = resideInAPackage("java..")
                .and(not(resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.util.concurrent..")))
                .and(not(named(Set.of(
                        "java.lang.Thread",
                        "java.lang.System",
                        "java.lang.ProcessHandle",
                        "java.lang.ProcessBuilder",
                        "java.time.Clock",
                        "java.util.Random",
                        "java.util.UUID",
                        "java.util.Timer"))))
                .and(not(resideInAPackage("java.util.random..")));
        DescribedPredicate<JavaClass> allowed = language.or(
                        resideInAnyPackage(in(room), in("model"), in("bus"), JSPECIFY))
                .or(resideInAPackage(in("brain")).and(not(verticles())))
                .or(primitives());
        return classes()
                .that()
                .resideInAPackage(in(room))
                .and(are(not(verticles())))
                .should()
                .onlyDependOnClassesThat(allowed.as("are plain Java, model, bus or the shape of a brain"))
                .because("a brain that touches the machine cannot be replayed");
    }

    private ArchRule ordered(String room) {
        Set<String> hashes = Set.of("java.util.HashMap", "java.util.HashSet", "java.util.IdentityHashMap");
        Set<String> salted = Set.of("java.util.Set", "java.util.Map");
        return noClasses()
                .that()
                .resideInAPackage(in(room))
                .should()
                .callCodeUnitWhere(new DescribedPredicate<>("it makes a Set or Map without an order") {
                    @Override
                    public boolean test(JavaCall<?> call) {
                        String owner = call.getTargetOwner().getName();
                        String name = call.getName();
                        boolean several =
                                !call.getTarget().getRawParameterTypes().isEmpty();
                        boolean factory = name.equals("of") || name.equals("copyOf") || name.equals("ofEntries");
                        return salted.contains(owner) && factory && several
                                || hashes.contains(owner) && name.equals("<init>");
                    }
                })
                .because("a seed must stay a seed: TreeMap, LinkedHashMap, EnumMap have an order, hashes have none");
    }

    private ArchRule model() {
        return classes()
                .that()
                .resideInAPackage(in("model"))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", in("model"), JSPECIFY).or(primitives()));
    }

    private ArchRule bus() {
        return classes()
                .that()
                .resideInAPackage(in("bus"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", in("bus"), in("model"), JSPECIFY)
                        .or(primitives()));
    }

    private ArchRule vertx() {
        return noClasses()
                .that(not(verticles())
                        .and(not(outermost(Set.of(root + ".Vedette", root + ".VedetteLauncher"))))
                        .and(not(resideInAnyPackage(
                                TOUCHING.stream().map(this::in).toArray(String[]::new)))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .because("verticles are boring and brains are pure; what touches the world has a room for it");
    }

    private ArchRule eventBus() {
        return noClasses()
                .that(not(outermost(Set.of(root + ".platform.LocalBus")))
                        .and(not(resideInAnyPackage(in("feed"), in("cluster")))))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.vertx.core.eventbus.EventBus")
                .because("decisions stay inside the process: that is one line in LocalBus, not a habit");
    }

    private ArchRule doors() {
        Set<String> owners = Set.of(
                "java.util.Random",
                "java.util.SplittableRandom",
                "java.util.concurrent.ThreadLocalRandom",
                "java.security.SecureRandom",
                "java.util.Timer",
                "java.time.Clock");
        Set<String> calls = Set.of(
                "java.lang.System.nanoTime",
                "java.lang.System.currentTimeMillis",
                "java.lang.Math.random",
                "java.lang.Thread.sleep",
                "java.util.UUID.randomUUID",
                "java.time.Instant.now",
                "java.time.LocalDate.now",
                "java.time.LocalTime.now",
                "java.time.LocalDateTime.now",
                "java.time.OffsetDateTime.now",
                "java.time.ZonedDateTime.now");
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("platform"), in("demo"))
                .should()
                .callCodeUnitWhere(new DescribedPredicate<>("it reads a clock, draws a number or sleeps") {
                    @Override
                    public boolean test(JavaCall<?> call) {
                        String owner = call.getTargetOwner().getName();
                        return owners.contains(owner) || calls.contains(owner + "." + call.getName());
                    }
                })
                .because("the simulation can only replace what comes in through platform");
    }

    private ArchRule streams() {
        return noClasses()
                .that(not(outermost(Set.of(root + ".Vedette", root + ".VedetteLauncher")))
                        .and(not(resideInAPackage(in("demo")))))
                .should(ACCESS_STANDARD_STREAMS)
                .because("what is worth saying goes to the log");
    }

    private ArchRule circles() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    private ArchRule floorPlan() {
        List<String> rooms = new ArrayList<>(List.of(root));
        for (List<String> floor : List.of(DECIDING, TOUCHING, OTHERS)) {
            floor.forEach(room -> rooms.add(in(room)));
        }
        return classes()
                .should()
                .resideInAnyPackage(rooms.toArray(String[]::new))
                .because("a new room is drawn into the floor plan first, so that its rules are thought about");
    }

    private ArchRule demo() {
        return classes()
                .that()
                .resideInAPackage(in("demo"))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", in("demo"), JSPECIFY).or(primitives()))
                .andShould()
                .onlyHaveDependentClassesThat()
                .resideInAPackage(in("demo"))
                .because("it is a user of the program who happens to live in the same jar");
    }

    private String in(String room) {
        return root + "." + room + "..";
    }

    private static DescribedPredicate<JavaClass> verticles() {
        return new DescribedPredicate<>("verticles") {
            @Override
            public boolean test(JavaClass candidate) {
                return outermost(candidate).endsWith("Verticle");
            }
        };
    }

    private static DescribedPredicate<JavaClass> outermost(Set<String> names) {
        return new DescribedPredicate<>("are or live in one of " + names) {
            @Override
            public boolean test(JavaClass candidate) {
                return names.contains(outermost(candidate));
            }
        };
    }

    private static DescribedPredicate<JavaClass> named(Set<String> names) {
        return new DescribedPredicate<>("are one of " + names) {
            @Override
            public boolean test(JavaClass candidate) {
                return names.contains(candidate.getName());
            }
        };
    }

    /** Primitives and arrays of them have no package. */
    private static DescribedPredicate<JavaClass> primitives() {
        return new DescribedPredicate<>("are primitives") {
            @Override
            public boolean test(JavaClass candidate) {
                return candidate.getBaseComponentType().isPrimitive();
            }
        };
    }

    private static String outermost(JavaClass candidate) {
        String name = candidate.getName();
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }
}
