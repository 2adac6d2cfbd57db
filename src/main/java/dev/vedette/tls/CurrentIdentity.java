package dev.vedette.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Our key as it is at each handshake, so that whoever was given this once need not hear of renewals. */
final class CurrentIdentity extends X509ExtendedKeyManager {
    private final Supplier<Identity> now;

    CurrentIdentity(Supplier<Identity> now) {
        this.now = now;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String kind, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return now.get().chooseEngineServerAlias(kind, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return now.get().chooseServerAlias(kind, issuers, socket);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return now.get().chooseClientAlias(kinds, issuers, socket);
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return now.get().getClientAliases(kind, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return now.get().getServerAliases(kind, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return now.get().getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return now.get().getPrivateKey(alias);
    }
}
