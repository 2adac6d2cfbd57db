package dev.vedette.model;

/**
 * Names one outgoing link. A data node has a link of its own under each master that it belongs to; a peer has one for
 * the whole process, shared by all masters that both watch.
 */
public sealed interface LinkId extends Comparable<LinkId> {

    record Node(MasterName master, Address address) implements LinkId {
        @Override
        public String toString() {
            return master + "/" + address;
        }
    }

    record Peer(RunId id) implements LinkId {
        @Override
        public String toString() {
            return "sentinel/" + id;
        }
    }

    @Override
    default int compareTo(LinkId other) {
        return toString().compareTo(other.toString());
    }
}
