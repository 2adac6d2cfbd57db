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

    /** Data nodes by master and address, then peers by id. */
    @Override
    default int compareTo(LinkId other) {
        if (this instanceof Node node && other instanceof Node another) {
            int byMaster = node.master.compareTo(another.master);
            return byMaster != 0 ? byMaster : node.address.compareTo(another.address);
        }
        if (this instanceof Peer peer && other instanceof Peer another) {
            return peer.id.compareTo(another.id);
        }
        return this instanceof Node ? -1 : 1;
    }
}
