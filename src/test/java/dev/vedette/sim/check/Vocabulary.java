package dev.vedette.sim.check;

import java.util.List;

/** Every event that the program can announce; a test holds it against the sources and against the documentation. */
public final class Vocabulary {
    public static final List<String> EVENTS = List.of(
            "+monitor",
            "-monitor",
            "+set",
            "+reset-master",
            "+slave",
            "+sentinel",
            "+sentinel-address-switch",
            "+sentinel-address-update",
            "+sentinel-invalid-addr",
            "-dup-sentinel",
            "+reboot",
            "+role-change",
            "-role-change",
            "+sdown",
            "-sdown",
            "+odown",
            "-odown",
            "+new-epoch",
            "+try-failover",
            "+vote-for-leader",
            "+elected-leader",
            "+failover-state-select-slave",
            "+selected-slave",
            "+failover-state-send-slaveof-noone",
            "+failover-state-wait-promotion",
            "+promoted-slave",
            "+failover-state-reconf-slaves",
            "+slave-reconf-sent",
            "+slave-reconf-inprog",
            "+slave-reconf-done",
            "-slave-reconf-sent-timeout",
            "+slave-reconf-sent-be",
            "+failover-end-for-timeout",
            "+failover-end",
            "-failover-abort-not-elected",
            "-failover-abort-no-good-slave",
            "-failover-abort-slave-timeout",
            "-failover-abort-master-timeout",
            "+config-update-from",
            "+switch-master",
            "+convert-to-slave",
            "+fix-slave-config",
            "+failover-detected",
            "-script-error",
            "-script-timeout",
            "+disagreement",
            "-disagreement",
            "+tilt",
            "-tilt");

    private Vocabulary() {}
}
