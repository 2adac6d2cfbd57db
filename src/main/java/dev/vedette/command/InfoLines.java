package dev.vedette.command;

/** Lines of INFO, in sections. */
final class InfoLines {
    static final String END = "\r\n";

    private final StringBuilder text = new StringBuilder();

    InfoLines section(String title) {
        text.append(text.isEmpty() ? "" : END).append("# ").append(title).append(END);
        return this;
    }

    InfoLines add(String key, String value) {
        text.append(key).append(':').append(value).append(END);
        return this;
    }

    InfoLines add(String key, long value) {
        return add(key, Long.toString(value));
    }

    /** Things that do not exist here. */
    InfoLines zeros(String... keys) {
        for (String key : keys) {
            add(key, 0);
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
