package dev.vedette.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM text. What stands between blocks is a comment, as OpenSSL has it.
 *
 * @param label what stands behind BEGIN
 * @param headers the lines before the empty one, of the old way to encrypt keys; usually empty
 */
record Pem(String label, String headers, byte[] bytes) {
    static final String CERTIFICATE = "CERTIFICATE";

    private static final Pattern BLOCK = Pattern.compile(
            "^-----BEGIN ([A-Z0-9 ]+)-----[ \\t\\r]*\\n(.*?)^-----END \\1-----", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern HEADERS =
            Pattern.compile("^((?:[A-Za-z0-9-]+: [^\\n]*\\n(?:[ \\t][^\\n]*\\n)*)+)\\r?\\n");

    /** @throws IllegalArgumentException when a block is not Base64 */
    static List<Pem> all(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String body = matcher.group(2);
            Matcher headers = HEADERS.matcher(body);
            boolean has = headers.find();
            String base64 = (has ? body.substring(headers.end()) : body).replaceAll("[ \\t\\r\\n]", "");
            blocks.add(new Pem(
                    matcher.group(1),
                    has ? headers.group(1) : "",
                    Base64.getDecoder().decode(base64)));
        }
        return blocks;
    }

    boolean isCertificate() {
        return label.equals(CERTIFICATE) || label.equals("X509 CERTIFICATE") || label.equals("TRUSTED CERTIFICATE");
    }

    boolean isKey() {
        return label.endsWith("PRIVATE KEY");
    }
}
