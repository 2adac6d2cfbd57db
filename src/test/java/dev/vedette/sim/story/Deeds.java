package dev.vedette.sim.story;

import dev.vedette.sim.SimDisk;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.redis.SimServer;
import dev.vedette.sim.storm.SimSentinel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;

/** What a script can have done to its cast. */
final class Deeds {
    private static final String NET = "net";

    private final Company company;
    private final Phrases<Runnable> phrases;

    Deeds(Company company) {
        this.company = company;
        this.phrases = new Phrases<Runnable>()
                .when("kill NAME", said -> process(said)::kill)
                .when("cut the power of NAME", said -> process(said)::losePower)
                .when("start NAME", said -> process(said)::start)
                .when("freeze NAME", said -> process(said)::freeze)
                .when("thaw NAME", said -> process(said)::thaw)
                .when("freeze NAME for TIME", said -> () -> {
                    process(said).freeze();
                    company.world.after(Phrases.time(said.group(2)), process(said)::thaw);
                })
                .when("cut NAMES from NAMES", said -> () -> cut(said, company.world.network::cut))
                .when("cut the way from NAMES to NAMES", said -> () -> cut(said, company.world.network::cutOneWay))
                .when("NAME refuses connections", said -> () -> {
                    company.world.trace.note(NET, said.group(1) + " refuses connections");
                    company.world.network.refuse(process(said));
                })
                .when("heal", said -> this::heal)
                .when("packets take up to TIME", said -> () -> {
                    company.world.trace.note(NET, "packets take up to " + said.group(1));
                    company.world.network.slow(Phrases.time(said.group(1)));
                })
                .when("the disk of NAME fails", said -> () -> process(said).disk.mood(SimDisk.Mood.FAILING))
                .when("the disk of NAME hangs", said -> () -> process(said).disk.mood(SimDisk.Mood.HANGING))
                .when(
                        "the disk of NAME is fine",
                        said -> () -> process(said).disk.mood(SimDisk.Mood.FINE))
                .when("the disk of NAME takes up to TIME", said -> () -> {
                    company.world.trace.note(said.group(1), "disk takes up to " + said.group(2));
                    process(said).disk.slow(Phrases.time(said.group(2)));
                })
                .when("the clock of NAME is set TIME back", said -> () -> {
                    company.world.trace.note(said.group(1), "clock is set " + said.group(2) + " back");
                    process(said).clock.jump(Phrases.time(said.group(2)).negated());
                })
                .when("tell NAME: (.+)", said -> () -> tell(said.group(1), said.group(2)));
    }

    Runnable of(String text) {
        return phrases.meaning(text);
    }

    private SimProcess process(Matcher said) {
        return company.process(said.group(1));
    }

    private void cut(Matcher said, BiConsumer<SimProcess, SimProcess> by) {
        List<SimProcess> here = processes(said.group(1), List.of());
        List<SimProcess> there = processes(said.group(2), here);
        company.world.trace.note(NET, said.group());
        here.forEach(one -> there.forEach(other -> by.accept(one, other)));
    }

    private void heal() {
        company.world.trace.note(NET, "heal");
        company.world.network.heal();
    }

    private List<SimProcess> processes(String names, List<SimProcess> but) {
        if (names.equals("all")) {
            List<SimProcess> all = new ArrayList<>(company.everybody());
            all.removeAll(but);
            return all;
        }
        return List.of(names.split(" ")).stream().map(company::process).toList();
    }

    private void tell(String name, String line) {
        int port = company.sentinels.containsKey(name) ? SimSentinel.PORT : SimServer.PORT;
        company.terminal.say(name, company.process(name).host(), port, addresses(line));
    }

    /** {@code {r2}} stands for the ip and the port of r2. */
    private String addresses(String line) {
        String result = line;
        for (String server : company.servers.keySet()) {
            result = result.replace(
                    "{" + server + "}",
                    company.address(server).host() + " "
                            + company.address(server).port());
        }
        return result;
    }

    void after(Duration delay, Runnable deed) {
        company.world.after(delay, deed);
    }
}
