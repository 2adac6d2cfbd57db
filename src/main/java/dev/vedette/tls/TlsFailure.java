package dev.vedette.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import org.jspecify.annotations.Nullable;

/** Why the two sides could not agree on encryption, in words for people. Java's own begin far from the cause. */
public final class TlsFailure {
    private static final int LONGEST = 200;

    private TlsFailure() {}

    public static String inWords(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof DecoderException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof NotSslRecordException) {
            return "the other side does not speak TLS";
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return "the other side did not answer the handshake";
        }
        if (cause instanceof ClosedChannelException) {
            return "the other side closed the connection during the handshake";
        }
        if (cause == null) {
            return "the handshake failed";
        }
        String text = text(cause);
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof CertificateExpiredException) {
            text = "the certificate of the other side has expired";
        } else if (root instanceof CertPathBuilderException) {
            text = "the certificate of the other side was issued by nobody whom we trust";
        } else if (text.startsWith("Empty client certificate chain")) {
            text = "the other side showed no certificate";
        } else if (root != cause && !text.contains(text(root))) {
            text = text + " (" + text(root) + ")";
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return (message == null || message.isBlank() ? failure.getClass().getSimpleName() : message)
                .replaceAll("\\s+", " ");
    }
}
