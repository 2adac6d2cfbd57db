package dev.vedette.bus;

/** What the keeper of the configuration tells. */
public sealed interface ConfigFact extends Fact {
    @Override
    default Class<? extends Fact> room() {
        return ConfigFact.class;
    }

    /** Somebody changed what is in force for the process. */
    record Changed(ProcessSettings now) implements ConfigFact {}
}
