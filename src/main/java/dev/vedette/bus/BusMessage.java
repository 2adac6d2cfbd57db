package dev.vedette.bus;

/** Anything that travels on the event bus of one process: immutable, handed over by reference, never encoded. */
public sealed interface BusMessage
        permits Begin,
                Input,
                LinkOrder,
                NameOrder,
                ScriptOrder,
                Send,
                Sound,
                Note,
                Answer,
                ConfigAsk,
                VisitorAsk,
                VisitorAnswer,
                ClusterAsk,
                ClusterAnswer {}
