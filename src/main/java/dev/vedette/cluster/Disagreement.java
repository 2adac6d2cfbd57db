package dev.vedette.cluster;

/**
 * Something that nodes see differently and should not.
 *
 * @param kind a word for programs: {@code address}, {@code quorum}, {@code replica} …
 * @param subject whom or what it is about, if there are several of the kind; the same text on every node
 * @param sentence what is so, and what to do
 */
record Disagreement(String kind, String subject, String sentence) {
    String key() {
        return subject.isEmpty() ? kind : kind + " " + subject;
    }
}
