package dev.vedette.tls;

import dev.vedette.model.TlsSettings;
import dev.vedette.model.TlsSettings.ClientAuth;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes what encrypts a connection, out of the certificates of now. A connection keeps what it began with; the next one
 * gets what there is then.
 *
 * <p>Each renewal makes new contexts, so that no session that was agreed on under old certificates is resumed under new
 * ones. Vert.x's own options were not taken: a client whose handshake fails has no address there, a handshake cannot be
 * cut short, and an order of ciphers or a cache of sessions cannot be set.
 *
 * <p>May be used by every thread.
 */
public final class Tls {
    private final TlsSettings settings;
    private volatile @Nullable Contexts contexts;

    private record Contexts(SSLContext server, SSLContext client, Identity own) {}

    public Tls(TlsSettings settings) {
        this.settings = settings;
    }

    /** Where nothing is encrypted. */
    public static Tls none() {
        return new Tls(TlsSettings.NONE);
    }

    public boolean outgoing() {
        return settings.outgoing();
    }

    /** From now on new connections get these. */
    void use(Material material) throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(storeOf(material.authorities));
        SSLContext server = context(material.own, trust);
        SSLSessionContext sessions = server.getServerSessionContext();
        sessions.setSessionCacheSize(settings.sessionCacheSize());
        sessions.setSessionTimeout(Math.toIntExact(settings.sessionTimeout().toSeconds()));
        contexts = new Contexts(server, context(material.asClient, trust), material.own);
    }

    private static SSLContext context(Identity identity, TrustManagerFactory trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {identity}, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore storeOf(List<X509Certificate> authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        return store;
    }

    /** For a client that has connected to us. */
    public SSLEngine incoming() {
        SSLEngine engine = now().server().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = offered(engine);
        // The one setter undoes the other.
        if (settings.clients() == ClientAuth.REQUIRED) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(settings.clients() == ClientAuth.OPTIONAL);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * For a connection to a data node or a peer, which shows a certificate of our authorities. Like Redis we do not
     * compare the name in it with any address, and send none: addresses of instances come and go.
     */
    public SSLEngine outgoingEngine() {
        SSLEngine engine = now().client().createSSLEngine();
        engine.setUseClientMode(true);
        engine.setSSLParameters(offered(engine));
        return engine;
    }

    private SSLParameters offered(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(settings.offer().protocols().toArray(String[]::new));
        if (!settings.offer().suites().isEmpty()) {
            parameters.setCipherSuites(settings.offer().suites().toArray(String[]::new));
        }
        parameters.setUseCipherSuitesOrder(settings.offer().ownOrder());
        return parameters;
    }

    /** What a server of another make shows its clients; always the certificate of now. */
    public X509ExtendedKeyManager serverKey() {
        return new CurrentIdentity(() -> now().own());
    }

    /** The versions that may be agreed on. */
    public List<String> protocols() {
        return settings.offer().protocols();
    }

    private Contexts now() {
        Contexts now = contexts;
        if (now == null) {
            throw new IllegalStateException("no certificates have been read");
        }
        return now;
    }
}
