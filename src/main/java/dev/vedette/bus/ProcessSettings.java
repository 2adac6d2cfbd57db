package dev.vedette.bus;

import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SimulatedFailure;
import dev.vedette.model.Tunables;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is in force for the process as a whole, as its one owner, the keeper of the configuration, has it. Always
 * complete, so that whoever is told needs to know nothing of what was before.
 *
 * @param settings what the file says and {@code SENTINEL CONFIG SET} changes
 * @param logLevel what is logged; null is nothing
 * @param tunables what {@code SENTINEL DEBUG} changes; never saved
 * @param failures what {@code SENTINEL SIMULATE-FAILURE} asks for; never saved
 */
public record ProcessSettings(
        SentinelSettings settings, @Nullable Level logLevel, Tunables tunables, Set<SimulatedFailure> failures)
        implements Answer {

    public ProcessSettings {
        failures = Collections.unmodifiableSet(new TreeSet<>(failures));
    }

    /** What a process begins with. */
    public static ProcessSettings atStart(SentinelSettings settings, @Nullable Level logLevel) {
        return new ProcessSettings(settings, logLevel, Tunables.STANDARD, Set.of());
    }

    public ProcessSettings settings(SentinelSettings changed) {
        return new ProcessSettings(changed, logLevel, tunables, failures);
    }

    public ProcessSettings logLevel(@Nullable Level changed) {
        return new ProcessSettings(settings, changed, tunables, failures);
    }

    public ProcessSettings tunables(Tunables changed) {
        return new ProcessSettings(settings, logLevel, changed, failures);
    }

    public ProcessSettings failures(Set<SimulatedFailure> changed) {
        return new ProcessSettings(settings, logLevel, tunables, changed);
    }
}
